"""What to ask a search engine for a variant by, and one regular expression that finds it in text.

A query asks for the gene and any of its names in short: the change without `c.`, the residues without `p.` and
parentheses, and what else it is called. Search engines read `>` and arrows as spaces, so that of names with the same
words one is asked for.

The expression has the structure of the names, not their letters: an arrow stands for any arrow, a dash for any dash,
and a space may be there or not wherever a name goes from letters to digits. It begins and ends where a number or word
does, so that the neighbours of a variant are not found: `1494C>A`, `494C>AA`, `P1165Q`, `P165QR`. It is written in what
Python's `re` and PCRE (`grep -P`) have in common, without a repetition inside a repetition: its time is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product, zip_longest
from typing import TYPE_CHECKING, Literal, NamedTuple

from synonymizer.model import SHIFTED
from synonymizer.spelling.accessions import holds_accession

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Name, NameClass, Reading

Search = Literal["pubmed", "europe_pmc", "google", "litvar", "regex"]

MOST_TERMS = 5
"""Names of one class and level that a query asks for; the most used come first."""

MOST_GOOGLE_TERMS = 2
"""The same for Google, which reads no more than 32 words."""

_CLASSES: frozenset[NameClass] = frozenset({"hgvs", "literature", "legacy", "hgvs-deprecated", "exon"})
_AXIS = re.compile(r"^[cgmnrpo]\.\s?")
_CODING = re.compile(r"^c\.\s?(?=[0-9*-])")
_COUNTS_INTRONS = re.compile(r"(?i:IVS|intron)")
_IN_PARENTHESES = re.compile(r"^\((?P<inside>[^()]*)\)$")
_RS = re.compile(r"rs[0-9]+")
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What to give to one search."""

    search: Search
    text: str


def write_queries(reading: Reading, aliases: tuple[str, ...] = ()) -> tuple[Query, ...]:
    """Return what to search a reading by; a search that none of its names serves is left out.

    Args:
        reading: one meaning of an input, with its names.
        aliases: other symbols of its gene.
    """
    spellings = find_spellings(reading)
    found: list[Query] = []
    terms = _list_terms(reading, spellings, MOST_TERMS)
    if terms:
        wide = _join(_any_of((reading.gene, *aliases) if reading.gene else ()), _any_of(terms))
        narrow = _join(
            _any_of((reading.gene,) if reading.gene else ()),
            _any_of(_list_terms(reading, spellings, MOST_GOOGLE_TERMS)),
        )
        found += [Query("pubmed", wide), Query("europe_pmc", wide), Query("google", narrow.replace(" AND ", " "))]
    litvar = next(_find_for_litvar(reading, spellings), None)
    if litvar is not None:
        found.append(Query("litvar", litvar))
    if spellings:
        found.append(Query("regex", _write_pattern(spellings)))
    return tuple(found)


# ---------------------------------------------------------------- names in short


class Spelling(NamedTuple):
    """A name without its gene."""

    core: str
    name: Name


def find_spellings(reading: Reading) -> tuple[Spelling, ...]:
    """Return the names of a reading that a paper may hold, each without its gene, the most used first."""
    found: dict[str, Spelling] = {}
    for name in reading.names:
        is_meant = name.scope in {"allele", "protein", "exon", reading.scope}
        if name.cls in _CLASSES and is_meant and not holds_accession(name.text):
            core = _strip_gene(name, reading.gene)
            if core:
                found.setdefault(core, Spelling(core, name))
        elif name.cls == "identifier" and is_meant and _RS.fullmatch(name.text):
            found[name.text] = Spelling(name.text, name)
    return tuple(found.values())


def _strip_gene(name: Name, gene: str | None) -> str:
    """Return a name without its gene; one that has no number is nothing without it: `p.(=)`, `F5 Leiden`."""
    core = name.text
    if gene is not None:
        core = core.removeprefix(f"{gene}:").removeprefix(f"{gene} ").removesuffix(f" of {gene}")
    if any(map(str.isdigit, core)):
        return core
    return "" if name.needs else name.text


def _list_terms(reading: Reading, spellings: tuple[Spelling, ...], most: int) -> tuple[str, ...]:
    """Return the spellings to ask for, each with other words than those before, at most so many of a kind.

    Papers took different places where a change may be told to lie (185delAG, 187delAG), so each is asked for in turn.
    """
    found: dict[str, str] = {}
    counts: dict[tuple[str, str | None, bool], int] = {}
    placed = [one for one in spellings if one.name.cls == "legacy" or SHIFTED in one.name.tags]
    for core, name in (*(one for one in spellings if one not in placed), *_take_places_in_turn(placed)):
        kind = ("hgvs" if name.cls == "literature" else name.cls, name.level, SHIFTED in name.tags)
        term = _shorten(core)
        words = _NOT_A_WORD.sub(" ", term).strip().lower()
        if words in found or counts.get(kind, 0) == most or '"' in term or "(" in term:
            continue
        counts[kind] = counts.get(kind, 0) + 1
        found[words] = term
    known = (name.text for name in reading.names if _RS.fullmatch(name.text))
    return (*found.values(), *(one for one in known if one not in found))


def _take_places_in_turn(spellings: Iterable[Spelling]) -> Iterator[Spelling]:
    """Yield the first spelling of each number, from 5' to 3', then the second of each, and so on."""
    places: dict[int, list[Spelling]] = {}
    for spelling in spellings:
        number = re.search(r"[0-9]+", spelling.core)
        places.setdefault(int(number[0]) if number else 0, []).append(spelling)
    for turn in zip_longest(*(places[number] for number in sorted(places))):
        yield from (spelling for spelling in turn if spelling is not None)


