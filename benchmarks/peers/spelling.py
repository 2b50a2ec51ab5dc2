"""Names that other tools read or do not write: a row of a VCF file as a g. name, and a variant of hgvs as SPDI.

This module is imported by programs that run in the environments of other tools; it needs nothing but Python.
"""

from __future__ import annotations

from typing import Any


def write_genomic(contig: str, position: int, deleted: str, inserted: str) -> str:
    """Write what a row states as it states it: trimmed, and moved nowhere.

    >>> write_genomic("NC_000011.10", 10, "CA", "C"), write_genomic("NC_000011.10", 10, "C", "CTT")
    ('NC_000011.10:g.11del', 'NC_000011.10:g.10_11insTT')
    """
    while deleted and inserted and deleted[-1] == inserted[-1] and max(len(deleted), len(inserted)) > 1:
        deleted, inserted = deleted[:-1], inserted[:-1]
    while deleted and inserted and deleted[0] == inserted[0] and max(len(deleted), len(inserted)) > 1:
        deleted, inserted, position = deleted[1:], inserted[1:], position + 1
    if not deleted:
        return f"{contig}:g.{position - 1}_{position}ins{inserted}"
    if len(deleted) == 1 == len(inserted):
        return f"{contig}:g.{position}{deleted}>{inserted}"
    place = str(position) if len(deleted) == 1 else f"{position}_{position + len(deleted) - 1}"
    return f"{contig}:g.{place}{f'delins{inserted}' if inserted else 'del'}"


def write_spdi(genomic: Any) -> str:
    """Write a normalized genomic variant of biocommons hgvs as SPDI."""
    edit, place = genomic.posedit.edit, genomic.posedit.pos
    is_insertion = edit.type == "ins"
    start = place.start.base - (not is_insertion)
    deleted = "" if is_insertion else edit.ref
    inserted = edit.ref * 2 if edit.type == "dup" else getattr(edit, "alt", None) or ""
    return f"{genomic.ac}:{start}:{deleted}:{inserted}"
