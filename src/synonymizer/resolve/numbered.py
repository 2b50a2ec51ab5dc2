"""Places counted inside an intron or exon that is named by its number: IVS4+1G>T, exon 16 del 1-7, CFTR exon 14b.

A number is that of the transcript, counted from 1, and also that of every older scheme of the gene: both are meanings
where the stated bases fit. An intron has the number of the exon before it (HGVS nomenclature 21.0, numbering; the IVS
form is withdrawn there, because numbers differ between transcripts).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from synonymizer.errors import OutOfRange, UnknownExon, VariantError
from synonymizer.exons import find_exons
from synonymizer.mapping import number
from synonymizer.resolve.lookup import find_current, find_symbol, tiers, title
from synonymizer.statements import Hints, Issue, Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.model import Candidate, Change, Options
    from synonymizer.places import ExonScheme, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import StatedEdit, StatedNumbered, StatedPlace


def resolve_numbered(
    stated: StatedNumbered,
    hints: Hints,
    reference: Reference,
    options: Options,
    resolve: Callable[[StatedEdit | StatedPlace, Hints], tuple[Candidate, ...]],
) -> tuple[Candidate, ...]:
    """Return the meanings of a place in a numbered intron or exon, by the transcript's numbers and by older schemes.

    Args:
        stated: the place or change, and the number it is counted in.
        hints: what the name says, completed by the options.
        reference: the reference data.
        options: for the laboratory's own list.
        resolve: resolves the same statement once it counts on a transcript.

    Raises:
        ResolveError: when what is named is unknown or not held, or no transcript has such an exon or intron.
        MismatchError: when the stated bases fit by no numbering.
    """

    def attempt(transcript: Transcript, label: str) -> tuple[Candidate, ...]:
        counted = count_in_part(replace(stated, label=label), transcript)
        found = resolve(counted, Hints(hints.reference, transcript.accession, assembly=hints.assembly))
        why = f"counted in {stated.part} {label} of {title(transcript)}"
        return tuple(replace(candidate, why=(why, *candidate.why)) for candidate in found)

    found: dict[Change, Candidate] = {}
    failure: VariantError | None = None
    for tier in tiers(hints, reference, options, coding=False)[0]:
        for transcript in tier:
            try:
                found |= {one.change: one for one in attempt(transcript, stated.label) if one.change not in found}
            except VariantError as error:
                failure = failure or error
        if found:
            break
    older: tuple[Candidate, ...] = ()
    is_acceptor = stated.part == "intron" and stated.stated.first.datum == "part_end" == stated.stated.last.datum
    schemes = _find_schemes(hints, (stated.label,) * 2, reference, is_found=bool(found), is_acceptor=is_acceptor)
    for scheme, carrier, label, _ in schemes:
        try:
            older += _credit(attempt(carrier, label), scheme, f"{stated.part} {stated.label}")
        except VariantError:
            continue  # the scheme was not the author's
    if not (found or older):
        assert failure is not None
        raise failure
    return (*found.values(), *older)


def resolve_labels(
    labels: tuple[str, str],
    hints: Hints,
    reference: Reference,
    resolve: Callable[[str, str, Hints], tuple[Candidate, ...]],
) -> tuple[Candidate, ...]:
    """Return what the labels of a first and a last exon mean, by the transcript's numbers and by older schemes.

    Args:
        labels: of the first and the last exon, as written.
        hints: what the name says, completed by the options.
        reference: the reference data.
        resolve: gives the meanings of two exons by the numbers of the transcript.

    Raises:
        ResolveError: when what is named is unknown or not held, or no transcript and no scheme has those exons.
    """
    found: tuple[Candidate, ...] = ()
    failure: UnknownExon | None = None
    try:
        found = resolve(*labels, hints)
    except UnknownExon as error:
        failure = error
    written = f"exon {labels[0]}" if labels[0] == labels[1] else f"exons {labels[0]} to {labels[1]}"
    for scheme, carrier, first, last in _find_schemes(hints, labels, reference, is_found=bool(found)):
        on = replace(hints, gene=carrier.gene, transcript=carrier.accession)
        found += _credit(resolve(first, last, on), scheme, written)
    if not found and failure is not None:
        raise failure
    return found


def _find_schemes(
    hints: Hints, labels: tuple[str, str], reference: Reference, *, is_found: bool, is_acceptor: bool = False
) -> tuple[tuple[ExonScheme, Transcript, str, str], ...]:
    """Return the older schemes that give other exons to two labels.

    Each comes with the transcript it is one of, and with that transcript's own numbers of the two exons. A text that
    names its transcript, which has such exons, is counted by no other scheme. `is_acceptor`: the labels are of an
    intron that is counted from its end.
    """
    gene = None if is_found and hints.transcript else find_symbol(hints, reference)
    found = []
    for scheme in reference.exon_schemes(gene) if gene else ():
        numbers = {label.upper(): str(index) for index, label in enumerate(scheme.labels, 1)}
        first, last = (_find_number(label, numbers, is_acceptor=is_acceptor) for label in labels)
        carrier = find_current(scheme.transcript, reference)
        if carrier is not None and first and last and (first, last) != labels:
            found.append((scheme, carrier, first, last))
    return tuple(found)


def _find_number(label: str, numbers: dict[str, str], *, is_acceptor: bool) -> str | None:
    """Return a transcript's own number of the exon that a scheme labels, None where it has no such label.

    Where a scheme leaves out a number, the end of the intron before exon 5 has still been called that of intron 4.

    >>> _find_number("4", {"3": "3", "5": "4"}, is_acceptor=True)
    '3'
    """
    following = numbers.get(str(int(label) + 1)) if is_acceptor and label.isdecimal() else None
    return numbers.get(label.upper(), None if following is None else str(int(following) - 1))


def count_in_part(stated: StatedNumbered, transcript: Transcript) -> StatedEdit | StatedPlace:
    """Return what was stated inside a numbered part as a statement that counts on its transcript.

    Raises:
        UnknownExon: when the transcript has no such exon or intron.
        OutOfRange: when the exon is shorter than the count.
    """
    index = find_exons(transcript, stated.label, stated.label)[0]
    if stated.part == "intron" and index + 1 == len(transcript.exons):
        raise UnknownExon(
            f"{transcript.accession} has introns 1 to {index}, and none called {stated.label}. "
            f"Check the exon table: synonymizer gene {transcript.gene}."
        )
    inside = replace(stated.stated, is_bare=False)  # the part is counted in: no older rule of the whole gene applies
    first, last = (_count(point, stated.part, index, transcript) for point in (inside.first, inside.last))
    return replace(inside, axis="n" if transcript.cds is None else "c", first=first, last=last)


def _credit(found: tuple[Candidate, ...], scheme: ExonScheme, written: str) -> tuple[Candidate, ...]:
    """Say of meanings which scheme made them."""
    message = f"{written.capitalize()} was counted by {scheme.name} ({scheme.citation})."
    issue = Issue("W2009", "warning", message)
    why = f"{written} by {scheme.name} ({scheme.citation})"
    return tuple(
        replace(candidate, why=(why, *candidate.why), issues=(*candidate.issues, issue), numbering=scheme.name)
        for candidate in found
    )


def _count(point: Point, part: Literal["intron", "exon"], index: int, transcript: Transcript) -> Point:
    """Return the point of a transcript that a point of its numbered exon, or of the intron behind it, names."""
    exon = transcript.exons[index]
    from_start = point.datum == "part_start"
    if part == "intron":
        base, offset = (exon.end - 1, point.base + 1) if from_start else (exon.end, point.base)
    else:
        base, offset = (exon.start if from_start else exon.end) + point.base, point.offset
        if not exon.start <= base < exon.end:
            raise OutOfRange(
                f"Exon {index + 1} of {transcript.accession} has {len(exon):,} bases, fewer than were counted. "
                f"Check the exon table: synonymizer gene {transcript.gene}."
            )
    place, datum = number(transcript, base)
    return Point(place, offset, datum)
