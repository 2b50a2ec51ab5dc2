"""HGVS names of exact changes: `NM_003156.3:c.494C>A`, `NC_000011.10:g.4055634C>A`, `NP_003147.2:p.(Pro165Gln)`.

hgvs.parser reads the change; the reference before it is read by `description`, because hgvs 1.5 knows no `NC_(NM_)`.
The parser also takes what the nomenclature refuses (`g.5_3del`, `c.5insA`) and forgets part of what a name states; both
are seen to here. Bounded breakpoints are another notation, `uncertain`.
Sources: HGVS nomenclature 21.0, recommendations for DNA, RNA and protein, and the checklist.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from string import ascii_letters
from typing import TYPE_CHECKING, Any, assert_never

from synonymizer.codons import ONE_LETTER
from synonymizer.errors import MalformedName, ReversedInterval
from synonymizer.model import Name, PlaceProjection, TranscriptProjection
from synonymizer.notations.accessions import write_chromosome
from synonymizer.notations.changes import EXPECTED_RESIDUES, read_change
from synonymizer.notations.description import describe, note_repairs
from synonymizer.notations.points import find_bounded, write_range
from synonymizer.notations.posedits import check_edit, check_protein, convert_edit, convert_protein
from synonymizer.notations.residues import write_edit
from synonymizer.notations.spans import quote
from synonymizer.statements import Expression, Point, StatedProtein

if TYPE_CHECKING:
    from synonymizer.model import Projection, Scope
    from synonymizer.notations.changes import Change
    from synonymizer.statements import EditKind, ProteinEdit, StatedEdit

_LOCATION = re.compile(r"(?P<first>[-*]?\d+(?:[-+]\d+)?)(?:_(?P<last>[-*]?\d+(?:[-+]\d+)?))?")
_REDUNDANT = re.compile(r"(?P<kind>del|dup|inv)(?:(?P<bases>(?:(?!ins)[A-Za-z])+)|(?P<length>\d+))$")
_REDUNDANT_RESIDUES = re.compile(r"del(?!ins)(?P<residues>[A-Za-z]+)$")
_THREE_LETTERS = re.compile(r"[A-Z][a-z]{2}")
_URACIL = re.compile(r"u(?!p)")
_PARSER_PLACE = re.compile(r": char (\d+): ")
_EXPECTED_POSITIONS = {
    "g": "a position such as 4055634 was expected",
    "m": "a position such as 3243 was expected",
    "c": "a position such as 494, 93+1, -14 or *37 was expected",
    "n": "a position such as 345 or 93+1 was expected, counted from the first base of the transcript",
}
_EXPECTED_CHANGE = "a change such as C>A, del, dup, insA, delinsAC or inv was expected after the position"


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
    change = read_change(description)
    stated, read_as = _read_protein(change) if description.axis == "p" else _read_edit(change)
    withdrawn = change.withdrawn or read_as != change.text
    repairs = note_repairs(description, f"({read_as})" if change.predicted else read_as, withdrawn=withdrawn)
    notation = "protein" if description.is_bare else "hgvs"
    return Expression(text, notation, stated, description.hints, description.span, (*description.issues, *repairs))


def _read_edit(change: Change) -> tuple[StatedEdit, str]:
    """Read a change of bases; return it with its text, in which a withdrawn spelling is replaced by today's."""
    _check_zones(change)
    old, new = _split_substitution(change.text)
    is_plain = len(new) <= 1 and len(old) <= 1
    text = change.text if is_plain else f"{change.text[: -len(f'{old}>{new}')]}del{old}ins{new}"
    redundant = _REDUNDANT.search(text)
    if redundant is not None:
        text = text[: redundant.end("kind")]
    stated = convert_edit(_parse(change, text), change, _find_kind(text))
    if redundant is not None:
        bases, length = redundant["bases"], redundant["length"]
        deleted = bases.upper().replace("U", "T") if bases else None
        stated = replace(stated, deleted=deleted, deleted_length=int(length) if length else None)
    read_as = change.text
    if not is_plain:
        stated = _cover(stated, len(old))
        read_as = f"{write_range(stated.first, stated.last)}delins{new}"
    elif stated.kind == "sub" and stated.deleted == stated.inserted:
        stated = replace(stated, kind="identity", inserted="")
        read_as = f"{write_range(stated.first, stated.last)}="
    check_edit(stated, change)
    return stated, read_as


def _check_zones(change: Change) -> None:
    """Check that no range runs from behind the stop codon to its front: the parser takes both ends to lie behind it.

    Raises:
        ReversedInterval: when one does.
    """
    location = _LOCATION.match(change.text)
    if location and location["last"] and location["first"].startswith("*") and not location["last"].startswith("*"):
        message = f"{change.description.axis}.{location[0]} ends before it starts: * counts on behind the stop codon."
        raise ReversedInterval(message, text=change.description.text, span=change.find_span(*location.span()))


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
    first, more = stated.first, size - 1
    if more < 1 or first != stated.last:
        return stated
    last = replace(first, offset=first.offset + more) if first.offset else replace(first, base=first.base + more)
    return replace(stated, last=last)


