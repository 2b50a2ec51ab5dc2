"""The page: whole by itself, the same each time, readable by everyone, and safe whatever an input holds."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from synonymizer import Options, Result, Synonymizer, open_reference
from synonymizer.model import ProteinProjection, TranscriptProjection
from synonymizer.normalize import Normal
from synonymizer.picture import draw_reading
from synonymizer.project import project
from synonymizer.report import write_report
from synonymizer.report.alignment import Alignment, Told, align_bases, align_residues
from synonymizer.report.drawing import describe
from synonymizer.report.groups import group_names
from tests.test_hostile import CASES as HOSTILE
from tests.test_hostile import unescape

VARIANTS = (
    "STIM1 c.494C>A",
    "STIM1 exon 2 deletion",
    "CFTR F508del",
    "BRCA1 c.5266dup",
    "CFTR c.489+1G>T",
    "CFTR c.[350G>A;1521_1523del]",
    "rs6025",
    "rs121913529",
    "KRAS G12",
    "no variant",
)
INJECTIONS = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "</title><script>alert(1)</script>",
    "<!-- STIM1 c.494C>A",
    "]]><svg/onload=alert(1)>",
    "&lt;b&gt;",
    "\u202eA>C494.c 1MITS",
    "STIM1\u2066 c.494C>A\u2069 <b>",
    "\ud800\x00\x07",
)
LARGEST = 300_000
"""Bytes of a page about one usual variant."""


class Page(HTMLParser):
    """A page as elements in order, each with its attributes and the text inside it; raises where they do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs), list[str]())
        self.elements.append(element)
        self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._open:
            texts.append(data)

    def texts(self, tag: str, look: str = "") -> list[str]:
        """Return the text inside each element of a kind, or those of a class."""
        return [
            "".join(text) for name, given, text in self.elements if name == tag and look in (given.get("class") or "")
        ]

    def attributes(self) -> Iterator[tuple[str, str, str]]:
        """Yield (element, attribute, value)."""
        for tag, attributes, _ in self.elements:
            for name, value in attributes.items():
                yield tag, name, value or ""


@pytest.fixture(scope="module")
def synonymizer() -> Synonymizer:
    return Synonymizer(open_reference())


@pytest.fixture(scope="module")
def results(synonymizer: Synonymizer) -> list[Result]:
    return [synonymizer.names(text) for text in VARIANTS]


def _write(synonymizer: Synonymizer, results: list[Result], options: Options | None = None) -> str:
    return "\n".join(write_report(results, synonymizer.reference, options or Options()))


@pytest.fixture(scope="module")
def text(synonymizer: Synonymizer, results: list[Result]) -> str:
    return _write(synonymizer, results)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


# ---------------------------------------------------------------- the page


def test_the_same_answers_make_the_same_page(synonymizer: Synonymizer, results: list[Result], text: str) -> None:
    assert _write(synonymizer, results) == text


def test_a_page_about_one_variant_is_small(synonymizer: Synonymizer, results: list[Result]) -> None:
    for result in results[:5]:
        assert len(_write(synonymizer, [result]).encode()) < LARGEST, result.input


def test_an_answer_is_on_the_page_before_the_next_ones_are_asked_for(synonymizer: Synonymizer) -> None:
    asked: list[str] = []

    def answers() -> Iterator[Result]:
        for text in ("STIM1 c.494C>A", "KRAS G12", "rs6025", "BRAF V600E"):
            asked.append(text)
            yield synonymizer.names(text)

    parts = write_report(answers(), synonymizer.reference, Options())
    assert "<main>" in next(parts)
    assert "STIM1 c.494C&gt;A" in next(parts)
    assert len(asked) == 2


def test_every_name_of_every_reading_is_on_the_page_as_it_is(page: Page, results: list[Result]) -> None:
    shown = set(page.texts("code"))
    for result in results:
        for reading in result.readings:
            assert {name.text for name in reading.names} <= shown
            assert {text for text in (reading.key, reading.vrs, reading.transcript) if text} <= shown


def test_every_name_is_in_one_group_and_recommended_ones_are_in_sight(results: list[Result]) -> None:
    for reading in (reading for result in results for reading in result.readings):
        groups = group_names(reading)
        grouped = [name for group in groups for name in group.names]
        assert sorted(name.text for name in grouped) == sorted(name.text for name in reading.names)
        assert len({group.heading for group in groups}) == len(groups)
        in_sight = {name.text for group in groups if not group.is_side for name in group.names}
        own = {
            name.text for name in reading.names if name.recommended and name.transcript in {None, reading.transcript}
        }
        assert own <= in_sight


def test_every_issue_is_explained(page: Page, results: list[Result]) -> None:
    codes = [issue.code for result in results for issue in result.issues]
    assert [text.split()[1] for text in page.texts("strong")] == codes
    assert {issue.message for result in results for issue in result.issues} <= {
        text.partition(" ")[2].partition(" ")[2] for text in page.texts("p")
    }


