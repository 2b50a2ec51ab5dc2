"""Edits on genomic axes (g., m.) and bare coordinates (VCF, SPDI): find the sequence, try assemblies, check bases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import (
    AssemblyConflict,
    AxisMismatch,
    BaseMismatch,
    MismatchError,
    NoReference,
    OldMitochondrion,
    OutOfRange,
    RegionNotHeld,
    UnknownAccession,
    UnsupportedNotation,
    VariantError,
    VersionNotHeld,
)
from synonymizer.model import Candidate
from synonymizer.places import ASSEMBLIES, MITOCHONDRION
from synonymizer.placing import place_on_sequence, quote
from synonymizer.resolve.diagnose import diagnose_coordinates
from synonymizer.resolve.lookup import find_gene, newest, split_version
from synonymizer.resolve.transcripts import place
from synonymizer.statements import Issue, Point, StatedAllele, StatedEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.places import Assembly, Contig, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Hints

OLD_MITOCHONDRION_LENGTH = 16_571
"""Bases of NC_001807.4, the chrM of UCSC hg19, which is not the rCRS."""


def resolve_genomic(stated: StatedEdit, hints: Hints, reference: Reference) -> tuple[Candidate, ...]:
    """Return the allele of a g. or m. edit.

    Raises:
        AxisMismatch: when m. is asked of a nuclear sequence.
        ResolveError: when the sequence is unknown, not held, or contradicts the assembly.
        MismatchError: when the edit does not fit.
    """

    def attempt(accession: str, length: int) -> Allele:
        return place_on_sequence(stated, reference.geometry.sequence(accession), length)

    named = MITOCHONDRION if stated.axis == "m" and hints.reference is None else hints.reference
    if stated.axis == "m" and named is not None and not _is_mitochondrial(named):
        raise AxisMismatch(f"m. counts on the mitochondrial genome, and {named} is not. Use g. for a nuclear sequence.")
    return _on_genome(named, hints, reference, attempt, stated.first.base + 1, stated.deleted)


def _is_mitochondrial(name: str) -> bool:
    return split_version(name)[0] == split_version(MITOCHONDRION)[0] or name.lower().removeprefix("chr") in {"m", "mt"}


def resolve_coordinates(stated: StatedAllele, hints: Hints, reference: Reference) -> tuple[Candidate, ...]:
    """Return the allele of a coordinate: VCF-like on a chromosome, or SPDI on any sequence.

    Raises:
        UnsupportedNotation: for SPDI on a protein.
        ResolveError: when the sequence is unknown, not held, or contradicts the assembly.
        MismatchError: when the stated bases do not fit.
    """
    name = hints.reference or hints.transcript or hints.protein
    if hints.protein is not None or (name is not None and name.startswith(("NP_", "XP_", "YP_", "ENSP"))):
        raise UnsupportedNotation(f"SPDI on a protein ({name}) is not computed with. Write it as HGVS: {name}:p.…")
    transcript = _find_transcript(name, reference)
    if transcript is not None:
        return (_on_transcript(stated, transcript, reference),)

    def attempt(accession: str, length: int) -> Allele:
        if stated.end > length:
            raise OutOfRange(
                f"{accession} has {length:,} bases; position {stated.end:,} is not one of them. "
                "Check the position and the assembly."
            )
        bases = reference.geometry.sequence(accession).bases(stated.start, stated.end)
        if stated.deleted is not None and bases != stated.deleted:
            raise BaseMismatch(
                f"{accession} position {stated.start + 1:,} is {quote(bases)} in the reference, "
                f"not {quote(stated.deleted)}. Check the position, the assembly and the strand."
            )
        return Allele(accession, stated.start, stated.end, bases, stated.inserted)

    return _on_genome(name, hints, reference, attempt, stated.start + 1, stated.deleted)


def _find_transcript(name: str | None, reference: Reference) -> Transcript | None:
    if name is None or reference.find_contig(name) is not None or reference.find_source(name) is not None:
        return None
    if not name.startswith(("NM_", "NR_", "XM_", "XR_", "ENST", "LRG_")):
        return None
    return reference.find_transcript(name) or reference.find_transcript(newest(name, reference)[0])


def _on_transcript(stated: StatedAllele, transcript: Transcript, reference: Reference) -> Candidate:
    """Place an SPDI allele of a transcript: positions of the spliced sequence, from 0."""
    first, last = Point(stated.start), Point(max(stated.start, stated.end - 1))
    if stated.start == stated.end:
        edit = StatedEdit("n", Point(stated.start - 1), Point(stated.start), "ins", inserted=stated.inserted)
    else:
        edit = StatedEdit("n", first, last, "delins", stated.deleted, None, stated.inserted)
    allele, _ = place(edit, transcript, reference)[0]
    return Candidate(allele, (f"the bases fit {transcript.accession}",), transcript.gene, transcript.accession)


def _on_genome(
    name: str | None,
    hints: Hints,
    reference: Reference,
    attempt: Callable[[str, int], Allele],
    position: int,
    deleted: str | None,
) -> tuple[Candidate, ...]:
    """Try the sequences a genomic name may mean, the default assembly first; the first that fits answers."""
    stored = reference.find_source(name) if name is not None else None
    issues: tuple[Issue, ...] = ()
    if name is not None and stored is None and name.startswith(("NG_", "LRG_", "NT_", "NW_")):
        held, issues = newest(name, reference)
        stored = reference.find_source(held)
    if stored is not None:
        allele = attempt(stored, reference.geometry.sequence(stored).held(0, 0).end)
        return (Candidate(allele, (_reason(name or stored, deleted),), issues=issues),)
    contigs, notes = find_contigs(name, hints, reference)
    failures: list[VariantError] = []
    for contig in contigs:
        try:
            allele = attempt(contig.accession, contig.length)
        except (MismatchError, RegionNotHeld) as error:
            failures.append(error)
            continue
        if failures and contig.assembly != contigs[0].assembly:
            message = (
                f"No assembly is stated, and the name fits {contig.assembly} only, which was used. "
                f"State it: --assembly {contig.assembly}."
            )
            notes = (*notes, Issue("W2003", "warning", message))
        return (Candidate(allele, (_reason(contig.accession, deleted),), issues=notes),)
    raise _explain(failures[0], contigs, position, deleted, reference)


def _reason(accession: str, deleted: str | None) -> str:
    return f"the stated {quote(deleted)} is on {accession}" if deleted else f"the place exists on {accession}"


def find_contigs(name: str | None, hints: Hints, reference: Reference) -> tuple[tuple[Contig, ...], tuple[Issue, ...]]:
    """Return the contigs a name may mean, in the order to try them; never none.

    Raises:
        NoReference: when neither a sequence nor a gene is named.
        AssemblyConflict: when an accession contradicts the stated assembly.
        ResolveError: when what is named is unknown or not held.
    """
    if name is None:
        return _contigs_of_gene(hints, reference)
    by_accession = reference.find_contig(name)
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
            wanted = [contig for contig in held if contig.assembly == (hints.assembly or ASSEMBLIES[0])]
            message = f"{name} states no version; {wanted[0].accession} ({wanted[0].assembly}) was used."
            return tuple(wanted[:1]), (Issue("W2001", "warning", message),)
        if held:
            listed = ", ".join(f"{contig.accession} ({contig.assembly})" for contig in held)
            raise VersionNotHeld(f"{name} is not held; {listed} are. Lift the position to one of them.")
        raise UnknownAccession(f"{name} is not a chromosome of GRCh37 or GRCh38. Check the accession.")
    assemblies: tuple[Assembly, ...] = (hints.assembly,) if hints.assembly else ASSEMBLIES
    found = [reference.find_contig_by_name(name, assembly) for assembly in assemblies]
    contigs = [contig for contig in found if contig is not None]
    if not contigs:
        raise UnknownAccession(f"{name} is no sequence or chromosome of the reference data in use. Check the name.")
    if contigs[0].accession == MITOCHONDRION:
        contigs = contigs[:1]
    return tuple(contigs), ()


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
    contigs.sort(key=lambda contig: ASSEMBLIES.index(contig.assembly))
    if not contigs:
        raise NoReference(
            f"{gene.symbol} lies on no chromosome of the reference data in use. Write the sequence itself."
        )
    return tuple(contigs), issues


def _explain(
    error: VariantError, contigs: tuple[Contig, ...], position: int, deleted: str | None, reference: Reference
) -> VariantError:
    """Say which known mistake a coordinate that fits nowhere may be."""
    contig = contigs[0]
    if contig.accession == MITOCHONDRION and isinstance(error, MismatchError):
        if contig.length < position <= OLD_MITOCHONDRION_LENGTH:
            return OldMitochondrion(
                f"Position {position:,} lies beyond the rCRS ({MITOCHONDRION}, {contig.length:,} bases) and inside the "
                f"older hg19 chrM ({OLD_MITOCHONDRION_LENGTH:,} bases), which is not held. Lift it to the rCRS first."
            )
        if isinstance(error, BaseMismatch):
            return OldMitochondrion(
                f"{error.message} chrM is read as the rCRS ({MITOCHONDRION}); the base may be of the older hg19 chrM "
                f"({OLD_MITOCHONDRION_LENGTH:,} bases), which is not held. Lift it to the rCRS first."
            )
    if isinstance(error, BaseMismatch) and deleted:
        hint = diagnose_coordinates(contig, position - 1, deleted, reference)
        return type(error)(f"{error.message} {hint}") if hint else error
    return error
