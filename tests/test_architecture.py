"""The shape of the code: sizes, names, layers, and what starting up may load."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "synonymizer"
MODULES = sorted(PACKAGE.rglob("*.py"))

LONGEST = 800
MEDIAN = 200
NOBODY_KNOWS_WHAT = {"utils", "util", "helpers", "common", "types", "io", "misc", "base"}
HEAVY = {"numpy", "polars", "pyarrow", "pyspark", "pandas"}


def _lines(module: Path) -> int:
    return len(module.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_a_module_can_be_read_in_one_sitting(module: Path) -> None:
    assert _lines(module) <= LONGEST


def test_the_median_module_is_short() -> None:
    assert statistics.median(map(_lines, MODULES)) < MEDIAN


def test_packages_are_two_deep_and_named_for_what_they_hold() -> None:
    for module in MODULES:
        names = module.relative_to(PACKAGE).with_suffix("").parts
        assert len(names) <= 2, module
        assert not NOBODY_KNOWS_WHAT.intersection(names), module


def test_every_package_is_installed() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    written = {".".join(module.parent.relative_to(PACKAGE.parent).parts) for module in MODULES}
    assert set(listed) == {*written, "synonymizer.data"}


def test_the_layers_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("import-linter is not installed beside this interpreter")
    outcome = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def _loaded_by(code: str) -> set[str]:
    """Return the top-level packages, and modules of the program, that a fresh interpreter holds after running code."""
    script = f"{code}\nimport sys\nsys.stderr.write(' '.join(sys.modules))"
    outcome = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    modules = outcome.stderr.split()
    return {name.partition(".")[0] for name in modules} | {name for name in modules if name.startswith("synonymizer.")}


def _lookup(text: str) -> str:
    return f"from synonymizer import Synonymizer, open_reference\nSynonymizer(open_reference()).names({text!r})"


def test_importing_the_package_loads_next_to_nothing() -> None:
    assert _loaded_by("import synonymizer") & {"hgvs", "click", "rich", "sqlite3", "dataclasses", *HEAVY} == set()


def test_a_lookup_loads_no_array_library() -> None:
    assert _loaded_by(_lookup("NM_003156.3:c.494C>A")) & {"click", "rich", *HEAVY} == set()


@pytest.mark.parametrize("text", ["rs6025", "11-4055634-C-A", "NC_000011.10:4055633:C:A", "STIM1 exon 2 deletion"])
def test_what_is_not_hgvs_is_read_without_the_hgvs_parser(text: str) -> None:
    assert "hgvs" not in _loaded_by(_lookup(text))


def test_help_loads_no_part_of_the_pipeline() -> None:
    code = "import sys\nsys.argv = ['synonymizer', '--help']\nfrom synonymizer.cli.main import main\n"
    loaded = _loaded_by(f"{code}main(standalone_mode=False)")
    assert loaded & {"hgvs", "rich", "synonymizer.pipeline", "synonymizer.reference", *HEAVY} == set()