def test_the_page_says_what_made_it(synonymizer: Synonymizer, results: list[Result]) -> None:
    footer = Page(_write(synonymizer, results, Options(gene="STIM1", strict=True))).texts("footer")[0]
    assert synonymizer.reference.description in footer
    assert "gene STIM1, strict True" in footer
    for source, *_ in synonymizer.reference.stores[0].provenance():
        assert source in footer


# ---------------------------------------------------------------- nothing from outside, nothing from the input


def test_the_page_asks_for_nothing_outside_it(page: Page) -> None:
    tags = {tag for tag, _, _ in page.elements}
    assert not tags & {"link", "img", "iframe", "object", "embed", "base", "use", "image", "a"}
    assert not {name for _, name, _ in page.attributes()} & {"src", "href", "style", "srcset", "action", "xlink:href"}
    assert not [name for _, name, _ in page.attributes() if name.startswith("on")]


def test_the_policy_allows_the_style_and_the_script_of_the_page_alone(page: Page) -> None:
    policy = next(given["content"] for tag, given, _ in page.elements if given.get("http-equiv"))
    assert policy is not None
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed.pop("default-src") == allowed.pop("base-uri") == allowed.pop("form-action") == "'none'"
    hashes = {
        f"{tag}-src": f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
        for tag in ("style", "script")
        for content in page.texts(tag)
    }
    assert allowed == hashes
    assert len(page.texts("style")) == len(page.texts("script")) == 1


def test_a_hostile_input_adds_no_element_and_no_attribute(synonymizer: Synonymizer, page: Page) -> None:
    inputs = [*INJECTIONS, *(unescape(case["input"]) for case in HOSTILE)]
    hostile = Page(_write(synonymizer, [synonymizer.names(text) for text in inputs]))
    assert {tag for tag, _, _ in hostile.elements} <= {tag for tag, _, _ in page.elements}
    assert {(tag, name) for tag, name, _ in hostile.attributes()} <= {(tag, name) for tag, name, _ in page.attributes()}
    assert len(hostile.texts("article")) == len(inputs)


@pytest.mark.parametrize("given", INJECTIONS)
def test_an_input_is_shown_and_does_not_act(synonymizer: Synonymizer, given: str) -> None:
    text = _write(synonymizer, [synonymizer.names(given)])
    text.encode("utf-8")
    page = Page(text)
    shown = "".join(character if character.isprintable() else "\ufffd" for character in given)
    assert page.texts("bdi", "input")[0] == shown
    assert page.texts("title") == [shown]
    assert not [character for character in text if not character.isprintable() and character != "\n"]


def test_a_long_input_is_shown_around_the_mistake(synonymizer: Synonymizer) -> None:
    page = Page(_write(synonymizer, [synonymizer.names("STIM1 c.494C>" + "A" * 50_000 + "!")]))
    assert all(len(shown) < 400 for shown in page.texts("bdi", "input"))


# ---------------------------------------------------------------- for everyone


def test_headings_descend_step_by_step_and_landmarks_are_there(page: Page) -> None:
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    assert {"header", "main", "footer"} <= {tag for tag, _, _ in page.elements}
    assert next(given["lang"] for tag, given, _ in page.elements if tag == "html") == "en"


def test_identities_are_unique_and_labels_point_at_them(page: Page) -> None:
    identities = [value for _, name, value in page.attributes() if name == "id"]
    assert len(set(identities)) == len(identities)
    pointed = [
        one for _, name, value in page.attributes() if name in {"aria-labelledby", "for"} for one in value.split()
    ]
    assert set(pointed) <= set(identities)


def test_every_heading_of_a_table_says_its_scope(page: Page) -> None:
    scopes = [given.get("scope") for tag, given, _ in page.elements if tag == "th"]
    assert set(scopes) == {"col", "row"}
    assert all(page.texts("th"))


def test_every_picture_has_a_description(page: Page) -> None:
    for tag, given, _ in page.elements:
        if tag == "svg" and given.get("role") == "img":
            assert given.get("aria-labelledby") or given.get("aria-label")
    assert all(text.startswith("The change lies", text.index(". ") + 2) for text in page.texts("desc"))


def _luminance(colour: str) -> float:
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, theme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", page.texts("style")[0], re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[theme]))
    pairs = [(text, ground) for text in ("text", "quiet", "accent", "warning", "error") for ground in ("card", "page")]
    for text, ground in [*pairs, ("old-text", "old"), ("new-text", "new"), ("mark-text", "mark")]:
        bright, dim = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, (text, ground)  # WCAG 2.2, 1.4.3


# ---------------------------------------------------------------- pictures


def _told(synonymizer: Synonymizer, text: str) -> Told:
    reading = synonymizer.names(text).readings[0]
    assert reading.change is not None
    found: dict[str, Told] = {}
    for projection in project(Normal(reading.change, reading.key or ""), synonymizer.reference):
        if isinstance(projection, Told) and projection.transcript is not None:
            found.setdefault(projection.transcript.accession, projection)
    return found[reading.transcript or ""]


