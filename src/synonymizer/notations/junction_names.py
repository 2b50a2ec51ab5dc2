"""Names of joined sequences: `NC_…:g.5_qterdelins[NC_…:g.9_qter]`, `NC_…:g.pter_4::NC_…:g.9_qter`, `NM_…:r.?_4::…`.

Sources: HGVS nomenclature 21.0, DNA/complex: a chromosome whose end is replaced by that of another, where `::` stands
for a ring alone since 2020 (SVD-WG004); RNA/fusion: `?` for the ends of messages of which the junction was analysed.
Which of two chromosomes is described is decided by the centromere; its place is no part of a junction, so that both are
described, and the first in order is recommended. A sequence that is joined to what lies before it has no such name:
what else the molecule has, which is a tandem duplication or a ring, the junction does not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.grammar.pieces import write_bases
from synonymizer.model import JunctionProjection, Name
from synonymizer.places import Contig
from synonymizer.spelling.points import write_point, write_range
from synonymizer.statements import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.model import Junction, Projection

_PTER, _QTER = Point(0, 0, "pter"), Point(0, 0, "qter")


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the HGVS names of a junction, the recommended one first; none for other projections."""
    if not isinstance(projection, JunctionProjection):
        return ()
    if projection.axis == "r":
        return tuple(_write_fusion(projection))
    return () if _runs_back(projection.junction) else tuple(_write_chromosomes(projection))


def _runs_back(junction: Junction) -> bool:
    """Whether a sequence goes on with what lies before it; what lies behind would be a deletion."""
    return junction.first.sequence == junction.second.sequence and junction.first.keeps != junction.second.keeps


def _write_chromosomes(projection: JunctionProjection) -> Iterator[Name]:
    contig = projection.carriers[0]
    assembly = contig.assembly if isinstance(contig, Contig) else None
    name = Name("", "hgvs", "g", assembly)
    lengths = {one.accession: one.length for one in projection.carriers}
    replaced = (_write_replaced(direction, own, lengths) for direction, own in projection.views)
    texts = [text for text in replaced if text]
    yield from (name.respell(text, recommended=text == texts[0]) for text in texts)
    yield name.respell(
        _join(projection, *(write_range(*stretch) for stretch in projection.stretches)), "hgvs-deprecated"
    )


def _write_replaced(junction: Junction, own: int, lengths: dict[str, int]) -> str:
    """Write a chromosome whose end is replaced by that of another; "" for one that loses nothing."""
    host, guest = (junction.first, junction.second) if own == 0 else (junction.second, junction.first)
    if host.place in {0, lengths[host.sequence]}:
        return ""
    lost = _write_end(host.place, is_left=host.keeps == "right")
    source = "" if guest.sequence == host.sequence else f"{guest.sequence}:g."
    copied = _write_end(guest.place, is_left=guest.keeps == "left")
    piece = f"{source}{copied}{'inv' if guest.keeps == host.keeps else ''}"
    pieces = ";".join(filter(None, (junction.linker, piece) if own == 0 else (piece, junction.linker)))
    return f"{host.sequence}:g.{lost}delins" + (f"[{pieces}]" if source or junction.linker else pieces)


def _write_end(place: int, *, is_left: bool) -> str:
    """Write what lies to the left or to the right of a breakpoint."""
    return write_range(_PTER, Point(place - 1)) if is_left else write_range(Point(place), _QTER)


def _write_fusion(projection: JunctionProjection) -> Iterator[Name]:
    (start, end), (begin, stop) = projection.stretches
    name = Name("", "hgvs", "r", scope="exon")
    yield name.respell(_join(projection, f"?_{write_point(end)}", f"{write_point(begin)}_?"), recommended=True)
    yield name.respell(_join(projection, write_range(start, end), write_range(begin, stop)))


def _join(projection: JunctionProjection, first: str, second: str) -> str:
    """Write the stretches of both sides with what stands between them."""
    junction, axis = projection.junction, projection.axis
    one = f"{junction.first.sequence}:{axis}.{first}{'inv' if junction.first.keeps == 'right' else ''}"
    other = f"{junction.second.sequence}:{axis}.{second}{'inv' if junction.second.keeps == 'left' else ''}"
    return "::".join(filter(None, (one, write_bases(junction.linker, axis), other)))
