"""Forms of the HGVS nomenclature that are valid, and that this program does not compute with: how each is recognized.

Source: HGVS nomenclature 21.0, recommendations for DNA, RNA and protein (alleles, repeated sequences, complex,
uncertain, methylation, splicing), and the consultation papers SVD-WG004, SVD-WG005, SVD-WG007 and SVD-WG009.
"""

from __future__ import annotations

import re

_DNA = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (r"::", "a junction of two sequences (::)"),
        (r"\^", "a choice of several changes (^)"),
        (r"=//?", "a mosaic or chimeric state (=/, =//)"),
        (r"\|", "a change of methylation or of edited RNA (|)"),
        (r"(?:^|_)IVS", "an intron counted by its number (IVS)"),
        (r"(?:^|_)EX\d", "an exon counted by its number inside a c., p. or r. name"),
        (r"ins[^A-Z]", "an insertion stated by its place or size"),
        (r"con|copy|dupinv|invdup|dupins", "a conversion, a copy number or a compound change"),
        (r"[;,]", "several changes in one name"),
        (r"[\[\]{}]", "a repeat, an allele or a nested change in brackets"),
        (r"pter|qter|cen", "a chromosome end or centromere (pter, qter, cen)"),
        (r"[-+][ud]\d", "a position counted beyond the transcript (-u, +d)"),
        (r"^spl|^0\??$|^=$|\?", "a statement without a certain place or change"),
        (r"\(", "an uncertain place or change in parentheses"),
    )
)
_PROTEIN = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"\^", "a choice of several changes (^)"),
        (r"\|", "a change of activity or modification (|)"),
        (r"=/|\d[A-Z][a-z]{0,2}/", "a mosaic state or a choice of residues (/)"),
        (r"^E[X*]\d", "an exon counted by its number inside a p. name"),
        (r"[;,]", "several changes in one name"),
        (r"ins\D{0,3}\d", "an insertion stated by its place or size"),
        (r"[\[\]{}]", "a repeat or an allele in brackets"),
        (r"Xaa|Asx|Glx|(?<![A-Za-z])[BZJ](?=\d)", "a residue that is not known"),
        (r"Pyl|(?<![A-Za-z])O(?=\d)", "pyrrolysine, which no human protein holds"),
        (r"\([^()_]*_[^()_]*\)(?!$)", "an uncertain place in parentheses"),
        (r"^(?!M(?:et)?1\?|0\?).*\d\?$", "an unknown change of a residue (?)"),
    )
)


def find_unsupported(body: str, *, protein: bool = False) -> tuple[str, tuple[int, int]] | None:
    """Return the form that keeps a change from being computed with, and where it shows; None when there is none.

    >>> find_unsupported("[494C>A;500G>T]")
    ('several changes in one name', (7, 8))
    >>> find_unsupported("494C>A")
    """
    for pattern, form in _PROTEIN if protein else _DNA:
        found = pattern.search(body)
        if found is not None:
            return form, found.span()
    return None