def _rows(alignment: Alignment | None) -> tuple[str, str]:
    assert alignment is not None
    return (
        "".join(column.before or "-" for column in alignment.columns),
        "".join(column.after or "-" for column in alignment.columns),
    )


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("STIM1 c.494C>A", "GCCATGCCAAGgtca", "GCCATGCAAAGgtca"),
        ("CFTR c.489+1G>T", "TAAGAAGgtaatact", "TAAGAAGttaatact"),
        ("CFTR c.1521_1523del", "ATATCATCTTTGGTGTT", "ATATCAT---TGGTGTT"),
        ("BRCA1 c.5266dup", "GAATCCC-AGGACAG", "GAATCCCCAGGACAG"),
        ("CFTR c.100_102inv", "CCTGGAATTGTCAGACA", "CCTGGAACAATCAGACA"),
        ("CFTR c.100_200del", "CTGGAATTGTCAGACAT…GAAAAATCCTAAACTCA", "CTGGAAT---------------------AAACTCA"),
    ],
)
def test_bases_stand_above_what_they_become(synonymizer: Synonymizer, text: str, before: str, after: str) -> None:
    told = _told(synonymizer, text)
    assert isinstance(told, TranscriptProjection)
    assert _rows(align_bases(told, synonymizer.reference)) == (before, after)


@pytest.mark.parametrize(
    ("text", "before", "after", "tail"),
    [
        ("STIM1 c.494C>A", "QLSGHAMPRLAVTNT", "QLSGHAMQRLAVTNT", ""),
        ("CFTR c.1521_1523del", "TIKENIIFGVSYDEY", "TIKENII-GVSYDEY", ""),
        ("CFTR c.3846G>A", "DSITLQQWRKAFGVI", "DSITLQQ*-------", ""),
        ("BRCA1 c.68_69del", "NAMQKILECPICLELIKEPVS", "NAMQKILVSHLSGVDQGTCLH", "VSHLSGVDQGTCLHKV*"),
        ("STIM1 exon 2 deletion", "SEESTAAEFCRIDKPLCHSED", "SEESTAAVPEGRPQLP*----", "VPEGRPQLP*"),
    ],
)
def test_residues_stand_above_what_they_become(
    synonymizer: Synonymizer, text: str, before: str, after: str, tail: str
) -> None:
    alignment = align_residues(_told(synonymizer, text), synonymizer.reference)
    assert _rows(alignment) == (before, after)
    assert alignment is not None
    assert alignment.tail == tail


@pytest.mark.parametrize(
    "text",
    [
        "BRCA1 c.5266dup",
        "BRCA1 c.68_69del",
        "BRCA2 c.5946del",
        "STIM1 exon 2 deletion",
        "STIM1 exon 2 duplication",
        "CFTR c.102_103insA",
        "CFTR c.3528del",
        "TP53 c.723del",
        "HBB c.442T>C",
        "APC c.3927_3931del",
    ],
)
def test_the_tail_is_as_long_as_the_protein_name_says(synonymizer: Synonymizer, text: str) -> None:
    told = _told(synonymizer, text)
    edit = told.edit if isinstance(told, ProteinProjection) else told.protein
    alignment = align_residues(told, synonymizer.reference)
    assert alignment is not None
    assert edit is not None
    assert edit.stop is not None
    assert alignment.tail.startswith(edit.inserted)
    assert alignment.tail.endswith("*")
    assert len(alignment.tail) == edit.stop + (edit.kind == "extension")


def test_what_stands_beside_a_change_is_the_same_above_and_below(synonymizer: Synonymizer) -> None:
    for text in VARIANTS[:5]:
        told = _told(synonymizer, text)
        found = [align_residues(told, synonymizer.reference)]
        found += [align_bases(told, synonymizer.reference)] if isinstance(told, TranscriptProjection) else []
        for alignment in filter(None, found):
            assert any(column.is_changed for column in alignment.columns)
            for column in alignment.columns:
                assert (column.before != column.after) is column.is_changed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("STIM1 c.494C>A", "The change lies in exon 4."),
        ("CFTR c.489+1G>T", "The change lies in intron 4."),
        ("STIM1 exon 2 deletion", "The change lies in exon 2; where it ends is not known."),
        ("CFTR c.[350G>A;1521_1523del]", "The change lies in exon 4 and in exon 11."),
    ],
)
def test_a_picture_says_in_words_where_the_change_lies(synonymizer: Synonymizer, text: str, sentence: str) -> None:
    picture = draw_reading(synonymizer.names(text).readings[0], synonymizer.reference)
    assert picture is not None
    assert describe(picture.tracks[0]).endswith(sentence)


def test_what_is_drawn_lies_on_the_page(page: Page) -> None:
    shares = [
        float(value.removesuffix("%"))
        for tag, name, value in page.attributes()
        if tag in {"rect", "svg", "text", "line"} and name in {"x", "x1", "x2", "width"} and value.endswith("%")
    ]
    assert len(shares) > 100
    assert all(0 <= share <= 100 for share in shares)
