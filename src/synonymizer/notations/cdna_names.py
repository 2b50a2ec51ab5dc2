"""Writes a change of bases as papers do: with its gene and without, in the signs and words that `cdna` reads.

They are names of the transcript on which names that state the gene alone count. What they leave out, the position of
the nomenclature's 3' rule among it, is told by their class and tags.
Sources: those of `spelling.base_styles`; the titles of ClinVar records, `NM_000059.4(BRCA2):c.5946del (p.Ser1982fs)`;
HGVS nomenclature 21.0, checklist, for spellings with redundant bases and lengths, which are withdrawn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.grammar.emit import write_change, write_statement
from synonymizer.model import SHIFTED, Name, TranscriptProjection
from synonymizer.spelling.base_styles import PHRASES, PLACES, SIGNS, spell, take_apart
from synonymizer.spelling.points import write_range
from synonymizer.spelling.residues import write_edit
from synonymizer.statements import StatedEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import NameClass, Projection
    from synonymizer.spelling.base_styles import Styles
    from synonymizer.statements import ProteinEdit

_WITHDRAWN: Styles = {
    "del": ("{place}del{old}", "{first}del{old}", "{place}del{size}"),
    "dup": ("{place}dup{old}", "{place}dup{size}"),
    "delins": ("{place}del{old}ins{new}", "{place}{old}>{new}", "{place}>{new}"),
    "inv": ("{place}inv{old}",),
}
"""What the nomenclature once wrote behind the letter of an axis."""

_UNTIDY: Styles = {
    "sub": (
        "{first}{old}→{new}",
        "{first}{old}->{new}",
        "{first}{old}/{new}",
        "{first}{old}-->{new}",
        "{old}{first}{new}",
        "{first} {old}>{new}",
    )
}
"""What papers write behind the letter of an axis."""

_GLUED: Styles = {
    "sub": ("{first}{old}>{new}",),
    "del": ("{place}del{old}",),
    "dup": ("{place}dup{old}",),
    "ins": ("{place}ins{new}",),
    "delins": ("{place}del{old}ins{new}",),
}
"""What papers write behind the letter of an axis without its point, or with a gap."""

_SHIFTED: Styles = {
    "del": ("{first}del{old}", "{place}del{old}"),
    "ins": ("{first}ins{new}", "{place}ins{new}"),
}
"""How a change is spelled at a place that is not that of the 3' rule."""


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the spellings of papers of a change on a transcript, the most used first; none of any other projection.

    Names with an accession are written on every transcript, those that the gene is told by on its main one.
    """
    if not isinstance(projection, TranscriptProjection) or "(" in projection.transcript.accession:
        return ()
    edit = _state(projection)
    on_all = (*_write_titles(projection, edit), *_write_repeat(projection), *_write_withdrawn(projection, edit))
    if not projection.is_main:
        return on_all
    return (*on_all, *_write_signs(projection, edit), *_write_shifted(projection))


def _state(projection: TranscriptProjection) -> StatedEdit:
    return StatedEdit(
        projection.axis,
        projection.first,
        projection.last,
        projection.kind,
        projection.deleted,
        inserted=projection.inserted,
    )


def _start(projection: TranscriptProjection, cls: NameClass, *tags: str) -> Name:
    """Return a name without its text, to be spelled."""
    transcript = projection.transcript
    return Name("", cls, projection.axis, transcript=transcript.accession, tags=(*transcript.tags, *tags))


def _with_gene(projection: TranscriptProjection, name: Name, texts: Iterable[str]) -> Iterator[Name]:
    """Yield a name for each text behind its gene, then without it."""
    for text in texts:
        yield name.respell(f"{projection.transcript.gene} {text}")
        yield name.respell(text, needs="gene")


def _write_change(edit: StatedEdit) -> str:
    return write_change(edit.kind, write_range(edit.first, edit.last), edit.deleted or "", edit.inserted)


def _write_titles(projection: TranscriptProjection, edit: StatedEdit) -> Iterator[Name]:
    """Yield names that tell what becomes of the protein, as the titles of ClinVar do; a new frame may be left open."""
    transcript, protein = projection.transcript, projection.protein
    if protein is None or protein.first < 0:
        return
    change = f"{projection.axis}.{_write_change(edit)}"
    for effect in dict.fromkeys((write_edit(protein), write_edit(_leave_open(protein)))):
        title = f"{change} (p.{effect})"
        if transcript.accession.startswith("NM_"):
            yield _start(projection, "hgvs").respell(f"{transcript.accession}({transcript.gene}):{title}")
        if projection.is_main:
            yield from _with_gene(projection, _start(projection, "literature"), (title,))


def _leave_open(protein: ProteinEdit) -> ProteinEdit:
    if protein.kind != "frameshift":
        return protein
    return replace(protein, inserted="", stop=None, stop_stated=False)


def _write_repeat(projection: TranscriptProjection) -> Iterator[Name]:
    """Yield a change of the number of units of a repeat as their count, at all of the repeat or at its first base."""
    repeat, accession = projection.repeat, projection.transcript.accession
    if repeat is None or repeat.first is None:
        return
    name = _start(projection, "hgvs")
    whole, short = (f"{repeat.axis}.{write_statement(at)}" for at in (repeat, replace(repeat, last=repeat.first)))
    yield name.respell(f"{accession}:{whole}")
    if not projection.is_exonic:
        yield name.respell(f"{projection.reference}({accession}):{whole}")
    if projection.is_main:
        yield name.respell(f"{accession}:{short}")
        for text in (whole, short):
            yield name.respell(f"{projection.transcript.gene}:{text}")
            yield name.respell(text, needs="gene")


def _write_signs(projection: TranscriptProjection, edit: StatedEdit) -> Iterator[Name]:
    """Yield the spellings without the letter of the axis, those with it that papers mar, those in words, the place."""
    axis, parts = projection.axis, take_apart(edit)
    name = _start(projection, "literature")
    bare = spell(SIGNS, edit.kind, parts) if axis == "c" else ()
    glued = [f"{axis}{gap}{text}" for text in spell(_GLUED, edit.kind, parts) for gap in ("", ". ")]
    untidy = [f"{axis}.{text}" for text in spell(_UNTIDY, edit.kind, parts)]
    yield from _with_gene(projection, name, (*bare, *glued, *untidy))
    if axis == "c":
        for phrase in spell(PHRASES, edit.kind, parts):
            yield name.respell(phrase, needs="gene")
        place = replace(name, scope="position")
        yield from _with_gene(projection, place, spell(PLACES, edit.kind, parts))


def _write_withdrawn(projection: TranscriptProjection, edit: StatedEdit) -> Iterator[Name]:
    """Yield the withdrawn spellings; the most used of them behind every accession."""
    name = _start(projection, "hgvs-deprecated")
    texts = [f"{projection.axis}.{text}" for text in spell(_WITHDRAWN, edit.kind, take_apart(edit))]
    if projection.is_main:
        yield from _with_gene(projection, name, texts)
    for text in texts[:1]:
        yield name.respell(f"{projection.transcript.accession}:{text}")


def _write_shifted(projection: TranscriptProjection) -> Iterator[Name]:
    """Yield the spellings at the other places where the same bases come out."""
    accession, axis = projection.transcript.accession, projection.axis
    withdrawn = _start(projection, "hgvs-deprecated", SHIFTED)
    bare = withdrawn.respell("", "literature")
    for shift in projection.shifts:
        spellings = spell(_SHIFTED, shift.kind, take_apart(shift))
        for text in spellings[-1:]:
            yield from _with_gene(projection, withdrawn, (f"{axis}.{text}",))
            yield withdrawn.respell(f"{accession}:{axis}.{text}")
        if axis == "c":
            yield from _with_gene(projection, bare, spellings)
