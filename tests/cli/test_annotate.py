"""`synonymizer annotate` as its users run it."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synonymizer.formats import bgzf

Run = Callable[..., Any]

HEADER = "##fileformat=VCFv4.3\n##contig=<ID=11,length=135086622>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
RECORD = "11\t4055634\t.\tC\tA\t.\t.\t.\n"
ANSWER = (
    "SYN_KEY=NC_000011.10:4055633:C:A;SYN_G38=NC_000011.10:g.4055634C>A;SYN_G37=NC_000011.9:g.4076864C>A;"
    "SYN=1|STIM1|NM_001382567.1|missense_variant|NM_001382567.1:c.494C>A|NP_001369496.1:p.(Pro165Gln)"
)


def read_rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def make_slow(path: Path) -> None:
    """Write a file of several blocks, each of which takes a while: symbolic alleles are answered one by one."""
    padding = "x" * 100_000
    with path.open("w", encoding="ascii") as file:
        file.write(HEADER)
        for number in range(120):
            file.write(f"11\t4055634\t.\tC\t<DEL>\t.\t.\tEND={4055700 + number};NOTE={padding}\n")


def test_a_file_on_stdin_comes_out_on_stdout(run: Run) -> None:
    outcome = run("annotate", "-", stdin=HEADER + RECORD)
    assert outcome.status == 0
    assert read_rows(outcome.output) == [RECORD.replace("\t.\n", f"\t{ANSWER}")]
    assert outcome.messages.splitlines() == [
        "-: coordinates of GRCh38, by the lengths of its contigs.",
        "rows 1, answered 1, without an answer 0; computed in columns 100.0 %",
    ]


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: bgzf.compress(data) + bgzf.END])
def test_compressed_files_come_out_as_their_names_say(run: Run, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "in.vcf.gz").write_bytes(pack((HEADER + RECORD).encode()))
    assert run("annotate", "in.vcf.gz", "-o", "out.vcf.gz").status == 0
    assert run("annotate", "in.vcf.gz", "-o", "out.vcf").status == 0
    packed = (tmp_path / "out.vcf.gz").read_bytes()
    assert packed.endswith(bgzf.END)
    assert gzip.decompress(packed) == (tmp_path / "out.vcf").read_bytes()
    assert ANSWER in (tmp_path / "out.vcf").read_text()
    assert sorted(os.listdir(tmp_path)) == ["in.vcf.gz", "out.vcf", "out.vcf.gz"]


def test_an_index_finds_the_records(run: Run, tmp_path: Path) -> None:
    import pysam

    (tmp_path / "in.vcf").write_text(HEADER + RECORD + RECORD.replace("4055634", "4055635").replace("C\tA", "A\tC"))
    assert run("annotate", "in.vcf", "-o", "out.vcf.gz", "--index").status == 0
    with pysam.TabixFile(str(tmp_path / "out.vcf.gz")) as file:
        assert [line.split("\t")[1] for line in file.fetch("11", 4055634, 4055635)] == ["4055635"]
    assert sorted(os.listdir(tmp_path)) == ["in.vcf", "out.vcf.gz", "out.vcf.gz.tbi"]


def test_records_out_of_order_are_not_indexed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.vcf").write_text(HEADER + RECORD + RECORD.replace("4055634", "4055630"))
    outcome = run("annotate", "in.vcf", "-o", "out.vcf.gz", "--index")
    assert outcome.status == 3
    assert "E9004: out.vcf.gz cannot be indexed: its records are not sorted" in outcome.messages
    assert os.listdir(tmp_path) == ["in.vcf"]


def test_fields_transcripts_and_the_form_of_records_are_chosen(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.vcf").write_text(HEADER + "11\t4055634\t.\tCA\tAA,CC\t.\t.\t.\n")
    outcome = run(
        "annotate", "in.vcf", "--split", "--normalize", "--fields", "spdi,c", "--add", "r", "--carriers", "all"
    )
    rows = [line.split("\t") for line in read_rows(outcome.output)]
    assert [row[1:5] for row in rows] == [["4055634", ".", "C", "A"], ["4055635", ".", "A", "C"]]
    assert all(row[7].startswith("SYN_SPDI=NC_000011.10:405563") for row in rows)
    entries = rows[0][7].partition(";SYN=")[2].split(",")
    assert len(entries) > 5
    assert "1|NM_001277962.1:c.494C>A|NM_001277962.1:r.(494c>a)" in entries


def test_rows_without_an_answer_are_counted_and_handled_as_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.vcf").write_text(HEADER + RECORD + RECORD.replace("C\tA", "G\tA") + RECORD.replace("\tA", "\t*"))
    outcome = run("annotate", "in.vcf")
    assert outcome.status == 1
    assert "rows 2, answered 1, without an answer 1" in outcome.messages
    assert "alternates that state no change 1" in outcome.messages
    assert "1  E3001  " in outcome.messages
    assert len(read_rows(outcome.output)) == 3
    assert len(read_rows(run("annotate", "in.vcf", "--on-error", "drop").output)) == 2
    outcome = run("annotate", "in.vcf", "--on-error", "fail", "-o", "out.vcf")
    assert outcome.status == 1
    assert "This record has no answer." in outcome.messages
    assert os.listdir(tmp_path) == ["in.vcf"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-", "--resume"],
        ["in.vcf", "--resume"],
        ["in.vcf", "--index"],
        ["in.vcf", "--index", "-o", "out.vcf"],
        ["in.vcf", "--fields", "key,nonsense"],
        ["missing.vcf"],
        ["in.vcf", "--threads", "0"],
        ["in.vcf", "--log", "log.tsv"],
        ["in.vcf", "--spark", "local[1]"],
        ["in.vcf", "--spark", "local[1]", "--split", "-o", "out"],
        ["in.vcf", "-o", "out.tsv", "--split"],
        ["in.vcf", "-o", "out.tsv", "--resume"],
        ["."],
    ],
)
def test_wrong_usage_is_said_before_anything_is_read(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "in.vcf").write_text(HEADER + RECORD)
    outcome = run("annotate", *arguments)
    assert (outcome.status, outcome.output) == (2, "")


def test_a_file_that_was_not_copied_whole_is_not_answered_in_part(run: Run, tmp_path: Path) -> None:
    packed = bgzf.compress((HEADER + RECORD * 3000).encode())
    (tmp_path / "in.vcf.gz").write_bytes(packed[:-9])
    outcome = run("annotate", "in.vcf.gz", "-o", "out.vcf")
    assert outcome.status == 3
    assert "E9004: in.vcf.gz cannot be inflated" in outcome.messages
    assert os.listdir(tmp_path) == ["in.vcf.gz"]
    (tmp_path / "in.vcf.gz").write_bytes(packed)
    outcome = run("annotate", "in.vcf.gz", "-o", "out.vcf")
    assert outcome.status == 0
    assert "lacks the mark that ends a complete file" in outcome.messages


def test_a_file_of_the_other_assembly_is_refused(run: Run, tmp_path: Path) -> None:
    from synonymizer import open_reference

    bases = open_reference().geometry.sequence("NC_000011.9").bases(4076000, 4076050)
    rows = "".join(f"11\t{4076001 + n}\t.\t{base}\t{base}A\t.\t.\t.\n" for n, base in enumerate(bases))
    (tmp_path / "in.vcf").write_text(HEADER + rows)
    outcome = run("annotate", "in.vcf", "-o", "out.vcf")
    assert outcome.status == 3
    assert "Use --assembly GRCh37." in outcome.messages
    assert run("annotate", "in.vcf", "-o", "out.vcf", "--assembly", "GRCh37").status == 0


@pytest.mark.skipif(os.name == "nt", reason="no signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_an_interrupted_run_leaves_no_output_and_is_continued(
    command: list[str], environment: dict[str, str], run: Run, tmp_path: Path, number: int, status: int
) -> None:
    make_slow(tmp_path / "in.vcf")
    words = [*command, "annotate", "in.vcf", "-o", "out.vcf.gz", "--threads", "1"]
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as process:
        partial = tmp_path / ".partial.out.vcf.gz"
        while process.poll() is None and not (partial.exists() and partial.stat().st_size > 1000):
            time.sleep(0.01)
        process.send_signal(number)
        _, messages = process.communicate()
    assert process.returncode == status, messages.decode()
    assert not (tmp_path / "out.vcf.gz").exists()
    assert (b"--resume" in messages) == (number != signal.SIGKILL)
    outcome = run("annotate", "in.vcf", "-o", "out.vcf.gz", "--threads", "2", "--resume")
    assert (outcome.status, "rows 120, answered 120," in outcome.messages) == (0, True), outcome.messages
    assert run("annotate", "in.vcf", "-o", "whole.vcf.gz").status == 0
    assert (tmp_path / "out.vcf.gz").read_bytes() == (tmp_path / "whole.vcf.gz").read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["in.vcf", "out.vcf.gz", "whole.vcf.gz"]


@pytest.mark.skipif(os.name == "nt", reason="file sizes cannot be limited on this system")
def test_a_full_disk_leaves_no_output(command: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in.vcf").write_text(HEADER + RECORD * 1000)
    (tmp_path / "out.vcf").write_text("before")
    words = ["sh", "-c", 'ulimit -f 2; trap "" XFSZ; exec "$@"', "sh", *command, "annotate", "in.vcf", "-o", "out.vcf"]
    outcome = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert outcome.returncode == 3
    assert "E9005: out.vcf cannot be written: file too large." in outcome.stderr
    assert (tmp_path / "out.vcf").read_text() == "before"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_with_a_name_is_read_and_written_as_it_comes(
    run: Run, command: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    for name in ("in", "out.vcf"):
        os.mkfifo(tmp_path / name)
    words = [*command, "annotate", "in", "-o", "out.vcf"]
    with subprocess.Popen(words, cwd=tmp_path, env=environment) as process:
        (tmp_path / "in").write_text(HEADER + RECORD)
        assert read_rows((tmp_path / "out.vcf").read_text()) == [RECORD.replace("\t.\n", f"\t{ANSWER}")]
    assert process.returncode == 0
    (tmp_path / "in.vcf").write_text(HEADER + RECORD)
    for output in ("out.vcf", "-"):
        outcome = run("annotate", "in.vcf", "-o", output, "--resume")
        assert (outcome.status, "--resume needs a file" in outcome.messages) == (2, True)


@pytest.mark.skipif(shutil.which("head") is None, reason="no shell tools")
def test_a_reader_that_has_enough_ends_the_run(command: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in.vcf").write_text(HEADER + RECORD * 30_000)
    words = ["sh", "-c", '"$@" | head -c 10', "sh", *command, "annotate", "in.vcf"]
    outcome = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert outcome.stdout == b"##fileform"
    assert b"Traceback" not in outcome.stderr


def test_tables_objects_and_lines_are_annotated_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("id\tchange\n1\tSTIM1 c.494C>A\n")
    outcome = run("annotate", "in.tsv", "--column", "change", "--fields", "key")
    assert outcome.output.splitlines()[1].startswith("1\tSTIM1 c.494C>A\tNC_000011.10:4055633:C:A\t")
    outcome = run("annotate", "in.tsv", "--column", "change", "-o", "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text())["syn"]["key"] == "NC_000011.10:4055633:C:A"
    outcome = run("annotate", "-", stdin="STIM1 c.494C>A\n11-4055634-C-A\n")
    assert [line.split("\t")[2] for line in outcome.output.splitlines()[1:]] == ["NC_000011.10:4055633:C:A"] * 2
    outcome = run("annotate", "in.tsv", "--column", "other")
    assert outcome.status == 2
    assert "no column 'other'" in outcome.messages
