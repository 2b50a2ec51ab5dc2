"""Files in blocks, and outputs that appear when they are complete."""

from __future__ import annotations

import gzip
import json
import os
import threading
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.errors import BadSource, OutputNotWritable
from synonymizer.formats import bgzf, blocks
from synonymizer.formats.blocks import Done, Source, read_blocks, run
from synonymizer.formats.outputs import writing

LINES = b"".join(b"%d\tline of some length\n" % number for number in range(1000))
Pack = Callable[[bytes], bytes]

JOB: dict[str, str | int] = {"input": "x", "size": 3}


def write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def end_with(fault: type[BaseException], path: Path, *dones: Done, interval: float = 60) -> None:
    with writing(path, JOB, interval=interval) as output:
        for done in dones:
            output.write(done)
        raise fault("the end")


@given(st.binary(max_size=200_000))
def test_members_are_read_by_any_gzip_and_may_be_joined(data: bytes) -> None:
    made = bgzf.compress(data)
    assert gzip.decompress(made + bgzf.END + made) == data + data
    assert not data or bgzf.is_blocked(made)


def test_a_text_that_does_not_compress_fits_into_its_members() -> None:
    import random

    data = random.Random(1).randbytes(300_000)
    made = bgzf.compress(data)
    place = 0
    while place < len(made):  # each member says its size
        size = int.from_bytes(made[place + 16 : place + 18], "little") + 1
        assert zlib.decompress(made[place : place + size], wbits=31) == data[: bgzf.PAYLOAD]
        data = data[bgzf.PAYLOAD :]
        place += size
    assert not data


@pytest.mark.parametrize("size", [1, 7, 30, 1000, 10**6])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda data: bgzf.compress(data) + bgzf.END])
def test_blocks_are_whole_lines_and_the_same_from_any_block_on(tmp_path: Path, size: int, pack: Pack) -> None:
    lines = LINES[:3000] if size < 100 else LINES
    path = write(tmp_path / "lines", pack(lines + b"no end"))
    with Source(path) as source:
        blocks = list(read_blocks(source, size=size))
    assert b"".join(block.data for block in blocks) == lines + b"no end"
    assert all(block.data.endswith(b"\n") for block in blocks[:-1])
    middle = len(blocks) // 2
    with Source(path) as source:
        assert list(read_blocks(source, start=blocks[middle].end, size=size)) == blocks[middle + 1 :]


@pytest.mark.parametrize("pack", [gzip.compress, bgzf.compress])
def test_a_compressed_file_that_is_cut_off_is_not_read_as_if_it_ended(tmp_path: Path, pack: Pack) -> None:
    path = write(tmp_path / "lines.gz", pack(LINES)[:-20])
    with Source(path) as source, pytest.raises(BadSource, match="cannot be inflated"):
        list(read_blocks(source))


@pytest.mark.parametrize("pack", [gzip.compress, bgzf.compress])
def test_a_compressed_file_with_a_changed_byte_is_never_read_as_another(tmp_path: Path, pack: Pack) -> None:
    packed = pack(LINES[:2000])
    for place in range(2, len(packed)):
        path = write(tmp_path / "lines.gz", packed[:place] + bytes([packed[place] ^ 0x55]) + packed[place + 1 :])
        try:
            with Source(path) as source:
                read = b"".join(block.data for block in read_blocks(source))
        except BadSource as fault:
            told = fault.message
            read = LINES[:2000] if "cannot be inflated" in told else told.encode()
        assert read == LINES[:2000]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda data: bgzf.compress(data) + bgzf.END])
def test_a_pipe_is_read_as_a_file_is(tmp_path: Path, pack: Pack) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(pack(LINES),))
    writer.start()
    with Source(str(path)) as source:
        assert b"".join(block.data for block in read_blocks(source)) == LINES
        assert (source.size, source.tell(), source.is_cut_off) == (0, 0, False)
    writer.join()


def test_a_line_without_an_end_is_refused_before_it_takes_all_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "LONGEST_LINE", 1 << 12)
    path = write(tmp_path / "lines.gz", gzip.compress(b"short\n" + b"x" * (1 << 20)))
    with Source(path) as source, pytest.raises(BadSource, match="a line of more than 4,096 bytes, which begins b'x"):
        list(read_blocks(source, size=1 << 10))


