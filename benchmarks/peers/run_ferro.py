"""Runs ferro-hgvs, by its Python interface.

Rows of VCF files are given to it as g. names: the names that it makes of rows itself have one position for an
insertion, at which its own parser and projector do not read them as what the row says.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import ferro_hgvs

from benchmarks.peers.protocol import Row, Tool, run
from benchmarks.peers.spelling import write_genomic


def open_names(reference: Path) -> Tool:
    """Return what names a row of a VCF file on its transcript: g., c., p. and SPDI."""
    manifest = str(reference / "manifest.json")
    projector = ferro_hgvs.VariantProjector.from_manifest(manifest)
    normalizer = ferro_hgvs.Normalizer.from_manifest(manifest)

    def name(row: Row) -> str:
        contig, position, deleted, inserted, transcript = row
        try:
            variant = ferro_hgvs.parse(write_genomic(contig, int(position), deleted, inserted))
            found = projector.project_variant(variant, transcript)
            spdi = normalizer.canonical_spdi(variant)
            return f"{found.g_name or ''}\t{found.c_name or ''}\t{found.p_name or ''}\t{spdi}"
        except ferro_hgvs.FerroError as error:
            return f"!{error}"

    return Tool(lambda rows: [name(row) for row in rows])


def open_settled(reference: Path) -> Tool:
    """Return what names a row and normalizes its c. name, which ferro's projection does not move to the 3' end."""
    names = open_names(reference)
    normalizer = ferro_hgvs.Normalizer.from_manifest(str(reference / "manifest.json"))

    def settle(line: str) -> str:
        fields = line.split("\t")
        if len(fields) > 1 and fields[1]:
            with suppress(ferro_hgvs.FerroError):
                fields[1] = normalizer.normalize(fields[1])
        return "\t".join(fields)

    return Tool(lambda rows: [settle(line) for line in names.work(rows)])


def open_all(reference: Path) -> Tool:
    """Return what names a row on every transcript that ferro finds over it: as many texts as it answers."""
    projector = ferro_hgvs.VariantProjector.from_manifest(str(reference / "manifest.json"))

    def names(row: Row) -> list[str]:
        contig, position, deleted, inserted, _ = row
        try:
            variant = ferro_hgvs.parse(write_genomic(contig, int(position), deleted, inserted))
            found = projector.project_variant_all(variant)
            return [f"{one.g_name or ''}\t{one.c_name or ''}\t{one.p_name or ''}" for one in found]
        except ferro_hgvs.FerroError as error:
            return [f"!{error}"]

    return Tool(lambda rows: [text for row in rows for text in names(row)])


def open_normalize(reference: Path) -> Tool:
    """Return what reads a name and writes the canonical one."""
    processor = ferro_hgvs.BatchProcessor.from_manifest(str(reference / "manifest.json"))

    def normalize(rows: list[Row]) -> list[str]:
        result = processor.parse_and_normalize([row[0] for row in rows], workers=1)
        errors = dict(result.errors())
        successes = iter(result.successes())
        return [f"!{errors[place]}" if place in errors else str(next(successes)) for place in range(len(rows))]

    return Tool(normalize)


if __name__ == "__main__":
    run({"names": open_names, "settled": open_settled, "all": open_all, "normalize": open_normalize})
