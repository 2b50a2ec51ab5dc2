"""Find the genomic sequences that a name may count on: a stored record, or contigs in the order to try them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import AssemblyConflict, AxisMismatch, NoReference, UnknownAccession, VersionNotHeld
from synonymizer.places import ASSEMBLIES, MITOCHONDRION, rank_assembly
from synonymizer.resolve.lookup import find_gene, newest, split_version
from synonymizer.statements import Issue

if TYPE_CHECKING:
    from synonymizer.places import Contig, Sequence
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis, Hints


def find_sequence(hints: Hints, axis: Axis, reference: Reference) -> tuple[Sequence, int, tuple[Issue, ...]]:
    """Return the first sequence a genomic name may mean, its length, and what was assumed.

    Raises:
        AxisMismatch: when m. is asked of a nuclear sequence.
        ResolveError: when the sequence is unknown, not held, or contradicts the assembly.
    """
    name = name_sequence(hints, axis, reference)
    stored, issues = find_stored(name, reference)
    if stored is not None:
        sequence = reference.geometry.sequence(stored)
        return sequence, sequence.held(0, 0).end, issues
    contigs, issues = find_contigs(name, hints, reference)
    return reference.geometry.sequence(contigs[0].accession), contigs[0].length, issues


def name_sequence(hints: Hints, axis: Axis, reference: Reference) -> str | None:
    """Return the name of the sequence that a name counts on; m. alone is the mitochondrial genome.

    Raises:
        AxisMismatch: when m. or o. is asked of a nuclear sequence.
    """
    own = MITOCHONDRION if reference.assemblies() == ASSEMBLIES else "MT"
    named = own if axis == "m" and hints.reference is None else hints.reference
    contig = reference.find_contig(named) if named else None
    if contig is not None and contig.name == "MT":
        return named
    if axis == "m" and named is not None and not is_mitochondrial(named):
        raise AxisMismatch(f"m. counts on the mitochondrial genome, and {named} is not. Use g. for a nuclear sequence.")
    if axis == "o" and named is not None and named.startswith("NC_") and not is_mitochondrial(named):
        raise AxisMismatch(f"o. counts on a circular sequence, and {named} is a chromosome. Use g. for it.")
    return named


def is_mitochondrial(name: str) -> bool:
    """Whether a name is one of the mitochondrial genome.

    >>> is_mitochondrial("chrM"), is_mitochondrial("NC_012920.1"), is_mitochondrial("NC_000011.10")
    (True, True, False)
    """
    return split_version(name)[0] == split_version(MITOCHONDRION)[0] or name.lower().removeprefix("chr") in {"m", "mt"}


def find_stored(name: str | None, reference: Reference) -> tuple[str | None, tuple[Issue, ...]]:
    """Return the accession under which a genomic record is stored, None for a contig or where none is named.

    Raises:
        ResolveError: when a record is named that is not held.
    """
    if name is None:
        return None, ()
    stored = reference.find_source(name)
    if stored is not None or not name.startswith(("NG_", "LRG_", "NT_", "NW_")):
        return stored, ()
    held, issues = newest(name, reference)
    return reference.find_source(held), issues


def find_contigs(name: str | None, hints: Hints, reference: Reference) -> tuple[tuple[Contig, ...], tuple[Issue, ...]]:
    """Return the contigs a name may mean, in the order to try them; never none.

    Raises:
        NoReference: when neither a sequence nor a gene is named.
        AssemblyConflict: when an accession contradicts the stated assembly.
        ResolveError: when what is named is unknown or not held.
    """
    if name is None:
        return _contigs_of_gene(hints, reference)
    by_accession = reference.find_contig(name) or _find_by_digest(name, reference)
    if by_accession is not None:
        is_shared = by_accession.accession == MITOCHONDRION
        if hints.assembly is not None and hints.assembly != by_accession.assembly and not is_shared:
            raise AssemblyConflict(
                f"{name} belongs to {by_accession.assembly}, and {hints.assembly} is stated as well. State one of them."
            )
        return (by_accession,), ()
    if name.startswith("NC_"):
        base = split_version(name)[0]
        held = [contig for contig in reference.contigs() if split_version(contig.accession)[0] == base]
        if name == base and held:
            wanted = [contig for contig in held if contig.assembly == (hints.assembly or reference.assemblies()[0])]
            wanted = wanted or held
            message = f"{name} states no version; {wanted[0].accession} ({wanted[0].assembly}) was used."
            return tuple(wanted[:1]), (Issue("W2001", "warning", message),)
        if held:
            listed = ", ".join(f"{contig.accession} ({contig.assembly})" for contig in held)
            raise VersionNotHeld(f"{name} is not held; {listed} are. Lift the position to one of them.")
        known = " or ".join(sorted({contig.assembly for contig in reference.contigs()}))
        raise UnknownAccession(f"{name} is not a chromosome of {known}. Check the accession.")
    assemblies = (hints.assembly,) if hints.assembly else reference.assemblies()
    found = [reference.find_contig_by_name(name, assembly) for assembly in assemblies]
    contigs = [contig for contig in found if contig is not None]
    if not contigs:
        raise UnknownAccession(f"{name} is no sequence or chromosome of the reference data in use. Check the name.")
    if contigs[0].accession == MITOCHONDRION:
        contigs = contigs[:1]
    return tuple(contigs), ()


def _find_by_digest(name: str, reference: Reference) -> Contig | None:
    """Return the contig of a refget digest (`SQ.…`), by which VRS names sequences."""
    if not name.startswith("SQ."):
        return None
    contigs = sorted(reference.contigs(), key=lambda contig: not contig.refget)  # the others are read for theirs
    return next((contig for contig in contigs if reference.geometry.refget(contig.accession) == name), None)


def _contigs_of_gene(hints: Hints, reference: Reference) -> tuple[tuple[Contig, ...], tuple[Issue, ...]]:
    if hints.gene is None:
        raise NoReference(
            "The g. position has no sequence to count on. Write one before it (NC_000011.10:g.…, chr11:g.…)."
        )
    gene, issues = find_gene(hints.gene, reference)
    homes = {transcript.home for transcript in reference.transcripts_of(gene.symbol)}
    accessions = {p.contig for home in homes for p in reference.geometry.placements_of(home)}
    contigs = [contig for name in sorted(accessions) if (contig := reference.find_contig(name)) is not None]
    if hints.assembly is not None:
        contigs = [contig for contig in contigs if contig.assembly == hints.assembly]
    contigs.sort(key=lambda contig: rank_assembly(contig.assembly))
    if not contigs:
        raise NoReference(
            f"{gene.symbol} lies on no chromosome of the reference data in use. Write the sequence itself."
        )
    return tuple(contigs), issues
