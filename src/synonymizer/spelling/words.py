"""The words and signs in which people tell a change: amino acids and bases by every name, arrows, nouns and places.

Each constant is a piece of a regular expression, to be compiled without regard to case. In them a space stands for
white space that must be there and `~` for white space that may be; `expand` writes both out.
Sources: IUPAC-IUB JCBN 1983 (names of amino acids); the patterns of MutationFinder (doi:10.1093/bioinformatics/btm235)
and SETH (github.com/rockt/SETH), which collect the phrases of abstracts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.codons import THREE_LETTERS
from synonymizer.statements import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONG_NAMES = {
    "alanine": "A",
    "cysteine": "C",
    "cystine": "C",
    "aspartate": "D",
    "aspartic acid": "D",
    "glutamate": "E",
    "glutamic acid": "E",
    "phenylalanine": "F",
    "glycine": "G",
    "histidine": "H",
    "isoleucine": "I",
    "lysine": "K",
    "leucine": "L",
    "methionine": "M",
    "asparagine": "N",
    "pyrrolysine": "O",
    "proline": "P",
    "glutamine": "Q",
    "arginine": "R",
    "serine": "S",
    "threonine": "T",
    "selenocysteine": "U",
    "valine": "V",
    "tryptophan": "W",
    "tryptophane": "W",
    "tyrosine": "Y",
}
_STOPS = ("termination codon", "stop codon", "termination", "terminator", "stop", "term", "amber", "ochre", "opal")
_BASES = {"adenine": "A", "cytosine": "C", "guanine": "G", "thymine": "T", "thymidine": "T", "uracil": "T", "u": "T"}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_RESIDUES = {
    **_LONG_NAMES,
    **{code.lower(): letter for letter, code in THREE_LETTERS.items() if letter != "X"},
    **dict.fromkeys(_STOPS, "*"),
}
RESIDUE_NAMES = frozenset(_RESIDUES)
"""Every amino acid and stop by name and three-letter code, in small letters."""


def expand(pattern: str) -> str:
    r"""Write out the white space of a pattern: a space is some, `~` some or none.

    >>> expand("in~exon (?P<label>[0-9])")
    'in\\s{0,3}exon\\s{1,3}(?P<label>[0-9])'
    """
    return pattern.replace("~", r"\s{0,3}").replace(" ", r"\s{1,3}")


class Pattern:
    """A pattern in this vocabulary, compiled when it is first tried: they are many and large, and most texts need few.

    `needs` names what any text that has a match tells at a glance (`telltales`).

    >>> Pattern("last~exon").fullmatch("Last exon") is not None
    True
    """

    __slots__ = ("_compiled", "_source", "needs")

    def __init__(self, source: str, *needs: str) -> None:
        self._source = source
        self.needs = frozenset(needs)
        self._compiled: re.Pattern[str] | None = None

    def _get(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(expand(self._source), re.IGNORECASE | re.ASCII)
        return self._compiled

    def has_made(self, found: re.Match[str]) -> bool:
        """Whether a match is of this pattern."""
        return found.re is self._compiled

    def fullmatch(self, text: str, start: int = 0, end: int = LONGEST) -> re.Match[str] | None:
        """Return the match of all of a stretch."""
        return self._get().fullmatch(text, start, end)

    def match(self, text: str, start: int = 0, end: int = LONGEST) -> re.Match[str] | None:
        """Return the match at the start of a stretch."""
        return self._get().match(text, start, end)

    def search(self, text: str, start: int = 0, end: int = LONGEST) -> re.Match[str] | None:
        """Return the first match inside a stretch."""
        return self._get().search(text, start, end)


def _any_of(words: Iterable[str]) -> str:
    """Return the pattern of any of some words, the longest first, so that none hides another."""
    return "|".join(sorted(words, key=len, reverse=True))


RESIDUE = rf"(?:{_any_of(_RESIDUES)}|\*|X(?![a-z]))"
"""An amino acid or a stop by its name or three-letter code; a stop also by its sign."""

STOP = rf"(?:{_any_of(_STOPS)}|ter|\*|X(?![a-z]))"
"""A stop by its name or sign."""

THREE_LETTER = f"(?:{'|'.join(code for code in THREE_LETTERS.values())})"
"""An amino acid or a stop by its three-letter code."""

LETTER = "(?-i:[ACDEFGHIKLMNOPQRSTUVWYX*])"
"""An amino acid or a stop by its one-letter code, in capitals."""

BASE_NAME = "(?:adenine|cytosine|guanine|thymi(?:di)?ne|uracil)"
BASE = f"(?:[ACGTU]|{BASE_NAME})"
BASES = "[ACGTU]{1,60}"

ARROW = r"(?:-{0,8}>{1,2}|-{2,8}|={1,2}>|/|\\|-)"
"""What stands between the old and the new: an arrow in every spelling, or a dash."""

BECOMES = (
    rf"(?:~{ARROW}~|~-~(?:to|by)~-~|(?: residue)?(?: (?:was|is|were|are|being|has been))?"
    r"(?: (?:replaced|substituted|substitution|changed|changes|changing|mutated|converted|altered|exchanged|mutation))?"
    r" (?:to|by|with|into)(?-i: an?| the)? |(?: residue)? (?:leads to|becomes)(?-i: an?)? )"
)
"""What stands between the old and the new, in signs or words."""

INSTEAD = (
    r"~-~for~-~|(?: (?:substitutions?|replacements?|mutations?|residue))? (?:for|of|at)(?-i: an?| the)? "
    r"|(?: is| was)? substitut(?:ed|es|ing) for(?-i: an?| the)? "
    r"|(?: instead of| rather than| in place of| replac(?:es|ed|ing))(?-i: an?| the)? "
)
"""What stands between the new and the old, where the new comes first."""

NOUN = (
    r"(?:(?:(?: |-)(?:amino[-\s]acid|missense|nonsense|point|single|nucleotides?|base(?:[-\s]pair)?|bp|DNA|coding))"
    r"{0,3} "
    r"(?:substitution|mutation|transition|transversion|change|replacement|exchange|polymorphism|conversion|variant"
    r"|variation|alteration|allele)s?)"
)
"""What a change is called, after it."""

LEAD = (
    r"(?:(?-i:an? |the )?(?:(?:amino[-\s]acid|missense|nonsense|point|single|nucleotide|base) )?"
    r"(?:substitution|replacement|change|exchange|mutation|conversion|transition|transversion)s?"
    r" (?:of|from)(?-i: an?| the)? )"
)
"""What a change is called, before it."""

RESIDUE_PLACES = r"(?:amino[-\s]acids?|aa|codons?|residues?|positions?|sites?|number|no\.?)"
BASE_PLACES = r"(?:nucleotides?|nts?|np|bases?|bp|base[-\s]pairs?|cDNA|mRNA|positions?|sites?|number|no\.?)"

ORDINARY = {*_RESIDUES, *_BASES} | set(
    re.findall(
        r"\w+",
        """
        a an the of in at to by with for and from or on is was no not number site amino acid aa frame
        nt nts np bp kb base bases nucleotide nucleotides position positions codon codons cd cds residue residues
        exon exons ex intron introns ivs first last second whole complete entire partial full gene genes
        del deletion deletions delta ins insertion dup duplication inv inversion delins indel fs frameshift stop ter
        mutation mutations mutant mutated variant variants missense nonsense splice truncating substitution
        substitutions change replacement transition transversion polymorphism allele snp loss gain repeat repeats
        expansion amplification fusion rearrangement skipping skip function overexpression protein dna cdna mrna rna
        genomic
        """,
    )
)
"""Words that are no gene, whatever stands beside them; for names that are words, the table of genes decides."""

_GENES = {"INS", "MET", "TYR", "WAS"}
"""Genes whose symbols are words as well."""


def is_ordinary(name: str) -> bool:
    """Whether a name is made of words that are no genes.

    >>> [is_ordinary(name) for name in ("missense", "in-frame", "proline-to-serine", "BRAF", "MET")]
    [True, True, True, False, False]
    """
    parts = name.lower().split("-")
    return name not in _GENES and (parts[0] in ORDINARY or any(part in ORDINARY for part in parts if len(part) > 1))


def read_residue(word: str) -> str:
    """Return the one-letter code of an amino acid by any of its names, `*` for a stop, "" for none.

    >>> read_residue("Glutamic  acid"), read_residue("pro"), read_residue("V"), read_residue("X")
    ('E', 'P', 'V', '*')
    """
    name = " ".join(word.split()).lower()
    if name in _RESIDUES:
        return _RESIDUES[name]
    return "*" if name in {"x", "*"} else word.upper()


def name_residue(letter: str) -> str:
    """Return the name of an amino acid by its one-letter code, "" for what has none.

    >>> name_residue("P"), name_residue("*")
    ('proline', '')
    """
    return next((name for name, code in _LONG_NAMES.items() if code == letter), "")


def read_base(word: str) -> str:
    """Return bases as DNA letters in capitals, one base also by its name.

    >>> read_base("cytosine"), read_base("gau")
    ('C', 'GAT')
    """
    return _BASES.get(word.lower()) or word.upper().replace("U", "T")


def read_number(word: str) -> int:
    """Return a number written in digits, with or without thousands commas, or as a word up to twelve.

    >>> read_number("1,521"), read_number("seven")
    (1521, 7)
    """
    lower = word.lower()
    return _NUMBERS.index(lower) + 1 if lower in _NUMBERS else int(word.replace(",", ""))
