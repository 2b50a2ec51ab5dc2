"""The header of a VCF file: which assembly its records are on, and what is added to it.

Source: The Variant Call Format Specification, VCFv4.5, 1.4 (meta-information lines; `contig`, `reference`, `assembly`).
"""

from __future__ import annotations

import re
from array import array
from itertools import chain
from typing import TYPE_CHECKING

from synonymizer.errors import BadSource, RegionNotHeld
from synonymizer.formats.blocks import LONGEST_LINE, Block
from synonymizer.kernel.tables import DONE, OLD_CONTIG, make_column
from synonymizer.kernel.vcf_lines import Contigs, scan
from synonymizer.places import ASSEMBLIES, MITOCHONDRION, rank_assembly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from synonymizer.places import Assembly, Contig
    from synonymizer.reference import Reference

OLD_MITOCHONDRION = 16571
"""Bases of the sequence that hg19 called chrM, which is not the one that is used today."""

SAMPLE = 2000
"""How many alleles at the beginning of a file are compared with the reference."""

ENOUGH = 10
"""How many of them must lie in the reference data to say that the assembly is another one."""

_CONTIG = re.compile(rb"##contig=<(?:.*,)?ID=([^,>\r\n]+)(?:[^\r\n]*?,length=([0-9]{1,10}))?", re.MULTILINE)
_STATED = re.compile(rb"^##(?:reference|assembly|contig)=([^\r\n]*)", re.MULTILINE)
_NAMES: dict[Assembly, re.Pattern[bytes]] = {
    "GRCh38": re.compile(rb"GRCh38|hg38|hs38|b38\b", re.IGNORECASE),
    "GRCh37": re.compile(rb"GRCh37|hg19|hs37|b37\b|human_g1k_v37", re.IGNORECASE),
}


def read_header(blocks: Iterator[Block], path: str) -> tuple[bytes, int, Iterator[Block]]:
    """Take the header off the first blocks of a file.

    Returns:
        The header, how many bytes of the file it is, and the blocks of what follows it.

    Raises:
        BadSource: when the file has no header, or one longer than `LONGEST_LINE`.
    """
    parts: list[bytes] = []
    for block in blocks:
        size = _measure_header(block.data)
        parts.append(block.data[:size])
        if size < len(block.data):
            blocks = chain([Block(block.data[size:], block.end)], blocks)
            break
        if block.end > LONGEST_LINE:
            raise BadSource(f"{path} has a header of more than {LONGEST_LINE:,} bytes. Check that it is a VCF file.")
    header = b"".join(parts)
    if not re.search(rb"^#CHROM\t[^\r\n]*\r?\n?\Z", header, re.MULTILINE):
        message = f"{path} is no VCF file: no line that begins with #CHROM and a tab stands before its records."
        raise BadSource(f"{message} Give it its header.")
    return header, len(header), blocks


def _measure_header(data: bytes) -> int:
    """Return how many bytes of whole lines that begin with `#` there are."""
    place = 0
    while data.startswith(b"#", place):
        end = data.find(b"\n", place)
        if end < 0:
            return len(data)
        place = end + 1
    return place


def find_assembly(header: bytes, first: bytes, reference: Reference, stated: Assembly | None) -> tuple[Assembly, str]:
    """Return the assembly of the records, and by what it is known.

    What is stated wins, then the lengths of contigs, then what the header calls its reference. Whichever it is, the
    first records are compared with its bases; where nothing is stated, these decide.

    Args:
        header: the header of the file.
        first: its first records.
        reference: the reference data.
        stated: the assembly that was asked for.

    Raises:
        BadSource: when the bases of most records are not those of the assembly.
    """
    contigs = reference.contigs()
    known = sorted({contig.assembly for contig in contigs}, key=rank_assembly)
    fits = {name: _count_fits(first, name, reference) for name in known}
    if stated is not None:
        assembly, why = stated, "as was asked"
    else:
        assembly, why = _read_assembly(header, contigs) or _choose_assembly(fits)
    fit, held = fits.get(assembly, (0, 0))
    if held >= ENOUGH and fit * 2 < held:
        other = max((name for name in known if name != assembly), key=lambda name: fits[name][0], default=assembly)
        message = (
            f"REF is another base in {held - fit} of the first {held} alleles that can be compared with {assembly}"
        )
        if fits[other][0] > fit:
            message += f", and the same in {fits[other][0]} of {fits[other][1]} on {other}. Use --assembly {other}."
        else:
            message += ". Check which genome the file was made with."
        raise BadSource(f"{message} ({assembly} {why})")
    return assembly, why


