"""The last stage: projections to names, without any lookup.

`WRITERS` each return the names of one notation for one projection, none where it has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from synonymizer.model import PlaceProjection, ProteinProjection, SetProjection, TranscriptProjection
from synonymizer.notations import (
    bounded_names,
    category_names,
    cdna_names,
    exon,
    hgvs,
    identifiers,
    intervals,
    introns,
    junction_names,
    legacy,
    mitochondrial_names,
    protein,
    protein_names,
    set_names,
    spdi,
    uncertain,
    vcf,
    vrs_names,
)
from synonymizer.statements import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.model import Name, NameClass, Projection

Writer: TypeAlias = "Callable[[Projection], tuple[Name, ...]]"

WRITERS: tuple[tuple[Writer, frozenset[NameClass]], ...] = (
    (hgvs.write, frozenset({"hgvs", "coordinate", "literature"})),
    (cdna_names.write, frozenset({"hgvs", "hgvs-deprecated", "literature"})),
    (uncertain.write, frozenset({"hgvs", "hgvs-deprecated", "coordinate"})),
    (bounded_names.write, frozenset({"hgvs", "coordinate"})),
    (junction_names.write, frozenset({"hgvs", "hgvs-deprecated"})),
    (set_names.write, frozenset({"hgvs"})),
    (exon.write, frozenset({"exon", "legacy"})),
    (protein.write, frozenset({"hgvs"})),
    (protein_names.write, frozenset({"hgvs", "hgvs-deprecated", "literature"})),
    (vcf.write, frozenset({"coordinate"})),
    (intervals.write, frozenset({"coordinate"})),
    (mitochondrial_names.write, frozenset({"literature"})),
    (spdi.write, frozenset({"computed"})),
    (vrs_names.write, frozenset({"computed"})),
    (identifiers.write, frozenset({"identifier"})),
    (introns.write, frozenset({"literature", "legacy", "hgvs-deprecated"})),
    (legacy.write, frozenset({"legacy"})),
    (category_names.write, frozenset({"hgvs", "literature"})),
)
"""Each writer with the classes of the names it writes, so that it is asked only where one of them is wanted."""


ORDER: tuple[NameClass, ...] = (
    "hgvs",
    "coordinate",
    "computed",
    "identifier",
    "exon",
    "literature",
    "legacy",
    "hgvs-deprecated",
)
"""The order of names that are not recommended: the nomenclature's own before those of papers."""


def render(
    projections: tuple[Projection, ...], *, key: str | None, gene: str | None, classes: tuple[NameClass, ...] = ()
) -> tuple[Name, ...]:
    """Return every name of a change, each text once: the recommended names first, then the others in like order.

    GRCh38 comes before GRCh37, the MANE Select transcript before others, and transcripts of the reading's gene before
    those of a gene that overlaps it. A name too long to be read back is left out.

    Args:
        projections: the change on every axis.
        key: the identity key; the name that is spelled like it is the recommended SPDI.
        gene: the gene of the reading.
        classes: the classes wanted; none is all. Others may be among the names.
    """
    wanted = frozenset(classes)
    writers = tuple(write for write, written in WRITERS if not wanted or wanted & written)
    names: dict[str, Name] = {}
    counted: dict[str, str] = {}
    for projection in sorted(projections, key=lambda projection: _rank(projection, gene)):
        for name in _write(projection, gene, writers):
            if _is_recounted(projection, name, counted) or len(name.text) > LONGEST:
                continue
            if name.text not in names:
                names[name.text] = name.respell(name.text, recommended=True) if name.text == key else name
    return tuple(sorted(names.values(), key=_order))


def _write(projection: Projection, gene: str | None, writers: tuple[Writer, ...]) -> tuple[Name, ...]:
    """Return the names of a projection; those of a set are joined from the names of its members."""
    if not isinstance(projection, SetProjection):
        return tuple(name for write in writers for name in write(projection))
    members = tuple(render(member, key=None, gene=gene, classes=("hgvs",)) for member in projection.members)
    joined = set_names.join(projection.relation, members)
    described = {(name.level, name.transcript) for name in joined}
    together = render(projection.whole, key=None, gene=gene)
    one = projection.one_codon
    mains = frozenset(part.transcript.accession for member in projection.members for part in member if _is_main(part))
    return (
        *(name.respell(name.text) if name.transcript in one else name for name in joined),
        *(set_names.write_gene(joined, gene, mains) if gene else ()),
        *(
            name.respell(name.text)
            if (name.level, name.transcript) in described and name.transcript not in one
            else name
            for name in together
        ),
        *(vrs_names.write_phased(projection) if vrs_names.write in writers else ()),
    )


def _is_main(projection: Projection) -> TypeGuard[TranscriptProjection | ProteinProjection]:
    """Whether names that state the gene alone count on the transcript of a member."""
    return isinstance(projection, TranscriptProjection | ProteinProjection) and projection.is_main


def _rank(projection: Projection, gene: str | None) -> tuple[int, bool, bool]:
    """Rank a projection for sorting: by kind, then the reading's gene, then MANE Select; the rest keeps its order."""
    transcript = None if isinstance(projection, PlaceProjection) else getattr(projection, "transcript", None)
    contig = getattr(projection, "contig", None)
    if contig is not None or isinstance(projection, PlaceProjection):
        return 0, contig is None, contig is not None and contig.assembly == "GRCh37"
    if isinstance(projection, SetProjection):
        return 1, False, False
    if transcript is None:
        return 2, False, False
    return 1, transcript.gene != gene, "MANE Select" not in transcript.tags


def _is_recounted(projection: Projection, name: Name, counted: dict[str, str]) -> bool:
    """Whether a name on a bare transcript counts into an intron of another genomic sequence than the first.

    Introns may differ in length between assemblies; the first sequence is the one such a name is read back on.
    """
    if not isinstance(projection, TranscriptProjection) or projection.is_exonic:
        return False
    first = counted.setdefault(projection.transcript.accession, projection.reference)
    return first != projection.reference and not name.text.startswith(f"{projection.reference}(")


def _order(name: Name) -> tuple[bool, int]:
    """Sort recommended names first: the place on GRCh38, MANE Select with its protein, others; the rest by class."""
    if not name.recommended:
        return True, ORDER.index(name.cls)
    if name.level in {"g", "m"} and name.cls == "hgvs" and name.assembly != "GRCh37":
        return False, 0
    return False, 1 if "MANE Select" in name.tags and name.level in {"c", "n", "p"} else 2
