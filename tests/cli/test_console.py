"""Lines in, messages out."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

from synonymizer.cli import console


def test_lines_end_at_line_feeds_alone(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_bytes(b"\xef\xbb\xbfa\rb\n\x0cc\r\n\n\xff\xe2\x80\xa8d")
    assert list(console.read_lines(str(file))) == ["a\rb", "\x0cc", "", "\udcff\u2028d"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(click.FileError) as refused:
        next(console.read_lines(str(tmp_path)))
    assert str(tmp_path) in refused.value.format_message()
    assert "Errno" not in refused.value.format_message()


@pytest.mark.parametrize(
    ("fault", "beginning"),
    [
        (OSError(5, "Input/output error"), "The output cannot be written: input/output error. "),
        (OSError(5, "Input/output error", "some.txt"), "some.txt cannot be used: input/output error."),
    ],
)
def test_a_fault_of_the_system_is_a_sentence(fault: OSError, beginning: str) -> None:
    assert console.describe_fault(fault).startswith(beginning)


def test_a_caret_stands_under_what_is_wrong_however_long_the_text() -> None:
    text = "A" * 500 + "!?" + "C" * 500
    shown, carets = console.underline(text, (500, 502), 60)
    assert len(shown) <= 60
    assert shown[carets.index("^") :].startswith("!?C")
    assert carets.count("^") == 2


@pytest.mark.parametrize(("span", "carets"), [((0, 3), "^^^"), ((3, 3), "   ^"), ((1, 99), " ^^")])
def test_a_caret_stays_at_the_text(span: tuple[int, int], carets: str) -> None:
    assert console.underline("abc", span, 76) == ("abc", carets)


def test_what_a_terminal_would_obey_is_replaced_one_for_one() -> None:
    assert console.printable("a\x1b[31m\udcff\u202eb→") == "a\ufffd[31m\ufffd\ufffdb→"


def test_long_work_is_counted_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "PATIENCE", -1.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for text in console.track(["a", "b", "c"], "names"):
        console.write_line(text)
    captured = capsys.readouterr()
    assert "names" in captured.err
    assert captured.out == "a\nb\nc\n"


def test_short_work_is_not_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(console.track(["a", "b"], "names")) == ["a", "b"]
    assert capsys.readouterr().err == ""
