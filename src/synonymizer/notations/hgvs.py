"""HGVS names of exact changes: `NM_003156.3:c.494C>A`, `NC_000011.10:g.4055634C>A`, `NP_003147.2:p.(Pro165Gln)`.

hgvs.parser reads the change; the reference before it is read by `description`, because hgvs 1.5 knows no
`NC_(NM_)`. The parser also takes what the nomenclature refuses (`g.5_3del`, `c.5insA`) and drops what a name states
beyond need; both are dealt with here. Bounded breakpoints are another notation, `uncertain`.
Sources: HGVS nomenclature 21.0, recommendations for DNA, RNA and protein, and the checklist.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from string import ascii_letters
from typing import TYPE_CHECKING, Any, NoReturn, assert_never

from synonymizer.codons import ONE_LETTER
from synonymizer.errors import (
    InsertionPlace,
    InvalidResidues,
    MalformedName,
    ReversedInterval,
    UnsupportedNotation,
)
from synonymizer.model import Expression, Name, PlaceProjection, Point, StatedProtein, TranscriptProjection
from synonymizer.notations.accessions import write_chromosome
from synonymizer.notations.description import describe, note_repairs
from synonymizer.notations.points import MAXIMUM_DIGITS, are_apart, find_bounded, is_reversed, write_range
from synonymizer.notations.posedits import convert_edit, convert_protein
from synonymizer.notations.quoting import quote
from synonymizer.notations.residues import tidy
from synonymizer.notations.unsupported import find_unsupported

if TYPE_CHECKING:
    from synonymizer.model import EditKind, Projection, ProteinEdit, Scope, StatedEdit
    from synonymizer.notations.accessions import write_chromosome
from synonymizer.notations.description import Description

_CIRCLE = 16_569
"""Bases of the mitochondrial genome."""

_KEYWORD = re.compile(r"DELINS|DEL|INS|DUP|INV")
_AFTER_KEYWORD = re.compile(r"(del|ins|dup|inv)\s+", re.IGNORECASE)
_WRONG_SIGNS = (
    (re.compile(r"(?<=[A-Za-z])\s+(?=[A-Za-z])|(?<=[0-9])\s+(?=[0-9])"), "the end of the name was expected"),
    (re.compile(r"[^\x00-\x7f]"), "only plain letters, digits and signs were expected"),
    (re.compile(r"\(\(|\)\)"), "no parentheses inside others were expected"),
)
_LETTERS = re.compile(r"delins|del|ins|dup|inv|(?P<bases>(?:(?!del|ins|dup|inv)[A-Za-z])+)")
_LOCATION = re.compile(r"[-*]?\d+(?:[-+]\d+)?(?:_[-*]?\d+(?:[-+]\d+)?)?")
_REDUNDANT = re.compile(r"(?P<kind>dup|inv)(?:(?P<bases>[A-Za-z]+)|(?P<length>\d+))$")
_URACIL = re.compile(r"u(?!p)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RESIDUES = re.compile(r"delins|del|ins|dup|fs|ext|(?P<residues>(?:(?!del|ins|dup|fs|ext)[A-Za-z])+)")
_CODES = re.compile(rf"(?:{'|'.join(ONE_LETTER)})+|[A-IK-NP-Z]+(?:Ter)?")
_THREE_LETTERS = re.compile(r"[A-Z][a-z]{2}")
_REDUNDANT_RESIDUES = re.compile(r"del(?!ins)(?P<residues>[A-Za-z]+)$")
_WITHDRAWN_STOP = re.compile(r"X(?!aa)|Stop", re.IGNORECASE)
_PARSER_PLACE = re.compile(r": char (\d+): ")
_WRONG_NUMBERS = (
    (re.compile(rf"\d{{{MAXIMUM_DIGITS + 1},}}"), "no sequence is as long as that number"),
    (
        re.compile(r"(?<![0-9A-Za-z])0|^0"),
        "a position without leading zeros was expected, since there is no position 0",
    ),
    (re.compile(r"(?:^|_)\+"), "a position without a sign before it was expected"),
)
_AMBIGUOUS = "RYMKWSBDHVN"
_EXAMPLES = {"g": "4055634", "m": "3243", "c": "494, 93+1, -14 or *37", "n": "345 or 93+1"}
_EXPECTED_RESIDUES = "a residue, its position and a change were expected, as in Pro165Gln, Arg179Ter or Phe508del"


@cache
def _parser() -> Any:
    """Return the parser of the hgvs package, which takes 90 ms to import and is needed for this notation alone."""
    from hgvs.parser import Parser

    return Parser()


# ---------------------------------------------------------------- reading


def read(text: str) -> Expression | None:
    """Read an HGVS name of an exact change, or a protein change with or without `p.`; None for any other text.

    >>> read("NM_003156.3:c.494C>A").stated.deleted, read("BRAF V600E").stated.edit.inserted
    ('C', 'E')

    Raises:
        ParseError: when the text is an HGVS name and broken; the span shows where.
        UnsupportedNotation: when it is a valid name of a kind that is not computed with.
        UnknownAssembly: when it states an assembly that is not held.
    """
    description = describe(text)
    if description is None or find_bounded(description.body):
        return None
    return _read_protein(description) if description.axis == "p" else _read_edit(description)


def _read_edit(description: Description) -> Expression:
    """Read a change of bases on any of the axes g, m, c, n and r."""
    body = _tidy_bases(description)
    is_predicted = description.axis == "r" and body.startswith("(") and body.find(")") == len(body) - 1
    change = body[1:-1] if is_predicted else body
    _refuse_unsupported(description, change)
    _check_letters(description, change)
    _check_numbers(description, change)
    _check_order_of_zones(description, change)
    stated, read_as = _parse_edit(description, change)
    _check_place(description, stated)
    issues = note_repairs(description, f"({read_as})" if is_predicted else read_as, withdrawn=read_as != change)
    return Expression(
        description.text, "hgvs", stated, description.hints, description.span, (*description.issues, *issues)
    )


def _tidy_bases(description: Description) -> str:
    """Put a change of bases into the letter case of its axis, without white space and thousands separators."""
    text = _THOUSANDS.sub("", _drop_gaps(description))
    if description.axis == "r":
        return text.lower().replace("t", "u")
    return _KEYWORD.sub(lambda keyword: keyword[0].lower(), text.upper())


def _drop_gaps(description: Description) -> str:
    """Drop the white space of a change, where that joins no two words or numbers, and check its signs.

    Raises:
        MalformedName: when nothing is left, when a gap parts two words or numbers, when a sign is not plain, or when
            brackets do not pair.
    """
    body = _AFTER_KEYWORD.sub(r"\1", description.body)
    for pattern, expected in _WRONG_SIGNS:
        wrong = pattern.search(body)
        if wrong is not None:
            _fail(description, body, wrong.start(), expected)
    text = "".join(body.split())
    for opening, closing in ("()", "[]", "{}"):
        if text.count(opening) != text.count(closing):
            _fail(description, text, max(text.find(opening), text.find(closing)), "brackets in pairs were expected")
    if not text:
        _fail(
            description,
            text,
            0,
            _EXPECTED_RESIDUES if description.axis == "p" else "a position and a change were expected",
        )
    return text


def _refuse_unsupported(description: Description, change: str) -> None:
    found = find_unsupported(change, protein=description.axis == "p")
    if found is not None:
        form, (start, end) = found
        message = (
            f"{quote(description.text.strip())} holds {form}: valid, but not computed with. Give exact, single changes."
        )
        raise UnsupportedNotation(message, text=description.text, span=_span(description, change, start, end))


def _check_letters(description: Description, change: str) -> None:
    """Check that the letters of a change are bases, and single ones."""
    bases = "acgu" if description.axis == "r" else "ACGT"
    for run in _LETTERS.finditer(change):
        for place, letter in enumerate(run["bases"] or "", run.start()):
            if letter in bases:
                continue
            span = _span(description, change, place, place + 1)
            if letter.upper() in _AMBIGUOUS:
                message = (
                    f"{letter} stands for several bases; only changes into single bases are computed with. Name each."
                )
                raise UnsupportedNotation(message, text=description.text, span=span)
            message = f"{letter} is no base; {description.axis}. changes are written with {' '.join(bases)}."
            raise InvalidResidues(message, text=description.text, span=span)


def _check_numbers(description: Description, change: str) -> None:
    """Check what the parser lets pass: a position 0, a leading +, and numbers no sequence reaches."""
    for pattern, expected in _WRONG_NUMBERS:
        wrong = pattern.search(change)
        if wrong is not None:
            _fail(description, change, wrong.start(), expected)
    if description.axis == "n" and change.startswith(("-", "*")):
        _fail(
            description,
            change,
            0,
            "n. counts from 1, the first base of the transcript; a position without - or * was expected",
        )


def _parse_edit(description: Description, change: str) -> tuple[StatedEdit, str]:
    """Parse a change of bases; return it with its text, which differs where a withdrawn spelling was replaced."""
    old, new = _split_substitution(change)
    is_plain = len(new) <= 1 and len(old) <= 1
    text = change if is_plain else f"{change[: -len(f'{old}>{new}')]}del{old}ins{new}"
    redundant = _REDUNDANT.search(text)
    if redundant is not None:
        text = text[: redundant.end("kind")]
    is_noncoding = (description.hints.transcript or "").startswith(("NR_", "XR_"))
    rule = description.axis if description.axis != "r" else "n" if is_noncoding else "c"
    posedit = _parse(description, rule, change, text if description.axis != "r" else _URACIL.sub("t", text))
    stated = convert_edit(posedit, description.axis, _find_kind(text))
    if redundant is not None:
        bases, length = redundant["bases"], redundant["length"]
        deleted = bases.upper().replace("U", "T") if bases else None
        stated = replace(stated, deleted=deleted, deleted_length=int(length) if length else None)
    if not is_plain:
        stated = _cover(stated, len(old))
        return stated, f"{write_range(stated.first, stated.last)}delins{new}"
    if stated.kind == "sub" and stated.deleted == stated.inserted:
        return replace(stated, kind="identity", inserted=""), f"{write_range(stated.first, stated.last)}="
    return stated, change


def _check_order_of_zones(description: Description, change: str) -> None:
    """Check that no range runs from behind the stop codon to its front; the parser takes it for one behind the codon.

    Raises:
        ReversedInterval: when one does.
    """
    location = _LOCATION.match(change)
    first, joined, last = location[0].partition("_") if location else ("", "", "")
    if joined and first.startswith("*") and not last.startswith("*"):
        message = f"{description.axis}.{first}_{last} ends before it starts: * counts on behind the stop codon."
        raise ReversedInterval(
            message, text=description.text, span=_span(description, change, 0, len(first + joined + last))
        )


def _split_substitution(change: str) -> tuple[str, str]:
    """Return the bases before and after `>`, both empty where there is none.

    >>> _split_substitution("79_80GC>TT"), _split_substitution("79del")
    (('GC', 'TT'), ('', ''))
    """
    before, arrow, new = change.partition(">")
    return (before[len(before.rstrip(ascii_letters)) :], new) if arrow else ("", "")


def _find_kind(text: str) -> EditKind:
    if ">" in text:
        return "sub"
    if "=" in text:
        return "identity"
    if "ins" in text:
        return "delins" if "del" in text else "ins"
    return "del" if "del" in text else "dup" if "dup" in text else "inv"


def _cover(stated: StatedEdit, size: int) -> StatedEdit:
    """Let a single position stand for all bases stated to be replaced there: c.79GC>TT is c.79_80delinsTT."""
    if size < 2 or stated.first != stated.last:
        return stated
    first = stated.first
    more = size - 1
    last = replace(first, offset=first.offset + more) if first.offset else replace(first, base=first.base + more)
    return replace(stated, last=last)


def _check_place(description: Description, stated: StatedEdit) -> None:
    """Check the order and number of positions as far as the text alone shows it."""
    text, span = description.text, (description.start, description.start + len(description.body))
    where = f"{description.axis}.{write_range(stated.first, stated.last)}"
    if is_reversed(stated.first, stated.last):
        if description.axis == "m" and 2 * (stated.last.base + _CIRCLE - stated.first.base) < _CIRCLE:
            message = f"{where} runs over the origin of the circular genome: valid, but not computed with."
            raise UnsupportedNotation(message, text=text, span=span)
        raise ReversedInterval(f"{where} ends before it starts. Write the lower position first.", text=text, span=span)
    if stated.kind == "ins" and are_apart(stated.first, stated.last):
        message = (
            f"An insertion lies between two neighbouring positions, as in c.5_6insA; {where} are not two neighbours."
        )
        raise InsertionPlace(message, text=text, span=span)
    if stated.kind == "sub" and stated.first != stated.last:
        message = (
            f"{where} are several positions, and one base is stated. Write one position, or delins for several bases."
        )
        raise MalformedName(message, text=text, span=span)
    if stated.kind == "inv" and stated.first == stated.last:
        message = f"{where} is one base, and an inversion needs at least two. Write it as a substitution."
        raise MalformedName(message, text=text, span=span)


def _read_protein(description: Description) -> Expression:
    """Read a change of residues, predicted (in parentheses) or not."""
    typed = _drop_gaps(description)
    body = tidy(typed)
    is_predicted = body.startswith("(") and body.find(")") == len(body) - 1
    change = body[1:-1] if is_predicted else body
    _refuse_unsupported(description, change)
    _check_codes(description, change)
    _check_numbers(description, change if change[0] != "0" else "")
    redundant = _REDUNDANT_RESIDUES.search(change)
    kept = change[: redundant.start("residues")] if redundant else change
    edit = convert_protein(_parse(description, "p", kept, kept))
    _check_residues(description, edit, redundant["residues"] if redundant else "")
    read_as = f"({kept})" if is_predicted else kept
    withdrawn = redundant is not None or _WITHDRAWN_STOP.search(typed) is not None
    return Expression(
        description.text,
        "protein" if description.is_bare else "hgvs",
        StatedProtein(replace(edit, predicted=is_predicted or edit.predicted)),
        description.hints,
        description.span,
        (*description.issues, *note_repairs(description, read_as, withdrawn=withdrawn)),
    )


def _check_codes(description: Description, change: str) -> None:
    """Check that the words of a change of residues are residues."""
    for run in _RESIDUES.finditer(change):
        if run["residues"] and not _CODES.fullmatch(run["residues"]):
            message = f"{quote(run['residues'])} is no residue in one- or three-letter code. {_EXPECTED_RESIDUES}."
            raise InvalidResidues(message, text=description.text, span=_span(description, change, *run.span()))


def _check_residues(description: Description, edit: ProteinEdit, redundant: str) -> None:
    """Check the order and number of residues, and that residues stated after del are those of the positions."""
    text, span = description.text, (description.start, description.start + len(description.body))
    if edit.last < edit.first:
        message = f"p.{edit.first + 1}_{edit.last + 1} ends before it starts. Write the lower position first."
        raise ReversedInterval(message, text=text, span=span)
    if edit.kind == "ins" and edit.last != edit.first + 1:
        message = "An insertion lies between two neighbouring residues, as in p.His4_Gln5insAla. Write both."
        raise InsertionPlace(message, text=text, span=span)
    if edit.kind in {"sub", "frameshift", "extension", "start_lost"} and edit.first != edit.last:
        message = "A substitution, frameshift or extension names one residue. Write one, or delins for several."
        raise MalformedName(message, text=text, span=span)
    if redundant:
        residues = _THREE_LETTERS.sub(lambda code: ONE_LETTER.get(code[0], "?"), redundant)
        ends = (edit.first_residue, edit.last_residue)
        if len(residues) != edit.last - edit.first + 1 or (residues[0], residues[-1]) != ends:
            message = f"The residues {quote(redundant)} after del do not fill the positions before it. Leave them out."
            raise MalformedName(message, text=text, span=span)


def _parse(description: Description, rule: str, change: str, text: str) -> Any:
    """Parse `text`, a form of `change` that the parser knows, by a rule of hgvs.parser."""
    from hgvs.exceptions import HGVSParseError

    try:
        return getattr(_parser(), f"parse_{rule}_posedit")(text)
    except HGVSParseError as error:
        found = _PARSER_PLACE.search(str(error), len(text))
        place = min(int(found[1]) if found else 0, len(change))
        location = _LOCATION.match(change)
        if rule == "p":
            expected = _EXPECTED_RESIDUES
        elif location is None or place < location.end():
            expected = f"a position such as {_EXAMPLES[rule]} was expected"
        else:
            expected = "a change such as C>A, del, dup, insA, delinsAC or inv was expected after the position"
        _fail(description, change, place, expected)


def _fail(description: Description, change: str, place: int, expected: str) -> NoReturn:
    """Raise the error of a change that departs from the nomenclature at `place`."""
    name = quote(description.written + change)
    where = f"cannot be read from {quote(change[place:])} on" if place < len(change) else "ends too early"
    message = f"{name} {where}: {expected}."
    raise MalformedName(message, text=description.text, span=_span(description, change, place, len(change)))


def _span(description: Description, change: str, start: int, end: int) -> tuple[int, int]:
    """Return where part of a change stands in the text: all of the change where white space or signs were dropped."""
    if len(change) != len(description.body):
        return description.start, description.start + len(description.body)
    return description.start + start, description.start + max(end, start + (start < len(change)))


# ---------------------------------------------------------------- writing


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the HGVS names of an allele on a genomic sequence or a transcript, the recommended one first; else none."""
    match projection:
        case PlaceProjection():
            return _write_place(projection)
        case TranscriptProjection():
            return (*_write_transcript(projection), *_write_rna(projection))
        case _:
            return ()


