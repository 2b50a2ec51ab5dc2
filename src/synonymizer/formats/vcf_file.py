"""VCF files: their records keep every byte, and what is known of their alleles is added to INFO."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from synonymizer.errors import NoSuchName
from synonymizer.formats import annotation
from synonymizer.formats.blocks import Done, run
from synonymizer.formats.vcf_header import add_lines, find_assembly, make_contigs, read_header
from synonymizer.formats.vcf_rows import Splitter, rewrite
from synonymizer.kernel.tables import ALT, ASKED, FIXED, INFO, NO_CHANGE, REF, make_column
from synonymizer.kernel.vcf_lines import scan, write_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synonymizer.batch.engine import Answers, Engine
    from synonymizer.formats.blocks import Block
    from synonymizer.formats.rows import OnError
    from synonymizer.kernel.tables import Alleles, Column, Records
    from synonymizer.kernel.vcf_lines import Contigs
    from synonymizer.places import Assembly
    from synonymizer.places import Sequence as Bases
    from synonymizer.reference import Reference

_EXTENT = re.compile(rb"(?:^|(?<=;))(?:END|SVLEN|CIPOS|CIEND|CN|IMPRECISE|SVTYPE)(?:=[^;]{0,200})?(?=;|$)")
"""What of INFO tells how far a symbolic allele reaches."""


@dataclass(frozen=True, slots=True)
class Vcf:
    """A file that is being read: its header of `size` bytes, its records in blocks, and what they are on."""

    path: str
    header: bytes
    size: int
    blocks: Iterator[Block]
    assembly: Assembly
    why: str
    contigs: Contigs


def open_vcf(blocks: Iterator[Block], path: str, reference: Reference, assembly: Assembly | None) -> Vcf:
    """Read the header of a file, and find out on which assembly it is.

    Args:
        blocks: the file from its beginning.
        path: what it is called.
        reference: the reference data.
        assembly: the assembly, where it is known.

    Raises:
        BadSource: when it is no VCF file, or its bases are not those of its assembly.
    """
    header, size, blocks = read_header(blocks, path)
    first = next(blocks, None)
    found, why = find_assembly(header, first.data if first else b"", reference, assembly)
    contigs = make_contigs(reference.contigs(), found, header)
    return Vcf(path, header, size, chain([first] if first else [], blocks), found, why, contigs)


def annotate(
    vcf: Vcf,
    engine: Engine,
    fields: tuple[str, ...],
    *,
    threads: int,
    on_error: OnError = "keep",
    start: int = 0,
    split: bool = False,
    normalize: bool = False,
    pack: Callable[[bytes | bytearray], bytes | bytearray] = bytes,
) -> Iterator[Done]:
    """Yield a file in blocks, in order, with what the engine answers added to INFO; first its header.

    Args:
        vcf: the file.
        engine: what answers; its options name the assembly of the file.
        fields: what is written of the answers, of those that the engine gives; `status` and `codes` are among these.
        threads: how many blocks are worked at once.
        on_error: what becomes of records without an answer.
        start: how many bytes of the file are answered already, which is where a block ended.
        split: give each alternate a line of its own.
        normalize: left-align and trim the alleles.
        pack: what is done to each block that is yielded.

    Raises:
        NoSuchName: when a record has no answer and `on_error` is "fail".
    """
    if start < vcf.size:
        lines = annotation.describe(fields, engine.reference.description, f"assembly={vcf.assembly}")
        yield Done(pack(add_lines(vcf.header, lines, annotation.list_replaced())), vcf.size)
    own = make_column(annotation.NAMES)
    names = engine.grounds.ground.contigs

    splitter = Splitter.from_header(vcf.header) if split else None
    find_bases = _make_find_bases(vcf, engine) if normalize else None

    def work(block: Block) -> Done:
        text = block.data
        if splitter or find_bases:
            with engine.grounds.lock:  # no two threads may ask the reference at once
                text = rewrite(text, splitter, find_bases)
        records, alleles = scan(text, vcf.contigs)
        answers = engine.answer_alleles(alleles, lambda row: state(text, records, alleles, row, names))
        dropped = _choose_dropped(text, records, answers, on_error)
        entries = annotation.make_entries(records, answers, fields)
        written = write_records(text, records, entries, own, dropped)
        return Done(pack(written), block.end, _count(records, answers))

    yield from run((block for block in vcf.blocks if block.end > start), work, threads)


def _make_find_bases(vcf: Vcf, engine: Engine) -> Callable[[str], Bases | None]:
    """Return what finds the bases of a contig by what CHROM may be."""
    contigs = engine.reference.contigs()
    accessions = {
        name: contigs[index].accession
        for name, index in zip(vcf.contigs.names.texts(), vcf.contigs.index, strict=True)
        if index >= 0
    }

    def find(name: str) -> Bases | None:
        accession = accessions.get(name.upper())
        return engine.reference.geometry.sequence(accession) if accession else None

    return find


def state(block: bytes, records: Records, alleles: Alleles, row: int, contigs: Column) -> str:
    """Return an allele as a record of its own, by the accession of its contig.

    The accessions are given as a column, since several threads may ask at once, and the reference answers one.
    """
    line = records.line[row]
    ends = records.field_end[FIXED * line : FIXED * (line + 1)]
    contig = contigs.text(alleles.contig[row]).encode()
    deleted = block[ends[REF - 1] + 1 : ends[REF]]
    at = alleles.inserted_at[row]
    inserted = block[at : at + alleles.inserted_count[row]]
    parts = [contig, b"%d" % (alleles.start[row] + 1), b".", deleted, inserted]
    if inserted.startswith(b"<"):
        parts += [b".", b".", b";".join(_EXTENT.findall(block[ends[INFO - 1] + 1 : ends[INFO]])) or b"."]
    return b"\t".join(parts).decode("utf-8", "surrogateescape")


def _choose_dropped(block: bytes, records: Records, answers: Answers, on_error: OnError) -> bytearray:
    """Return which lines are left out: records some of whose alleles were to be answered, and none was.

    Raises:
        NoSuchName: when such a record is to be the end.
    """
    dropped = bytearray(len(records))
    status = answers.columns["status"]
    is_marked = any(mark not in (ASKED, NO_CHANGE) for mark in set(records.mark))
    if on_error == "keep" or not (is_marked or b"error" in status.data):
        return dropped
    is_answered = [text != "error" for text in status.texts()]
    alternate = 0
    for line, end in enumerate(records.alternate_end):
        found = [
            records.answer[one] >= 0 and is_answered[records.answer[one]]
            for one in range(alternate, end)
            if records.mark[one] != NO_CHANGE
        ]
        alternate = end
        dropped[line] = bool(found) and not any(found)
        if dropped[line] and on_error == "fail":
            text = block[records.line_end[line - 1] if line else 0 : records.field_end[FIXED * line + ALT]]
            record = text.decode("utf-8", "replace")
            message = "This record has no answer. Mend it, or keep or drop such records (--on-error)."
            raise NoSuchName(message, text=record, span=(0, len(record)))
    return dropped


def _count(records: Records, answers: Answers) -> Counter[str]:
    """Return the counts for a summary: alleles, those that are answered or covered by the kernel, and each code."""
    tally = answers.count()
    for mark, code in enumerate(annotation.MARK_CODES):
        if code:
            count = records.mark.count(mark)
            tally[code] += count
            tally["unchanged" if mark == NO_CHANGE else "rows"] += count
    return +tally
