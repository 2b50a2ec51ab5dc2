"""Every set, installed as a newcomer does: by one command, from a publisher on this machine, in its own format.

What an installed set answers is compared with what the embedded reference does, from which its files were written.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from synonymizer import Reference, Synonymizer, open_reference
from synonymizer.build.reports import be_silent
from synonymizer.errors import OutputNotWritable
from synonymizer.install import SETS, Request, install, remove, verify
from synonymizer.reference.store import Bundle
from tests.install.published import CONTIGS, GENES, SHARED, Published, find_listing, find_path
from tests.install.server import Publisher, publishing
from tests.install.snapshots import Daemon, needs_rsync, serving

HALVES = ("cdot-refseq", "cdot-ensembl", "seqrepo")
SETTLED = "--release", "current"
"""How an archive of LRG is taken that is not the pinned one."""

VARIANT = "STIM1 c.494C>A"
ASKED = 12
"""Variants of each set that are asked for."""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    status: int
    out: str
    said: str


def _run(folder: Path, *words: str, path: str | None = None) -> Done:
    """Run a command with a folder of installed sets."""
    environment = {**os.environ, "SYNONYMIZER_DATA_DIR": str(folder)} | ({} if path is None else {"PATH": path})
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "RSYNC_PROXY"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "synonymizer", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    return Done(done.returncode, done.stdout, done.stderr)


def _install(folder: Path, name: str, *options: str, path: str | None = None) -> Done:
    release = SETTLED if name == "lrg" else ()
    return _run(folder, "data", "install", name, *release, "--data-dir", str(folder), *options, path=path)


def _assert_refused(done: Done, folder: Path, code: str = "E9008") -> None:
    """Assert that a command said one sentence, and that nothing is installed."""
    assert done.status == 3
    assert done.said.startswith(f"{code}: ")
    assert done.said.count("\n") == 1
    assert done.out == ""
    assert not [*(folder / "sets").glob("*.json")]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return Published(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def publisher(published: Published) -> Iterator[Publisher]:
    with publishing() as served:
        served.files.update({f"/{path}": data for path, data in published.files.items()})
        yield served


@pytest.fixture(scope="module")
def stick(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the same files, and of the snapshot."""
    folder = tmp_path_factory.mktemp("stick")
    for path, data in published.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    published.write_snapshot(folder / find_path("seqrepo"))
    return folder


