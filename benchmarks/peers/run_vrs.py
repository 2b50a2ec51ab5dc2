"""Runs ga4gh.vrs, which reads SPDI and normalizes on sequences that it asks for by digest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ga4gh.vrs.dataproxy import _DataProxy
from ga4gh.vrs.extras.translator import AlleleTranslator

from benchmarks.peers.protocol import Row, Tool, run
from benchmarks.peers.sequences import GENOMES, Sequences, read_refgets


class Proxy(_DataProxy):  # type: ignore[misc]  # ga4gh carries no types
    """The contigs, by accession and by digest."""

    def __init__(self, reference: Path) -> None:
        self._sequences = Sequences(reference, GENOMES)
        self._digests = read_refgets(reference)
        self._accessions = {f"ga4gh:{digest}": accession for accession, digest in self._digests.items()}

    def _find(self, identifier: str) -> str:
        return self._accessions.get(identifier) or identifier.removeprefix("refseq:")

    def get_sequence(self, identifier: str, start: int | None = None, end: int | None = None) -> str:
        """Return bases of a contig."""
        return self._sequences.read(self._find(identifier), start or 0, end)

    def get_metadata(self, identifier: str) -> dict[str, Any]:
        """Return the length of a contig, and its names."""
        accession = self._find(identifier)
        names = [f"ga4gh:{self._digests[accession]}", f"refseq:{accession}"]
        return {"length": self._sequences.length(accession), "aliases": names}

    def _get_sequence(self, identifier: str, start: int | None = None, end: int | None = None) -> str:
        return self.get_sequence(identifier, start, end)

    def _get_metadata(self, identifier: str) -> dict[str, Any]:
        return self.get_metadata(identifier)


def open_vrs(reference: Path) -> Tool:
    """Return what computes the VRS identifier of an SPDI, the second field of a row."""
    translator = AlleleTranslator(data_proxy=Proxy(reference))

    def identify(row: Row) -> str:
        return str(translator.translate_from(row[1], fmt="spdi").id)

    return Tool(lambda rows: [identify(row) for row in rows])


if __name__ == "__main__":
    run({"vrs": open_vrs})
