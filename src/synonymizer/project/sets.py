"""Several changes of one name: which of them a transcript describes as one, and what they do to its protein together.

Sources: HGVS nomenclature 21.0, DNA/alleles, DNA/substitution and DNA/delins (changes of one codon), protein/alleles;
SVD-WG006 for circular sequences.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.consequence import predict_protein
from synonymizer.mapping import reverse_complement, unnumber
from synonymizer.model import AlleleSet, CircularProjection, ProteinProjection, SetProjection, TranscriptProjection
from synonymizer.normalize import find_whole
from synonymizer.places import MITOCHONDRION
from synonymizer.statements import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.model import Projection
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import ProteinEdit, Relation

_LOCAL = {"sub", "identity", "del", "ins", "dup", "delins"}
"""Protein changes that leave the residues around them as they are."""


def join(
    relation: Relation,
    members: tuple[tuple[Projection, ...], ...],
    whole: tuple[Projection, ...],
    by_codon: tuple[SetProjection, ...],
    reference: Reference,
) -> SetProjection:
    """Return the projection of a set from those of its members.

    Args:
        relation: how they go together.
        members: the projections of each.
        whole: those of the one allele that changes in cis make together, where they lie close.
        by_codon: the set as some transcripts describe it, on these alone.
        reference: the reference data.
    """
    if relation != "cis":
        return SetProjection(relation, members)
    one_codon = [transcript.accession for other in by_codon for transcript, _, _ in _on_transcripts(other.members)]
    whole = tuple(
        p for p in whole if not isinstance(p, TranscriptProjection) or p.transcript.accession not in one_codon
    )
    proteins: list[Projection] = []
    dependent: set[str] = set()
    for transcript, _, parts in _on_transcripts(members):
        if is_one_codon_hgvs21(parts):
            one_codon.append(transcript.accession)
        if all(part.is_exonic for part in parts) and not _are_independent(parts):
            dependent.add(transcript.accession)
            is_restated = len(parts) > 2 and transcript.accession in one_codon
            protein = None if is_restated else _predict_together(transcript, parts, reference)
            if protein is not None:
                proteins.append(ProteinProjection(transcript, protein, parts[0].is_main))
    members = tuple(tuple(_drop_protein(part, dependent) for part in member) for member in members)
    return SetProjection(relation, members, (*whole, *proteins, *by_codon), tuple(one_codon))


def restate_codons(
    change: AlleleSet, members: tuple[tuple[Projection, ...], ...], reference: Reference
) -> Iterator[tuple[AlleleSet, tuple[str, ...]]]:
    """Yield a set of three changes or more with those of one codon merged, and the transcripts that describe it so."""
    if change.relation != "cis" or len(members) < 3:
        return
    found: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for transcript, order, parts in _on_transcripts(members):
        pairs = [pair for pair, two in zip(pairwise(order), pairwise(parts), strict=True) if is_one_codon_hgvs21(two)]
        if pairs:
            found.setdefault(tuple(pairs), []).append(transcript.accession)
    for pairs_of_codons, transcripts in found.items():
        merged = _merge_pairs(change, pairs_of_codons, reference)
        if merged is not None:
            yield merged, tuple(transcripts)


def _merge_pairs(change: AlleleSet, pairs: tuple[tuple[int, int], ...], reference: Reference) -> AlleleSet | None:
    paired = {index for pair in pairs for index in pair}
    members = [member for index, member in enumerate(change.members) if index not in paired]
    for one, other in pairs:
        merged = find_whole(AlleleSet((change.members[one], change.members[other]), "cis"), reference)
        if merged is None:
            return None
        members.append(merged)
    return AlleleSet(tuple(members), "cis")


def restrict(projections: tuple[Projection, ...], transcripts: tuple[str, ...]) -> SetProjection:
    """Return the projection of a set on some transcripts alone."""
    (found,) = (projection for projection in projections if isinstance(projection, SetProjection))

    def keep(parts: tuple[Projection, ...]) -> tuple[Projection, ...]:
        kinds = TranscriptProjection | ProteinProjection
        return tuple(part for part in parts if isinstance(part, kinds) and part.transcript.accession in transcripts)

    return replace(found, members=tuple(keep(member) for member in found.members), whole=keep(found.whole))


def _on_transcripts(
    members: tuple[tuple[Projection, ...], ...],
) -> Iterator[tuple[Transcript, tuple[int, ...], tuple[TranscriptProjection, ...]]]:
    """Yield each transcript that every member lies on, with their indexes and their projections in its order."""
    found = [
        {part.transcript.accession: part for part in reversed(member) if isinstance(part, TranscriptProjection)}
        for member in members
    ]
    for accession, part in found[0].items():
        if all(accession in parts for parts in found):
            parts = [parts[accession] for parts in found]
            order = sorted(range(len(parts)), key=lambda index: (_place(parts[index]), parts[index].first.offset))
            yield part.transcript, tuple(order), tuple(parts[index] for index in order)


def _place(part: TranscriptProjection) -> int:
    return unnumber(part.transcript, part.first.base, part.first.datum)


def is_one_codon_hgvs21(parts: tuple[TranscriptProjection, ...]) -> bool:
    """Whether two substitutions lie in one codon with one base between them, so that c. describes them as one delins.

    The rule of HGVS nomenclature 21.0 (DNA/substitution, DNA/delins): changes of one amino acid are one description.
    It is under revision by its committee, holds on coding sequences alone, and never for g.
    """
    if len(parts) != 2 or any(part.kind != "sub" or not part.is_exonic for part in parts):
        return False
    first, second = (part.first for part in parts)
    return first.datum == "cds_start" == second.datum and first.base >= 0 and first.base // 3 == second.base // 3


def _are_independent(parts: tuple[TranscriptProjection, ...]) -> bool:
    """Whether the protein changes of several edits are those of each alone: local ones, of residues apart."""
    proteins = [part.protein for part in parts if part.protein is not None]
    if any(protein.kind not in _LOCAL or protein.inserted.endswith("*") for protein in proteins):
        return len(proteins) < 2
    spans = sorted((protein.first, protein.last) for protein in proteins)
    return all(one[1] < other[0] for one, other in pairwise(spans))


def _predict_together(
    transcript: Transcript, parts: tuple[TranscriptProjection, ...], reference: Reference
) -> ProteinEdit | None:
    """Predict the protein of a message that carries all of several edits."""
    if transcript.cds is None:
        return None
    bases = reference.geometry.spliced(transcript)
    start = place = find_edit(parts[0])[0]
    inserted = ""
    for part in parts:
        first, end, new = find_edit(part)
        inserted += bases[place:first] + new
        place = end
    code, exceptions = transcript.code, transcript.exceptions
    return predict_protein(bases, transcript.cds, start, place, inserted, code=code, exceptions=exceptions)


def find_edit(part: TranscriptProjection) -> tuple[int, int, str]:
    """Return (start, end, inserted) of an exonic edit on the spliced transcript."""
    first = _place(part)
    last = unnumber(part.transcript, part.last.base, part.last.datum)
    match part.kind:
        case "ins":
            return last, last, part.inserted
        case "dup":
            return last + 1, last + 1, part.inserted
        case _:
            return first, last + 1, part.inserted


def _drop_protein(part: Projection, transcripts: set[str]) -> Projection:
    """Take its own protein from an edit that changes it together with others."""
    if isinstance(part, TranscriptProjection) and part.transcript.accession in transcripts:
        return replace(part, protein=None)
    return part


def project_circular(change: AlleleSet, reference: Reference) -> tuple[CircularProjection, ...]:
    """Return the one edit over the origin of a circular contig that changes of its both ends are, if they are one."""
    contig = reference.find_contig(MITOCHONDRION)
    parts = [member for member in change.members if isinstance(member, Allele) and member.sequence == MITOCHONDRION]
    if contig is None or change.relation != "cis" or len(parts) != 2 or len(change.members) != 2:
        return ()
    after, before = sorted(parts, key=lambda allele: allele.start)
    first, last = Point(before.start), Point(after.end - 1)
    bases = reference.geometry.sequence(MITOCHONDRION).bases
    kept = bases(before.end, contig.length), bases(0, after.start)
    deleted = before.deleted + "".join(kept) + after.deleted
    inserted = before.inserted + "".join(kept) + after.inserted
    if deleted == inserted:
        return (CircularProjection(contig, first, last, "identity"),)
    if inserted == reverse_complement(deleted):
        return (CircularProjection(contig, first, last, "inv"),)
    if any(kept) or after.inserted:
        return ()  # bases between the two stay, or what is inserted there has another place
    return (CircularProjection(contig, first, last, "delins" if inserted else "del", inserted),)
