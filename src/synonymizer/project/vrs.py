"""A change in the normal form of VRS: on the contigs, on the main transcript and on its protein.

Source: VRS 2.0.1, conventions/normalization. Alleles are fully justified on their own sequence; one that changes
nothing stays where it was stated. New bases that a stretch of the reference makes, repeated, are given by their length:
what a deletion leaves, and an insertion that goes on with the bases before it. Changes of copy number have no normal
form, and stand as they were found.

What VRS has no object for is left out: a frameshift, extension or lost start, whose new residues are not stated one by
one; a change somewhere inside a stretch; bounds that are not known on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.edits import Letters, justify, slide, trim
from synonymizer.lift import lift_bounds, lift_repeat
from synonymizer.model import VrsProjection
from synonymizer.normalize import deciding_contigs, turn_repeat
from synonymizer.places import MITOCHONDRION
from synonymizer.project.genomic import genomic_axis
from synonymizer.project.sets import find_edit
from synonymizer.statements import Count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.model import PlaceProjection, Repeat, Scope, TranscriptProjection, UncertainInterval
    from synonymizer.places import Assembly, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis, ProteinEdit

MOST_SPELLED = 50
"""The most bases that are spelled out beside the length they are repeated to; residues always are."""


def project_alleles(
    places: tuple[PlaceProjection, ...], transcripts: tuple[TranscriptProjection, ...], reference: Reference
) -> Iterator[VrsProjection]:
    """Yield an allele as VRS has it: on contigs, on the main transcripts and on their proteins.

    Where no contig carries it, the first sequence that does stands for them.
    """
    for place in [place for place in places if place.contig is not None] or places[:1]:
        yield from _on_genome(place, reference)
    mains = [one for one in transcripts if one.is_main]
    for main in mains:
        yield from _on_transcript(main, reference)
    for main in mains:
        if main.protein is not None:
            yield from project_residues(main.transcript, main.protein, reference)


def project_residues(transcript: Transcript, edit: ProteinEdit, reference: Reference) -> tuple[VrsProjection, ...]:
    """Return a change of residues as VRS has it, on the protein of a transcript, whose record ends before the stop."""
    if transcript.protein is None:
        return ()
    digest = reference.geometry.refget(transcript.protein)
    residues = reference.geometry.protein(transcript).removesuffix("*")
    found = _find_residues(edit, residues)
    if found is None or digest is None:
        return ()
    wide = _widen(Letters(transcript.protein, residues), *found)
    return (_state("p", wide, digest, scope="protein", carrier=transcript.accession, tags=transcript.tags),)


def project_copies(change: UncertainInterval, reference: Reference) -> tuple[VrsProjection, ...]:
    """Return the change of copy number of a deleted or duplicated stretch, on each contig that carries its bounds."""
    is_counted = change.kind in {"del", "dup"} and not (change.is_within or change.size or change.inserted)
    found = []
    for contig in deciding_contigs(change.sequence, reference) if is_counted else ():
        there = lift_bounds(reference, change, contig.accession)
        digest = reference.geometry.refget(contig.accession)
        if digest is None or there is None or {there.left, there.right} & {(None, None)}:
            continue
        found.append(
            VrsProjection(
                axis=genomic_axis(contig),
                sequence=contig.accession,
                refget=digest,
                start=there.left,
                end=there.right,
                scope="exon",
                kind=there.kind,
                copies=there.copies,
                assembly=contig.assembly,
            )
        )
    return tuple(found)


def project_lengths(change: Repeat, reference: Reference) -> tuple[VrsProjection, ...]:
    """Return a repeat with a bounded count as a stretch of bounded length, on each contig that carries it.

    A mixed repeat is not the repetition of one stretch, and has none.
    """
    found = []
    for contig in deciding_contigs(change.sequence, reference) if len(change.units) == 1 else ():
        there = lift_repeat(reference, change, contig.accession)
        digest = reference.geometry.refget(contig.accession)
        if digest is None or there is None:
            continue
        start = turn_repeat(there, reference, forward=False).start
        end = turn_repeat(there, reference, forward=True).end
        unit, count = there.units[0]
        rest = (end - start) % len(unit)
        low, high = (None if number is None else number * len(unit) + rest for number in (count.low, count.high))
        if low is None and high is None:
            continue
        found.append(
            VrsProjection(
                axis=genomic_axis(contig),
                sequence=contig.accession,
                refget=digest,
                start=(start, start),
                end=(end, end),
                length=Count(low, high),
                unit=len(unit),
                assembly=contig.assembly,
            )
        )
    return tuple(found)


def _on_genome(place: PlaceProjection, reference: Reference) -> Iterator[VrsProjection]:
    """Yield an allele on a genomic sequence; a contig of which a part alone is held may have no digest."""
    digest = reference.geometry.refget(place.allele.sequence)
    assembly = place.contig.assembly if place.contig else None
    if digest is not None:
        yield _state(place.axis, place.justified, digest, assembly=assembly, tags=place.tags)


def _on_transcript(main: TranscriptProjection, reference: Reference) -> Iterator[VrsProjection]:
    """Yield an exonic allele on the spliced sequence, where that says which exon it lies in.

    What may slide over a junction of exons is one allele of the message and several of the DNA. A transcript of the
    mitochondrial genome has no accession.
    """
    transcript = main.transcript
    if not main.is_exonic or transcript.accession.startswith(MITOCHONDRION):
        return
    digest = reference.geometry.refget(transcript.accession)
    wide = _widen(Letters(transcript.accession, reference.geometry.spliced(transcript)), *find_edit(main))
    if digest is not None and _is_in_one_exon(wide, transcript):
        yield _state("n", wide, digest, carrier=transcript.accession, tags=transcript.tags)


def _is_in_one_exon(wide: Allele, transcript: Transcript) -> bool:
    """Whether an allele lies in an exon; an insertion between two exons lies in neither."""
    inside = [exon for exon in transcript.exons if exon.start <= wide.start and wide.end <= exon.end]
    return len(inside) == 1


def _find_residues(edit: ProteinEdit, residues: str) -> tuple[int, int, str] | None:
    """Return (start, end, inserted) of a change whose new residues are stated one by one; None for others.

    A new stop is the residue `*`. An insertion that ends in one would slide over residues behind it as if it had none.
    """
    start, end = edit.first, edit.last + 1
    if edit.is_within or edit.copied or start < 0 or end > len(residues):
        return None
    match edit.kind:
        case "sub" | "delins" if edit.count is None:
            return start, end, edit.inserted
        case "del":
            return start, end, ""
        case "dup":
            return end, end, residues[start:end]
        case "ins" if edit.count is None and "*" not in edit.inserted:
            return start + 1, start + 1, edit.inserted
        case "identity":
            return start, end, residues[start:end]
        case "repeat" if edit.count is not None and edit.count.low is not None and edit.count.low == edit.count.high:
            return start, end, residues[start:end] * edit.count.low
        case _:
            return None


def _widen(sequence: Letters, start: int, end: int, inserted: str) -> Allele:
    """Return an edit fully justified; one that changes nothing stays where it is."""
    deleted = sequence.bases(start, end)
    if deleted == inserted:
        return Allele(sequence.accession, start, end, deleted, inserted)
    return justify(sequence, slide(sequence, start, deleted, inserted))


def _state(
    axis: Axis,
    wide: Allele,
    digest: str,
    *,
    scope: Scope = "allele",
    assembly: Assembly | None = None,
    carrier: str | None = None,
    tags: tuple[str, ...] = (),
) -> VrsProjection:
    """Return a fully justified allele with its new bases, or with the length to which the reference is repeated."""
    unit = find_unit(wide.deleted, wide.inserted)
    size = len(wide.inserted)
    return VrsProjection(
        axis=axis,
        sequence=wide.sequence,
        refget=digest,
        start=(wide.start, wide.start),
        end=(wide.end, wide.end),
        scope=scope,
        inserted=wide.inserted if unit is None or size <= MOST_SPELLED or axis == "p" else None,
        length=None if unit is None else Count(size, size),
        unit=unit,
        assembly=assembly,
        carrier=carrier,
        tags=tags,
    )


def find_unit(deleted: str, inserted: str) -> int | None:
    """Return how many letters of the reference a fully justified allele repeats; None where it has letters of its own.

    That is the number lost, or the greatest that divides the number gained and makes them all.

    >>> find_unit("CAGCAGCA", "CAGCA"), find_unit("CAGCAGCA", "CAGCAGCAGCAGCA"), find_unit("", "CAG")
    (3, 6, None)
    """
    _, lost, gained = trim(0, deleted, inserted)
    if not gained:
        return len(lost) or len(deleted)
    if lost:
        return None
    added = inserted[len(deleted) :]
    sizes = (size for size in range(min(len(added), len(deleted)), 0, -1) if len(added) % size == 0)
    return next((size for size in sizes if added == deleted[-size:] * (len(added) // size)), None)