def test_a_missing_end_mark_is_noticed(tmp_path: Path) -> None:
    with Source(write(tmp_path / "whole.gz", bgzf.compress(LINES) + bgzf.END)) as source:
        assert not source.is_cut_off
    with Source(write(tmp_path / "cut.gz", bgzf.compress(LINES))) as source:
        assert source.is_cut_off
    with Source(write(tmp_path / "plain.gz", gzip.compress(LINES))) as source:
        assert not source.is_cut_off


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_blocks_come_back_in_order(threads: int) -> None:
    assert list(run(range(100), lambda number: number * 2, threads)) == [2 * number for number in range(100)]


def test_only_a_few_blocks_are_held_at_once() -> None:
    taken: list[int] = []

    def take(number: int) -> int:
        taken.append(number)
        return number

    for count, _ in enumerate(run(map(take, range(100)), lambda block: block, 2), 1):
        assert len(taken) <= count + 4
    assert len(taken) == 100


def test_what_goes_wrong_with_a_block_ends_the_run_and_its_threads() -> None:
    def work(number: int) -> int:
        return 1 // (5 - number)

    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        list(run(range(100), work, 2))
    assert threading.active_count() == before


def test_a_file_has_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("before")
    with writing(path, JOB) as output:
        output.write(Done(b"some", 4))
        assert path.read_text() == "before"
    assert path.read_text() == "some"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, SystemExit, OSError])
def test_an_interrupted_run_is_continued(tmp_path: Path, fault: type[BaseException]) -> None:
    path = tmp_path / "out"
    with pytest.raises(fault):
        end_with(fault, path, Done(b"some", 4, Counter(rows=1)))
    assert not path.exists()
    with writing(path, JOB, resume=True) as output:
        assert output.progress.read == 4
        output.write(Done(b"thing", 9, Counter(rows=2)))
        assert output.progress.tally == Counter(rows=3)
    assert path.read_text() == "something"
    assert list(tmp_path.iterdir()) == [path]


def test_a_run_that_was_killed_is_continued_from_its_last_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with writing(path, JOB, interval=0) as output:
        output.write(Done(b"some", 4))
        left = {name: (tmp_path / name).read_bytes() for name in (".checkpoint.out", ".partial.out")}
    path.unlink()
    for name, data in left.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / ".partial.out").open("ab") as partial:
        partial.write(b"written after the checkpoint")
    with writing(path, JOB, resume=True) as output:
        assert output.progress.read == 4
        output.write(Done(b"thing", 9))
    assert path.read_text() == "something"


def test_what_cannot_be_continued_is_said_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        end_with(KeyboardInterrupt, path, Done(b"some", 4))
    with pytest.raises(BadSource, match="size changed since"), writing(path, {**JOB, "size": 4}, resume=True):
        pass
    (tmp_path / ".partial.out").write_bytes(b"so")
    with pytest.raises(BadSource, match="lost"), writing(path, JOB, resume=True):
        pass
    assert json.loads((tmp_path / ".checkpoint.out").read_text())["read"] == 4


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"job": {}, "read": "x", "written": 0, "tally": {}}', "\xff"]
)
def test_a_damaged_checkpoint_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / ".checkpoint.out").write_text(text, encoding="latin-1")
    with pytest.raises(BadSource, match="checkpoint is damaged"), writing(tmp_path / "out", JOB, resume=True):
        pass


def test_where_nothing_was_interrupted_resuming_is_beginning(tmp_path: Path) -> None:
    (tmp_path / ".partial.out").write_bytes(b"killed before its first checkpoint")
    with writing(tmp_path / "out", JOB, resume=True) as output:
        output.write(Done(b"some", 4))
    assert (tmp_path / "out").read_text() == "some"


def test_a_mistake_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadSource):
        end_with(BadSource, tmp_path / "out", Done(b"some", 4), interval=0)
    assert not list(tmp_path.iterdir())


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    path = tmp_path / "out"
    with writing(path, JOB) as output:
        with pytest.raises(OutputNotWritable, match="another run"), writing(path, JOB):
            pass
        output.write(Done(b"some", 4))
    assert path.read_text() == "some"


@pytest.mark.parametrize("name", ["", "missing/out"])
def test_an_output_that_cannot_be_is_refused_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputNotWritable), writing(tmp_path / name, JOB):
        pass


def test_what_a_full_disk_has_room_for_is_kept(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "out"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OutputNotWritable, match="too large"):
            end_with(KeyboardInterrupt, path, Done(b"some", 4), Done(bytes(2000), 2004))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not path.exists()
    with writing(path, JOB, resume=True) as output:
        assert output.progress.read == 4
    assert path.read_bytes() == b"some"
