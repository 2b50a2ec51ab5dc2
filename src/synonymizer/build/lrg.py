"""Reads Locus Reference Genomic records: the sequence, its places on both assemblies, fixed and mapped transcripts.

Source: LRG XML schema 1.9 (EMBL-EBI). Coordinates there count from 1 and include both ends. A `diff` states its bases
on the LRG strand; its kinds are `mismatch`, `lrg_ins` (bases the other sequence lacks) and `other_ins` (bases the LRG
lacks).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from synonymizer.build.drafts import Window, is_noncoding
from synonymizer.build.lrg_facts import read_rules, read_schemes, read_uniprot
from synonymizer.errors import BadSource
from synonymizer.mapping import carry_base, orient
from synonymizer.places import Block, Interval, Patch, Placement, Transcript
from synonymizer.reference.records import LeftOut
from synonymizer.reference.verify import Alternative, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal
    from xml.etree.ElementTree import Element

_LARGEST = 16 << 20
"""Bytes of a record at most; the largest that was published has 3 million."""

_RATIO = 100
"""How many times its size an archive may unpack to; that of LRG unpacks to five."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Compression of which no more need be unpacked than is asked for."""

_MEMBER = re.compile(r"(?:.*/)?LRG_([0-9]{1,9})\.xml", re.DOTALL)

_LEAVES = "it leaves its window"
MISPLACED = "the window's length does not fit its place"
"""Why a placement is left out."""

_ASSEMBLY_MAPPINGS = ("main_assembly", "other_assembly")


def read_archive(archive: Path) -> Iterator[tuple[int, int, Window, tuple[LeftOut, ...]]]:
    """Yield every LRG record of an archive in order of LRG number: its index, their count, and what `read_record` does.

    Raises:
        BadSource: when the archive is no zip file, holds no records, or ones that are broken or implausibly large.
    """
    for index, count, name, content in _read_members(archive):
        try:
            yield index, count, *read_record(content)
        except BadSource as fault:
            raise BadSource(f"{name} in {archive.name} cannot be read. {fault.message}") from None


def _read_members(archive: Path) -> Iterator[tuple[int, int, str, bytes]]:
    """Yield index, count, name and content of every record, in memory."""
    try:
        with zipfile.ZipFile(archive) as opened:
            found = [(number, info) for info in opened.infolist() if (number := _number_of(info.filename)) is not None]
            members = dict(found)
            if not members or len(members) < len(found):
                raise _implausible(archive, "it holds no LRG_*.xml" if not members else "it holds a record twice")
            if sum(info.file_size for info in members.values()) > _RATIO * archive.stat().st_size:
                raise _implausible(archive, f"it unpacks to more than {_RATIO} times its size")
            for index, (_, info) in enumerate(sorted(members.items())):
                if info.file_size > _LARGEST or info.compress_type not in _METHODS:
                    raise _implausible(archive, f"{info.filename} is larger than any LRG record, or packed otherwise")
                with opened.open(info) as member:
                    yield index, len(members), info.filename, member.read(info.file_size)  # whatever more it unpacks to
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise BadSource(
            f"{archive.name} is not a readable zip file: {fault}. Fetch it again from its publisher."
        ) from None


def _implausible(archive: Path, fault: str) -> BadSource:
    return BadSource(f"{archive.name} is not LRG's: {fault}. Fetch it again from its publisher.")


def _number_of(path: str) -> int | None:
    """Return the number of the record that a member is, None when it is something else; folders do not matter."""
    found = _MEMBER.fullmatch(path)
    return int(found[1]) if found else None


def read_record(content: bytes) -> tuple[Window, tuple[LeftOut, ...]]:
    """Read one LRG record.

    Returns:
        The window with its unverified transcripts, fixed ones first, and what could not be read.

    Raises:
        BadSource: when the content is no LRG record.
    """
    root = _parse(content)
    try:
        return _read(root)
    except ValueError as fault:
        raise BadSource(f"An LRG record holds no number where one belongs: {fault}. Fetch it again.") from None


