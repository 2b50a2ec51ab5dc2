"""biocommons hgvs, reading the same bundle, gives the same names of real variants, or other names of the same bases."""

import csv
import gzip
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hgvs.assemblymapper import AssemblyMapper
from hgvs.exceptions import HGVSError
from hgvs.parser import Parser

from synonymizer import Synonymizer
from synonymizer.model import Reading
from synonymizer.places import ASSEMBLIES, Assembly
from synonymizer.reference import Reference, open_reference
from synonymizer.reference.hgvs_provider import BundleProvider

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED", Path(__file__).parents[2] / "shared"))
TABLE = SHARED / "cases" / "clinvar_2016.GRCh37.dev.tsv.gz"
KINDS = ("delins", "del", "dup", "ins", "inv", "=", ">")
ROWS_PER_KIND = 40

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason=f"{TABLE} is not there")


class Oracle:
    """hgvs's own mappers."""

    def __init__(self, provider: BundleProvider) -> None:
        self.parser = Parser()
        self.mappers = {assembly: AssemblyMapper(provider, assembly_name=assembly) for assembly in ASSEMBLIES}

    def genomic(self, text: str, assembly: Assembly) -> Any:
        return self.mappers[assembly].c_to_g(self.parser.parse_hgvs_variant(text))

    def name(self, text: str) -> tuple[dict[Assembly, Any], Any]:
        """The g. name on each assembly, and the c. name that the one on GRCh38 has on the transcript of the text."""
        places = {assembly: self.genomic(text, assembly) for assembly in ASSEMBLIES}
        return places, self.mappers["GRCh38"].g_to_c(places["GRCh38"], text.partition(":")[0])

    def protein(self, coding: Any) -> str:
        """The predicted protein in the product's spelling; "" for `p.?` and for an unchanged stop or start alike."""
        text = str(self.mappers["GRCh38"].c_to_p(coding)).replace(":p.Met1?", ":p.(Met1?)")
        return "" if text.endswith(":p.?") else re.sub(r"\((Ter\d+)Ter\)$", r"(\1=)", text)


def read_rows(reference: Reference, per_kind: int = ROWS_PER_KIND) -> list[str]:
    """c. names of every kind, in exons and introns, evenly spread over those whose transcript is held."""
    groups = defaultdict(list)
    with gzip.open(TABLE, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            name = row["hgvs_c"]
            if ":c." in name and reference.find_transcript(name.partition(":")[0]):
                kind = next(kind for kind in KINDS if kind in name)
                groups[kind, bool(re.search(r"\d[+-]\d", name))].append(name)
    return [name for names in groups.values() for name in names[:: max(1, len(names) // per_kind)]]


def find_name(reading: Reading, level: str, start: str) -> str:
    """The first name of a level that starts so, without the genomic reference around a transcript."""
    for name in reading.names:
        text = re.sub(r"^NC_[\d.]+\((.*?)\):", r"\1:", name.text)
        if name.level == level and text.startswith(start):
            return text
    return ""


def test_hgvs_gives_the_same_names_or_other_names_of_the_same_bases() -> None:
    reference = open_reference()
    oracle = Oracle(BundleProvider(reference))
    synonymizer = Synonymizer(reference)
    rows = read_rows(reference)
    for row in rows:
        accession = row.partition(":")[0]
        transcript = reference.find_transcript(accession)
        assert transcript is not None
        result = synonymizer.names(row)
        try:
            places, coding = oracle.name(row)
        except HGVSError:
            assert result.status == "error", row
            continue
        if result.status == "error":  # hgvs takes an intron position beside any exonic base
            assert result.issues[0].code == "E3004", row
            continue
        reading = result.readings[0]
        for assembly, genomic in places.items():
            assert find_name(reading, "g", f"{genomic.ac}:g.") == str(genomic), (row, assembly)
        own = find_name(reading, "c", f"{accession}:c.")
        if own != str(coding):  # hgvs does not shift in introns, nor between an exon and an intron
            assert ">" not in row
            assert str(oracle.genomic(own, "GRCh38")) == str(places["GRCh38"]), row
        else:
            predicted = find_name(reading, "p", f"{transcript.protein}:p.(")
            assert predicted == oracle.protein(coding), row
    assert len(rows) > 200
