"""What the documentation shows is what the program does."""

from __future__ import annotations

import doctest
import importlib.util
import os
import pkgutil
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import synonymizer
from synonymizer.cli.main import main
from synonymizer.codes import CODES

ROOT = Path(__file__).parent.parent
PUBLIC_FILES = Path(os.environ.get("SYNONYMIZER_SHARED", ROOT.parent / "shared")).resolve() / "refdata"
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
MODULES = sorted(module.name for module in pkgutil.walk_packages(synonymizer.__path__, "synonymizer."))


def _load_generator() -> ModuleType:
    specification = importlib.util.spec_from_file_location("generate_docs", ROOT / "scripts" / "generate_docs.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


GENERATOR = _load_generator()
GENERATED = [page for page in GENERATOR.generated_pages() if page.name != "faults.md"]
"""The pages that are compared here; what `faults.md` shows is compared where the faults are tried."""

COMMANDS = dict(GENERATOR.read_help(main, "synonymizer", None))


@pytest.mark.skipif(os.name == "nt", reason="the examples are written for a POSIX shell")
@pytest.mark.parametrize("page", GENERATED, ids=lambda page: str(page.relative_to(ROOT)))
def test_generated_text_is_what_the_generator_writes(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == GENERATOR.generate(page), "run scripts/generate_docs.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_examples_of_a_page_run(page: Path) -> None:
    failed, _ = doctest.testfile(str(page), module_relative=False)
    assert failed == 0


@pytest.mark.parametrize("name", [name for name in MODULES if name != "synonymizer.__main__"])
def test_examples_of_a_module_run(name: str) -> None:
    failed, _ = doctest.testmod(import_module(name))
    assert failed == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_in_an_example_that_runs(command: str, tmp_path: Path) -> None:
    example = re.search(r"Example:\n +(.*)\Z", COMMANDS[command])
    assert example, "no example at the end"
    if "downloads" in example[1]:
        if not PUBLIC_FILES.is_dir():
            pytest.skip(f"the public files are not in {PUBLIC_FILES}")
        (tmp_path / "downloads").symlink_to(PUBLIC_FILES)
    program = shlex.join([sys.executable, "-m", "synonymizer"])
    line = re.sub(r"\bsynonymizer(?= )", lambda _: program, example[1])
    environment = os.environ | {"PYTHONPATH": str(Path(synonymizer.__file__).parent.parent)}
    outcome = subprocess.run(line, shell=True, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_documented(code: str) -> None:
    assert f"## {code}: " in (ROOT / "docs" / "reference" / "codes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
