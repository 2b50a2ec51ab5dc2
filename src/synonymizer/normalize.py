"""The third stage: bring a change onto the one sequence that decides its identity, fully justified, and make its key.

GRCh38 decides, else GRCh37, else the genomic window, else the transcript, else the protein. An allele that changes
nothing keeps its stated interval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from synonymizer.alleles import Allele
from synonymizer.edits import Letters, Slide, justify, slide, turn
from synonymizer.errors import OverlappingChanges
from synonymizer.junctions import choose, choose_on_exons, meet
from synonymizer.keys import junction_key, protein_key, repeat_key, set_key, uncertain_key
from synonymizer.lift import lift, lift_bounds, lift_repeat, lift_side
from synonymizer.model import AlleleSet, Category, ExonEvent, Junction, ProteinChange, Repeat, UncertainInterval
from synonymizer.places import ASSEMBLIES, MITOCHONDRION, rank_assembly

if TYPE_CHECKING:
    from synonymizer.junctions import Meeting
    from synonymizer.model import Change
    from synonymizer.places import Assembly, Contig, Sequence, Side
    from synonymizer.reference import Reference


WIDEST_SPAN = 1_000
"""How many bases changes in cis may cover together to have the key of the one allele that they make."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A change in its one spelling, and the key that decides its identity.

    An allele stays on the sequence it was read on, since another assembly may already have some of its resulting bases;
    its key is made on the deciding one; a class of variants has none, "". `complete` is False where the key may depend
    on what is installed.
    """

    change: Change
    key: str
    complete: bool = True


def normalize(change: Change, reference: Reference) -> Normal:
    """Return the change where its identity is decided, with its key.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    match change:
        case Allele():
            return normalize_allele(change, reference)
        case ExonEvent():
            bounds = normalize_bounds(change.bounds, reference)
            return Normal(replace(change, bounds=bounds), uncertain_key(bounds))
        case UncertainInterval():
            bounds = normalize_bounds(change, reference)
            return Normal(bounds, uncertain_key(bounds))
        case ProteinChange():
            return Normal(change, protein_key(change, _residues(change, reference)))
        case Category():
            return Normal(change, "")
        case Repeat():
            repeat = normalize_repeat(change, reference)
            return Normal(repeat, repeat_key(repeat))
        case Junction():
            return _normalize_junction(change, reference)
        case AlleleSet():
            return _normalize_set(change, reference)
        case _:
            assert_never(change)


def normalize_allele(allele: Allele, reference: Reference) -> Normal:
    """Return the allele 3'-most in the forward direction of its own sequence, with the key of its deciding one.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    if not is_placed(allele, reference):
        return Normal(allele, allele.spdi, complete=allele.deleted == allele.inserted)
    wide, complete = widen(decide(allele, reference), reference)
    if allele.deleted != allele.inserted:
        moved = slide(reference.geometry.sequence(allele.sequence), allele.start, allele.deleted, allele.inserted)
        allele = rightmost(allele.sequence, moved)
    return Normal(allele, wide.spdi, complete)


def widen(allele: Allele, reference: Reference) -> tuple[Allele, bool]:
    """Return the fully justified allele of a genomic one, and whether all it may slide over is held.

    An allele that changes nothing keeps its interval. The end of a contig is the end of all there is, but on a circle
    an edit may go on behind it.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    if allele.deleted == allele.inserted:
        return allele, True
    sequence = reference.geometry.sequence(allele.sequence)
    moved = slide(sequence, allele.start, allele.deleted, allele.inserted)
    return justify(sequence, moved), moved.complete or _ends_with_contig(moved, sequence, reference)


def _ends_with_contig(moved: Slide, sequence: Sequence, reference: Reference) -> bool:
    """Whether an edit that slides as far as bases are held meets the end of its contig there, and ends with it.

    On a circle it may go on over the origin; the mitochondrial genome is the only one.
    """
    contig = reference.find_contig(sequence.accession)
    if contig is None:
        return False
    held = sequence.held(moved.start, moved.start + len(moved.deleted))
    start, end = moved.start - moved.left, moved.start + len(moved.deleted) + moved.right
    if held.start == start > 0 or held.end == end < contig.length:
        return False
    if contig.accession != MITOCHONDRION:
        return True
    unit = moved.deleted or moved.inserted
    goes_on = end == contig.length and sequence.bases(0, 1) == unit[moved.right % len(unit)]
    last = sequence.bases(contig.length - 1, contig.length)
    return not (goes_on or (start == 0 and last == unit[-1 - moved.left % len(unit)]))


def is_placed(allele: Allele, reference: Reference) -> bool:
    """Whether an allele lies on a genomic sequence, and not on bases that only a transcript has."""
    return reference.find_contig(allele.sequence) is not None or reference.find_source(allele.sequence) is not None


def decide(allele: Allele, reference: Reference) -> Allele:
    """Return the allele on the first of its contigs that carries it, as it is where none does."""
    for contig in deciding_contigs(allele.sequence, reference):
        placed = lift(reference, allele, contig.accession)
        if placed is not None:
            return placed
    return allele