def _shorten(core: str) -> str:
    """Return a spelling without its axis and the parentheses of a prediction.

    >>> _shorten("p.(Pro165Gln)"), _shorten("c.494C>A")
    ('Pro165Gln', '494C>A')
    """
    return _IN_PARENTHESES.sub(r"\g<inside>", _AXIS.sub("", core))


def _any_of(terms: tuple[str | None, ...]) -> str:
    joined = " OR ".join(f'"{term}"' for term in terms)
    return f"({joined})" if len(terms) > 1 else joined


def _join(gene: str, names: str) -> str:
    return f"{gene} AND {names}" if gene else names


def _find_for_litvar(reading: Reading, spellings: Iterable[Spelling]) -> Iterator[str]:
    """Yield what LitVar knows a variant by, the best first: its rs number, else its gene and residues, or bases."""
    yield from (name.text for name in reading.names if name.cls == "identifier" and _RS.fullmatch(name.text))
    if reading.gene is not None:
        for level in ("p", "c", "n"):
            used = (_shorten(core) for core, name in spellings if name.level == level and name.cls == "literature")
            known = (change for change in used if "(" not in change and not _COUNTS_INTRONS.match(change))
            yield from (f"{reading.gene} {change}" for change in known)


# ---------------------------------------------------------------- the expression

_TOKEN = re.compile(
    r"(?P<arrow>\s*(?:-{0,4}>|→)\s*|(?<=[A-Za-z])\s*[/\\]\s*(?=[A-Za-z])|(?<=[A-Za-z])[\s-]to[\s-](?=[A-Za-z]))"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>(?:delins|del|ins|dup|inv)(?=[ACGTUN]+(?![a-z]))|[A-Za-z]+)"
    r"|(?P<gap>\s+)"
    r"|(?P<dash>-)"
    r"|(?P<delta>Δ)"
    r"|(?P<sign>.)"
)
_ONE_LETTER = re.compile(r"[A-Za-z][0-9]+[A-Za-z*]")

_SPACE = r"\s?"
_PIECES = {
    "arrow": r"\s?(?:[=-]{0,4}>|→|＞|–>|—>|/|\\|-|–|-?to-?)\s?",
    "dash": "(?:-|–|−|‐|‑)",
    "delta": "(?:Δ|∆)",
}
"""What stands for a kind of token; letters, numbers and other signs stand for themselves."""

_BEFORE_NUMBER = r"(?:(?<![0-9A-Za-z])(?:c|nt)|(?<![0-9A-Za-z+*_-])(?<!–)(?<!−)(?<![0-9gmn]\.))"
"""A number begins a name where it is not the rest of a longer number, an offset, or the end of a range."""

_BEFORE_LETTER = r"(?<![0-9A-Za-z_])(?<![0-9]-)(?<![0-9]–)"
_AFTER_NUMBER = r"(?!\s?(?:[+_/-]|–|−|to|and|through)\s?[0-9])(?!,(?:[0-9]{3}|\sstop))"
"""A number ends a name where no offset, range or list goes on from it, no thousands, and no new stop."""

_AFTER = r"(?![0-9A-Za-z])(?!\*[0-9])"


def _write_pattern(spellings: tuple[Spelling, ...]) -> str:
    """Return the expression that finds every spelling; a longer one adds its structure where no shorter is in it."""
    shapes: list[_Shape] = []
    patterns: list[re.Pattern[str]] = []
    for core, name in sorted(spellings, key=lambda one: len(one.core)):
        if not any(pattern.search(name.text) for pattern in patterns):
            shapes.append(_shape(_CODING.sub("", core)))
            patterns.append(re.compile(_guard((shapes[-1],))))
    return _guard(tuple(shapes))


class _Shape(NamedTuple):
    """The structure of a name as an expression, and what it begins and ends with."""

    body: str
    has_letter_first: bool
    has_number_last: bool


def _shape(core: str) -> _Shape:
    r"""Return the structure of a name: where it goes from letters to digits a space may stand, unless it is very short.

    >>> _shape("del 508").body
    'del\\s508'
    """
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(core)]
    is_loose = sum(kind in {"number", "word", "delta"} for kind, _ in tokens) > 2 and not _ONE_LETTER.fullmatch(core)
    pieces: list[str] = []
    before = ""
    for index, (kind, text) in enumerate(tokens):
        after = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        if kind == "gap":
            pieces.append(r"[\s-]+" if before == after == "word" else _SPACE if is_loose else r"\s")
        else:
            if is_loose and before and not {"gap", "arrow"} & {before, kind}:
                pieces.append(_SPACE)
            pieces.append(_PIECES.get(kind, re.escape(text)))
        before = kind
    return _Shape("".join(pieces), tokens[0][0] in {"word", "delta"}, before == "number")


def _guard(shapes: tuple[_Shape, ...]) -> str:
    """Return one expression for names of some structures, which begin and end where numbers and words do."""
    sides = []
    for has_letter_first, has_number_last in product((False, True), repeat=2):
        bodies = [shape.body for shape in shapes if shape[1:] == (has_letter_first, has_number_last)]
        if bodies:
            before = _BEFORE_LETTER if has_letter_first else _BEFORE_NUMBER
            after = _AFTER_NUMBER if has_number_last else ""
            sides.append(f"{before}(?:{'|'.join(bodies)}){after}")
    return f"(?i)(?:{'|'.join(sides)}){_AFTER}"