def _read(root: Element) -> tuple[Window, tuple[LeftOut, ...]]:
    fixed = _get(root, "fixed_annotation")
    name = _text(fixed, "id")
    sets = {group.get("type", ""): group for group in root.iterfind("updatable_annotation/annotation_set")}
    if not {"lrg", "ncbi", "ensembl"} <= sets.keys():
        raise BadSource(f"{name}: an annotation set is missing. Fetch the record again from its publisher.")
    bases = _text(fixed, "sequence")
    if not bases or set(bases) - set("ACGTN"):
        raise BadSource(f"{name}: its sequence has other letters than A, C, G, T and N. Fetch the record again.")
    reader = _Record(name, _text(fixed, "sequence_source"), bases, _text(sets["lrg"], "lrg_locus"))
    drafts = list(reader.fixed_drafts(fixed, sets["ncbi"]))
    fixed_ones = [(draft.transcript.synonyms[0].removeprefix(name), draft.transcript) for draft in drafts]
    held = {draft.transcript.accession for draft in drafts}
    for source in ("ncbi", "ensembl"):
        drafts.extend(reader.mapped_drafts(sets[source], held))
    window = Window(
        reader.accession,
        name,
        reader.gene,
        _ensembl_ids(sets["ensembl"], reader.gene),
        reader.bases,
        tuple(reader.placements(sets["lrg"])),
        tuple(drafts),
        tuple(reader.undescribed),
        tuple(rule for number, transcript in fixed_ones for rule in read_rules(root, name, number, transcript)),
        tuple(scheme for number, transcript in fixed_ones for scheme in read_schemes(root, name, number, transcript)),
        read_uniprot(root, reader.gene),
    )
    return window, tuple(reader.left_out)


def _parse(content: bytes) -> Element:
    try:
        text = content.decode("utf-8")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise BadSource("An LRG record must not declare a document type or entities.")
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError) as fault:
        raise BadSource(f"An LRG record is not well-formed XML: {fault}. Fetch it again from its publisher.") from None
    if root.tag != "lrg":
        raise BadSource(f"An LRG record begins with <{root.tag}>, not <lrg>. Fetch it again from its publisher.")
    return root


def _get(element: Element, path: str) -> Element:
    found = element.find(path)
    if found is None:
        raise BadSource(f"An LRG record lacks <{path}> in <{element.tag}>. Fetch it again from its publisher.")
    return found


def _text(element: Element, path: str) -> str:
    return "".join((_get(element, path).text or "").split())


def _number(element: Element, attribute: str) -> int:
    value = element.get(attribute, "")
    if not value.isdecimal():
        raise BadSource(f"An LRG record has {attribute}={value!r} in <{element.tag}>, which is no number.")
    return int(value)


def _interval(element: Element, first: str = "start", last: str = "end") -> Interval:
    """Return the interbase interval of two attributes that count from 1 and include both ends."""
    start, end = _number(element, first) - 1, _number(element, last)
    if start > end:
        raise BadSource(f"An LRG record has an interval that ends before it starts: {start + 1} to {end}.")
    return Interval(start, end)


def _ensembl_ids(annotation: Element, gene: str) -> tuple[str, ...]:
    return tuple(
        element.get("accession", "").split(".")[0]
        for element in annotation.iterfind("features/gene")
        if (symbol := element.find("symbol")) is not None and symbol.get("name") == gene
    )


