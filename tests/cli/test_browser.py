"""The page of `names --format html` in a browser without a window: it fits, its buttons work, nothing is blocked."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

VARIANTS = (
    "STIM1 c.494C>A",
    "STIM1 exon 2 deletion",
    "BRCA1 c.5266dup",
    "CFTR c.489+1G>T",
    "rs121913529",
    "KRAS G12",
    "<script>alert(1)</script>" + "A" * 300,
)
WIDTHS = (320, 360, 768, 1280)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed to open the page with")

# The page is opened in frames: a window without a screen is never as narrow as a phone.
FRAMES = """<!DOCTYPE html><body>FRAMES<pre id="found"></pre><script>
const found = { widths: {}, blocked: [], copied: [] };
const frames = [...document.querySelectorAll("iframe")];
const wait = () => new Promise((resolve) => setTimeout(resolve, 50));
async function look() {
  for (const frame of frames) {
    const page = frame.contentDocument.scrollingElement;
    for (const part of page.querySelectorAll("details")) part.open = true;
    found.widths[frame.width] = page.scrollWidth - page.clientWidth;
  }
  const { contentDocument: page, contentWindow: view } = frames[0];
  const status = page.getElementById("status");
  const clipboard = { writeText: async (text) => void found.copied.push(text) };
  Object.defineProperty(view.navigator, "clipboard", { value: clipboard });
  const name = page.querySelector("h3 code");
  name.nextElementSibling.click();
  await wait();
  found.said = status.textContent;
  const group = page.querySelector(".group");
  group.querySelector(".tools button").click();
  await wait();
  found.group = Array.from(group.querySelectorAll(".names code"), (code) => code.textContent);
  clipboard.writeText = () => Promise.reject(new Error("not allowed"));
  view.focus();
  name.nextElementSibling.click();
  await wait();
  found.selected = view.getSelection().toString();
  found.saidWithout = status.textContent;
  const filter = page.getElementById("filter");
  filter.value = "494c-->a";
  filter.dispatchEvent(new view.Event("input"));
  const names = page.querySelectorAll(".group:not([hidden]) .names li:not([hidden]) code");
  found.filtered = Array.from(names, (code) => code.textContent);
  const unnamed = "button:not([aria-label]), svg:not([aria-labelledby], [aria-label], .pin)";
  found.unnamed = page.querySelectorAll(unnamed).length;
  found.links = Array.from(page.querySelectorAll("nav a"), (link) => link.getAttribute("href"));
  found.scripts = page.scripts.length;
  document.getElementById("found").textContent = JSON.stringify(found);
}
onload = look;
</script>"""


def _browse(*flags: str, page: Path) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    profile = page.parent / "profile"
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", *flags]
    return subprocess.run(
        [*command, "--allow-file-access-from-files", "--virtual-time-budget=10000", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from synonymizer import Options, Synonymizer, open_reference
    from synonymizer.report import write_report

    page = tmp_path_factory.mktemp("report") / "report.html"
    reference = open_reference()
    results = map(Synonymizer(reference).names, VARIANTS)
    page.write_text("\n".join(write_report(results, reference, Options())), encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def found(report: Path) -> dict[str, Any]:
    frames = "".join(f'<iframe src="{report.name}" width="{width}" height="800"></iframe>' for width in WIDTHS)
    page = report.with_name("frames.html")
    page.write_text(FRAMES.replace("FRAMES", frames), encoding="utf-8")
    outcome = _browse("--dump-dom", "--enable-logging=stderr", page=page)
    match = re.search(r'<pre id="found">(.*?)</pre>', outcome.stdout, re.DOTALL)
    assert match is not None, outcome.stderr
    assert match[1], outcome.stderr
    answer: dict[str, Any] = json.loads(unescape(match[1]))
    return answer | {"console": re.findall(r"CONSOLE.*", outcome.stderr)}


def test_the_page_fits_its_width_from_a_phone_to_a_desk(found: dict[str, Any]) -> None:
    assert found["widths"] == {str(width): 0 for width in WIDTHS}


def test_the_policy_blocks_nothing_of_the_page_and_nothing_of_an_input_runs(found: dict[str, Any]) -> None:
    assert found["console"] == []
    assert found["scripts"] == 1


def test_a_button_copies_its_name_and_says_so(found: dict[str, Any]) -> None:
    assert found["copied"][0] == "NM_001382567.1:c.494C>A"
    assert found["said"] == "Copied NM_001382567.1:c.494C>A."


def test_a_button_copies_all_names_of_its_group_one_on_each_line(found: dict[str, Any]) -> None:
    assert found["copied"][1].split("\n") == found["group"]
    assert len(found["group"]) > 1


def test_without_the_permission_to_copy_the_name_is_selected(found: dict[str, Any]) -> None:
    assert found["selected"] == "NM_001382567.1:c.494C>A"
    assert "NM_001382567.1:c.494C>A" in found["saidWithout"]


def test_the_filter_leaves_the_names_that_hold_its_text(found: dict[str, Any]) -> None:
    assert found["filtered"]
    assert all("494c-->a" in name.lower() for name in found["filtered"])


def test_every_button_and_picture_has_a_name_and_every_variant_a_link(found: dict[str, Any]) -> None:
    assert found["unnamed"] == 0
    assert found["links"] == [f"#answer-{number}" for number in range(1, len(VARIANTS) + 1)]


def test_the_page_prints(report: Path) -> None:
    document = report.with_name("report.pdf")
    _browse(f"--print-to-pdf={document}", page=report)
    assert document.read_bytes().startswith(b"%PDF")
