"""The plain HGVS names, read at once: those that need no repair and hold one exact change.

It reads nothing that `hgvs` does not read as well, and reads it alike; it is there because it is many times as fast,
and most names are plain. Source: HGVS nomenclature 21.0, recommendations for DNA and protein.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.codons import ONE_LETTER
from synonymizer.spelling.accessions import read_label
from synonymizer.spelling.points import are_apart, is_reversed, make_point
from synonymizer.statements import Expression, Hints, Point, ProteinEdit, StatedEdit, StatedProtein

if TYPE_CHECKING:
    from synonymizer.statements import Axis, EditKind, ProteinKind, Statement

_VERSION = r"[0-9]{6,9}\.[1-9][0-9]{0,2}"
_GENOMIC = rf"N[CG]_{_VERSION}"
_CODING = rf"NM_{_VERSION}|ENST[0-9]{{11}}\.[1-9][0-9]?|LRG_[1-9][0-9]{{0,3}}t[1-9]"
_GENE = r"[A-Z][A-Z0-9]{1,9}"
_NUMBER = r"[1-9][0-9]{0,29}"
_RESIDUE = "|".join(ONE_LETTER)

_DNA = re.compile(
    rf"(?:(?P<reference>{_GENOMIC})\((?P<inner>{_CODING})\):c"
    rf"|(?P<transcript>{_CODING})(?:\((?P<aside>{_GENE})\))?:c"
    rf"|(?P<genome>{_GENOMIC}):g"
    rf"|(?P<noncoding>NR_{_VERSION}):n"
    rf"|(?P<gene>{_GENE})[: ]c)"
    rf"\.(?P<zone>[-*]?)(?P<number>{_NUMBER})(?P<offset>[-+]{_NUMBER})?"
    rf"(?:_(?P<last_zone>[-*]?)(?P<last_number>{_NUMBER})(?P<last_offset>[-+]{_NUMBER})?)?"
    r"(?:(?P<old>[ACGT])>(?P<new>[ACGT])|(?P<same>=)"
    r"|(?P<kind>delins|del|dup|ins|inv)(?P<bases>[ACGT]*))"
)
_PROTEIN = re.compile(
    rf"(?:(?P<protein>NP_{_VERSION}|ENSP[0-9]{{11}}\.[1-9][0-9]?|LRG_[1-9][0-9]{{0,3}}p[1-9])|(?P<gene>{_GENE}))"
    rf"(?(protein):|[: ])p\.(?P<opening>\()?"
    rf"(?P<old>{_RESIDUE})(?P<number>{_NUMBER})(?:_(?P<last>{_RESIDUE})(?P<last_number>{_NUMBER}))?"
    rf"(?:(?P<new>{_RESIDUE})?(?P<shift>fs(?:Ter(?P<stop>{_NUMBER}|\?))?)|(?P<other>{_RESIDUE}|=)"
    r"|(?P<kind>del|dup))"
    r"(?(opening)\))"
)


def read(text: str) -> Expression | None:
    """Read a plain c., g., n. or p. name on an accession or gene; None for any other text, broken ones too.

    >>> read("NM_003156.3:c.494C>A").stated.inserted, read("STIM1 p.(Pro165Gln)").stated.edit.inserted
    ('A', 'Q')
    >>> read("c.494C>A"), read("NM_003156.3:c.494C>")
    (None, None)
    """
    found = _DNA.fullmatch(text)
    if found is not None:
        hints = _read_hints(found)
        stated: Statement | None = _read_edit(found)
    else:
        found = _PROTEIN.fullmatch(text)
        if found is None:
            return None
        hints = Hints(protein=found["protein"], gene=found["gene"])
        stated = _read_protein(found)
    if stated is None or (hints.gene is not None and not _is_gene(hints.gene)):
        return None
    return Expression(text, "hgvs", stated, hints, (0, len(text)))


def _is_gene(word: str) -> bool:
    """Whether a word is no chromosome, assembly or other name of a sequence."""
    label = read_label(word)
    return label is not None and label.kind == "gene" and label.name == word


def _read_hints(found: re.Match[str]) -> Hints:
    if found["genome"]:
        return Hints(reference=found["genome"])
    if found["gene"]:
        return Hints(gene=found["gene"])
    if found["reference"]:
        return Hints(reference=found["reference"], transcript=found["inner"])
    return Hints(transcript=found["transcript"] or found["noncoding"], gene=found["aside"])


def _read_edit(found: re.Match[str]) -> StatedEdit | None:
    """Read the change; None when a sequence or its letter forbids it, or it is not the plain way to say it."""
    axis: Axis = "g" if found["genome"] else "n" if found["noncoding"] else "c"
    if axis != "c" and (found["zone"] or found["last_zone"]):
        return None
    if axis == "g" and (found["offset"] or found["last_offset"] or found["genome"].startswith("NC_012920")):
        return None
    first = last = _read_point(axis, found["zone"], found["number"], found["offset"])
    if found["last_number"] is not None:
        last = _read_point(axis, found["last_zone"], found["last_number"], found["last_offset"])
        if is_reversed(first, last):
            return None
    if found["old"] is not None:
        is_plain = first == last and found["last_number"] is None and found["old"] != found["new"]
        return StatedEdit(axis, first, last, "sub", found["old"], None, found["new"]) if is_plain else None
    if found["same"] is not None:
        return StatedEdit(axis, first, last, "identity")
    return _read_indel(axis, first, last, found)


def _read_indel(axis: Axis, first: Point, last: Point, found: re.Match[str]) -> StatedEdit | None:
    bases = found["bases"]
    kind: EditKind = found["kind"]  # type: ignore[assignment]  # the pattern has these words alone
    if kind == "ins":
        is_plain = bases and found["last_number"] is not None and not are_apart(first, last)
        return StatedEdit(axis, first, last, "ins", None, None, bases) if is_plain else None
    if first == last and (kind == "inv" or _may_be_range(first)):
        return None
    if kind == "delins":
        return StatedEdit(axis, first, last, "delins", None, None, bases) if bases else None
    if found["last_number"] is None and len(bases or "") > 1:
        return None
    return StatedEdit(axis, first, last, kind, bases or None)


def _may_be_range(point: Point) -> bool:
    """Whether the hyphen of a position may have been meant as that of a range: c.12-14del."""
    return point.offset < 0 and -point.offset > point.base + 1


def _read_point(axis: Axis, zone: str, number: str, offset: str | None) -> Point:
    signed = -int(number) if zone == "-" else int(number)
    return make_point(
        signed, int(offset) if offset else 0, "start" if axis != "c" else "cds_end" if zone == "*" else "cds_start"
    )


def _read_protein(found: re.Match[str]) -> StatedProtein | None:
    """Read the change of residues; None when its positions or residues forbid it, or say it in an older way."""
    old, first = ONE_LETTER[found["old"]], int(found["number"]) - 1
    last_residue, last = old, first
    if found["last"] is not None:
        last_residue, last = ONE_LETTER[found["last"]], int(found["last_number"]) - 1
        if last <= first:
            return None
    if first == 0:  # what becomes of the start codon is a statement of its own
        return None
    if "*" in old + last_residue or "X" in old + last_residue:
        return None
    kind, inserted = _read_kind(found, old)
    is_of_one = kind in {"sub", "identity", "frameshift"}
    if not kind or (is_of_one and last != first):
        return None
    stop, predicted = found["stop"], found["opening"] is not None
    return StatedProtein(
        ProteinEdit(
            kind,
            first,
            last,
            old,
            last_residue,
            inserted,
            int(stop) if stop and stop != "?" else None,
            stop_stated=kind != "frameshift" or stop is not None,
            predicted=predicted,
        )
    )


def _read_kind(found: re.Match[str], old: str) -> tuple[ProteinKind | None, str]:
    """Return the kind of a protein change and its new residues; no kind where it is not the plain way to say it."""
    if found["shift"] is not None:
        new = ONE_LETTER[found["new"]] if found["new"] else ""
        return (None if new in {"*", "X", old} else "frameshift"), new
    if found["other"] is not None:
        new = "" if found["other"] == "=" else ONE_LETTER[found["other"]]
        return (None if new in {old, "X"} else "sub" if new else "identity"), new
    kind: ProteinKind = found["kind"]  # type: ignore[assignment]  # the pattern has these words alone
    return kind, ""