class _Record:
    """One record being read; `left_out` collects what cannot be read, `undescribed` what is mapped and nothing more."""

    def __init__(self, name: str, accession: str, bases: str, gene: str) -> None:
        self.name = name
        self.accession = accession
        self.bases = bases
        self.gene = gene
        self.left_out: list[LeftOut] = []
        self.undescribed: list[Transcript] = []

    # ---- places on the assemblies

    def placements(self, annotation: Element) -> Iterator[Placement]:
        """Yield where the sequence lies on chromosomes of GRCh38, then of GRCh37."""
        for kind in _ASSEMBLY_MAPPINGS:
            for mapping in annotation.iterfind(f"mapping[@type='{kind}']"):
                contig = mapping.get("other_id", "")
                if not contig.startswith("NC_"):
                    continue
                spans = mapping.findall("mapping_span")
                strand: Literal[1, -1] = -1 if any(span.get("strand") == "-1" for span in spans) else 1
                aligned = _align(spans, strand)
                if aligned is None or any(block.source + block.length > len(self.bases) for block in aligned[0]):
                    self._leave_out(f"{self.name} on {contig}", MISPLACED)
                    continue
                whole = _interval(mapping, "other_start", "other_end")
                yield Placement(self.accession, contig, strand, whole.start, whole.end, *aligned)

    # ---- transcripts

    def fixed_drafts(self, fixed: Element, annotation: Element) -> Iterator[Draft]:
        """Yield the fixed transcripts, which carry their cDNA and protein, by the accession RefSeq gives them."""
        named = {
            element.get("fixed_id"): element for element in annotation.iterfind("features/gene/transcript[@fixed_id]")
        }
        for element in fixed.iterfind("transcript"):
            number = element.get("name", "")
            feature = named.get(number)
            if feature is None:
                self._leave_out(self.name + number, "its RefSeq accession is not recorded")
                continue
            yield self._fixed_draft(element, number, feature)

    def _fixed_draft(self, element: Element, number: str, feature: Element) -> Draft:
        exons: list[Interval] = []
        blocks: list[Block] = []
        place = 0
        for exon in element.iterfind("exon"):
            on_record = _interval(_get(exon, f"coordinates[@coord_system='{self.name}']"))
            exons.append(Interval(place, place + len(on_record)))
            blocks.append(Block(place, on_record.start, len(on_record)))
            place += len(on_record)
        transcript = Transcript(
            feature.get("accession", ""),
            self.gene,
            self.accession,
            1,
            tuple(exons),
            tuple(blocks),
            tags=("LRG", "RefSeq"),
            synonyms=(self.name + number,),
        )
        cdna = _text(element, "cdna/sequence")
        regions = element.findall("coding_region")
        if not regions:
            return Draft(transcript, cdna)
        # TP53 has two coding regions on each transcript: the NM_ counts from the one of the lower protein number
        regions.sort(key=lambda region: int(_get(region, "translation").get("name", "p0")[1:]))
        first, *others = regions
        protein = feature.find("protein_product")
        transcript = _with_coding_region(
            transcript, _interval(_get(first, "coordinates")), None if protein is None else protein.get("accession")
        )
        return Draft(
            replace(
                transcript,
                protein_synonyms=(self._protein_name(first),),
                exceptions=tuple(
                    (_number(exception, "codon") - 1, _text(exception, "sequence"))
                    for exception in first.iterfind("translation_exception")
                ),
            ),
            cdna,
            _text(first, "translation/sequence"),
            tuple(self._alternative(transcript, region) for region in others),
        )

    def _protein_name(self, region: Element) -> str:
        return f"{self.name}{_get(region, 'translation').get('name')}"

    def _alternative(self, transcript: Transcript, region: Element) -> Alternative:
        cds = _with_coding_region(transcript, _interval(_get(region, "coordinates")), None).cds
        return Alternative(self._protein_name(region), cds or Interval(0, 0), _text(region, "translation/sequence"))

    def mapped_drafts(self, annotation: Element, held: set[str]) -> Iterator[Draft]:
        """Yield the transcripts of the updatable section that lie on the window whole."""
        source = "Ensembl" if annotation.get("type") == "ensembl" else "RefSeq"
        features = {element.get("accession"): element for element in annotation.iterfind("features/gene/transcript")}
        for mapping in annotation.iterfind("mapping[@type='transcript']"):
            accession = mapping.get("other_id", "")
            if accession in held:
                continue
            feature = features.get(accession)
            if feature is not None and feature.find("partial") is not None:
                self._leave_out(accession, _LEAVES)
                continue
            transcript = self._mapped_transcript(mapping, accession, source)
            if transcript is None:
                self._leave_out(accession, "its alignment to the window contradicts itself")
            elif feature is not None:
                draft = self._described_draft(transcript, feature.find("protein_product"))
                if draft is not None:
                    yield draft
            elif self._leaves_window(transcript):
                self._leave_out(accession, _LEAVES)
            else:
                self.undescribed.append(transcript)

    def _leave_out(self, what: str, why: str) -> None:
        self.left_out.append(LeftOut(what, why))

    def _leaves_window(self, transcript: Transcript) -> bool:
        first, last = transcript.blocks[0], transcript.blocks[-1]
        return first.start > 0 or first.source == 0 or last.source + last.length == len(self.bases)

    def _mapped_transcript(self, mapping: Element, accession: str, source: str) -> Transcript | None:
        spans = sorted(mapping.findall("mapping_span"), key=lambda span: _number(span, "other_start"))
        aligned = _align(spans, 1)
        if aligned is None or any(span.get("strand") != "1" for span in spans):
            return None
        exons = tuple(_interval(span, "other_start", "other_end") for span in spans)
        return Transcript(accession, self.gene, self.accession, 1, exons, *aligned, tags=(source,))

    def _described_draft(self, transcript: Transcript, protein: Element | None) -> Draft | None:
        if protein is None:
            return Draft(transcript)
        if is_noncoding(transcript.accession):
            # some records give the protein of another transcript of the gene to one that makes none
            what = f"{protein.get('accession')} of {transcript.accession}"
            self._leave_out(what, "a non-coding transcript has no protein")
            return Draft(transcript)
        coding = _interval(_get(protein, "coordinates"))
        if protein.find("partial") is not None or not _is_aligned(transcript, coding):
            self._leave_out(transcript.accession, "its coding sequence is incomplete")
            return None
        return Draft(_with_coding_region(transcript, coding, protein.get("accession")))


