"""Words and signs that tell at a glance which shapes a text cannot have, so that few are compiled and fewer tried.

A shape names the telltales without which no text can have it; a text that lacks one of them is not compared with the
shape at all. They decide nothing else: a text that has them all may be anything still.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from synonymizer.spelling.words import RESIDUE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

TELLTALES: Mapping[str, tuple[str, ...]] = {
    "becomes": (">", "-", "/", "\\", "(", "to", "by", "with", "into", "becom"),
    "instead": ("for", "of", "at", "substitut", "instead", "rather", "place", "replac"),
    "greater": (">",),
    "of": ("of",),
    "act": ("del", "ins", "dup", "inv"),
    "deletion": ("del", "loss"),
    "insertion": ("ins",),
    "duplication": ("dup",),
    "residue": (*sorted({name[:3] for name in RESIDUE_NAMES}), "*", "x"),
    "stop": ("ter", "stop", "amber", "ochre", "opal", "nonsense", "*", "x"),
    "frame": ("frame", "fs"),
    "place": ("at", "amino", "aa", "codon", "residue", "position", "site", "number", "no"),
    "place of bases": (*("nucleotide", "nt", "np", "base", "bp", "cdna", "mrna", "position", "site", "number", "no"),),
    "codon": ("codon", "cd"),
    "intron": ("ivs", "intron"),
    "exon": ("ex",),
    "ordinal": ("first", "second", "th", "third", "last", "penultimate"),
    "change": ("mutation", "missense", "nonsense", "variant", "change"),
    "class": (
        *("truncat", "frame", "shift", "nonsense", "amplif", "gain", "polysomy", "loss", "loh", "deletion", "lof"),
        *("inactivat", "gof", "activat", "express", "fusion", "rearrange", "re-arrange", "translocation", "tandem"),
        *("itd", "mutat", "mutant", "alteration"),
    ),
    "whole": ("whole", "entire", "complete", "full", "total", "gene"),
    "bracket": ("[",),
    "parenthesis": ("(",),
    "slash": ("/",),
    "tract": ("ivs", "intron", "poly", "tg"),
    "poly": ("poly",),
    "repeat": ("repeat", "copies", "unit"),
    "unit": ("cag", "ctg", "cgg", "ccg", "gcg", "gcn", "gaa", "cctg", "attct", "ggcctg", "ggggcc", "tggaa", "aaggg"),
    "expansion": ("expan",),
    "beside": ("in", "of", "from", "on"),
    "closed": (")",),
    "noun": (
        *("substitution", "mutation", "transition", "transversion", "change", "replacement", "exchange"),
        *("polymorphism", "conversion", "variant", "variation", "alteration", "allele"),
    ),
}
"""Telltales, in small letters, by name: a text has one when it holds any of its words."""

_BASES = re.compile(
    r"(?:(?<![A-Za-z])|(?<=[Kk][Bb]))[ACGTU]+(?=[^a-z]|at|in|o[fn]|for|\Z)|(?i:adenine|cytosine|guanine|thymi|uracil)"
)
"""The telltale "bases": capitals, which no letter may stand beside but those of a word of place, or a base by name."""

_WORDS = tuple((word, name) for name, words in TELLTALES.items() for word in words)


@lru_cache(maxsize=16)
def find_telltales(text: str) -> frozenset[str]:
    """Return the names of the telltales that a text has, in letters of any case.

    >>> sorted(find_telltales("494C>A")), sorted(find_telltales("BRCA1 185delAG"))
    (['bases', 'becomes', 'greater'], ['act', 'deletion'])
    """
    lower = text.lower()
    found = [name for word, name in _WORDS if word in lower]
    return frozenset([*found, "bases"] if _BASES.search(text) else found)
