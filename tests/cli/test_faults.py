"""Whatever is wrong with reference data ends in one sentence and exit status 3, in time, and nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("limits of memory and of files are those of POSIX", allow_module_level=True)

import fcntl

from tests import faults
from tests.faults import FAULTS, VARIANT, Fault, Seen, describe, run

from synonymizer.install import remove
from synonymizer.reference import seal
from synonymizer.reference.store import Bundle

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "faults.md").read_text(encoding="utf-8")

MADE = (".fai", ".gzi", "/lock")
"""What a command that fails may leave behind besides what it has downloaded: indexes, and its lock."""

READING = (
    f"names '{VARIANT}'",
    "normalize in.txt",
    "annotate in.tsv --column variant -o out.tsv",
    f"compare '{VARIANT}' '{VARIANT}'",
    "group in.txt",
)
"""Commands that read the bases of `VARIANT`."""

COMMANDS = (*READING, "annotate in.vcf -o out.vcf", "gene STIM1", "data export --format gff3 -o out.gff3")


def _list_files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, one that nobody may read as well."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            mode = path.stat().st_mode
            path.chmod(mode | 0o400)
            found[str(path.relative_to(folder))] = path.read_bytes()
            path.chmod(mode)
    return found


def _check_sentence(seen: Seen, code: str) -> None:
    """Check that a command ends in one line that begins with a code."""
    assert seen.status == 3, seen
    assert seen.messages.startswith(f"{code}: "), seen
    assert seen.messages.count("\n") == 1, seen
    assert "Errno" not in seen.messages
    assert "secret" not in seen.messages


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.about}: {fault.title}")
def test_a_fault_ends_in_one_sentence_and_nothing_is_lost(fault: Fault, tmp_path: Path) -> None:
    fault.spoil(tmp_path)
    before = _list_files(tmp_path)
    seen = run(fault.command, tmp_path, room=fault.room)
    if fault.code:
        _check_sentence(seen, fault.code)
        assert not seen.output
    else:
        assert (seen.status, seen.messages) == (0, "")
        assert seen.output
    assert f"{describe(fault, seen)}\n" in PAGE, "run scripts/generate_docs.py"
    after = _list_files(tmp_path)
    assert {name: after.get(name) for name in before} == before
    new = {name for name in after if name not in before and not name.endswith(MADE)}
    assert all(name.startswith((".cache/", ".local/share/synonymizer/downloads/")) for name in new), new


@pytest.mark.parametrize("code", ["E9001", "E9002", "E9003", "E9004", "E9005", "E9006", "E9007", "E9008"])
def test_every_kind_of_fault_is_in_the_table(code: str) -> None:
    assert any(fault.code == code for fault in FAULTS)


@pytest.mark.parametrize(
    ("write", "command"),
    [
        (faults.write_bundle, "names --reference mine.bundle 'STIM1 c.494C>A'"),
        (faults.write_genome, f"names --reference fasta:genome.fa '{VARIANT}'"),
        (faults.write_packed, f"names --reference fasta:genome.fa.gz '{VARIANT}'"),
        (faults.write_annotation, "names --reference fasta:genome.fa+gff3:genes.gff3 NR_1.1:n.1C>A"),
        (faults.write_cdot, "names --reference fasta:genome.fa+cdot:cdot.json NR_1.1:n.1C>A"),
        (faults.write_records, "data build --from files -o new.bundle"),
        (faults.install, "names 'STIM1 c.494C>A'"),
    ],
)
def test_the_same_files_without_a_fault_are_read(write: faults.Spoil, command: str, tmp_path: Path) -> None:
    write(tmp_path)
    seen = run(command, tmp_path)
    assert seen.status == 0, seen
    assert seen.output


@pytest.mark.parametrize(
    ("spoil", "reference", "code"),
    [
        (faults.on(faults.write_bundle, faults.flip, 20_000), "mine.bundle", "E9002"),
        (faults.on(faults.write_annotation, faults.append, b"one\ttwo\n"), "fasta:genome.fa+gff3:genes.gff3", "E9004"),
    ],
)
def test_every_command_tells_of_a_fault_alike(spoil: faults.Spoil, reference: str, code: str, tmp_path: Path) -> None:
    spoil(tmp_path)
    said = _run_all(COMMANDS, reference, code, tmp_path)
    seen = run(f"doctor --format json --reference {reference}", tmp_path)
    assert seen.status == 3
    (row,) = (row for row in json.loads(seen.output) if row["kind"] == "reference" and row["state"] != "ok")
    assert f"{code}: {row['detail']}\n" == said


def test_what_is_found_only_when_bases_are_read_is_told_by_every_command_that_reads_them(tmp_path: Path) -> None:
    faults.prepend(faults.write_genome(tmp_path), b">x\nA\n")
    _run_all(READING, "fasta:genome.fa", "E9002", tmp_path)


def _run_all(commands: tuple[str, ...], reference: str, code: str, folder: Path) -> str:
    """Run commands, which must all say the same and change nothing, and return what they say."""
    faults.write_vcf(folder)
    (folder / "in.txt").write_text(f"{VARIANT}\n", encoding="ascii")
    (folder / "in.tsv").write_text(f"variant\n{VARIANT}\n", encoding="ascii")
    for name in ("out.vcf", "out.tsv", "out.gff3"):
        (folder / name).write_text("what was here before\n", encoding="ascii")
    before = _list_files(folder)
    said = set()
    for command in commands:
        seen = run(f"{command} --reference {reference}", folder)
        _check_sentence(seen, code)
        said.add(seen.messages)
    assert _list_files(folder) == before
    (sentence,) = said
    return sentence


def test_pages_that_were_sealed_damaged_stop_a_batch_and_keep_the_older_output(tmp_path: Path) -> None:
    path = faults.write_bundle(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int.from_bytes(data[28:32], "big") * int.from_bytes(data[16:18], "big")])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE identifier_page SET identifiers = x'00'")
        connection.execute("UPDATE allele_page SET alleles = x'00'")
    seal.write_seal(path)
    (tmp_path / "in.tsv").write_text("variant\nSTIM1 c.494C>A\nrs113993960\n", encoding="ascii")
    (tmp_path / "out.tsv").write_text("what was here before\n", encoding="ascii")
    before = _list_files(tmp_path)
    _check_sentence(run("annotate in.tsv --column variant -o out.tsv --reference mine.bundle", tmp_path), "E9002")
    assert _list_files(tmp_path) == before
    _check_sentence(run("names rs113993960 --reference mine.bundle", tmp_path), "E9002")


def test_a_large_bundle_is_compared_when_it_has_changed_whether_or_not_that_is_noted(tmp_path: Path) -> None:
    path = faults.write_bundle(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int.from_bytes(data[28:32], "big") * int.from_bytes(data[16:18], "big")])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE filler AS SELECT zeroblob({seal.SMALL}) AS blank")
    seal.write_seal(path)
    ask = "names --format plain --limit 1 --reference mine.bundle 'STIM1 c.494C>A'"
    cache = tmp_path / ".cache"
    cache.mkdir(mode=0o500)
    assert run(ask, tmp_path).status == 0
    assert not list(cache.iterdir())
    cache.chmod(0o700)
    assert run(ask, tmp_path).status == 0
    assert len(list(cache.rglob("compared/*"))) == 1
    faults.flip(path, 20_000_000)
    _check_sentence(run(ask, tmp_path), "E9002")
    faults.flip(path, 20_000_000)
    assert run(ask, tmp_path).status == 0
    faults.cut(path, -5)
    _check_sentence(run(ask, tmp_path), "E9002")


def test_one_process_at_a_time_changes_what_is_installed(tmp_path: Path) -> None:
    data = faults.install(tmp_path)
    faults.offer(tmp_path, b"{}")
    with (data / "lock").open("w", encoding="ascii") as lock:
        lock.write("4711\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = _list_files(tmp_path)
        for command in ("data install cdot-refseq --from files", "data remove lrg"):
            seen = run(command, tmp_path)
            _check_sentence(seen, "E9005")
            assert "Process 4711 is changing the installed sets" in seen.messages
        assert run("names 'STIM1 c.494C>A'", tmp_path).status == 0, "reading waits for nobody"
        assert _list_files(tmp_path) == before
    assert run("data install cdot-refseq --from files", tmp_path).status == 0


def test_who_reads_a_set_goes_on_when_it_is_removed(tmp_path: Path) -> None:
    data = faults.install(tmp_path)
    with closing(Bundle.open(data / "sets" / "lrg" / "current" / "lrg.bundle")) as opened:
        remove("lrg", data)
        assert opened.genes()
        assert opened.find_transcript("NM_003156.3")
    assert run("names 'STIM1 c.494C>A'", tmp_path).status == 0, "the embedded bundle answers"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_stopped_leaves_the_older_bundle_and_nothing_else(
    number: signal.Signals, status: int, tmp_path: Path
) -> None:
    faults.write_records(tmp_path)
    waiting = tmp_path / "files" / "contigs.tsv"
    waiting.unlink()
    before = _list_files(tmp_path)
    os.mkfifo(waiting)  # the build waits for somebody to write it
    words = [sys.executable, "-m", "synonymizer", *shlex.split("data build --from files -o new.bundle")]
    with subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        writer = _await_reader(waiting)
        process.send_signal(number)
        assert process.wait(30) == status
        os.close(writer)
        assert process.stderr
        assert process.stderr.read() == b""
    assert _list_files(tmp_path) == before


def _await_reader(pipe: Path) -> int:
    """Return the end of a pipe for writing, once another process reads it."""
    until = time.monotonic() + 30
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as fault:
            if fault.errno != errno.ENXIO or time.monotonic() > until:
                raise
            time.sleep(0.02)