def _read_protein(change: Change) -> tuple[StatedProtein, str]:
    """Read a change of residues; return it with its text, in which a withdrawn spelling is replaced by today's."""
    redundant = _REDUNDANT_RESIDUES.search(change.text)
    text = change.text[: redundant.start("residues")] if redundant else change.text
    edit = convert_protein(_parse(change, text), predicted=change.predicted)
    check_protein(edit, change)
    if redundant is not None:
        _check_redundant(edit, redundant["residues"], change)
    is_misnamed = (edit.kind == "identity" and "=" not in text) or (edit.kind == "sub" and "fs" in text)
    return StatedProtein(edit), write_edit(edit) if is_misnamed else text


def _check_redundant(edit: ProteinEdit, stated: str, change: Change) -> None:
    """Check that residues stated after `del` are those of the positions, as far as these name them.

    Raises:
        MalformedName: when they are not.
    """
    residues = _THREE_LETTERS.sub(lambda code: ONE_LETTER.get(code[0], "?"), stated)
    ends = (edit.first_residue, edit.last_residue)
    if len(residues) != edit.last - edit.first + 1 or (residues[0], residues[-1]) != ends:
        message = f"The residues {quote(stated)} after del are not those of the positions before it. Leave them out."
        span = change.find_span(0, len(change.text))
        raise MalformedName(message, text=change.description.text, span=span)


def _parse(change: Change, text: str) -> Any:
    """Parse `text`, a form of the change that the parser knows, by the rule of its axis.

    Raises:
        MalformedName: when the parser finds a mistake; the sentence says what it expected.
    """
    from hgvs.exceptions import HGVSParseError

    rule, form = _choose_rule(change, text)
    if rule == "n" and form.startswith(("-", "*")):
        raise change.mistake(0, _EXPECTED_POSITIONS["n"])
    try:
        return getattr(_parser(), f"parse_{rule}_posedit")(form)
    except HGVSParseError as error:
        found = _PARSER_PLACE.search(str(error), len(form))
        place = min(int(found[1]) if found else 0, len(change.text))
        raise change.mistake(place, _say_expected(change, rule, place)) from None


def _choose_rule(change: Change, text: str) -> tuple[str, str]:
    """Return the parser's rule for a change, and the change in the form which that rule knows."""
    axis = change.description.axis
    if axis == "r":  # r. counts as c. or n. does; the parser's own rule for r. knows no *
        is_noncoding = (change.description.hints.transcript or "").startswith(("NR_", "XR_"))
        return "n" if is_noncoding else "c", _URACIL.sub("t", text)
    if axis == "p" and _THREE_LETTERS.match(text):  # the parser knows * only beside one-letter code
        return axis, text.replace("*", "Ter")
    return axis, text


def _say_expected(change: Change, rule: str, place: int) -> str:
    """Say in plain words what the parser expected at a place of a change."""
    if rule == "p":
        return EXPECTED_RESIDUES
    location = _LOCATION.match(change.text)
    return _EXPECTED_POSITIONS[rule] if not location or place < location.end() else _EXPECTED_CHANGE


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
    first, last = projection.ends
    change = f"{projection.axis}.{_write_change(kind, Point(first), Point(last), allele.deleted, allele.inserted)}"
    assembly = contig.assembly if contig else None
    name = Name(f"{allele.sequence}:{change}", "hgvs", projection.axis, assembly, tags=projection.tags)
    if contig is None:
        return (name, *(name.respell(f"{synonym}:{change}") for synonym in projection.synonyms))
    chromosome = f"{write_chromosome(contig)}:{change}"
    return name.respell(name.text, recommended=True), name.respell(chromosome, "coordinate")


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
    if "(" in accession:  # a gene of the mitochondrial genome has no transcript record; m. is its recommended name
        return (plain.respell(plain.text),)
    references = [f"{accession}({transcript.gene})"] if accession.startswith(("NM_", "NR_")) else []
    references += transcript.synonyms
    literature: tuple[Name, ...] = ()
    if "MANE Select" in transcript.tags:
        references.append(transcript.gene)
        text = f"{transcript.gene} {projection.axis}.{change}"
        literature = (plain.respell(text, "literature"),)
    others = [plain.respell(f"{reference}:{projection.axis}.{change}") for reference in references]
    if projection.is_exonic:
        return (plain, *others, *literature)
    text = f"{projection.reference}({accession}):{projection.axis}.{change}"
    on_genome = plain.respell(text, recommended=projection.reference.startswith("NC_"))
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
