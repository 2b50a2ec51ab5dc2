"""An allele on every transcript it touches: its c. or n. place, the protein it makes, and its consequence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.consequence import consequence_terms, predict_protein
from synonymizer.edits import classify, slide
from synonymizer.errors import OutOfRange, RegionNotHeld
from synonymizer.lift import lift_from_frame, lift_to_frame
from synonymizer.mapping import number
from synonymizer.model import TranscriptProjection
from synonymizer.normalize import normalize_allele, rightmost
from synonymizer.statements import Count, Point, ProteinEdit, StatedEdit, StatedRepeat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.edits import Slide
    from synonymizer.mapping import Frame
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis, EditKind

UNKNOWN_PROTEIN = ProteinEdit("unknown", predicted=True)
"""The prediction `p.?`: an effect is expected and cannot be derived from the sequence."""

Told = frozenset[str] | None
"""Accessions of transcripts to tell of, besides the main one of each gene; None tells of all."""

Ends = tuple[tuple[int, int], tuple[int, int]]
"""The first and last base of a name, each as (transcript base, intron offset)."""

MOST_SHIFTS = 20
"""How many bases from the place of the 3' rule other places of a change are listed."""

MOST_SHIFTED = 20
"""How many bases a change may have whose other places are listed: longer ones have but one place in papers."""

FEWEST_UNITS = 2
"""How many units the reference has where a change of their number is described as one of a repeat."""

SPLICE_SITE = 2
"""Intron bases at each end whose change is expected to alter splicing."""


def project_transcripts(
    allele: Allele, placed: dict[str, Allele], key: str, reference: Reference, told: Told = None
) -> tuple[TranscriptProjection, ...]:
    """Return the allele on the transcripts over it, in order of rank; where `told` is given, on those of it alone.

    A name inside exons is one for all genomic sequences, and is made once; a name that counts into introns is made on
    each genomic sequence that carries the transcript. Where the allele leaves a transcript there is no name on it, nor
    where the transcript's own bases make another allele of it, nor at a second place of bases it means at their first.
    """
    found: list[TranscriptProjection] = []
    if not placed:
        transcript = reference.find_transcript(allele.sequence)
        return () if transcript is None else _project_spliced(allele, transcript, reference)
    genes: set[str] = set()
    for transcript in _transcripts_over(placed, reference):
        if told is not None and transcript.gene in genes and transcript.accession not in told:
            continue
        homes = (*reference.geometry.home_contigs(transcript.home), transcript.home)
        for frame in reference.geometry.frames(transcript):
            there = placed.get(frame.sequence)
            if there is None or frame.sequence not in homes:
                continue
            projection = _project_on_frame(there, transcript, frame, key, reference)
            if projection is None:
                continue
            found.append(projection if transcript.gene in genes else _make_main(projection, reference))
            genes.add(transcript.gene)
            if projection.is_exonic:
                break
    return tuple(found)


def _make_main(projection: TranscriptProjection, reference: Reference) -> TranscriptProjection:
    """Return the projection on which names count that state the gene alone, with what only they say."""
    residues = "" if projection.protein is None else find_residues(projection.transcript, projection.protein, reference)
    return replace(projection, is_main=True, residues=residues)


def find_residues(transcript: Transcript, edit: ProteinEdit, reference: Reference) -> str:
    """Return the residues that a change loses or copies; none where it does neither, or to more than papers spell."""
    if edit.kind not in {"del", "dup", "delins"} or edit.last - edit.first >= MOST_SHIFTED:
        return ""
    return reference.geometry.protein(transcript)[edit.first : edit.last + 1]


def _transcripts_over(placed: dict[str, Allele], reference: Reference) -> tuple[Transcript, ...]:
    found: dict[str, Transcript] = {}
    for name, there in placed.items():
        for transcript in reference.geometry.transcripts_over(name, there.start, there.end):
            found.setdefault(transcript.accession, transcript)
    return tuple(found.values())