def normalize_bounds(change: UncertainInterval, reference: Reference) -> UncertainInterval:
    """Return the event on its deciding contig; where it is, when a bound cannot be carried."""
    for contig in deciding_contigs(change.sequence, reference):
        placed = lift_bounds(reference, change, contig.accession)
        if placed is not None:
            return placed
    return change


def normalize_repeat(change: Repeat, reference: Reference) -> Repeat:
    """Return a repeat on its deciding contig, as far to the left as its unit may turn; a mixed one where it stands."""
    for contig in deciding_contigs(change.sequence, reference):
        placed = lift_repeat(reference, change, contig.accession)
        if placed is not None:
            return turn_repeat(placed, reference, forward=False)
    return change


def turn_repeat(change: Repeat, reference: Reference, *, forward: bool) -> Repeat:
    """Return a repeat of one unit at the other end of the places where its unit may be said to begin."""
    if len(change.units) != 1:
        return change
    unit, count = change.units[0]
    sequence = reference.geometry.sequence(change.sequence)
    start, end, unit = turn(sequence, change.start, change.end, unit, forward=forward)
    return Repeat(change.sequence, start, end, ((unit, count),))


def _normalize_junction(change: Junction, reference: Reference) -> Normal:
    placed = (place_junction(change, assembly, reference) for assembly in find_assemblies(change, reference))
    meeting = settle_junction(next(filter(None, placed), change), reference)
    return Normal(meeting.junction, junction_key(meeting.junction), meeting.complete)


def find_assemblies(change: Junction, reference: Reference) -> tuple[Assembly, ...]:
    """Return the assemblies that both sides of a junction may lie on, the deciding one first."""
    contigs = deciding_contigs(change.first.sequence, reference)
    return tuple(dict.fromkeys(a for c in contigs for a in (ASSEMBLIES if c.assembly in ASSEMBLIES else (c.assembly,))))


def place_junction(change: Junction, assembly: Assembly, reference: Reference) -> Junction | None:
    """Return a junction on the contigs of an assembly, None where one of its sides is not there."""
    first, second = (_place_side(side, assembly, reference) for side in (change.first, change.second))
    return None if first is None or second is None else Junction(first, second, change.linker)


def _place_side(side: Side, assembly: Assembly, reference: Reference) -> Side | None:
    for contig in deciding_contigs(side.sequence, reference):
        if contig.assembly == assembly or contig.accession == MITOCHONDRION:
            placed = lift_side(reference, side, contig.accession)
            if placed is not None:
                return placed
    return None


def settle_junction(change: Junction, reference: Reference) -> Meeting:
    """Return a junction at the one of its places that decides identity, on the sequences that it lies on.

    Raises:
        UnknownAccession: when one of them is not in the reference data.
    """
    one, other = (reference.find_transcript(side.sequence) for side in (change.first, change.second))
    if one is None or other is None:
        sequences = (reference.geometry.sequence(side.sequence) for side in (change.first, change.second))
        return choose(meet(change, *sequences))
    messages = (Letters(message.accession, reference.geometry.spliced(message)) for message in (one, other))
    ends, starts = [exon.end for exon in one.exons], [exon.start for exon in other.exons]
    return choose_on_exons(meet(change, *messages), ends, starts)


def _normalize_set(change: AlleleSet, reference: Reference) -> Normal:
    """Return several changes each in its one spelling; those in cis that touch are one change.

    Positions that stay as they are say nothing of what the others make, and are left out beside them.
    """
    members = _drop_unchanged(change.members)
    if change.relation == "cis":
        members = _drop_unchanged(_join_touching(replace(change, members=members), reference))
    normals = tuple(normalize(member, reference) for member in members)
    if len(normals) == 1:
        return normals[0]
    parts = replace(change, members=tuple(normal.change for normal in normals))
    whole = find_whole(parts, reference)
    if whole is not None:
        return replace(normalize_allele(whole, reference), change=parts)
    keys = tuple(normal.key for normal in normals)
    alleles = _bring_together(parts, reference) if change.relation == "cis" else None
    if alleles is not None:  # what a transcript describes as one has one key: substitutions of one codon
        keys = tuple(normalize_allele(one, reference).key for one in _merge_near(alleles, 1, reference))
    key = set_key(keys, change.relation)
    return Normal(parts, key, all(normal.complete for normal in normals))


