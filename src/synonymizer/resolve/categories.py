"""Classes of variants: what a place, an exon or a word names that is no single variant.

The members listed are what is known, and not all there can be. A place of a protein at which none is known has the
residues that are one base away.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.codons import to_three
from synonymizer.consequence import predict_protein
from synonymizer.errors import NoSinglePlace, UnknownGene
from synonymizer.exons import find_exons, spliced_interval
from synonymizer.lift import lift_to_frame
from synonymizer.mapping import number
from synonymizer.model import Candidate, Category, ProteinChange
from synonymizer.resolve.known import known_over
from synonymizer.resolve.lookup import tiers, title
from synonymizer.resolve.members import list_exon, list_neighbours, list_residues, list_truncating
from synonymizer.resolve.proteins import fit_protein
from synonymizer.spelling.points import write_range
from synonymizer.statements import Issue, Point, ProteinEdit, StatedEdit, StatedProtein

if TYPE_CHECKING:
    from synonymizer.model import Options
    from synonymizer.places import Interval, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis, Hints, StatedCategory, StatedExons, StatedPlace

MOST_MEMBERS = 200
"""How many members of a class are listed."""


# ---------------------------------------------------------------- places


def hold_bases(stated: StatedPlace) -> StatedEdit:
    """Return the edit that leaves a place as it is: it fits where the place exists and has the stated bases."""
    return StatedEdit(
        stated.axis, stated.first, stated.last, "identity", stated.letters or None, is_bare=stated.is_bare
    )


def hold_residues(stated: StatedPlace) -> StatedProtein:
    """Return the change that leaves residues as they are: it fits where they are those stated."""
    first, last, letters = stated.first.base, stated.last.base, stated.letters
    return StatedProtein(ProteinEdit("identity", first, last, letters[:1], letters[-1:]), stated.is_bare)


def classify_place(found: Candidate, axis: Axis, reference: Reference) -> Candidate:
    """Return the class of the known alleles that change a place, which `found` leaves as it is."""
    held = found.change
    assert isinstance(held, Allele)
    members = [
        allele
        for allele in known_over(held.sequence, held.start, held.end, reference)
        if allele.start < held.end and held.start < allele.end
    ]
    where = f"{axis}.{_count_place(found.transcript, held, reference)}"
    label = f"{found.gene or held.sequence}:{where}"
    category = Category("mutation", label, found.gene, place=f"{found.transcript or held.sequence}:{where}")
    return _classify(found, category, members)


def _count_place(accession: str | None, held: Allele, reference: Reference) -> str:
    """Write the positions of a place by today's numbering: on a transcript, else on its own sequence."""
    transcript = reference.find_transcript(accession) if accession else None
    frame = reference.geometry.frame(transcript, held.sequence) if transcript else None
    line = lift_to_frame(reference, held, transcript, frame) if transcript and frame else None
    if transcript is None or frame is None or line is None:
        return write_range(Point(held.start), Point(held.end - 1))
    first, last = (frame.locate(base) for base in (line.start, line.end - 1))
    return write_range(_point(transcript, *first), _point(transcript, *last))


def _point(transcript: Transcript, base: int, offset: int = 0) -> Point:
    place, datum = number(transcript, base)
    return Point(place, offset, datum)


