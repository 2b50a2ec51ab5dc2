"""Reference data of other organisms: their own names are read and written, and no human ones; live and built alike."""

from __future__ import annotations

import hashlib
import json
import random
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from synonymizer import Options, Synonymizer, compare, open_reference
from synonymizer.build.annotated import build_named
from synonymizer.codons import translate
from synonymizer.formats.vcf_header import find_assembly
from tests.kernel.drawing import draw_edits, find_places
from tests.oracle.batch import Judge
from tests.reference.organisms import ORGANISMS, Made, write

if TYPE_CHECKING:
    from synonymizer.model import Result

HUMAN = ("GRCh", "hg19", "hg38", "NC_00000", "NC_00001", "NC_00002", "NC_012920")


@pytest.fixture(scope="module", params=ORGANISMS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return write(tmp_path_factory.mktemp("organism"), ORGANISMS[request.param])


@pytest.fixture(scope="module", params=["live", "built"])
def synonymizer(request: pytest.FixtureRequest, made: Made, tmp_path_factory: pytest.TempPathFactory) -> Synonymizer:
    if request.param == "live":
        return Synonymizer(open_reference(made.spec))
    path = tmp_path_factory.mktemp("built") / "organism.bundle"
    build_named(made.spec, path, name="organism")
    return Synonymizer(open_reference(f"bundle:{path}"))


def test_every_name_leads_to_one_key_and_to_the_same_names(made: Made, synonymizer: Synonymizer) -> None:
    said: dict[str, set[str]] = {}
    for text in made.names():
        for assembly in (None, made.organism.assembly):
            result = synonymizer.names(text, Options(assembly=assembly))
            assert [reading.key for reading in result.readings] == [made.key], text
            said[text] = {name.text for name in result.readings[0].names}
    assert len({frozenset(names) for names in said.values()}) == 1
    names = next(iter(said.values()))
    assert names.issuperset(text for text in made.names() if not text.startswith(made.gene.symbol.lower()))


def test_nothing_human_is_said(made: Made, synonymizer: Synonymizer) -> None:
    for text in (*made.names(), f"{made.gene.symbol} p.Met1?", f"{made.organism.chromosome}:g.35000del"):
        result = synonymizer.names(text)
        assert result.readings, text
        said = [*(name.text for one in result.readings for name in one.names), *_list_messages(result)]
        own = [one.replace(made.organism.contig, "") for one in said]
        assert not [one for one in own if any(word in one for word in HUMAN)]
        assert "W4003" not in {issue.code for issue in result.issues}


def _list_messages(result: Result) -> Iterator[str]:
    yield from (issue.message for issue in result.issues)


def test_a_symbol_is_read_as_it_is_written(made: Made, synonymizer: Synonymizer) -> None:
    assert synonymizer.names(f"{made.gene.symbol}:{made.coding}", Options(strict=True)).issues == ()
    slip = made.gene.symbol.lower()
    (issue,) = synonymizer.names(f"{slip}:{made.coding}").issues
    assert (issue.code, f"'{made.gene.symbol}:{made.coding}'" in issue.message) == ("W1001", True)


def _digest(text: str) -> str:
    """Return the digest of GA4GH: 24 bytes of SHA-512, in base64 fit for addresses."""
    return urlsafe_b64encode(hashlib.sha512(text.encode()).digest()[:24]).decode()


def test_vrs_names_the_contig_by_the_digest_of_its_bases(made: Made, synonymizer: Synonymizer) -> None:
    """By the algorithm of VRS 2.0: objects as JSON with keys in order, and what has a digest replaced by it."""
    refget = f"SQ.{_digest(made.bases)}"
    location = {
        "end": made.position,
        "sequenceReference": {"refgetAccession": refget, "type": "SequenceReference"},
        "start": made.position - 1,
        "type": "SequenceLocation",
    }
    allele = {
        "location": _digest(_write_json(location)),
        "state": {"sequence": made.new, "type": "LiteralSequenceExpression"},
        "type": "Allele",
    }
    identifier = f"ga4gh:VA.{_digest(_write_json(allele))}"
    (reading,) = synonymizer.names(next(made.names())).readings
    assert reading.vrs == identifier
    written = next(name.text for name in reading.names if identifier in name.text)
    assert synonymizer.names(written).readings[0].key == made.key


def _write_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def test_a_change_of_residues_is_found_by_its_gene(made: Made, synonymizer: Synonymizer) -> None:
    transcript = synonymizer.reference.find_transcript(made.gene.transcript)
    assert transcript is not None
    residues = synonymizer.reference.geometry.protein(transcript)
    coding = synonymizer.names(f"{made.gene.transcript}:{made.coding}").readings[0]
    protein = next(name.text for name in coding.names if name.level == "p" and name.text.startswith(made.gene.symbol))
    assert f"{residues[3]}" == translate(synonymizer.reference.geometry.spliced(transcript)[_codon(made)], "standard")
    keys = [reading.key for reading in synonymizer.names(protein).readings]
    assert made.key in keys


def _codon(made: Made) -> slice:
    return slice(made.gene.cds[0] + 9, made.gene.cds[0] + 12)


def test_the_mitochondrial_genome_is_its_own(made: Made, synonymizer: Synonymizer) -> None:
    contig = synonymizer.reference.find_contig_by_name("M", made.organism.assembly)
    assert contig is not None
    base = synonymizer.reference.geometry.sequence(contig.accession).bases(99, 100)
    for text in (f"m.100{base}>N", "m.100_101del", "chrM:m.100_101del", "chrM:100-101del"):
        for reading in synonymizer.names(text.replace(">N", ">" + "ACGT"["CGTA".index(base)])).readings:
            assert reading.key is not None
            assert reading.key.startswith(f"{contig.accession}:")


def test_names_are_compared(made: Made, synonymizer: Synonymizer) -> None:
    first, *others = made.names()
    assert {compare(first, other, synonymizer).verdict for other in others} == {"same"}


def test_a_vcf_file_is_known_by_its_contigs(made: Made, synonymizer: Synonymizer) -> None:
    header = f"##contig=<ID={made.organism.chromosome},length={len(made.bases)}>\n".encode()
    assembly, _ = find_assembly(header, b"", synonymizer.reference, None)
    assert assembly == made.organism.assembly


def test_the_batch_engine_answers_as_the_pipeline_does(made: Made, synonymizer: Synonymizer) -> None:
    judge = Judge(synonymizer.reference, Options())
    places = find_places(synonymizer.reference, [gene.symbol for gene in made.organism.genes])
    own = {kind: [at for at in found if at[0] == made.organism.contig] for kind, found in places.items()}
    drawn = draw_edits(
        synonymizer.reference, {kind: found for kind, found in own.items() if found}, random.Random(3), 60
    )
    judge.judge_alleles("drawn", drawn)
    judge.judge_texts("names", list(made.names()))
    assert judge.differences == []
