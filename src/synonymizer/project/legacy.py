"""A change as older numberings count it, and by the names people gave it.

Numbers of the literature follow no 3' rule: `BRCA1 185delAG` and `187delAG` are one deletion, so all of its places are
given, from the first, which was the habit, to that of the rule (HGVS nomenclature 21.0, general recommendations, for
the rule; Breast Cancer Information Core for the others).
One whose number also fits today's numbering at another place is no name of the change, which its proof tells.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.mapping import unnumber
from synonymizer.model import EventProjection, LegacyProjection, NamedProjection, TranscriptProjection
from synonymizer.statements import Point, StatedEdit, StatedExons, StatedNumbered, StatedProtein

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Projection
    from synonymizer.places import ExonScheme, LegacyRule, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Statement


def project_legacy(
    projections: Iterable[Projection], key: str, reference: Reference
) -> tuple[LegacyProjection | NamedProjection, ...]:
    """Return what a change is by older numberings, from its projections on transcripts, and the names given it."""
    found: dict[tuple[str, Statement], LegacyProjection] = {}
    for projection in projections:
        for legacy in _recount(projection, reference):
            found.setdefault((legacy.transcript.gene, legacy.stated), legacy)
    named = tuple(NamedProjection(known.name, known.gene) for known in reference.names_of(key))
    return (*found.values(), *named)


def _recount(projection: Projection, reference: Reference) -> Iterator[LegacyProjection]:
    """Yield what every older numbering of its transcript makes of a projection, untried."""
    if not isinstance(projection, TranscriptProjection | EventProjection) or projection.transcript is None:
        return
    transcript = projection.transcript
    schemes = [
        scheme for scheme in reference.exon_schemes(transcript.gene) if scheme.transcript == transcript.accession
    ]
    if isinstance(projection, EventProjection):
        for scheme in schemes:
            yield from _relabel(projection, transcript, scheme)
        return
    yield from _count_in_intron(projection, tuple(str(index + 1) for index in range(len(transcript.exons))), "")
    for scheme in schemes:
        yield from _count_in_intron(projection, scheme.labels, scheme.name)
    for rule in reference.legacy_rules(transcript.gene):
        if rule.transcript == transcript.accession:
            yield from _count_by_rule(projection, rule)


def _relabel(event: EventProjection, transcript: Transcript, scheme: ExonScheme) -> Iterator[LegacyProjection]:
    if event.exons is None or event.kind not in {"del", "dup"}:
        return
    first, last = (scheme.labels[exon] for exon in event.exons)
    stated = StatedExons(first, last, "del" if event.kind == "del" else "dup")
    yield LegacyProjection(transcript, stated, scheme.name, "exon")


def _count_by_rule(projection: TranscriptProjection, rule: LegacyRule) -> Iterator[LegacyProjection]:
    """Yield a projection as a rule counts it: its bases at all their places, or its residues."""
    transcript, edit = projection.transcript, projection.protein
    if rule.axis == "p" and edit is not None and edit.kind != "identity" and edit.first + rule.offset >= 0:
        counted = replace(edit, first=edit.first + rule.offset, last=edit.last + rule.offset)
        yield LegacyProjection(transcript, StatedProtein(counted, is_bare=True), rule.name, "protein")
    elif rule.axis == "c" and projection.axis == "c":
        for stated, is_shifted in _spell(projection):
            if {stated.first.datum, stated.last.datum} == {"cds_start"}:
                first, last = (replace(point, base=point.base + rule.offset) for point in (stated.first, stated.last))
                older = replace(stated, first=first, last=last)
                yield LegacyProjection(transcript, older, rule.name, "allele", is_shifted)


def _count_in_intron(
    projection: TranscriptProjection, labels: tuple[str, ...], scheme: str
) -> Iterator[LegacyProjection]:
    """Yield a change inside one intron by the label of the exon before it; by today's numbers on the main one alone."""
    first, last, transcript = projection.first, projection.last, projection.transcript
    inside = first.offset * last.offset > 0 and first.base == last.base
    if not inside or (not scheme and not projection.is_main):
        return
    base = unnumber(transcript, first.base, first.datum)
    exon = next(index for index, exon in enumerate(transcript.exons) if exon.start <= base < exon.end)
    label = labels[exon if first.offset > 0 else exon - 1]
    edit = StatedEdit(projection.axis, first, last, projection.kind, projection.deleted, inserted=projection.inserted)
    as_insertion = projection.shifts[:1] if projection.kind == "dup" else ()
    for stated in (edit, *as_insertion):
        ends = (_place_in_intron(stated.first.offset), _place_in_intron(stated.last.offset))
        counted = replace(stated, first=ends[0], last=ends[1])
        yield LegacyProjection(transcript, StatedNumbered("intron", label, counted), scheme, "allele")


def _place_in_intron(offset: int) -> Point:
    return Point(offset - 1, 0, "part_start") if offset > 0 else Point(offset, 0, "part_end")


def _spell(projection: TranscriptProjection) -> Iterator[tuple[StatedEdit, bool]]:
    """Yield an edit at all its places, and whether it is not the one of the 3' rule, from 5' to 3' as papers prefer.

    A copy is the insertion it was before there was a word for it.
    """
    first, last, deleted, inserted = projection.first, projection.last, projection.deleted, projection.inserted
    edit = StatedEdit("c", first, last, projection.kind, deleted, inserted=inserted)
    places = projection.shifts if projection.kind == "dup" and projection.shifts else (edit, *projection.shifts)
    for place in reversed(places):
        yield replace(place, is_bare=True), place is not places[0]