def _project_on_frame(
    allele: Allele, transcript: Transcript, frame: Frame, key: str, reference: Reference
) -> TranscriptProjection | None:
    if len(allele.deleted) > frame.span:
        return None
    try:
        line = lift_to_frame(reference, allele, transcript, frame)
        if line is None or not _leads_back(line, transcript, frame, key, reference):
            return None
        return _project_line(line, transcript, frame, reference)
    except (OutOfRange, RegionNotHeld):
        return None


def _leads_back(allele: Allele, transcript: Transcript, frame: Frame, key: str, reference: Reference) -> bool:
    """Whether an allele of the line leads to the key; a transcript with the very bases of the genome needs no trial."""
    if reference.geometry.unspliced(transcript, frame).is_faithful:
        return True
    back = lift_from_frame(reference, allele, transcript, frame)
    return back is not None and normalize_allele(back, reference).key == key


def _project_spliced(allele: Allele, transcript: Transcript, reference: Reference) -> tuple[TranscriptProjection, ...]:
    """Project an allele of transcript bases that no genomic sequence has."""
    frame = reference.geometry.main_frame(transcript)
    start = frame.find(allele.start, 0)
    line = Allele(allele.sequence, start, start + len(allele.deleted), allele.deleted, allele.inserted)
    return (replace(_project_line(line, transcript, frame, reference), is_main="MANE Select" in transcript.tags),)


def _project_line(allele: Allele, transcript: Transcript, frame: Frame, reference: Reference) -> TranscriptProjection:
    """Name an allele of a frame's line by the nomenclature: 3'-most, and by the first kind that applies.

    Raises:
        OutOfRange: when the name would leave the transcript.
        RegionNotHeld: when bases beside the allele are not held.
    """
    line = reference.geometry.unspliced(transcript, frame)
    start, end = allele.start, allele.end
    kind: EditKind = "identity"
    moved: Slide | None = None
    if allele.deleted != allele.inserted:
        moved = slide(line, start, allele.deleted, allele.inserted)
        allele = rightmost(allele.sequence, moved)
        start, end, kind = classify(line, allele.start, allele.deleted, allele.inserted)
    ends: Ends = frame.locate(start - (kind == "ins")), frame.locate(end - (kind != "ins"))
    first, last = ends
    protein = _predict(transcript, frame, ends, allele, kind, reference)
    axis: Axis = "n" if transcript.cds is None else "c"
    return TranscriptProjection(
        axis=axis,
        transcript=transcript,
        reference=frame.sequence,
        first=make_point(transcript, *first),
        last=make_point(transcript, *last),
        kind=kind,
        deleted=allele.deleted,
        inserted=allele.inserted,
        protein=protein,
        rna=_describe_rna(ends),
        consequence=consequence_terms(
            transcript, first, last, kind, len(allele.inserted) - len(allele.deleted), protein
        ),
        shifts=() if moved is None else tuple(_list_shifts(moved, kind, ends, transcript, frame)),
        repeat=None if moved is None else _count_units(moved, transcript, frame),
    )


def _list_shifts(
    moved: Slide, kind: EditKind, ends: Ends, transcript: Transcript, frame: Frame
) -> Iterator[StatedEdit]:
    """Yield a deletion or insertion at the other places where the same bases come out, from 3' to 5'.

    They stay between the ends of the exon or intron that holds the change; a copy is an insertion beside it at each.
    """
    unit = moved.deleted or moved.inserted
    part = _find_part(ends[0], frame)
    if (moved.deleted and moved.inserted) or len(unit) > MOST_SHIFTED or _find_part(ends[1], frame) != part:
        return
    is_insertion = not moved.deleted
    for shift in range(moved.right, max(-moved.left, moved.right - MOST_SHIFTS) - 1, -1):
        start, deleted, inserted = moved.at(shift)
        last = start if is_insertion else start + len(deleted) - 1
        if start - is_insertion < 0 or last >= frame.length or (shift == moved.right and kind != "dup"):
            continue
        there = frame.locate(start - is_insertion), frame.locate(last)
        if {_find_part(end, frame) for end in there} == {part}:
            left, right = (make_point(transcript, *end) for end in there)
            axis: Axis = "n" if transcript.cds is None else "c"
            yield StatedEdit(axis, left, right, "ins" if is_insertion else "del", deleted or None, inserted=inserted)