def classify_residues(edit: ProteinEdit, hints: Hints, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    """Return the class of the changes of residues: the known alleles, or where there are none those of one base.

    Raises:
        NoProtein: when what is named has no protein.
        ResolveError: when what is named is unknown or not held.
        MismatchError: when no protein has the stated residues.
    """
    fits, _, issues = fit_protein(edit, hints, reference, options)
    transcript = fits[0]
    residues = reference.geometry.protein(transcript)[edit.first : edit.last + 1]
    members: list[Allele] | list[ProteinChange] = list(list_residues(edit, transcript, reference))
    if not members and edit.first == edit.last:
        members = list(list_neighbours(edit.first, transcript, reference))
    gene = transcript.gene
    one, three, numbers = (_write_residues(edit, spelled) for spelled in (residues, to_three(residues), ""))
    spellings = (f"{gene} {three}", f"{gene} p.{three}", f"{gene} codon {numbers}")
    place = f"{transcript.protein or transcript.accession}:p.{three}"
    category = Category("mutation", f"{gene} {one}", gene, place=place, spellings=spellings)
    found = Candidate(category, (f"{three} is on {title(transcript)}",), gene, transcript.accession, "category", issues)
    return (_classify(found, category, members),)


def _write_residues(edit: ProteinEdit, spelled: str) -> str:
    """Write residues with their positions: V600, Val600, or by the first and the last of them E746_A750."""
    size = len(spelled) // (edit.last - edit.first + 1)
    first, last = f"{spelled[:size]}{edit.first + 1}", f"{spelled[len(spelled) - size :]}{edit.last + 1}"
    return first if edit.first == edit.last else f"{first}_{last}"


# ---------------------------------------------------------------- words


def resolve_category(
    stated: StatedCategory, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the class that words name, with those of its members that are known.

    Raises:
        NoSinglePlace: when nothing says where its members lie.
        UnknownGene: when a gene named is none.
        UnknownExon: when the transcript has no such exon.
    """
    if stated.kind == "karyotype" or hints.gene is None:
        lack = "bands, which have no base positions here" if stated.kind == "karyotype" else "words, without a gene"
        raise NoSinglePlace(
            f"{stated.label} names a class of variants by {lack}. Name one variant, or a gene, exon or codon."
        )
    symbols = [_approve(symbol, reference) for symbol in (hints.gene, stated.partner) if symbol]
    category = Category(stated.kind, _label(stated, symbols), symbols[0])
    why = f"{' and '.join(symbols)} {'is a gene' if len(symbols) == 1 else 'are genes'}"
    found = Candidate(category, (why,), symbols[0], scope="category")
    gene = reference.find_gene(symbols[0])
    has_members = stated.exon is not None or stated.kind == "truncating"
    if gene is None or not gene.installed or not has_members:
        return (_classify(found, category, ()),)
    ranked, issues = tiers(hints, reference, options, coding=stated.exon is None)
    transcript = ranked[0][0]
    found = replace(found, why=(f"read on {title(transcript)}",), transcript=transcript.accession, issues=issues)
    if stated.exon is None:
        return (_classify(found, category, list(list_truncating(transcript, reference))),)
    index = find_exons(transcript, stated.exon, stated.exon)[0]
    category = replace(category, place=_write_stretch(transcript, transcript.exons[index]))
    members = list(list_exon(index, stated.label.lower(), transcript, reference))
    return (_classify(found, category, members),)


def _approve(symbol: str, reference: Reference) -> str:
    gene = reference.find_gene(symbol)
    if gene is None:
        raise UnknownGene(f"No gene has the symbol {symbol}, now or before. Check the spelling.")
    return gene.symbol


def _label(stated: StatedCategory, symbols: list[str]) -> str:
    """Return how people call a class: a fusion by its two genes, any other by its gene and the words."""
    return "::".join(symbols) if stated.kind == "fusion" and stated.partner else f"{symbols[0]} {stated.label}"


# ---------------------------------------------------------------- exons that the message lacks


def resolve_skipping(
    stated: StatedExons, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the class of the changes that leave exons out of the message: of the DNA nothing is stated.

    Raises:
        ResolveError: when what is named is unknown or not held, or no transcript has those exons.
    """
    ranked, issues = tiers(hints, reference, options, coding=False)
    transcript = ranked[0][0]
    first, last = find_exons(transcript, stated.first, stated.last)
    lost = spliced_interval(transcript, first, last)
    exons = f"exon {first + 1}" if first == last else f"exons {first + 1} to {last + 1}"
    place = f"{_write_stretch(transcript, lost, 'r')}del"
    label = f"{transcript.gene} {exons.replace(' to ', '-')} skipping"
    protein = _predict_loss(transcript, lost, reference)
    category = Category("exon", label, transcript.gene, place=place, protein=protein)
    why = (f"{exons} of {title(transcript)}",)
    found = Candidate(category, why, transcript.gene, transcript.accession, "exon", issues)
    return (_classify(found, category, ()),)


def _write_stretch(transcript: Transcript, stretch: Interval, axis: str = "") -> str:
    """Write a stretch of a transcript; an r. name counts as the c. name does."""
    points = (
        Point(base, 0, datum) for base, datum in (number(transcript, b) for b in (stretch.start, stretch.end - 1))
    )
    return f"{transcript.accession}:{axis or ('n' if transcript.cds is None else 'c')}.{write_range(*points)}"


def _predict_loss(transcript: Transcript, lost: Interval, reference: Reference) -> ProteinChange | None:
    if transcript.cds is None:
        return None
    bases = reference.geometry.spliced(transcript)
    code, exceptions = transcript.code, transcript.exceptions
    edit = predict_protein(bases, transcript.cds, lost.start, lost.end, "", code=code, exceptions=exceptions)
    return None if edit is None else ProteinChange(transcript.accession, transcript.protein or "", edit)


# ---------------------------------------------------------------- what a class says of itself


def _classify(
    found: Candidate, category: Category, members: tuple[()] | list[Allele] | list[ProteinChange]
) -> Candidate:
    """Complete a class with its members, as many as are listed, and with the issue that says how many there are."""
    count = len(members)
    known = "known members" if members and isinstance(members[0], Allele) else "changes that one base makes"
    if not members:
        listed = "The reference data in use lists none of them."
    elif count > MOST_MEMBERS:
        listed = f"The first {MOST_MEMBERS} of {count:,} {known} are listed."
    else:
        listed = f"The {known} are listed ({count}); there may be others."
    message = f"{category.label} names a class of variants, not one. {listed} Name the variant meant."
    return replace(
        found,
        change=replace(category, members=tuple(islice(members, MOST_MEMBERS))),
        scope="exon" if category.kind == "exon" and category.protein else "category",
        issues=(*found.issues, Issue("W4007", "warning", message)),
    )
