"""What would make the references in use better: more genes, the other assembly, faster reading."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from synonymizer.places import ASSEMBLIES
from synonymizer.reference.spec import ANNOTATIONS, EMBEDDED_BUNDLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.reference import Reference
    from synonymizer.reference.settings import Installed
    from synonymizer.reference.spec import Parts

_SETS = {"GRCh38": "refseq-grch38", "GRCh37": "refseq-grch37"}


def advise(references: tuple[Parts, ...], reference: Reference, installed: tuple[Installed, ...] = ()) -> Iterator[str]:
    """Yield sentences on what is missing, or could be faster, each with what to do about it.

    Args:
        references: what is in use, as `spec.find_references` tells it.
        reference: the same, opened.
        installed: the sets that are installed.
    """
    used = {part for parts in references for part in parts}
    halves = [one.name for one in installed if not (one.is_reference or used.intersection(one.parts))]
    if halves:
        yield (
            f"Installed, and asked only where it is named with its other half: {', '.join(halves)}. "
            "Write: --reference seqrepo+cdot-refseq (or cdot-ensembl)"
        )
    others = [parts for parts in references if parts != (EMBEDDED_BUNDLE,)]
    if not others:
        count = len(reference.genes())
        yield f"{count} genes are held. For all human genes run: synonymizer data install refseq-grch38"
        yield "Few identifiers are held. After a genome, run: synonymizer data install clinvar (or dbsnp)"
        return
    held = frozenset().union(*(store.assemblies() for store in reference.stores[:-1]))
    for assembly in ASSEMBLIES:
        if held and held < set(ASSEMBLIES) and assembly not in held:
            yield (
                f"Of {assembly} only the embedded genes are held. For names on it run: "
                f"synonymizer data install {_SETS[assembly]}"
            )
    for parts in others:
        yield from _advise_on(parts)


def _advise_on(parts: Parts) -> Iterator[str]:
    """Yield what would make a reference better that is read where it lies."""
    kinds = {part.kind for part in parts}
    shown = "+".join(part.shown for part in parts)
    if kinds.isdisjoint({"bundle", "rna", "seqrepo"}) and not kinds.isdisjoint(ANNOTATIONS):
        yield f"{shown}: transcripts that differ from the genome are left out. Add their bases: +rna:PATH"
    if "rna" in kinds and kinds.isdisjoint({"fasta", "seqrepo"}):
        yield f"{shown}: introns are not held. Add the genome: +fasta:PATH"
    if kinds & {"gff3", "gtf", "cdot"}:
        yield f"{shown}: annotation is read at every start. Build it once: synonymizer data build --from SPEC -o FILE"
    for part in parts:
        if part.kind == "fasta" and os.path.splitext(part.value)[1] in {".gz", ".bgz"}:
            yield f"{part.shown}: a FASTA file that is not compressed is mapped into memory, and read faster."