def _write_change(kind: EditKind, first: Point, last: Point, deleted: str, inserted: str) -> str:
    """Write a change; bases that the positions imply are not repeated (DNA/deletion, duplication, inversion)."""
    place = write_range(first, last)
    match kind:
        case "sub":
            return f"{place}{deleted}>{inserted}"
        case "del" | "dup" | "inv":
            return f"{place}{kind}"
        case "ins" | "delins":
            return f"{place}{kind}{inserted}"
        case "identity":
            return f"{place}="
        case _:
            assert_never(kind)


def _write_place(projection: PlaceProjection) -> tuple[Name, ...]:
    allele, contig, kind = projection.allele, projection.contig, projection.kind
    first, last = allele.start, allele.end - 1
    if kind == "ins":
        first, last = allele.start - 1, allele.start
    elif kind == "dup" and not allele.deleted:
        first, last = allele.start - len(allele.inserted), allele.start - 1
    change = f"{projection.axis}.{_write_change(kind, Point(first), Point(last), allele.deleted, allele.inserted)}"
    assembly = contig.assembly if contig else None
    name = Name(f"{allele.sequence}:{change}", "hgvs", projection.axis, assembly, tags=projection.tags)
    if contig is None:
        return (name,)
    chromosome = f"{write_chromosome(contig)}:{change}"
    return replace(name, recommended=True), replace(name, text=chromosome, cls="coordinate")


