"""Whether a variant is a member of a class of variants, whose listed members are never said to be all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.identity import stretches
from synonymizer.identity.places import list_parts, place
from synonymizer.model import Junction, Options
from synonymizer.normalize import normalize
from synonymizer.parse import parse
from synonymizer.resolve import resolve
from synonymizer.resolve.categories import hold_bases
from synonymizer.statements import StatedPlace

if TYPE_CHECKING:
    from synonymizer.identity.findings import Subject
    from synonymizer.model import Category, Reading
    from synonymizer.places import Side, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression


def find_member(category: Category, subject: Subject, reference: Reference) -> bool | None:
    """Return whether a reading is a member of a class, None where that cannot be told."""
    if subject.reading.key in {normalize(member, reference).key for member in category.members}:
        return True
    if category.gene is not None and category.gene not in list_genes(subject.reading, reference):
        return False
    if category.kind == "fusion" and isinstance(subject.reading.change, Junction):
        return _is_fusion(category, subject.reading.change, reference)
    if category.kind == "truncating":
        return _is_truncating(subject)
    stated = parse(category.place)[0] if category.place else None
    if stated is None or not isinstance(stated.stated, StatedPlace):
        return None
    is_inside = _lies_inside(stated, stated.stated, subject, reference)
    return None if is_inside and category.kind != "mutation" else is_inside


def list_genes(reading: Reading, reference: Reference) -> set[str]:
    """Return the genes that a reading lies in or beside."""
    genes = {reading.gene} if reading.gene else set[str]()
    for part in list_parts(reading.change):
        if isinstance(part, Allele):
            found = reference.geometry.transcripts_over(part.sequence, part.start, part.end)
            genes.update(transcript.gene for transcript in found)
        elif isinstance(part, Junction):
            for side in (part.first, part.second):
                genes.update(transcript.gene for transcript in _find_transcripts(side, reference))
    return genes


def _find_transcripts(side: Side, reference: Reference) -> tuple[Transcript, ...]:
    """Return the message that a side of a junction is, or the transcripts over its breakpoint."""
    message = reference.find_transcript(side.sequence)
    if message is not None:
        return (message,)
    return reference.geometry.transcripts_over(side.sequence, side.place, side.place)


def _is_fusion(category: Category, junction: Junction, reference: Reference) -> bool | None:
    """Whether the joined messages are of the genes of a class of fusions; of joined DNA that cannot be told."""
    messages = [reference.find_transcript(side.sequence) for side in (junction.first, junction.second)]
    genes = [message.gene for message in messages if message is not None]
    if len(genes) < len(messages):
        return None
    return "::" not in category.label or category.label == "::".join(genes)


def _is_truncating(subject: Subject) -> bool | None:
    """Whether a reading brings a stop forward on its first protein: a nonsense change or a frameshift."""
    made = next((edits[0] for edits in subject.proteins.values()), None)
    if made is None or made.kind == "unknown":
        return None
    return made.kind == "frameshift" or "*" in made.inserted


def _lies_inside(expression: Expression, stated: StatedPlace, subject: Subject, reference: Reference) -> bool | None:
    """Whether a reading changes anything of a place, given as the residues or bases of a recommended description."""
    if stated.axis == "p":
        return _changes_residues(expression, stated, subject, reference)
    held = resolve(replace(expression, stated=hold_bases(stated)), reference, Options())[0].change
    inside = place(held, reference)
    found = [place(part, reference) for part in list_parts(subject.reading.change)]
    if inside is None or None in found:
        return None
    return any(one is not None and stretches.relate(inside, one).verdict != "different" for one in found)


def _changes_residues(
    expression: Expression, stated: StatedPlace, subject: Subject, reference: Reference
) -> bool | None:
    proteins = map(reference.geometry.protein, reference.transcripts_of_protein(expression.hints.protein or ""))
    made = next((subject.proteins[residues][0] for residues in proteins if residues in subject.proteins), None)
    if made is None or made.kind == "unknown":
        return None
    return made.first <= stated.last.base and stated.first.base <= made.last