def _count_units(moved: Slide, transcript: Transcript, frame: Frame) -> StatedRepeat | None:
    """Return a deletion or insertion of whole units of a tandem repeat as the count of them that it leaves.

    None where there is no repeat before and after it, and where one is not inside one exon or half of an intron, or
    touches the coding sequence with units that are not whole codons, which are not described so (DNA/repeated).
    """
    start, deleted, inserted = moved.at(moved.right)
    changed, end = deleted or inserted, start + len(deleted)
    if deleted and inserted:
        return None
    unit = changed[: (changed + changed).index(changed, 1)]
    count = (end - moved.start + moved.left) // len(unit)
    left = count + (len(inserted) - len(deleted)) // len(unit)
    start = end - count * len(unit)
    if count < FEWEST_UNITS or left < 1 or start < 0:
        return None
    ends = frame.locate(start), frame.locate(end - 1)
    if _find_part(ends[0], frame) != _find_part(ends[1], frame) or (len(unit) % 3 and _is_coding(ends, transcript)):
        return None
    first, last = (make_point(transcript, *place) for place in ends)
    axis: Axis = "n" if transcript.cds is None else "c"
    return StatedRepeat(axis, first, last, ((unit, Count(left, left)),))


def _is_coding(ends: Ends, transcript: Transcript) -> bool:
    (first, offset), (last, _) = ends
    cds = transcript.cds
    return offset == 0 and cds is not None and first < cds.end and last >= cds.start


def _find_part(end: tuple[int, int], frame: Frame) -> tuple[int | None, int]:
    """Return what tells one exon, or one half of an intron, from another."""
    base, offset = end
    if offset:
        return base, 1 if offset > 0 else -1
    return frame.exon_of(frame.find(base, 0)), 0


def make_point(transcript: Transcript, base: int, offset: int) -> Point:
    """Return the point that names a transcript base and an intron offset."""
    place, datum = number(transcript, base)
    return Point(place, offset, datum)


def _is_splice_site(ends: Ends) -> bool:
    """Whether the change touches an intron's first or last two bases, or reaches from an exon into an intron."""
    (first, before), (last, after) = ends
    if before == 0 and after == 0:
        return False
    if before == 0 or after == 0 or first != last or (before > 0) != (after > 0):
        return True
    return min(abs(before), abs(after)) <= SPLICE_SITE


def _describe_rna(ends: Ends) -> str:
    """Return the special form of the predicted RNA, "" where the edit itself is it."""
    if ends[0][1] == 0 and ends[1][1] == 0:
        return ""
    return "spl?" if _is_splice_site(ends) else "?"


def _predict(
    transcript: Transcript, frame: Frame, ends: Ends, edit: Allele, kind: EditKind, reference: Reference
) -> ProteinEdit | None:
    """Predict the protein from the spliced transcript; None where the change leaves the coding sequence alone.

    A deletion or replacement that takes whole introns with it is read on the joined exons; bases copied or inverted
    together with an intron do not say what the message becomes.
    """
    if transcript.cds is None:
        return None
    (first, before), (last, after) = ends
    if before != 0 or after != 0:
        return UNKNOWN_PROTEIN if _is_splice_site(ends) and _reaches_coding(transcript, first, last) else None
    if kind in {"dup", "inv"} and frame.exon_of(frame.find(first, 0)) != frame.exon_of(frame.find(last, 0)):
        return UNKNOWN_PROTEIN
    start, end = (last, last) if kind == "ins" else (last + 1, last + 1) if kind == "dup" else (first, last + 1)
    spliced = reference.geometry.spliced(transcript)
    code, exceptions = transcript.code, transcript.exceptions
    return predict_protein(spliced, transcript.cds, start, end, edit.inserted, code=code, exceptions=exceptions)


def _reaches_coding(transcript: Transcript, first: int, last: int) -> bool:
    """Whether the exon boundaries a splice change hangs on border coding sequence."""
    cds = transcript.cds
    return cds is not None and first < cds.end and last >= cds.start
