"""Makes bundles of public identifiers: the alleles that rs numbers and ClinVar's records mean, from any VCF file.

Sources: dbSNP's VCF (rs numbers in ID and RS), ClinVar's (ID is the VariationID; INFO holds ALLELEID and RS), what
`data export` writes of both, any other with rs numbers in ID; a table of alleles with rs numbers on GRCh37 (chrom, pos,
rsid, ref, alt).
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from synonymizer.build.catalogue import Catalogue, Fit, Row
from synonymizer.build.reports import BuildReport, Check, be_silent
from synonymizer.build.sources import PUBLIC_DOMAIN, compute_sha256, open_table
from synonymizer.build.writer import create, finish, write_alleles
from synonymizer.errors import BadSource, MissingData
from synonymizer.formats.blocks import Source, read_blocks
from synonymizer.formats.vcf_header import find_assembly, make_contigs, read_header
from synonymizer.output import replacing
from synonymizer.reference.contract import Origin
from synonymizer.reference.seal import write_seal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from synonymizer.build.reports import Progress
    from synonymizer.places import Assembly
    from synonymizer.reference import Reference

_COLUMNS = ("chrom", "pos", "rsid", "ref", "alt")
_RELEASE = re.compile(rb"^##dbSNP_BUILD_ID=([^\r\n]+)", re.MULTILINE)
_DATE = re.compile(rb"^##fileDate=([0-9]{4})-?([0-9]{2})-?([0-9]{2})\b", re.MULTILINE)
_NCBI = re.compile(rb"^##source=(?:dbSNP|ClinVar)\b", re.MULTILINE)


def build_identifiers(
    files: Sequence[Path],
    reference: Reference,
    output: Path,
    *,
    name: str = "identifiers",
    release: str = "",
    assembly: Assembly | None = None,
    progress: Progress = be_silent,
) -> BuildReport:
    """Make a bundle that holds identifiers alone, of alleles whose place a reference holds.

    The bundle appears under its name only when it is complete. While it is made, temporary files of about 35 bytes for
    each identifier lie beside it.

    Args:
        files: VCF files, compressed or not.
        reference: holds the bases that the alleles are compared with and justified by.
        output: the bundle to write; an older one is replaced.
        name: what the bundle calls itself.
        release: its release; "" takes the newest date of the files.
        assembly: the assembly of all files; None finds it for each from its header, or by its bases.
        progress: is told the stage, and how much of how much of it is done.

    Raises:
        MissingData: when a file cannot be read.
        BadSource: when a file is no VCF, is of another assembly, or holds no identifiers that could be placed.
        OutputNotWritable: when the bundle cannot be written.
    """
    checks: list[Check] = []
    with replacing(output) as partial:
        with closing(create(partial)) as connection, Catalogue(reference, partial.parent) as catalogue:
            for path in files:
                found, fit = add_vcf(catalogue, path, reference, assembly=assembly, progress=progress)
                checks.append(Check(f"{path.name}: reference bases on {found} that fit", *fit))
            held = write_alleles(connection, catalogue.entries(progress), partial.parent)
            if not held:
                raise BadSource(
                    f"{', '.join(path.name for path in files)}: no allele with an rs number or a ClinVar record lies "
                    f"on what {reference.description} holds. Give reference data that covers the alleles."
                )
            origins = [describe_vcf(path) for path in files]
            release = release or max(origin.date for origin in origins)[:7].replace("-", ".")
            digest = finish(connection, name, release, origins)
        write_seal(partial)
    return BuildReport(name, digest, 0, 0, tuple(checks), catalogue.left_out)


def add_vcf(
    catalogue: Catalogue,
    path: Path,
    reference: Reference,
    *,
    assembly: Assembly | None = None,
    progress: Progress = be_silent,
) -> tuple[Assembly, Fit]:
    """Add the alleles of a VCF file to a catalogue.

    Args:
        catalogue: takes the alleles.
        path: the file.
        reference: the reference of the catalogue.
        assembly: the assembly of the file, None to find it.
        progress: is told how many bytes of the file are done.

    Returns:
        The assembly, and how many reference bases fit.

    Raises:
        MissingData: when the file cannot be read.
        BadSource: when it is no VCF, or is of another assembly.
    """
    stage = f"placing alleles of {path.name}"
    fitting = compared = 0
    with _open(path) as source:
        header, _, blocks = read_header(read_blocks(source), path.name)
        found = assembly
        contigs = None
        for block in blocks:
            if contigs is None:
                found, _ = find_assembly(header, block.data, reference, assembly)
                contigs = make_contigs(reference.contigs(), found, header)
            fit = catalogue.add_block(block.data, contigs)
            fitting, compared = fitting + fit.fitting, compared + fit.compared
            progress(stage, source.tell(), source.size)
    if found is None:
        raise BadSource(f"{path.name} holds no records. Check that it was copied whole.")
    return found, Fit(fitting, compared)


def _open(path: Path) -> Source:
    try:
        return Source(str(path))
    except OSError as fault:
        raise MissingData(f"{path} cannot be read: {fault.strerror}. Check the path.") from None


def describe_vcf(path: Path) -> Origin:
    """Return what a VCF file says of itself, and its checksum."""
    with _open(path) as source:
        header, _, _ = read_header(read_blocks(source), path.name)
    release, date = _RELEASE.search(header), _DATE.search(header)
    return Origin(
        path.name,
        f"dbSNP build {release[1].decode('latin-1')}" if release else "",
        "-".join(part.decode() for part in date.groups()) if date else "",
        PUBLIC_DOMAIN if _NCBI.search(header) else "",
        compute_sha256(path),
    )


def read_rs_table(path: Path) -> Iterator[Row]:
    """Yield the rows of the GRCh37 table of rs numbers.

    Raises:
        BadSource: when the file is not in its format.
    """
    with open_table(path, "a table of rs numbers", _COLUMNS) as rows:
        for chromosome, position, name, deleted, inserted in rows:
            yield Row(chromosome, int(position) - 1, deleted, inserted, ((int(name.removeprefix("rs")), 0),))
