"""What can be said of two readings: the tests in their order, of which the first that finds anything decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import VariantError
from synonymizer.identity import stretches
from synonymizer.identity.classes import find_member, list_genes
from synonymizer.identity.findings import Finding
from synonymizer.identity.junctions import relate_junction, relate_junctions
from synonymizer.identity.places import list_parts, place
from synonymizer.identity.proteins import relate_proteins
from synonymizer.model import AlleleSet, Category, Junction, ProteinChange
from synonymizer.normalize import normalize

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.identity.findings import Subject
    from synonymizer.model import Change
    from synonymizer.reference import Reference

_PHASE = "whether the changes lie on one molecule"


def relate(one: Subject, other: Subject, reference: Reference) -> Finding:
    """Say how two readings are related; the order of the two makes no difference."""
    for test in _TESTS:
        finding = test(one, other, reference)
        if finding is not None:
            return finding
    return _relate_dna(one, other, reference)


def _relate_classes(one: Subject, other: Subject, reference: Reference) -> Finding | None:
    """Compare a class of variants with a variant, which may be a member; two classes are never the same."""
    match one.reading.change, other.reading.change:
        case Category(), Category():
            return _relate_two_classes(one, other)
        case Category() as whole, _:
            return _relate_class(one, whole, other, reference)
        case _, Category() as whole:
            return _relate_class(other, whole, one, reference)
        case _:
            return None


def _relate_two_classes(one: Subject, other: Subject) -> Finding:
    genes = one.reading.gene, other.reading.gene
    if None not in genes and genes[0] != genes[1]:
        return Finding("different", f"{one} is a class of variants of {genes[0]}, {other} one of {genes[1]}.")
    return Finding("cannot tell", f"{one} and {other} are classes of variants.", "the variant meant by each")


def _relate_class(whole: Subject, category: Category, part: Subject, reference: Reference) -> Finding:
    is_member = find_member(category, part, reference)
    if is_member:
        return Finding("contains", f"{part} is a member of the class {whole}.", larger=whole)
    if is_member is False:
        return Finding("different", f"{part} is no member of the class {whole}.")
    reason = f"{part} is none of the listed members of the class {whole}, which are not all."
    return Finding("cannot tell", reason, f"the variant meant by {whole}")


def _relate_statements(one: Subject, other: Subject, reference: Reference) -> Finding | None:
    """Compare by its protein a text that states nothing else, and not by the DNA that was read out of it."""
    if not (one.states_protein or other.states_protein):
        return None
    finding = _find_among(one, other, reference) or _find_among(other, one, reference) or relate_proteins(one, other)
    is_traced = not any(isinstance(side.reading.change, ProteinChange) for side in (one, other))
    if finding is not None or is_traced:
        return finding
    genes = [list_genes(side.reading, reference) for side in (one, other)]
    if all(genes) and not genes[0] & genes[1]:
        return Finding("different", f"{one} and {other} are changes of different genes.")
    reason = f"{one} and {other} are not known to change one protein."
    return Finding("cannot tell", reason, "the change of DNA of each")


def _find_among(whole: Subject, part: Subject, reference: Reference) -> Finding | None:
    """Find a change among those that are stated together."""
    if isinstance(whole.reading.change, AlleleSet) and part.reading.key in _list_keys(whole, reference):
        return Finding("contains", f"{part} is among the changes of {whole}.", larger=whole)
    return None


def _list_keys(subject: Subject, reference: Reference) -> set[str]:
    return {normalize(part, reference).key for part in list_parts(subject.reading.change)}


def _relate_keys(one: Subject, other: Subject, reference: Reference) -> Finding | None:  # noqa: ARG001 (one of _TESTS)
    """Compare keys: they decide where nothing that is not held could change them."""
    key = one.reading.key
    lacking = next((side for side in (one, other) if not side.reading.key_complete), None)
    if lacking is not None:
        reason = f"The key of {lacking}, {lacking.reading.key}, may depend on bases that are not held."
        return Finding("cannot tell", reason, f"the sequence beside {lacking}, or its place on GRCh38")
    if key == other.reading.key:
        is_stated = one.states_protein or other.states_protein
        return Finding("same protein" if is_stated else "same", f"{one} and {other} have one key, {key}.")
    return None


def _relate_dna(one: Subject, other: Subject, reference: Reference) -> Finding:
    """Compare different changes of DNA: by what one contains of the other, by the protein they make, by their place."""
    finding = _relate_sets(one, other, reference) or _relate_places(one, other, reference)
    is_exact = all(isinstance(side.reading.change, Allele | AlleleSet) for side in (one, other))
    if not is_exact or finding.verdict in {"contains", "cannot tell"}:
        return finding
    return relate_proteins(one, other) or finding


def _relate_sets(one: Subject, other: Subject, reference: Reference) -> Finding | None:
    """Compare changes stated together by their members."""
    first, second = one.reading.change, other.reading.change
    if not (isinstance(first, AlleleSet) or isinstance(second, AlleleSet)):
        return None
    keys, others = _list_keys(one, reference), _list_keys(other, reference)
    if keys == others:
        return _relate_phases(one, other)
    if keys > others:
        return Finding("contains", f"{other} is among the changes of {one}.", larger=one)
    if keys < others:
        return Finding("contains", f"{one} is among the changes of {other}.", larger=other)
    if _is_one_together(one, other, reference):
        return _relate_phases(one, other)
    if keys & others:
        return Finding(
            "related", f"{one} and {other} share {', '.join(sorted(keys & others))}, and differ in the rest."
        )
    found = [
        _relate_singles(part, counterpart, reference)
        for part in list_parts(first)
        for counterpart in list_parts(second)
    ]
    if any(relation.verdict != "different" for relation in found):
        return Finding("related", f"{one} and {other} change bases of one stretch, and share no change.")
    return Finding("different", f"{one} and {other} are changes of different places.")


def _is_one_together(one: Subject, other: Subject, reference: Reference) -> bool:
    """Whether the changes of both texts would be the same on one molecule, where those of a codon are told as one."""
    sets = (AlleleSet(list_parts(side.reading.change), "cis") for side in (one, other))
    try:
        return len({normalize(changes, reference).key for changes in sets}) == 1
    except VariantError:  # two changes of one base are not on one molecule
        return False


def _relate_phases(one: Subject, other: Subject) -> Finding:
    changes = (one.reading.change, other.reading.change)
    phases = {change.relation for change in changes if isinstance(change, AlleleSet)}
    if "unknown" in phases:
        return Finding("cannot tell", f"{one} and {other} have the same changes, one in an unknown phase.", _PHASE)
    return Finding("related", f"{one} and {other} have the same changes, in different phases.")


def _relate_places(one: Subject, other: Subject, reference: Reference) -> Finding:
    """Compare single changes of DNA by where they lie."""
    first, second = one.reading.change, other.reading.change
    assert first is not None
    assert second is not None
    relation = _relate_singles(first, second, reference)
    larger = None if relation.larger is None else (one, other)[relation.larger]
    return Finding(relation.verdict, relation.how.format(one, other), relation.missing, larger)


def _relate_singles(one: Change, other: Change, reference: Reference) -> stretches.Relation:
    match one, other:
        case Junction(), Junction():
            return relate_junctions(one, other, reference)
        case Junction(), _:
            return relate_junction(one, place(other, reference))
        case _, Junction():
            return stretches.turn(relate_junction(other, place(one, reference)))
        case _:
            pass
    first, second = place(one, reference), place(other, reference)
    if first is None or second is None:
        return stretches.Relation("different", "{0} and {1} are changes of different kinds.")
    if first.sequence == second.sequence:
        return stretches.relate(first, second)
    places = [reference.find_contig(found.sequence) for found in (first, second)]
    if None in places or len({contig.name for contig in places if contig is not None}) == 1:
        missing = "a place of both on one assembly"
        return stretches.Relation("cannot tell", "{0} and {1} have no place on one sequence.", missing)
    return stretches.Relation("different", "{0} and {1} lie on different chromosomes.")


_TESTS: tuple[Callable[[Subject, Subject, Reference], Finding | None], ...] = (
    _relate_classes,
    _relate_statements,
    _relate_keys,
)