@pytest.fixture(scope="module")
def installed(publisher: Publisher, stick: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of all sets, each installed by one command."""
    folder = tmp_path_factory.mktemp("all") / "data"
    work = tmp_path_factory.mktemp("rsync")
    with ExitStack() as running:
        mirror = str(stick)
        if shutil.which("rsync"):
            mirror = running.enter_context(serving("seqrepo", stick / "dl.biocommons.org" / "seqrepo", work)).url
        for name, data_set in SETS.items():
            done = _install(folder, name, "--mirror", mirror if name == "seqrepo" else publisher.url)
            assert done.status == 0, done.said
            release = "current" if name == "lrg" else data_set.release
            assert done.out.startswith(f"{name} {release}: ")
        yield folder


@pytest.fixture(scope="module")
def embedded() -> Synonymizer:
    return Synonymizer(open_reference("embedded"))


def test_every_set_is_listed_with_its_release_and_licence(installed: Path) -> None:
    listed = _run(installed, "data", "list", "--format", "tsv")
    rows = {row["set"]: row for row in csv.DictReader(listed.out.splitlines(), delimiter="\t")}
    assert [*rows] == [*SETS]
    for name, row in rows.items():
        assert row["release"] == ("current" if name == "lrg" else SETS[name].release)
        assert row["licence"] == SETS[name].licence
        assert row["installed"]
        assert int(row["size"]) > 1000
    told = {name: row["checksum"] for name, row in rows.items()}
    assert told["refseq-grch38"] == told["refseq-grch37"] == "publisher's md5"
    assert told["clinvar"] == told["dbsnp"] == "publisher's md5"
    assert told["ensembl-grch38"] == "publisher's sum"
    assert told["mane"] == told["cdot-refseq"] == told["seqrepo"] == "first seen"


def test_every_set_is_as_it_was_installed(installed: Path) -> None:
    done = _run(installed, "data", "verify", *SETS)
    assert done.status == 0, done.said
    assert [line.split()[0] for line in done.out.splitlines()] == [*SETS]
    assert {path.name for path in installed.rglob("*") if path.parent == installed} == {"sets", "lock", "downloads"}
    assert [*(installed / "downloads").iterdir()] == []


def test_all_sets_together_answer_and_are_named(installed: Path, embedded: Synonymizer) -> None:
    for text in (VARIANT, "NF2 c.784C>T"):
        done = _run(installed, text, "--format", "plain")
        assert done.status == 0, done.said
        key = embedded.names(text).readings[0].key
        assert key in done.out.splitlines()
    report = _run(installed, "doctor")
    assert report.status == 0, report.out
    for name in SETS:
        assert (f"{', '.join(HALVES)}. Write: --reference" if name in HALVES else f"/{name}.bundle") in report.out
    joined = _run(installed, "doctor", "--reference", "seqrepo+cdot-refseq")
    assert "other half: cdot-ensembl. Write" in joined.out


# ---- what sets answer


def _list_variants(embedded: Synonymizer) -> list[str]:
    """Return small changes in and near exons of the genes, drawn, by their places."""
    draw = random.Random(6)
    texts = []
    reference = embedded.reference
    for turn in range(ASKED):
        gene, contig = GENES[turn % len(GENES)], [*CONTIGS.values()][turn % len(CONTIGS)]
        transcript = draw.choice(reference.transcripts_of(gene))
        frame = reference.geometry.frame(transcript, contig)
        assert frame is not None
        exon = draw.choice(frame.exons)
        parts = [*frame.parts(exon.start, exon.end)]
        at = draw.randrange(parts[0].source - 8, parts[-1].source + parts[-1].length + 8)
        start = at if frame.strand > 0 else -at - 1
        deleted = reference.geometry.sequence(contig).bases(start, start + draw.choice((1, 1, 2)))
        inserted = draw.choice([text for text in ("A", "C", "G", "T", "") if text != deleted])
        texts.append(f"{contig}:{start}:{deleted}:{inserted}")
    return texts


def _name_on(engine: Synonymizer, text: str, accessions: set[str]) -> set[str]:
    """Return the HGVS names of a variant on some transcripts and proteins.

    Repeats are left out: they are told of the main transcript alone, and annotation of GRCh37 knows nothing of MANE.
    """
    (reading,) = engine.names(text).readings
    texts = (name.text for name in reading.names if name.cls == "hgvs" and "[" not in name.text)
    return {text for text in texts if text.partition(":")[0] in accessions}


def _list_held(store: Bundle) -> set[str]:
    held = [one for gene in GENES for one in store.transcripts_of(gene)]
    return {name for one in held for name in (one.accession, one.protein or "")} - {""}


@pytest.mark.parametrize("name", ["lrg", "mane", "refseq-grch38", "refseq-grch37", "ensembl-grch38"])
def test_a_set_of_transcripts_names_as_the_embedded_reference_does(
    installed: Path, embedded: Synonymizer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if name == "lrg" and not SHARED.is_dir():
        pytest.skip("the public files are not at hand (SYNONYMIZER_SHARED)")
    monkeypatch.setenv("SYNONYMIZER_DATA_DIR", str(installed))
    reference = open_reference(f"{name},embedded")
    store = reference.stores[0]
    assert isinstance(store, Bundle)
    assert store.path.endswith(f"{name}.bundle")
    told = {origin.source: origin for origin in store.provenance()}
    for file in SETS[name].files:
        assert told.pop(find_path(name, file).rpartition("/")[2]).sha256
    assert not told or name == "lrg"  # whose symbols and facts are those of the embedded bundle
    accessions = _list_held(store)
    assert accessions >= _list_wanted(name, embedded.reference)
    engine = Synonymizer(reference)
    named: set[str] = set()
    for text in _list_variants(embedded):
        expected = _name_on(embedded, text, accessions)
        assert _name_on(engine, text, accessions) == expected, text
        named |= expected
    assert len({text.partition(":")[0] for text in named}) > 5


def _list_wanted(name: str, reference: Reference) -> set[str]:
    """Return the transcripts that a set must hold at least; of Ensembl's, which has one version of each, MANE's."""
    special = {"lrg": {"LRG"}, "mane": {"MANE Select"}, "ensembl-grch38": {"MANE Select", "Ensembl"}}
    tags = special.get(name, {"RefSeq"})
    return {one.accession for gene in GENES for one in reference.transcripts_of(gene) if tags <= {*one.tags}}


@pytest.mark.parametrize("name", ["cdot-refseq", "cdot-ensembl"])
def test_transcripts_and_sequences_of_two_sets_make_a_reference(
    installed: Path, embedded: Synonymizer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("SYNONYMIZER_DATA_DIR", str(installed))
    reference = open_reference(f"seqrepo+{name},embedded")
    publisher = name.partition("-")[2]
    held = [one for one in embedded.reference.transcripts_of("NF2") if publisher in map(str.lower, one.tags)]
    assert {one.accession for one in held} == {one.accession for one in reference.stores[0].transcripts_of("NF2")}
    accessions = {name for one in held for name in (one.accession, one.protein or "")}
    text = "NC_000022.11:g.29661313C>T"
    assert _name_on(Synonymizer(reference), text, accessions) == _name_on(embedded, text, accessions) != set()
    verify("seqrepo", installed, be_silent)


@pytest.mark.parametrize("name", ["clinvar", "dbsnp"])
def test_identifiers_lead_where_those_of_the_embedded_reference_do(
    installed: Path, embedded: Synonymizer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("SYNONYMIZER_DATA_DIR", str(installed))
    reference = open_reference(f"{name},embedded")
    store, engine = reference.stores[0], Synonymizer(reference)
    draw = random.Random(name)
    for contig in ("NC_000011.10", "NC_000022.11") if name == "dbsnp" else ("NC_000011.10",):
        length = next(one.length for one in reference.contigs() if one.accession == contig)
        wanted = [*embedded.reference.known_over(contig, 0, length)]
        held = {(one.start, one.end, one.inserted): one for one in store.known_over(contig, 0, length)}
        for known in draw.sample(wanted, 40):
            text = f"rs{known.rs}" if name == "dbsnp" else f"VCV{known.variation or 0:09}"
            if (known.rs if name == "dbsnp" else known.variation) is None:
                continue
            assert (known.start, known.end, known.inserted) in held
            found, expected = engine.names(text).readings, embedded.names(text).readings
            assert {one.key for one in found} == {one.key for one in expected} != set()


# ---- what is not what its publisher says


@pytest.mark.parametrize(
    ("name", "kind"),
    [("refseq-grch38", "md5"), ("ensembl-grch38", "sum"), ("clinvar", "md5"), ("dbsnp", "md5"), ("mane", "sha256")],
)
def test_a_file_that_is_not_the_listed_one_is_refused(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    listing = "/SHA256SUMS" if kind == "sha256" else f"/{find_listing(name)}"
    told = publisher.files.get(listing, b"")
    digest = {"md5": "0" * 32, "sum": "12345 1", "sha256": "0" * 64}[kind]
    line = f"{digest}  {find_path(name).rpartition('/')[2]}\n"
    monkeypatch.setitem(publisher.files, listing, line.encode())
    assert told != publisher.files[listing]
    done = _install(tmp_path, name, "--mirror", publisher.url)
    _assert_refused(done, tmp_path)
    assert f"is not what it should be: its {kind} is " in done.said
    assert f"and not {digest}" in done.said


def test_an_archive_that_is_not_the_pinned_one_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    done = _run(tmp_path, "data", "install", "lrg", "--mirror", publisher.url)
    _assert_refused(done, tmp_path)
    assert "--release current" in done.said


# ---- a folder


def test_sets_of_every_making_come_from_a_folder(stick: Path, tmp_path: Path, embedded: Synonymizer) -> None:
    assert _install(tmp_path, "lrg", "--from", str(stick)).status == 0
    names = ("mane", "cdot-refseq", "clinvar", "seqrepo")
    done = _run(tmp_path, "data", "install", *names, "--mirror", str(stick))
    assert done.status == 0, done.said
    assert [line.split()[0] for line in done.out.splitlines()] == [*names]
    found = _run(tmp_path, VARIANT, "--format", "plain", "--reference", "seqrepo+cdot-refseq")
    assert embedded.names(VARIANT).readings[0].key in found.out.splitlines()


def test_what_is_removed_leaves_nothing(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(installed, folder)
    left = [*SETS]
    for name in SETS:
        remove(name, folder)
        left.remove(name)
        assert sorted(path.stem for path in (folder / "sets").glob("*.json")) == sorted(left)
        assert not (folder / "sets" / name).exists()
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["lock"]
    assert _run(folder, "data", "list").status == 0
    shutil.copytree(installed, folder, dirs_exist_ok=True)
    assert _run(folder, "data", "remove", *SETS).status == 0
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["lock"]


# ---- a folder from a server


@pytest.fixture
def snapshot(stick: Path, tmp_path: Path) -> Path:
    """A module that holds the snapshot, with a file that takes a while."""
    release = tmp_path / "module" / SETS["seqrepo"].release
    shutil.copytree(stick / find_path("seqrepo"), release)
    (release / "sequences" / "large").write_bytes(random.Random(1).randbytes(6_000_000))
    return release


@pytest.fixture
def daemon(snapshot: Path, tmp_path: Path) -> Iterator[Daemon]:
    with serving("seqrepo", snapshot.parent, tmp_path, rate=4000) as server:
        yield server


def _begin(folder: Path, daemon: Daemon) -> subprocess.Popen[bytes]:
    """Begin to install the snapshot, and return when some of it has come."""
    words = [sys.executable, "-m", "synonymizer", "data", "install", "seqrepo", "--mirror", daemon.url]
    process = subprocess.Popen([*words, "--data-dir", str(folder)], stderr=subprocess.DEVNULL)
    large = folder / "downloads/seqrepo" / SETS["seqrepo"].release / "copied" / SETS["seqrepo"].release
    for _ in range(400):
        if (large / "sequences" / "large").exists() and (large / "sequences" / "large").stat().st_size > 1_500_000:
            return process
        time.sleep(0.02)
    process.kill()
    raise AssertionError("nothing comes")


def _assert_same(folder: Path, snapshot: Path) -> None:
    """Assert that what is installed is what is served, and nothing else."""
    verify("seqrepo", folder, be_silent)
    kept = folder / "sets/seqrepo" / SETS["seqrepo"].release / SETS["seqrepo"].release
    held = {path.relative_to(kept): path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    assert held == {path.relative_to(snapshot): path.read_bytes() for path in snapshot.rglob("*") if path.is_file()}


@needs_rsync
@pytest.mark.skipif(os.name == "nt", reason="processes are not ended by signals on this system")
def test_a_snapshot_that_is_interrupted_goes_on(daemon: Daemon, snapshot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    process = _begin(folder, daemon)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) != 0
    done = _install(folder, "seqrepo", "--mirror", daemon.url)
    assert done.status == 0, done.said
    _assert_same(folder, snapshot)
    assert daemon.find_most_sent() < 5_000_000


@needs_rsync
@pytest.mark.skipif(os.name == "nt", reason="processes are not ended by signals on this system")
def test_the_rsync_of_a_process_that_died_is_waited_for(daemon: Daemon, snapshot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    process = _begin(folder, daemon)
    process.kill()
    process.wait(30)
    _assert_refused(_install(folder, "seqrepo", "--mirror", daemon.url), folder, "E9005")
    done = _install(folder, "seqrepo", "--mirror", daemon.url, "--wait")
    assert done.status == 0, done.said
    _assert_same(folder, snapshot)


@needs_rsync
def test_a_snapshot_that_cannot_be_had_is_said_in_a_sentence(
    daemon: Daemon, publisher: Publisher, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    absent = _install(folder, "seqrepo", "--mirror", daemon.url, "--release", "2024-02-20")
    _assert_refused(absent, folder)
    assert absent.said.count("2024-02-20") >= 3
    _assert_refused(_install(folder, "seqrepo", "--mirror", publisher.url), folder, "E9007")
    _assert_refused(_install(folder, "cdot-refseq", "--mirror", daemon.url), folder, "E9007")


@needs_rsync
@pytest.mark.parametrize("is_folder", [False, True])
def test_a_full_disk_is_told_before_a_snapshot_comes(
    daemon: Daemon, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_folder: bool
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    request = Request(tmp_path / "data", str(stick) if is_folder else daemon.url)
    with pytest.raises(OutputNotWritable, match="Make room"):
        install("seqrepo", request, be_silent)
    assert [path.name for path in (tmp_path / "data").rglob("*") if path.is_file()] == ["lock"]


@needs_rsync
def test_a_snapshot_says_how_much_has_come(daemon: Daemon, snapshot: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    install("seqrepo", Request(tmp_path / "data", daemon.url), lambda *what: told.append(what))
    size = -(-sum(path.stat().st_size for path in snapshot.rglob("*") if path.is_file()) // 1_000_000)
    assert {(stage, total) for stage, _, total in told} == {("copying seqrepo, MB", size)}
    come = [done for _, done, _ in told]
    assert come == sorted(come)
    assert come[-1] in (size - 1, size)
    assert len({*come}) > 2


def test_a_machine_without_rsync_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = _install(tmp_path / "data", "seqrepo", "--mirror", "rsync://127.0.0.1:1", path=str(tmp_path / "empty"))
    _assert_refused(done, tmp_path / "data")
    assert "Install rsync" in done.said