def _choose_assembly(fits: dict[Assembly, tuple[int, int]]) -> tuple[Assembly, str]:
    """Return the assembly whose bases the first records have; the default one where they tell nothing."""
    shares = {name: fit / max(held, 1) for name, (fit, held) in fits.items()}
    best = max(shares, key=lambda name: shares[name])
    if len(shares) == 1 or shares[best] > min(shares.values()):
        return best, "by the bases of its records" if shares[best] else "the only one that is held"
    return next(iter(shares)), "which is assumed: neither its header nor its bases tell"


def _read_assembly(header: bytes, contigs: Sequence[Contig]) -> tuple[Assembly, str] | None:
    """Return the assembly that a header tells of, None where it tells of none."""
    lengths: dict[tuple[str, int], set[Assembly]] = {}
    for contig in contigs:
        for name in (contig.name, f"chr{contig.name}", contig.accession):
            lengths.setdefault((name, contig.length), set()).add(contig.assembly)
    stated = [lengths.get((name.decode(), int(size)), set()) for name, size in _CONTIG.findall(header) if size]
    for assembly in sorted({contig.assembly for contig in contigs}, key=rank_assembly):
        if {assembly} in stated and not any(one and assembly not in one for one in stated):
            return assembly, "by the lengths of its contigs"
    texts = b"\n".join(_STATED.findall(header))
    named = [assembly for assembly, pattern in _NAMES.items() if pattern.search(texts)]
    return (named[0], "by its header") if len(named) == 1 else None


def _count_fits(first: bytes, assembly: Assembly, reference: Reference) -> tuple[int, int]:
    """Return in how many of the first alleles REF is the same as in an assembly, and how many can be compared."""
    contigs = reference.contigs()
    records, alleles = scan(first, make_contigs(contigs, assembly))
    fit = held = 0
    seen = -1
    for row in range(min(len(alleles), SAMPLE)):
        if alleles.state[row] != DONE or records.line[row] == seen:
            continue
        seen = records.line[row]
        start, end, at = alleles.start[row], alleles.end[row], alleles.deleted_at[row]
        try:
            bases = reference.geometry.sequence(contigs[alleles.contig[row]].accession).bases(start, end)
        except RegionNotHeld:
            continue
        held += 1
        fit += bases.encode() == alleles.letters[at : at + end - start]
    return fit, held


def make_contigs(contigs: Sequence[Contig], assembly: Assembly, header: bytes = b"") -> Contigs:
    """Return what CHROM may be on an assembly: the name of a chromosome, with or without `chr`, or any accession.

    Names are in upper case, as records are compared. Where the header says that chrM is as long as the older one, it is
    that one.
    """
    index: dict[str, int] = {}
    for number, contig in enumerate(contigs):
        index.setdefault(contig.accession, number)
        if contig.assembly == assembly:
            index.update(dict.fromkeys((contig.name, f"CHR{contig.name}"), index[contig.accession]))
    lengths = {name.decode().upper(): int(size or 0) for name, size in _CONTIG.findall(header)}
    for name in ("M", "CHRM", "MT", "CHRMT") if assembly in ASSEMBLIES and MITOCHONDRION in index else ():
        index[name] = -OLD_CONTIG if lengths.get(name) == OLD_MITOCHONDRION else index[MITOCHONDRION]
    return Contigs(make_column(list(index)), array("i", index.values()))


def add_lines(header: bytes, lines: Sequence[str], replaced: Sequence[str]) -> bytes:
    """Return a header with lines added before the one that begins with #CHROM, in place of older ones.

    Args:
        header: the header.
        lines: the lines, without line ends.
        replaced: how lines begin that are left out.
    """
    kept = [line for line in header.splitlines(keepends=True) if not line.startswith(tuple(map(str.encode, replaced)))]
    end = "\r\n" if kept[-1].endswith(b"\r\n") else "\n"
    last = kept[-1] if kept[-1].endswith(b"\n") else kept[-1] + b"\n"
    return b"".join([*kept[:-1], *(f"{line}{end}".encode() for line in lines), last])
