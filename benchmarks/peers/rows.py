"""The rows that the tools answer. Each row of a VCF file has the transcript that this program tells of."""

from __future__ import annotations

from pathlib import Path
from random import Random

from benchmarks.data import SEED, Variant, draw, is_equal, list_main, read_clinvar, write_rows, write_vcf
from benchmarks.peers.places import Places
from benchmarks.peers.runs import Entry, run_entry
from benchmarks.peers.spelling import write_genomic
from synonymizer.formats import bgzf
from synonymizer.reference import Reference

CODING_SHARE, GENOMIC_SHARE = 0.6, 0.3
"""Shares of c. and of g. names among the lines of names; the rest are n. names."""

SAMPLES = {"ten": 10, "hundred": 100, "thousand": 1000}
"""Tools that are slower answer every one of so many rows."""


def make_rows(places: Places, reference: Reference, count: int) -> None:
    """Draw the rows, let this program answer them once, and write all files of rows."""
    (places.root / "rows").mkdir(parents=True, exist_ok=True)
    main = list_main(reference)
    order = {contig.accession: number for number, contig in enumerate(reference.contigs())}

    def sort(variants: list[Variant]) -> list[Variant]:
        return sorted(variants, key=lambda one: (order[one.contig], one.position))

    genic = sort(list(draw(reference, main, count, exonic=False)))
    _write_vcf(places, "genic", reference, genic)
    exonic = _let_answer(places, "exonic", sort(list(draw(reference, main, count, exonic=True))))
    equal = {placed.transcript.accession for placed in main if is_equal(reference, placed)}
    _write_samples(places, "exonic", exonic)
    _write_samples(places, "equal", [one for one in exonic if one.transcript in equal])
    _write_names(places, exonic)
    clinvar = sort(list(read_clinvar(reference)))
    write_rows(places.rows("clinvar"), clinvar)


def _let_answer(places: Places, name: str, variants: list[Variant]) -> list[Variant]:
    """Return the variants that are named on a transcript, with this transcript."""
    write_rows(places.rows(name), variants)
    entry = Entry("synonymizer", "names", name)
    run_entry(places, entry)
    with places.answers(f"{entry.task}.{name}", entry.tool).open(encoding="utf-8") as lines:
        told = [line.rstrip("\n").rpartition("\t")[2] for line in lines]
    return [one._replace(transcript=accession) for one, accession in zip(variants, told, strict=True) if accession]


def _write_samples(places: Places, name: str, variants: list[Variant]) -> None:
    write_rows(places.rows(name), variants)
    for sample, step in SAMPLES.items():
        write_rows(places.rows(f"{name}-{sample}"), variants[::step])


def _write_vcf(places: Places, name: str, reference: Reference, variants: list[Variant]) -> None:
    """Write a compressed VCF file, and one that has all its records ten times, to see whether memory grows."""
    path = places.root / f"{name}.vcf"
    write_vcf(path, reference, variants)
    text = path.read_bytes()
    begin = text.index(b"\n", text.index(b"#CHROM")) + 1
    head, body = bgzf.compress(text[:begin]), bgzf.compress(text[begin:])
    path.unlink()
    for suffix, times in (("", 1), ("-tenfold", 10)):
        (places.root / f"{name}{suffix}.vcf.gz").write_bytes(head + body * times + bgzf.END)


def _write_names(places: Places, exonic: list[Variant]) -> None:
    """Write lines of c., g. and n. names, and of g. names beside their SPDI.

    c. and n. names are canonical ones; g. names are written as the row of the VCF file states them, moved nowhere.
    """
    random = Random(SEED)
    write_rows(places.rows("exonic-all"), exonic[::5])
    entry = Entry("synonymizer", "all", "exonic-all")
    run_entry(places, entry)
    with places.answers(f"{entry.task}.{entry.rows}", entry.tool).open(encoding="utf-8") as lines:
        told = [line.partition("\t")[0] for line in lines]
    coding = [name for name in told if ":c." in name]
    noncoding = [name for name in told if ":n." in name]
    genomic = [write_genomic(*one[:4]) for one in exonic]
    count = len(exonic)
    names = random.choices(coding, k=int(count * CODING_SHARE)) + random.choices(genomic, k=int(count * GENOMIC_SHARE))
    names += random.choices(noncoding, k=count - len(names))
    random.shuffle(names)
    _write_lines(places.rows("names"), names)
    _write_lines(places.rows("names-ten"), names[::10])
    _write_lines(places.rows("names-thousand"), names[::1000])
    spdi = [f"{one.contig}:{one.position - 1}:{one.deleted}:{one.inserted}" for one in exonic]
    pairs = [f"{name}\t{alike}" for name, alike in zip(genomic, spdi, strict=True)]
    for sample, step in {"": 1, "-ten": 10, "-hundred": 100}.items():
        _write_lines(places.rows(f"genomic{sample}"), pairs[::step])


def _write_lines(path: Path, lines: list[str]) -> None:
    with path.open("w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in lines)