def _drop_unchanged(members: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the members that change something, all of them where none does."""
    return tuple(member for member in members if not _is_unchanged(member)) or members


def _is_unchanged(change: Change) -> bool:
    """Whether a change is none: all its bases are stated to be those of the reference."""
    if isinstance(change, AlleleSet):
        return all(_is_unchanged(member) for member in change.members)
    return isinstance(change, Allele) and change.deleted == change.inserted


def _join_touching(change: AlleleSet, reference: Reference) -> tuple[Change, ...]:
    """Join alleles of one molecule with no base between them (DNA/delins: changes next to each other are one).

    Each is taken with all the places it may slide to, so that it does not matter at which of them it was written.
    """
    alleles = _bring_together(change, reference)
    if alleles is None:
        return change.members
    merged = _merge_near(alleles, 0, reference)
    return change.members if len(merged) == len(alleles) else merged


def _merge_near(alleles: tuple[Allele, ...], gap: int, reference: Reference) -> tuple[Allele, ...]:
    """Merge alleles of one sequence between which, wherever they slide, at most `gap` bases stay."""
    groups: list[list[Allele]] = []
    reached = 0
    for allele, wide in sorted(((a, _widen(a, reference)) for a in alleles), key=lambda pair: pair[1].start):
        if groups and wide.start <= reached + gap:
            groups[-1].append(allele)
        else:
            groups.append([allele])
        reached = max(reached, wide.end)
    return tuple(_merge(tuple(sorted(group, key=_order)), reference) for group in groups)


def _widen(allele: Allele, reference: Reference) -> Allele:
    return widen(allele, reference)[0] if is_placed(allele, reference) else allele


def _order(allele: Allele) -> tuple[int, int]:
    return allele.start, allele.end


def _bring_together(change: AlleleSet, reference: Reference) -> tuple[Allele, ...] | None:
    """Return the alleles of one molecule on one sequence, in its order; None where any is no allele or not there.

    Raises:
        OverlappingChanges: when two of them change the same bases.
    """
    alleles = [member for member in change.members if isinstance(member, Allele) and member.deleted != member.inserted]
    if len(alleles) != len(change.members):
        return None
    targets = [contig.accession for contig in deciding_contigs(alleles[0].sequence, reference)]
    for target in [*targets, alleles[0].sequence]:
        found = [_try_lift(allele, target, reference) for allele in alleles]
        placed = sorted((a for a in found if a is not None), key=_order)
        if len(placed) < len(alleles):
            continue
        for one, other in pairwise(placed):
            if other.start < one.end or (one.start == other.start and one.end == other.end):
                raise OverlappingChanges(
                    f"{one.spdi} and {other.spdi} change the same bases, which one molecule cannot. "
                    "Check the positions, or write them as changes of two: [a];[b]."
                )
        return tuple(placed)
    return None


def _try_lift(allele: Allele, target: str, reference: Reference) -> Allele | None:
    return allele if allele.sequence == target else lift(reference, allele, target)


def find_whole(change: AlleleSet, reference: Reference) -> Allele | None:
    """Return the one allele that changes in cis make together, None where they lie farther apart than `WIDEST_SPAN`.

    Raises:
        OverlappingChanges: when two of them change the same bases.
        RegionNotHeld: when bases between them are not held.
    """
    alleles = _bring_together(change, reference) if change.relation == "cis" else None
    if alleles is None or alleles[-1].end - alleles[0].start > WIDEST_SPAN:
        return None
    return _merge(alleles, reference)


def _merge(alleles: tuple[Allele, ...], reference: Reference) -> Allele:
    """Return the one allele that alleles of one sequence make together, given in its order; one alone is itself."""
    if len(alleles) == 1:
        return alleles[0]
    accession, start, end = alleles[0].sequence, alleles[0].start, max(allele.end for allele in alleles)
    deleted = reference.geometry.sequence(accession).bases(start, end)
    inserted = ""
    place = start
    for allele in alleles:
        inserted += deleted[place - start : allele.start - start] + allele.inserted
        place = allele.end
    return Allele(accession, start, end, deleted, inserted)


def rightmost(accession: str, moved: Slide) -> Allele:
    """Return the 3'-most spelling of a slid edit."""
    start, deleted, inserted = moved.at(moved.right)
    return Allele(accession, start, start + len(deleted), deleted, inserted)


def deciding_contigs(accession: str, reference: Reference) -> tuple[Contig, ...]:
    """Return the contigs an allele of a genomic sequence may be keyed on, the deciding one first.

    A sequence placed twice on an assembly is keyed on its first place, which is X for the pseudoautosomal regions.
    """
    here = reference.find_contig(accession)
    if here is not None:
        contigs = {here.accession: here}
        for assembly in ASSEMBLIES if here.assembly in ASSEMBLIES else ():
            there = reference.find_contig_by_name(here.name, assembly)
            if there is not None:
                contigs[there.accession] = there
    elif reference.find_source(accession) is not None:
        found = (reference.find_contig(placement.contig) for placement in reference.geometry.placements_of(accession))
        contigs = {contig.accession: contig for contig in found if contig is not None}
    else:
        return ()
    return tuple(sorted(contigs.values(), key=lambda c: (rank_assembly(c.assembly), c.accession)))


def _residues(change: ProteinChange, reference: Reference) -> str:
    if change.edit.first < 0:
        return ""
    transcript = reference.find_transcript(change.transcript)
    if transcript is None:
        return ""
    return reference.geometry.protein(transcript)[change.edit.first : change.edit.last + 1]
