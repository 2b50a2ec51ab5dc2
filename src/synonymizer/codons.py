"""Amino acids and codons: their letters, and translation both ways.

Sources: IUPAC-IUB JCBN 1983 (one- and three-letter codes; Sec and Pyl by the later IUBMB recommendations), NCBI
translation tables 1 (standard) and 2 (vertebrate mitochondrial), HGVS nomenclature 21.0, standards (`Ter` for a stop,
`Xaa` for an unknown residue). Residues are one-letter codes, a stop is `*`, an unknown residue is `X`.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from synonymizer.errors import InvalidResidues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synonymizer.places import GeneticCode

THREE_LETTERS: Mapping[str, str] = {
    "A": "Ala",
    "C": "Cys",
    "D": "Asp",
    "E": "Glu",
    "F": "Phe",
    "G": "Gly",
    "H": "His",
    "I": "Ile",
    "K": "Lys",
    "L": "Leu",
    "M": "Met",
    "N": "Asn",
    "O": "Pyl",
    "P": "Pro",
    "Q": "Gln",
    "R": "Arg",
    "S": "Ser",
    "T": "Thr",
    "U": "Sec",
    "V": "Val",
    "W": "Trp",
    "X": "Xaa",
    "Y": "Tyr",
    "*": "Ter",
}
"""Three-letter code by one-letter code."""

ONE_LETTER: Mapping[str, str] = {three: one for one, three in THREE_LETTERS.items()}
"""One-letter code by three-letter code."""

_CODONS = ["".join(bases) for bases in product("TCAG", repeat=3)]
_STANDARD = dict(zip(_CODONS, "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG", strict=True))
_RESIDUES: Mapping[GeneticCode, Mapping[str, str]] = {
    "standard": _STANDARD,
    "mitochondrial": _STANDARD | {"ATA": "M", "TGA": "W", "AGA": "*", "AGG": "*"},
}


def translate(bases: str, code: GeneticCode = "standard") -> str:
    """Translate coding DNA from its first base, stops included.

    Bases of an incomplete last codon are dropped; a codon that is not three of A, C, G, T becomes `X`.

    >>> translate("ATGTGATAAC"), translate("ATGTGATAAC", "mitochondrial"), translate("ATGNNN")
    ('M**', 'MW*', 'MX')
    """
    residue = _RESIDUES[code].get
    return "".join([residue(bases[place : place + 3], "X") for place in range(0, len(bases) - 2, 3)])


def back_translate(residue: str, code: GeneticCode = "standard") -> tuple[str, ...]:
    """Return every codon of a one-letter residue in alphabetical order; none for a residue without a codon of its own.

    >>> back_translate("M"), back_translate("M", "mitochondrial"), back_translate("U")
    (('ATG',), ('ATA', 'ATG'), ())
    """
    return tuple(sorted(codon for codon, encoded in _RESIDUES[code].items() if encoded == residue))


def to_three(residues: str) -> str:
    """Spell one-letter residues in three-letter code.

    >>> to_three("PQ*")
    'ProGlnTer'

    Raises:
        InvalidResidues: a letter is no residue.
    """
    try:
        return "".join([THREE_LETTERS[residue] for residue in residues])
    except KeyError as unknown:
        raise InvalidResidues(f"{residues!r} holds {unknown}, which is no one-letter residue code.") from None
