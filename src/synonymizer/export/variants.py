"""VCF of the alleles that public identifiers name: dbSNP's rs numbers and ClinVar's records.

Sources: VCF 4.4 (left-aligned, with the base before an indel, sections 1.6.1 and 5); the keys RS and ALLELEID are
those of dbSNP's and ClinVar's own files, which tell a VariationID in the column ID.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.edits import anchor, slide
from synonymizer.errors import RegionNotHeld
from synonymizer.lift import lift
from synonymizer.places import ASSEMBLIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synonymizer.alleles import KnownAllele
    from synonymizer.places import Assembly, Contig
    from synonymizer.reference import Reference

    Write = Callable[[bytes], object]
    _Named = dict[tuple[int, str, str], list[KnownAllele]]
    """Identifiers by position (from 1), REF and ALT."""

_HEADER = (
    '##INFO=<ID=RS,Number=.,Type=Integer,Description="dbSNP identifiers of the allele">',
    '##INFO=<ID=VARIATIONID,Number=.,Type=Integer,Description="ClinVar VariationIDs of the allele">',
    '##INFO=<ID=ALLELEID,Number=.,Type=Integer,Description="ClinVar AlleleIDs of the allele">',
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO",
)


def write_variants(reference: Reference, assembly: Assembly, write: Write) -> None:
    """Write a row for each allele that identifiers name and that changes the chromosome."""
    contigs = [contig for contig in reference.contigs() if contig.assembly == assembly]
    lines = ["##fileformat=VCFv4.4", f"##source={reference.description}", f"##reference={assembly}"]
    lines += [f"##contig=<ID={one.accession},length={one.length},assembly={assembly}>" for one in contigs]
    write("".join(f"{line}\n" for line in (*lines, *_HEADER)).encode())
    for contig in contigs:
        named = _name_alleles(reference, contig)
        for change in sorted(named):
            write(_describe(contig, change, named[change]).encode())


def _name_alleles(reference: Reference, contig: Contig) -> _Named:
    """Return the named alleles of a contig, those that are kept on the other assembly with them."""
    found: _Named = {}
    for known in _list_known(reference, contig):
        allele = _anchor(reference, known, contig)
        if allele is not None:
            found.setdefault((allele.start + 1, allele.deleted, allele.inserted), []).append(known)
    return found


def _list_known(reference: Reference, contig: Contig) -> Iterator[KnownAllele]:
    """Yield what is known on a contig, and then on the same chromosome of the other assembly."""
    for assembly in sorted(ASSEMBLIES, key=lambda assembly: assembly != contig.assembly):
        other = reference.find_contig_by_name(contig.name, assembly)
        if other is not None and (assembly == contig.assembly or other.accession != contig.accession):
            yield from reference.known_over(other.accession, 0, other.length)


def _anchor(reference: Reference, known: KnownAllele, contig: Contig) -> Allele | None:
    """Return an allele as VCF writes it; None where the contig lacks its place or has its bases already."""
    try:
        source = reference.geometry.sequence(known.sequence)
        deleted = source.bases(known.start, known.end)
        carried = lift(
            reference, Allele(known.sequence, known.start, known.end, deleted, known.inserted), contig.accession
        )
        if carried is None or carried.deleted == carried.inserted:
            return None
        sequence = reference.geometry.sequence(contig.accession)
        return anchor(sequence, slide(sequence, carried.start, carried.deleted, carried.inserted))
    except RegionNotHeld:
        return None


def _describe(contig: Contig, change: tuple[int, str, str], known: list[KnownAllele]) -> str:
    position, deleted, inserted = change
    rs = sorted({one.rs for one in known if one.rs is not None})
    # each VariationID stands where its AlleleID does
    records = sorted({(one.variation, one.allele) for one in known if one.variation is not None and one.allele})
    variations, alleles = [variation for variation, _ in records], [allele for _, allele in records]
    identifiers = [*(f"rs{number}" for number in rs), *map(str, variations)]
    notes = [("RS", rs), ("VARIATIONID", variations), ("ALLELEID", alleles)]
    information = ";".join(f"{key}={','.join(map(str, values))}" for key, values in notes if values)
    return f"{contig.accession}\t{position}\t{';'.join(identifiers)}\t{deleted}\t{inserted}\t.\t.\t{information}\n"
