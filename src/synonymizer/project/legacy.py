"""A change as older numberings count it, and by the names people gave it.

Such a name has no reference in it, so each is tried before it is projected: what it says, read with its gene, must lead
back to the key. One whose number also fits today's numbering at another place is not a name of the change. Numbers of
the literature follow no 3' rule: `BRCA1 185delAG` and `187delAG` are one deletion, so both ends of its places are given
(HGVS nomenclature 21.0, general recommendations, for the 3' rule; Breast Cancer Information Core for the others).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import VariantError
from synonymizer.mapping import unnumber
from synonymizer.model import (
    EventProjection,
    LegacyProjection,
    NamedProjection,
    Options,
    TranscriptProjection,
)
from synonymizer.normalize import normalize
from synonymizer.resolve import resolve
from synonymizer.resolve.evidence import rank
from synonymizer.statements import (
    Expression,
    Hints,
    Issue,
    Point,
    StatedEdit,
    StatedExons,
    StatedNumbered,
    StatedProtein,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Projection
    from synonymizer.places import ExonScheme, LegacyRule, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Statement

_MANE_SELECT = "MANE Select"


def project_legacy(
    projections: Iterable[Projection], key: str, reference: Reference
) -> tuple[LegacyProjection | NamedProjection, ...]:
    """Return the older names of a change that read back to its key, from its projections on transcripts."""
    found: dict[tuple[str, Statement], LegacyProjection] = {}
    for projection in projections:
        for legacy in _recount(projection, reference):
            identity = (legacy.transcript.gene, legacy.stated)
            if identity not in found and _leads_back(legacy, key, reference):
                found[identity] = legacy
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
            yield from _count_by_rule(projection, rule, reference)


def _relabel(event: EventProjection, transcript: Transcript, scheme: ExonScheme) -> Iterator[LegacyProjection]:
    if event.exons is None or event.kind not in {"del", "dup"}:
        return
    first, last = (scheme.labels[exon] for exon in event.exons)
    stated = StatedExons(first, last, "del" if event.kind == "del" else "dup")
    yield LegacyProjection(transcript, stated, scheme.name, "exon")


def _count_by_rule(
    projection: TranscriptProjection, rule: LegacyRule, reference: Reference
) -> Iterator[LegacyProjection]:
    """Yield a projection as a rule counts it: its bases at both ends of their places, or its residues."""
    transcript, edit = projection.transcript, projection.protein
    if rule.axis == "p" and edit is not None and edit.kind != "identity" and edit.first + rule.offset >= 0:
        counted = replace(edit, first=edit.first + rule.offset, last=edit.last + rule.offset)
        yield LegacyProjection(transcript, StatedProtein(counted, is_bare=True), rule.name, "protein")
    elif rule.axis == "c" and projection.axis == "c":
        for stated in _spell(projection, reference):
            if {stated.first.datum, stated.last.datum} == {"cds_start"}:
                first, last = (replace(point, base=point.base + rule.offset) for point in (stated.first, stated.last))
                yield LegacyProjection(transcript, replace(stated, first=first, last=last), rule.name, "allele")


def _count_in_intron(
    projection: TranscriptProjection, labels: tuple[str, ...], scheme: str
) -> Iterator[LegacyProjection]:
    """Yield a change inside one intron by the label of the exon before it; by today's numbers on MANE Select alone."""
    first, last, transcript = projection.first, projection.last, projection.transcript
    inside = first.offset != 0 and (first.offset > 0) == (last.offset > 0) and first.base == last.base
    if not inside or (not scheme and _MANE_SELECT not in transcript.tags):
        return
    base = unnumber(transcript, first.base, first.datum)
    exon = next(index for index, exon in enumerate(transcript.exons) if exon.start <= base < exon.end)
    intron = exon if first.offset > 0 else exon - 1
    ends = (_place_in_intron(first.offset), _place_in_intron(last.offset))
    stated = StatedEdit(projection.axis, *ends, projection.kind, projection.deleted, inserted=projection.inserted)
    yield LegacyProjection(transcript, StatedNumbered("intron", labels[intron], stated), scheme, "allele")


def _place_in_intron(offset: int) -> Point:
    return Point(offset - 1, 0, "part_start") if offset > 0 else Point(offset, 0, "part_end")


def _spell(projection: TranscriptProjection, reference: Reference) -> Iterator[StatedEdit]:
    """Yield an edit where the 3' rule puts it and, inside an exon, at the other end of its places.

    A copy is stated as the insertion behind its original, as it was before there was a word for it.
    """
    first, last, kind = projection.first, projection.last, projection.kind
    stated = StatedEdit("c", first, last, kind, projection.deleted, inserted=projection.inserted, is_bare=True)
    if kind not in {"del", "dup"} or not projection.is_exonic or {first.datum, last.datum} != {"cds_start"}:
        yield stated
        return
    transcript = projection.transcript
    bases = reference.geometry.spliced(transcript)
    start, end = (unnumber(transcript, point.base, point.datum) for point in (first, last))
    exon = next(exon for exon in transcript.exons if exon.start <= start < exon.end)
    moved = 0
    while start - moved > exon.start and bases[start - moved - 1] == bases[end - moved]:
        moved += 1
    for shift in dict.fromkeys((0, moved)):
        unit = bases[start - shift : end - shift + 1]
        left, right = replace(first, base=first.base - shift), replace(last, base=last.base - shift)
        if kind == "del":
            yield replace(stated, first=left, last=right, deleted=unit)
        else:
            after = replace(right, base=right.base + 1)
            yield StatedEdit("c", right, after, "ins", inserted=unit, is_bare=True)
            if shift:
                before = replace(left, base=left.base - 1)
                yield StatedEdit("c", before, left, "ins", inserted=unit, is_bare=True)


def _leads_back(legacy: LegacyProjection, key: str, reference: Reference) -> bool:
    """Whether a name, read with its gene, leads to the key: first of all, or among what makes its protein change.

    An insertion is written behind one number (5382insC), and so is read on either side of it.
    """
    stated = legacy.stated
    is_insertion = isinstance(stated, StatedEdit) and stated.kind == "ins"
    issues = (Issue("W1009", "warning", ""),) if is_insertion else ()
    expression = Expression("", "named", stated, Hints(gene=legacy.transcript.gene), issues=issues)
    try:
        meanings, _ = rank([(expression, resolve(expression, reference, Options()))], reference, Options())
        keys = [normalize(meaning.candidate.change, reference).key for meaning in meanings]
    except VariantError:
        return False
    return key in keys if legacy.scope == "protein" else keys[:1] == [key]
