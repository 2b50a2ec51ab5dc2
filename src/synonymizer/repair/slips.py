"""Slips of the hand in a name that nothing reads as it stands: doubled, lost and mistaken separators.

A rule is tried only on a text that no reader takes, so that it can never change the meaning of one they do. Source: the
classes of repairs that cdot (SACGF/cdot, `clean_hgvs`) found needed for names submitted to a diagnostic database.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.spelling.accessions import read_label
from synonymizer.spelling.spans import find_span, quote

if TYPE_CHECKING:
    from synonymizer.repair.drafts import Draft
    from synonymizer.spelling.accessions import Kind

_ACCESSION = r"(?:[NX][MRP]|N[CGTW]|ENS[TP]|LRG)[_0-9][0-9.tp]{0,20}"
_CHANGE = r"[-*]?[0-9][0-9_+*-]{0,60}(?:[ACGT]{0,40}(?:-{0,3}>|/)[ACGT]|del|dup|ins|inv|=)"

_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), template)
    for pattern, template in (
        (r"^\s*(?:[#:]|\\t)+\s*(?=\w)", ""),
        (rf"^\s*\((?P<name>{_ACCESSION})\)(?=\s*:)", r"\g<name>"),
        (r"(?<=[NX][MRGCP]):(?=_)", ""),
        (r"^\s*(?P<name>[MR]_[0-9]{6,9}(?=[.:(]))", r"N\g<name>"),
        (r"::{1,3}(?=\s?[cgmnopr]\.)", ":"),
        (r":(?=\()|(?<=\w):(?=\):)", ""),
        (rf"^(?P<name>\s*{_ACCESSION})(?P<gene>[A-Z][A-Z0-9-]{{1,15}})\):", r"\g<name>(\g<gene>):"),
        (rf"^(?P<name>\s*{_ACCESSION}\([A-Z][A-Z0-9-]{{1,15}}):", r"\g<name>):"),
        (r"(?P<letter>(?:^|[\s:)])[cgmnopr])\.(?:\.|[cgmnopr]\.){1,3}", r"\g<letter>."),
        (r"(?P<letter>:[cgmnopr])[,:;](?=[-*?(]?[0-9A-Z])", r"\g<letter>."),
        (rf"(?P<letter>^\s*|:\s?|\)|\s)(?P<axis>(?-i:[cgmnr]))(?P<gap>[ -]?)(?={_CHANGE})", r"\g<letter>\g<axis>."),
        (r"(?<=:)(?P<axis>p)(?=[A-Z*]{1,3}[0-9])", "p."),
        (r"[.,;:]{1,10}\s*\Z", ""),
    )
)

_OPEN_ALLELE = re.compile(r"\] ?[;+] ?\[[^\[\]]{1,100}\Z")
_WITHOUT_LETTER = re.compile(
    rf"\s*(?P<name>{_ACCESSION})(?:\([^()\s]{{1,40}}\))?\s?[:\s]\s?(?=[-*]?[0-9][^:\t]*$)", re.IGNORECASE
)
_AXES: dict[Kind, str] = {"coding": "c", "noncoding": "n", "genomic": "g", "mitochondrion": "m"}


def repair(draft: Draft) -> Draft:
    """Repair the separators of a name.

    >>> from synonymizer.repair.drafts import Draft
    >>> [repair(Draft(text)).text for text in ("NM_003156.3::c.494C>A", "NM:_003156.3:c,494C>A", "STIM1 c494C>A")]
    ['NM_003156.3:c.494C>A', 'NM_003156.3:c.494C>A', 'STIM1 c.494C>A']
    """
    for pattern, template in _RULES:
        found = pattern.search(draft.text)
        if found is None:
            continue
        start, end = found.span()
        new = found.expand(template)
        typed, read = draft.text[start:end].strip(), new.strip()
        what = f"{quote(typed)} was read as {quote(read)}" if read and typed else f"{quote(typed or read)} was "
        what += "" if read and typed else "left out" if typed else "put in"
        noted = draft.note("W1001", f"{what}: the separators of a name are NM_…:c.", (start, max(end, start + 1)))
        draft = noted.rewrite([(start, end, new)])
    return _close_brackets(draft)


def _close_brackets(draft: Draft) -> Draft:
    """Close the last of two alleles where the end of a text lost its bracket; any other open list may go on."""
    if not _OPEN_ALLELE.search(draft.text):
        return draft
    end = find_span(draft.text)[1]
    noted = draft.note("W1001", "The last bracket is not closed; it was read as closed at the end.", (end - 1, end))
    return noted.rewrite([(end, end, "]")])


def add_letter(draft: Draft) -> Draft:
    """Add the letter of the axis behind an accession that says which it is: `NM_004006.2:93+1G>T` counts c.

    >>> from synonymizer.repair.drafts import Draft
    >>> add_letter(Draft("NM_004006.2:93+1G>T")).text
    'NM_004006.2:c.93+1G>T'
    """
    found = _WITHOUT_LETTER.match(draft.text)
    label = read_label(found["name"]) if found else None
    axis = _AXES.get(label.kind) if label else None
    if found is None or label is None or axis is None:
        return draft
    message = f"The letter of the position is missing after {label.name}; it was read as {axis}."
    place = found.end()
    return draft.note("W2007", message, (place, place + 1)).rewrite([(place, place, f"{axis}.")])
