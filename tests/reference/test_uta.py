"""UTA: what is written and read again, judged by biocommons hgvs on the same database; access, and what goes wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hgvs.alignmentmapper
import hgvs.dataproviders.uta
import hgvs.location
import pytest
from hgvs.enums import Datum

import synonymizer
from synonymizer import open_reference
from synonymizer.errors import BadSource, DamagedData, DataError, MissingData
from synonymizer.export import export
from synonymizer.mapping import orient
from synonymizer.places import MITOCHONDRION
from synonymizer.reference import Reference
from synonymizer.reference.addresses import hide_passwords
from synonymizer.reference.cdot import read_cdot
from synonymizer.reference.contract import Record
from synonymizer.reference.postgres import Session
from synonymizer.reference.uta import Uta, open_uta
from tests.reference.postgres import Server, run_postgres

SCHEMA = "uta_synonymizer"
READER = "o'reader"
PASSWORD = "p@ss/w?rd#'%"
ANNOTATE = ["annotate", "a.tsv", "-o", "b.tsv", "--log", "log"]
HOSTILE = (
    "'; DROP TABLE transcript; --",
    'x" ; DELETE FROM exon; --',
    "STIM1' OR '1'='1",
    "%s",
    "%(gene)s",
    "NM_003156.%",
    "\\",
    "a\0b",
    "\ud800",
    "",
    "' UNION SELECT * FROM pg_shadow --",
)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.fixture(scope="module")
def script(reference: Reference, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uta") / "uta.sql"
    export(reference, "uta", path)
    return path


@pytest.fixture(scope="module")
def server(script: Path) -> Iterator[Server]:
    with run_postgres() as running:
        loaded = running.run("-f", str(script))
        assert loaded.returncode == 0, loaded.stderr
        account = f'"{READER}"'
        secret = PASSWORD.replace("'", "''")
        running.do(f"CREATE ROLE {account} LOGIN PASSWORD '{secret}'; GRANT USAGE ON SCHEMA {SCHEMA} TO {account};")
        running.do(f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {account}")
        yield running


@pytest.fixture(scope="module")
def url(server: Server) -> str:
    return server.url(SCHEMA, READER, PASSWORD)


@pytest.fixture(scope="module")
def opened(url: str, reference: Reference) -> Iterator[tuple[Uta, ...]]:
    found = open_uta(url, reference.contigs())
    yield found
    found[0].close()


@pytest.fixture(scope="module")
def records(opened: tuple[Uta, ...]) -> list[Record]:
    return [record for annotation in opened for record in annotation.records()]


@pytest.fixture(scope="module")
def provider(server: Server) -> Any:
    return hgvs.dataproviders.uta.connect(server.url(SCHEMA))


def method_of(record: Record) -> str:
    return "genebuild" if record.accession.startswith("ENST") else "splign"


# ---- what is held


def test_both_assemblies_hold_what_the_reference_lays_on_them(
    opened: tuple[Uta, ...], records: list[Record], reference: Reference
) -> None:
    assert [annotation.assembly for annotation in opened] == ["GRCh38", "GRCh37"]
    contigs = {contig.accession for contig in reference.contigs()} - {MITOCHONDRION}
    expected = {
        (transcript.accession, frame.sequence)
        for gene in reference.genes()
        for transcript in reference.transcripts_of(gene)
        for frame in reference.geometry.frames(transcript)
        if frame.sequence in contigs
    }
    assert {(record.accession, record.contig) for record in records} == expected
    assert len(records) == len(expected)


def test_records_are_the_transcripts_of_the_reference(records: list[Record], reference: Reference) -> None:
    for record in records:
        transcript = reference.find_transcript(record.accession)
        assert transcript is not None
        assert (record.gene, record.exons, record.cds, record.protein, record.code) == (
            transcript.gene,
            transcript.exons,
            transcript.cds,
            transcript.protein,
            transcript.code,
        )
        assert record.exceptions == transcript.exceptions
    assert {residue for record in records for _, residue in record.exceptions} >= {"M", "U"}


def test_a_server_is_asked_for_few_records_at_once(
    opened: tuple[Uta, ...], records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    ask = Session.ask

    def count(self: Session, query: Any, *values: object) -> Any:
        asked.extend(len(value) for value in values if isinstance(value, list))
        return ask(self, query, *values)

    monkeypatch.setattr(Session, "ask", count)
    monkeypatch.setattr("synonymizer.reference.uta._MOST_ASKED", 7)
    few = [record for annotation in opened for record in annotation.records()]
    assert max(asked) == 7
    assert len(few) > 70
    assert sorted(few, key=repr) == sorted(records, key=repr)
    places = [(record.contig, record.extent) for record in few]
    contigs = list(dict.fromkeys(contig for contig, _ in places))
    assert places == sorted(places, key=lambda place: (contigs.index(place[0]), place[1]))


def test_records_are_those_of_the_same_data_in_cdot(
    opened: tuple[Uta, ...], reference: Reference, tmp_path: Path
) -> None:
    export(reference, "cdot", tmp_path / "cdot.json")
    listed = {annotation.assembly: annotation for annotation in read_cdot(str(tmp_path / "cdot.json"))}
    for annotation in opened:
        other = listed[annotation.assembly]
        for record in other.records():
            if record.contig == MITOCHONDRION:
                continue
            (own,) = [one for one in annotation.find(record.accession) if one.contig == record.contig]
            assert replace(own, tags=record.tags) == replace(record, synonyms=(), protein_synonyms=())
        for symbol in other.genes():
            if not symbol.startswith("MT-"):
                assert [one.accession for one in annotation.of_gene(symbol)] == [
                    one.accession for one in sorted(other.of_gene(symbol), key=lambda one: (one.extent, one.accession))
                ]
        for contig in annotation.contigs():
            assert list(annotation.extents(contig)) == list(other.extents(contig))


def test_blocks_join_equal_bases_but_where_the_record_differs(records: list[Record], reference: Reference) -> None:
    seen = set()
    for record in records:
        transcript = reference.find_transcript(record.accession)
        assert transcript is not None
        spliced = reference.geometry.spliced(transcript)
        genomic = reference.geometry.sequence(record.contig)
        from_contig = [
            _read(genomic, *orient(block.source, block.source + block.length, record.strand), record.strand)
            for block in record.blocks
        ]
        own = [spliced[block.start : block.start + block.length] for block in record.blocks]
        assert (own != from_contig) == record.differs
        gapped = sum(block.length for block in record.blocks) != record.exons[-1].end
        seen.add((record.differs, gapped))
    assert seen >= {(False, False), (True, False), (False, True)}


def _read(genomic: Any, start: int, end: int, strand: int) -> str:
    bases: str = genomic.bases(start, end)
    return bases if strand > 0 else bases[::-1].translate(str.maketrans("ACGT", "TGCA"))


def test_hgvs_reads_the_same_exons(provider: Any, records: list[Record]) -> None:
    for record in records:
        rows = provider.get_tx_exons(record.accession, record.contig, method_of(record))
        rows = sorted(rows, key=lambda row: row["ord"])
        assert [(row["tx_start_i"], row["tx_end_i"]) for row in rows] == [(one.start, one.end) for one in record.exons]
        places = [orient(row["alt_start_i"], row["alt_end_i"], record.strand) for row in rows]
        assert (places[0][0], places[-1][1]) == orient(*record.extent, record.strand)
        known = provider.get_tx_identity_info(record.accession)
        assert known["lengths"] == [len(exon) for exon in record.exons]
        cds = (record.cds.start, record.cds.end) if record.cds else (None, None)
        assert (known["cds_start_i"], known["cds_end_i"], known["hgnc"]) == (*cds, record.gene)
        assert provider.get_pro_ac_for_tx_ac(record.accession) == record.protein


def test_hgvs_maps_bases_and_introns_to_the_same_places(provider: Any, records: list[Record]) -> None:
    checked = 0
    for record in records:
        mapper = hgvs.alignmentmapper.AlignmentMapper(provider, record.accession, record.contig, method_of(record))
        for block, following in zip(record.blocks, (*record.blocks[1:], None), strict=True):
            for base in (0, block.length // 2, block.length - 1):
                assert _map(mapper, block.start + base, 0) == _position(block.source + base, record.strand)
            last = block.start + block.length - 1
            if following and any(exon.end == last + 1 for exon in record.exons) and following.source - last > 20:
                place = block.source + block.length - 1 + 5
                if following.source - (block.source + block.length) > 20:
                    assert _map(mapper, last, 5) == _position(place, record.strand)
                    checked += 1
    assert checked > 1000


def _map(mapper: Any, base: int, offset: int) -> int:
    """Return the position on the contig of a base, counted from 0, of the transcript, or of an intron behind it."""
    position = hgvs.location.BaseOffsetPosition(base=base + 1, offset=offset, datum=Datum.SEQ_START)
    found = mapper.n_to_g(hgvs.location.BaseOffsetInterval(start=position, end=position))
    assert found.start.base == found.end.base
    mapped: int = found.start.base
    return mapped


def _position(source: int, strand: int) -> int:
    """Return the position of an oriented base of a contig."""
    return source + 1 if strand > 0 else -source


def test_hgvs_finds_genes_proteins_and_similar_transcripts(provider: Any, reference: Reference) -> None:
    transcript = reference.find_transcript("NM_003156.3")
    assert transcript is not None
    assert provider.schema_version() == "1.1"
    assert "GOK" in provider.get_gene_info("STIM1")["aliases"].split(",")
    residues = reference.geometry.protein(transcript).removesuffix("*")
    assert "NP_003147.2" in provider.get_acs_for_protein_seq(residues)
    held = {row["tx_ac"] for row in provider.get_tx_for_gene("STIM1")}
    assert held == {one.accession for one in reference.transcripts_of("STIM1")}
    similar = provider.get_similar_transcripts("NM_003156.3")
    assert {row["tx_ac2"] for row in similar} >= held - {"NM_003156.3"}
    own = reference.geometry.spliced(transcript)[transcript.cds.start : transcript.cds.end] if transcript.cds else ""
    for row in similar:
        other = reference.find_transcript(row["tx_ac2"])
        if other is not None and other.cds is not None:
            coding = reference.geometry.spliced(other)[other.cds.start : other.cds.end]
            assert row["cds_eq"] == (coding == own)


# ---- how it is asked


def test_a_transcript_is_found_by_every_name_and_by_its_place(opened: tuple[Uta, ...], reference: Reference) -> None:
    for annotation in opened:
        (record,) = annotation.find("NM_003156.3")
        start, end = record.extent
        assert record in annotation.of_gene("STIM1")
        assert record in annotation.of_protein("NP_003147.2")
        assert "NM_003156.3" in annotation.versions("NM_003156")
        for low, high in ((start, start), (end, end), (start - 9, start), (end, end + 9), (start + 1, start + 2)):
            assert record in annotation.over(record.contig, low, high)
        assert record not in annotation.over(record.contig, end + 1, end + 2)
        assert record not in annotation.over(record.contig, start - 2, start - 1)
        assert (start, end) in annotation.extents(record.contig)
        assert list(annotation.extents(record.contig)) == sorted(annotation.extents(record.contig))
        gene, alias = annotation.find_gene("STIM1"), annotation.find_gene("GOK")
        assert gene == alias
        assert gene is not None
        assert gene.installed
        assert set(annotation.genes()) <= set(reference.genes())
        lengths = {contig.accession: contig.length for contig in reference.contigs()}
        assert all(lengths[contig] == length for contig, length in annotation.contigs().items())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_finds_nothing_and_changes_nothing(text: str, opened: tuple[Uta, ...], server: Server) -> None:
    before = _count(server)
    for annotation in opened:
        assert annotation.find(text) == annotation.of_protein(text) == annotation.of_gene(text) == ()
        assert annotation.versions(text) == ()
        assert annotation.over(text, 0, 1 << 60) == ()
        assert not annotation.extents(text)
        assert annotation.find_gene(text) is None
    assert _count(server) == before


def _count(server: Server) -> str:
    return server.do(f"SELECT (SELECT count(*) FROM {SCHEMA}.transcript), (SELECT count(*) FROM {SCHEMA}.exon)")


def test_a_gene_is_asked_for_once(opened: tuple[Uta, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    annotation = opened[0]
    found = annotation.of_gene("TP53")
    monkeypatch.delattr(annotation, "_session")
    assert annotation.of_gene("TP53") is found
    assert all(any(each is record for each in annotation.find(record.accession)) for record in found)


def test_a_session_only_reads(server: Server, reference: Reference) -> None:
    annotation = open_uta(server.url(SCHEMA), reference.contigs())[0]
    before = _count(server)
    with pytest.raises(MissingData, match="read-only"):
        annotation._session.ask("DELETE FROM exon_aln RETURNING 1")
    annotation.close()
    assert _count(server) == before


def test_a_hostile_schema_is_looked_up_not_run(server: Server, reference: Reference) -> None:
    before = _count(server)
    schema = quote(f'{SCHEMA}"; DROP SCHEMA {SCHEMA} CASCADE; --', safe="")
    with pytest.raises(MissingData, match="has no schema"):
        open_uta(server.url(schema), reference.contigs())
    assert _count(server) == before


def test_a_connection_that_was_lost_is_opened_again(server: Server, url: str, reference: Reference) -> None:
    annotation = open_uta(url, reference.contigs())[0]
    before = annotation.find("NM_003156.3")
    server.do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'synonymizer'")
    assert annotation.find("NM_003156.3") == before
    annotation.close()


def test_a_connection_that_cannot_be_opened_again_is_told_of(server: Server, reference: Reference) -> None:
    server.do("CREATE ROLE visitor LOGIN SUPERUSER PASSWORD 'visit'")
    annotation = open_uta(server.url(SCHEMA, "visitor", "visit"), reference.contigs())[0]
    server.do("ALTER ROLE visitor NOLOGIN")
    server.do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'visitor'")
    with pytest.raises(MissingData, match="not permitted to log in") as caught:
        annotation.find("NM_003156.3")
    _check_sentence(caught.value)
    server.do("ALTER ROLE visitor LOGIN")
    assert annotation.find("NM_003156.3")
    annotation.close()


# ---- releases of other ages


def test_what_is_replaced_or_not_aligned_whole_is_left_out_of_an_older_release(
    server: Server, reference: Reference, opened: tuple[Uta, ...]
) -> None:
    names = ("associated_accessions", "exon", "exon_aln", "exon_set", "gene", "meta", "transcript")
    copies = "".join(f"CREATE TABLE uta_20210129.{name} AS SELECT * FROM {SCHEMA}.{name};" for name in names)
    server.do(f"""
        CREATE SCHEMA uta_20210129; {copies}
        SET search_path TO uta_20210129;
        ALTER TABLE transcript DROP COLUMN codon_table;
        UPDATE exon_set SET alt_aln_method = 'blat' WHERE tx_ac = 'NM_003156.3' AND alt_ac = 'NC_000011.9';
        UPDATE exon_set SET alt_aln_method = 'splign/1a2b3c4d' WHERE tx_ac = 'NM_000546.6' AND alt_ac = 'NC_000017.10';
        UPDATE exon_set SET tx_ac = tx_ac || '/10..20' WHERE tx_ac = 'NM_004985.5';
        UPDATE transcript SET ac = ac || '/10..20' WHERE ac = 'NM_004985.5';
        DELETE FROM exon_aln USING exon, exon_set
        WHERE alt_exon_id = exon_id AND exon.exon_set_id = exon_set.exon_set_id AND ord = 1
        AND tx_ac = 'NM_007294.4' AND alt_ac = 'NC_000017.11';
        INSERT INTO exon_set SELECT 1000000 + exon_set_id, tx_ac, alt_ac, alt_strand, 'genebuild'
        FROM exon_set WHERE tx_ac = 'NM_003156.3' AND alt_ac = 'NC_000011.10';
        UPDATE transcript SET cds_end_i = 1000000 WHERE ac = 'NM_000249.4';
        UPDATE exon_set SET alt_strand = -alt_strand WHERE tx_ac = 'NM_000059.4';
        UPDATE exon SET start_i = end_i, end_i = start_i FROM exon_set
        WHERE exon.exon_set_id = exon_set.exon_set_id AND ord = 2 AND tx_ac = 'NM_000038.6';
        UPDATE exon_aln SET cigar = '1=2?' FROM exon JOIN exon_set USING (exon_set_id)
        WHERE alt_exon_id = exon_id AND ord = 0 AND tx_ac = 'NM_004333.6' AND alt_ac LIKE 'NC%';
        INSERT INTO associated_accessions VALUES (1000000, 'NM_003156.3', 'NP_003147.1', 'older');
    """)
    new, old = open_uta(server.url("uta_20210129"), reference.contigs())
    now_new, now_old = opened
    assert new.find("NM_003156.3") == now_new.find("NM_003156.3")
    assert old.find("NM_003156.3") == old.find("NM_000546.6") == ()
    assert new.find("NM_000546.6") == now_new.find("NM_000546.6")
    assert now_old.find("NM_003156.3")
    assert now_old.find("NM_000546.6")
    for name in ("NM_004985.5", "NM_004985.5/10..20"):
        assert new.find(name) == old.find(name) == ()
    for name in ("NM_000249.4", "NM_000059.4", "NM_000038.6", "NM_004333.6"):
        assert new.find(name) == old.find(name) == ()
        assert now_new.find(name)
    assert dict(new.left_out)["NM_000249.4"] == "its coding sequence leaves its exons"
    assert new.find("NM_007294.4") == ()
    assert old.find("NM_007294.4") == now_old.find("NM_007294.4") != ()
    coded = next(record for record in now_new.records() if record.exceptions)
    assert new.find(coded.accession) == (replace(coded, exceptions=()),)
    server.do("DROP TABLE uta_20210129.exon_aln")
    with pytest.raises(DamagedData, match="exon_aln"):
        new.find("NM_000551.4")
    new.close()
    server.do("DROP SCHEMA uta_20210129 CASCADE")


def test_the_newest_release_is_read_where_none_is_named(server: Server, reference: Reference) -> None:
    server.do("CREATE SCHEMA uta_20200101")
    annotation = open_uta(server.url(""), reference.contigs())[0]
    assert annotation.path.endswith(f"/uta/{SCHEMA}")
    assert annotation.path == "/".join(annotation.origins[0][:2])
    annotation.close()


# ---- access


def test_a_certificate_is_verified_as_libpq_is_told(server: Server, url: str, reference: Reference) -> None:
    secure = f"{url}?sslmode=verify-full&sslrootcert="
    annotation = open_uta(f"{secure}{quote(str(server.authority))}", reference.contigs())[0]
    assert annotation._session.ask("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [(True,)]
    assert "ssl" not in annotation.path
    annotation.close()
    with pytest.raises(MissingData, match="certificate verify failed") as caught:
        open_uta(f"{secure}{quote(str(server.authority.with_name('stranger.crt')))}", reference.contigs())
    _check_sentence(caught.value)


def test_the_password_may_come_from_the_environment(
    server: Server, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    url = f"postgresql://{quote(READER)}@localhost:{server.port}/uta/{SCHEMA}"
    (annotation, _) = open_uta(url, reference.contigs())
    assert annotation.find("NM_003156.3")
    annotation.close()


@pytest.mark.parametrize(
    ("find", "error", "said"),
    [
        (lambda server: server.url(SCHEMA, READER, "wrong" + PASSWORD), MissingData, "authentication failed"),
        (lambda server: server.url("uta_20991231", READER, PASSWORD), MissingData, "has no schema uta_20991231"),
        (lambda server: server.url("public", READER, PASSWORD), DamagedData, "shows no associated_accessions"),
        (lambda server: server.url(SCHEMA, READER, PASSWORD, "?nonsense=1"), MissingData, "nonsense"),
        (lambda server: server.url("", READER, PASSWORD).replace("/uta/", "/atu/"), MissingData, '"atu" does not'),
        (lambda server: server.url("", READER, PASSWORD).replace(str(server.port), "1"), MissingData, "refused"),
        (lambda server: server.url(SCHEMA, READER, PASSWORD).replace("localhost", "no.invalid"), MissingData, "no.inv"),
        (lambda server: f"postgresql://{READER}:{PASSWORD}@localhost:{server.port}/uta", BadSource, "%23 for #"),
        (lambda _: f"mysql://{READER}:{quote(PASSWORD)}@localhost/uta", BadSource, "Write postgresql://"),
        (lambda _: f"postgresql://{READER}:12/{PASSWORD}@localhost/uta", BadSource, "Write postgresql://"),
        (lambda _: f"postgresql://{READER}:{quote(PASSWORD)}%00@localhost/uta", BadSource, "Write postgresql://"),
        (lambda _: f"postgresql://{READER}:{quote(PASSWORD)}\ud800@localhost/uta", BadSource, "Write postgresql://"),
        (lambda _: f"postgresql://{READER}:{quote(PASSWORD)}@localhost", BadSource, "Write postgresql://"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence_without_the_password(
    find: Any, error: type[DataError], said: str, server: Server, reference: Reference
) -> None:
    with pytest.raises(error, match=re.escape(said)) as caught:
        open_uta(find(server), reference.contigs())
    _check_sentence(caught.value)


def _check_sentence(error: DataError) -> None:
    assert "\n" not in error.message
    assert error.message.endswith(".")
    for secret in (PASSWORD, quote(PASSWORD, safe=""), "p@ss", "w?rd"):
        assert secret not in error.message
        assert secret not in repr(error)


def test_nothing_an_annotation_tells_of_itself_holds_the_password(opened: tuple[Uta, ...]) -> None:
    for annotation in opened:
        for told in (annotation.path, repr(annotation), repr(annotation.origins), str(annotation._session)):
            assert PASSWORD not in told
            assert quote(PASSWORD, safe="") not in told
        assert f"{READER}@localhost" in annotation.path


@pytest.fixture(scope="module")
def messages(reference: Reference, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("messages") / "rna.fa"
    export(reference, "rna", path)
    return path


@pytest.mark.parametrize("command", [["names", "NM_003156.3:c.494C>A", "--format", "json"], ["doctor"], ANNOTATE])
@pytest.mark.parametrize("wrong", ["", "wrong"])
def test_no_command_prints_the_password(
    command: list[str], wrong: str, url: str, messages: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.tsv").write_text("name\nNM_003156.3:c.494C>A\n", encoding="ascii")
    secret = quote(PASSWORD, safe="")
    spec = f"uta:{url.replace(secret, wrong + secret)}+rna:{messages}"
    done = subprocess.run(
        [sys.executable, "-m", "synonymizer", *command, "--reference", spec],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(synonymizer.__file__).parent.parent)},
    )
    assert (done.returncode == 0) != bool(wrong), done.stderr
    assert wrong == "" or "authentication failed" in done.stdout + done.stderr
    written = "".join(path.read_text() for path in tmp_path.iterdir())
    assert wrong or "@localhost" in done.stdout or "NC_000011.10:g.4055634C>A" in written
    for told in (PASSWORD, secret, "p@ss", "p%40ss", "Traceback"):
        assert told not in done.stdout + done.stderr + written


@pytest.mark.parametrize(
    "text",
    [
        "uta:postgresql://reader:SECRET@host/uta",
        "uta:postgresql://reader:a@SECRET@host/uta?sslmode=require+fasta:/a.fa",
        "postgresql://reader:a/SECRET?x#y@host/uta",
        "uta:postgresql://:SECRET@host/uta,uta:postgresql://b:SECRET@other/uta",
        "uta:postgresql://host/uta?password=SECRET&sslpassword=SECRET,embedded",
    ],
)
def test_passwords_are_taken_out_of_any_text(text: str) -> None:
    assert "SECRET" not in hide_passwords(text)
    assert "host/uta" in hide_passwords(text) or "other/uta" in hide_passwords(text)


def test_a_text_without_passwords_is_left_as_it_is() -> None:
    for text in ("embedded", "fasta:/a@b.fa+gff3:x", "uta:postgresql://reader@host:5432/uta/uta_1?sslmode=require"):
        assert hide_passwords(text) == text


def test_an_empty_database_says_that_it_holds_nothing(server: Server, reference: Reference) -> None:
    names = ("associated_accessions", "exon", "exon_aln", "exon_set", "gene", "meta", "transcript")
    copies = "".join(f"CREATE TABLE uta_2.{name} (LIKE {SCHEMA}.{name});" for name in names)
    server.do(f"CREATE SCHEMA uta_2; {copies}")
    with pytest.raises(MissingData, match="aligns no transcripts"):
        open_uta(server.url("uta_2"), reference.contigs())
    server.do("DROP SCHEMA uta_2 CASCADE")


# ---- the script


def test_the_same_data_give_the_same_script(script: Path, reference: Reference, tmp_path: Path) -> None:
    export(reference, "uta", tmp_path / "again.sql")
    assert (tmp_path / "again.sql").read_bytes() == script.read_bytes()


def test_loading_twice_stops_at_once(server: Server, script: Path) -> None:
    before = _count(server)
    again = server.run("-f", str(script))
    assert again.returncode != 0
    assert f'schema "{SCHEMA}" already exists' in again.stderr
    assert _count(server) == before