def _is_aligned(transcript: Transcript, coding: Interval) -> bool:
    ends = (coding.start, coding.end - 1)
    return all(carry_base(transcript.blocks, base) is not None for base in ends)


def _with_coding_region(transcript: Transcript, coding: Interval, protein: str | None) -> Transcript:
    """Return the transcript with its coding region, given on the window, laid on itself."""
    start = carry_base(transcript.blocks, coding.start)
    last = carry_base(transcript.blocks, coding.end - 1)
    if start is None or last is None:
        raise BadSource(f"{transcript.accession}: the coding region begins or ends outside the exons.")
    return replace(transcript, cds=Interval(start, last + 1), protein=protein)


def _align(spans: list[Element], strand: int) -> tuple[tuple[Block, ...], tuple[Patch, ...]] | None:
    """Turn mapping spans, in order of the target, into blocks; None when their numbers contradict each other.

    The LRG is the source. The target is read on `strand`, in oriented coordinates. Patches are the target bases that
    the LRG lacks or reads otherwise.
    """
    if not spans:
        return None
    blocks: list[Block] = []
    patches: list[Patch] = []
    previous: int | None = None
    for span in spans:
        source = _interval(span, "lrg_start", "lrg_end")
        target = _interval(span, "other_start", "other_end")
        start, end = orient(target.start, target.end, strand)
        if previous is not None and start != previous:
            return None
        if not _align_span(span, source, target, strand, blocks, patches):
            return None
        previous = end
    return tuple(block for block in blocks if block.length), tuple(patches)


def _align_span(
    span: Element, source: Interval, target_span: Interval, strand: int, blocks: list[Block], patches: list[Patch]
) -> bool:
    """Add the blocks and patches of one span; say whether its length fits its differences."""
    target, end = orient(target_span.start, target_span.end, strand)
    place = source.start
    # bases inserted behind a base come after a mismatch of that base
    differences = sorted(
        span.iterfind("diff"), key=lambda element: (_number(element, "lrg_start"), element.get("type"))
    )
    for difference in differences:
        if not target_span.start <= _number(difference, "other_start") - 1 <= target_span.end:
            continue  # some records repeat a difference of the assembly at an exon's edge
        first = _number(difference, "lrg_start") - 1
        bases = difference.get("other_sequence", "")
        match difference.get("type"):
            case "mismatch":
                patches.append(Patch(target + first - place, bases))
                continue
            case "lrg_ins":
                until, resume = first, _number(difference, "lrg_end")
            case "other_ins":
                until = resume = first + 1
                patches.append(Patch(target + until - place, bases))
            case kind:
                raise BadSource(f"An LRG record has a difference of unknown kind {kind!r}.")
        blocks.append(Block(target, place, until - place))
        target += until - place + (resume == until) * len(bases)
        place = resume
    blocks.append(Block(target, place, source.end - place))
    return target + source.end - place == end