def _write_transcript(projection: TranscriptProjection) -> tuple[Name, ...]:
    """Write a c. or n. name on a transcript; one that counts into an intron needs the genomic sequence with it."""
    transcript = projection.transcript
    accession = transcript.accession
    change = _write_change(projection.kind, projection.first, projection.last, projection.deleted, projection.inserted)
    plain = Name(
        f"{accession}:{projection.axis}.{change}",
        "hgvs",
        projection.axis,
        transcript=accession,
        tags=transcript.tags,
        recommended=projection.is_exonic,
    )
    if "(" in accession:  # a gene of the mitochondrial genome has no other name
        return (replace(plain, recommended=True),)
    references = [f"{accession}({transcript.gene})"] if accession.startswith(("NM_", "NR_")) else []
    references += transcript.synonyms
    literature: tuple[Name, ...] = ()
    if "MANE Select" in transcript.tags:
        references.append(transcript.gene)
        text = f"{transcript.gene} {projection.axis}.{change}"
        literature = (replace(plain, text=text, cls="literature", recommended=False),)
    others = [
        replace(plain, text=f"{reference}:{projection.axis}.{change}", recommended=False) for reference in references
    ]
    if projection.is_exonic:
        return (plain, *others, *literature)
    text = f"{projection.reference}({accession}):{projection.axis}.{change}"
    on_genome = replace(plain, text=text, recommended=projection.reference.startswith("NC_"))
    return (on_genome, plain, *others, *literature)


def _write_rna(projection: TranscriptProjection) -> tuple[Name, ...]:
    """Write the predicted RNA: the change itself, or what is said when it cannot be derived (RNA/splicing)."""
    accession = projection.transcript.accession
    if projection.axis != "c" and not accession.startswith(("NR_", "XR_")):
        return ()
    if projection.rna:
        text = "(=)" if projection.rna == "=" else projection.rna
        scope: Scope = "category"
    elif projection.is_exonic:
        change = _write_change(
            projection.kind, projection.first, projection.last, projection.deleted, projection.inserted
        )
        text = f"({change.lower().replace('t', 'u')})"
        scope = "allele"
    else:
        return ()
    name = Name(f"{accession}:r.{text}", "hgvs", "r", transcript=accession, tags=projection.transcript.tags)
    return (replace(name, scope=scope, recommended=True),)
