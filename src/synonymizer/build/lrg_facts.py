"""Reads what a Locus Reference Genomic record tells of older numberings, and of the UniProt entries of its gene.

Source: LRG XML schema 1.9 (EMBL-EBI): `other_exon_naming` and `alternate_amino_acid_numbering` of the community's
annotation, `db_xref` of protein products. The names of the databases that numbered so stand in the descriptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.places import ExonScheme, LegacyRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from synonymizer.places import Block, Transcript

_INTRODUCTION = "Alternative numbering based on"
_COMMUNITY = "updatable_annotation/annotation_set[@type='community']/fixed_transcript_annotation[@name='{}']"


def read_schemes(root: Element, record: str, number: str, transcript: Transcript) -> Iterator[ExonScheme]:
    """Yield the older numberings of the exons of a fixed transcript, where they are not the plain one from 1.

    Args:
        root: the record.
        record: its name, LRG_1.
        number: the name of the fixed transcript in it, t1.
        transcript: the fixed transcript, which lies on the record in blocks that are its exons.
    """
    for naming in root.iterfind(f"{_COMMUNITY.format(number)}/other_exon_naming"):
        labels = tuple(_find_label(naming, block) for block in transcript.blocks)
        if all(labels) and labels != tuple(str(index + 1) for index in range(len(labels))):
            name = _describe(naming)
            yield ExonScheme(transcript.gene, transcript.accession, labels, name, f"{name}, in {record}")


def _find_label(naming: Element, exon: Block) -> str:
    """Return the label of the exon that holds the middle of another; some records state its ends a base off."""
    middle = exon.source + exon.length // 2 + 1
    for element in naming.iterfind("exon"):
        place = element.find("coordinates")
        if place is not None and int(place.get("start", "0")) <= middle <= int(place.get("end", "0")):
            return element.findtext("label", "").strip()
    return ""


def read_rules(root: Element, record: str, number: str, transcript: Transcript) -> Iterator[LegacyRule]:
    """Yield the older ways to count the residues of a fixed transcript's protein."""
    for numbering in root.iterfind(f"{_COMMUNITY.format(number)}/alternate_amino_acid_numbering"):
        name = _describe(numbering)
        source = (numbering.findtext("url") or "").strip()
        citation = f"{name}, in {record}: {source}" if source else f"{name}, in {record}"
        for stretch in numbering.iterfind("align"):
            offset = int(stretch.get("start", "0")) - int(stretch.get("lrg_start", "0"))
            yield LegacyRule(transcript.gene, "p", transcript.accession, offset, name, citation)


def read_uniprot(root: Element, gene: str) -> tuple[str, ...]:
    """Return the accessions of the UniProt entries of a gene's proteins, in alphabetical order."""
    found = {
        reference.get("accession", "")
        for element in root.iterfind("updatable_annotation/annotation_set/features/gene")
        if (symbol := element.find("symbol")) is not None and symbol.get("name") == gene
        for reference in element.iterfind("transcript/protein_product/db_xref[@source='UniProtKB']")
    }
    return tuple(sorted(found - {""}))


def _describe(element: Element) -> str:
    return " ".join(element.get("description", "").replace(_INTRODUCTION, "").replace("**PUBLIC**", "").split())
