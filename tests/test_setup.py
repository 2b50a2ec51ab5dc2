"""The kernel is compiled where that is possible, and a failure to compile it is no failure to install."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING

import pytest
import setuptools

from synonymizer import kernel

if TYPE_CHECKING:
    from setuptools import Extension

pytest.importorskip("Cython")

ROOT = Path(__file__).parents[1]


@pytest.fixture
def find_extensions(monkeypatch: pytest.MonkeyPatch) -> list[Extension]:
    monkeypatch.setattr(setuptools, "setup", lambda **_: None)
    monkeypatch.chdir(ROOT)
    return list(run_path("setup.py")["find_extensions"]())


def test_every_module_with_loops_is_compiled_and_may_fail_to_be(find_extensions: list[Extension]) -> None:
    modules = {path.stem for path in (ROOT / "src" / "synonymizer" / "kernel").glob("*.py")}
    expected = {f"synonymizer.kernel.{name}" for name in modules - kernel.PLAIN - {"__init__"}}
    assert {extension.name for extension in find_extensions} == expected
    assert all(extension.optional for extension in find_extensions)


def test_it_can_be_left_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setuptools, "setup", lambda **_: None)
    monkeypatch.setenv("SYNONYMIZER_PLAIN", "1")
    monkeypatch.chdir(ROOT)
    assert run_path("setup.py")["find_extensions"]() == []
