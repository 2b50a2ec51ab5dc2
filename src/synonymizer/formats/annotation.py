"""Answers as entries of INFO in a VCF file.

`SYN` has one entry for each alternate and transcript, its parts separated by `|` as in the CSQ of Ensembl VEP
(https://www.ensembl.org/info/docs/tools/vep/vep_formats.html#vcf); all other entries have one value for each alternate.
What INFO may not hold is percent-encoded (VCFv4.5, 1.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer._version import VERSION
from synonymizer.batch.engine import CARRIED_FIELDS
from synonymizer.errors import MalformedName, OldMitochondrion, UnknownAccession, UnsupportedNotation
from synonymizer.kernel.lines import join_columns, join_groups, percent_encode
from synonymizer.kernel.tables import Column, make_column, numbers
from synonymizer.kernel.vcf_lines import Field, make_entry, number_alternates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from synonymizer.batch.engine import Answers
    from synonymizer.kernel.tables import Records

FIELDS = ("key", "g38", "g37", "codes", "gene", "transcript", "consequence", "c", "p")
"""What is written unless it is said otherwise."""

ENTRY = "SYN"

_PARTS = {
    "gene": "Gene",
    "transcript": "Transcript",
    "consequence": "Consequence",
    "c": "HGVSc",
    "r": "HGVSr",
    "p": "HGVSp",
}
"""How the parts of an entry of `SYN` are called."""

_LISTS = {
    "key": "Identity key: the SPDI name of the justified allele on GRCh38; equal for equal variants",
    "spdi": "SPDI name on GRCh38",
    "g38": "HGVS name on GRCh38",
    "g37": "HGVS name on GRCh37",
    "vrs": "GA4GH VRS identifier on GRCh38",
    "codes": "Codes of synonymizer, separated by &; synonymizer explain CODE says what one means",
}
"""What is said of each entry that has one value for each alternate; the status is told by the codes."""

NAMES = (ENTRY, *(f"{ENTRY}_{field.upper()}" for field in _LISTS))
"""Every entry of INFO that is written, whichever are asked for."""

MARK_CODES = (
    "",
    UnsupportedNotation.code,
    UnknownAccession.code,
    OldMitochondrion.code,
    MalformedName.code,
)
"""The codes of alternates that are not asked, by their mark."""

_HEADER_LINE = "##synonymizer="


def describe(fields: Sequence[str], reference: str, options: str) -> list[str]:
    """Return the lines of a header that say what is added to a file, and what made it."""
    parts = "|".join(_PARTS[field] for field in fields if field in CARRIED_FIELDS)
    lists = [
        f'##INFO=<ID={ENTRY}_{field.upper()},Number=A,Type=String,Description="{_LISTS[field]}">'
        for field in fields
        if field in _LISTS
    ]
    entry = (
        f'##INFO=<ID={ENTRY},Number=.,Type=String,Description="Names on transcripts, percent-encoded; Allele is the '
        f'number of the alternate. Format: Allele|{parts}">'
    )
    made = f'{_HEADER_LINE}<Version="{VERSION}",Reference="{reference}",Options="{options}">'
    return [made, *lists, *([entry] if parts else [])]


def list_replaced() -> tuple[str, ...]:
    """Return how the lines of a header begin that an earlier annotation has left."""
    return _HEADER_LINE, *(f"##INFO=<ID={name}," for name in NAMES)


def make_entries(records: Records, answers: Answers, fields: Sequence[str]) -> Column:
    """Return what is added to the INFO of each line."""
    nothing = make_column([""] * len(MARK_CODES))
    entries = [Column(bytearray(), numbers(len(records)))]  # of lines that nothing is asked for
    for field in fields:
        if field in _LISTS:
            column, otherwise = _encode(answers.columns[field]), nothing
            if field == "codes":
                column = Column(answers.columns[field].data.replace(b",", b"&"), answers.columns[field].ends)
                otherwise = make_column(MARK_CODES)
            entries.append(make_entry(Field(f"{ENTRY}_{field.upper()}", column, otherwise, True), records))
    carried = [_encode(answers.columns[field]) for field in fields if field in CARRIED_FIELDS]
    if carried:
        parts = join_columns([number_alternates(records, answers.carried_end), *carried], "|")
        column = join_groups(parts, answers.carried_end, ",")
        entries.append(make_entry(Field(ENTRY, column, nothing, False), records))
    return join_columns(entries, "")


def _encode(column: Column) -> Column:
    return percent_encode(column, ";=,| \t\r\n")
