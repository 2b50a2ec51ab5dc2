"""An invented human genome of true size, as the files that RefSeq publishes: what whole-genome scale is proved on.

    python -m benchmarks.genome FOLDER [--scale 1] [--seed 1]

Writes `genome.fa`, `genome.gff3` and `rna.fa`: the contigs of GRCh38 with their names and lengths, runs of unknown
bases and soft-masking; 20,000 genes with 200,000 transcripts, the coding ones with an open reading frame each, on both
strands; and messages of which some differ from the genome in bases, or in length, which `cDNA_match` lines tell. The
same seed gives the same files. Where the embedded data holds bases they are copied, and no gene is invented.

A smaller scale knows bases of the shortest contigs only, up to that share of the whole.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple, TextIO

from synonymizer import open_reference
from synonymizer.export.sequences import list_stretches
from synonymizer.places import ASSEMBLIES, MITOCHONDRION, Contig, Interval

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from synonymizer.reference import Reference

GENES = 20_000
CODING = 0.7
TRANSCRIPTS_OF_CODING = 12.6
TRANSCRIPTS_OF_NONCODING = 4.0
"""The mean of each; together they make 200,000 transcripts."""

DIFFERENT = 0.03
"""The share of transcripts that differ from the genome."""

ENDS, CENTROMERE, GAP, GAP_EVERY = 10_000, 3_000_000, 50_000, 25_000_000
"""Lengths of the runs of unknown bases, and after how many bases another one comes."""

REPEATS_EVERY = 2_000
LINE = 80
CLEAR = 200
"""Bases between a gene and the next, and what is not its own."""

_BASES = bytes(b"ACGT"[(number * 5 >> 8) & 3] if number < 205 else b"AT"[number & 1] for number in range(256))
"""Turns random bytes into bases, of which six in ten are A or T."""

_COMPLEMENT = bytes.maketrans(b"ACGT", b"TGCA")
_CODONS = tuple(
    first + second + third
    for first in (b"A", b"C", b"G", b"T")
    for second in (b"A", b"C", b"G", b"T")
    for third in (b"A", b"C", b"G", b"T")
    if first + second + third not in (b"TAA", b"TAG", b"TGA")
)
_STOPS = (b"TAA", b"TAG", b"TGA")


class Piece(NamedTuple):
    """An exon of a gene, on the gene's line, which is read along its strand; coding bases begin and end inside it."""

    start: int
    end: int
    coding_start: int
    coding_end: int


class Edit(NamedTuple):
    """What a message has instead of some of the bases that the genome gives it, at a place among those."""

    place: int
    lost: int
    gained: bytes


@dataclass(frozen=True, slots=True)
class Gene:
    """An invented gene. `start` and `end` lie on the contig."""

    number: int
    contig: Contig
    start: int
    end: int
    strand: int
    transcripts: tuple[Transcript, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return a part of the gene's line on the contig."""
        return (self.start + start, self.start + end) if self.strand > 0 else (self.end - end, self.end - start)


@dataclass(frozen=True, slots=True)
class Transcript:
    """Exons on the line of the gene; `coding` is on what they make when spliced, None where they code for nothing."""

    number: int
    exons: tuple[tuple[int, int], ...]
    coding: Interval | None
    edit: Edit | None = None

    @property
    def accession(self) -> str:
        """Its accession with the version."""
        return f"{'NR_' if self.coding is None else 'NM_'}{self.number:09}.1"


# ---------------------------------------------------------------- the contigs


def list_contigs(reference: Reference, scale: float) -> list[tuple[Contig, int]]:
    """Return the contigs in the order of the file, each with the place at which what is known of it ends."""
    contigs = [one for one in reference.contigs() if one.assembly == ASSEMBLIES[0] and one.accession != MITOCHONDRION]
    left = int(scale * sum(contig.length for contig in contigs))
    known: dict[str, int] = {}
    for contig in sorted(contigs, key=lambda contig: contig.length):
        known[contig.accession] = min(left, contig.length)
        left -= known[contig.accession]
    return [(contig, known[contig.accession]) for contig in contigs if known[contig.accession]]


def list_unknown(contig: Contig, known: int) -> list[Interval]:
    """Return the runs of unknown bases of a contig."""
    middle = known // 3
    centromere = Interval(middle, middle + min(CENTROMERE, known // 20))
    gaps = [Interval(place, place + GAP) for place in range(GAP_EVERY, known, GAP_EVERY)]
    return [Interval(0, ENDS), centromere, *gaps, Interval(max(known - ENDS, 0), contig.length)]


def make_bases(
    contig: Contig, unknown: list[Interval], held: list[tuple[Interval, bytes]], random: Random
) -> bytearray:
    """Return the bases of a contig before it has genes."""
    bases = bytearray(contig.length)
    block = 1 << 24
    for start in range(0, contig.length, block):
        size = min(block, contig.length - start)
        bases[start : start + size] = random.randbytes(size).translate(_BASES)
    for place in range(REPEATS_EVERY, contig.length - REPEATS_EVERY, REPEATS_EVERY):
        unit = 1 + place // REPEATS_EVERY % 4
        at = place + int(random.random() * REPEATS_EVERY)
        repeat = bytes(bases[at : at + unit]) * (3 + int(random.random() * 8))
        bases[at : at + len(repeat)] = repeat
    for run in unknown:
        bases[run.start : run.end] = b"N" * len(run)
    for interval, copied in held:
        bases[interval.start : interval.end] = copied
    return bases


def list_free(contig: Contig, unknown: list[Interval], held: list[tuple[Interval, bytes]]) -> list[Interval]:
    """Return what genes may be invented on, in order."""
    taken = sorted((one.start, one.end) for one in [*unknown, *(place for place, _ in held)])
    free: list[Interval] = []
    place = 0
    for start, end in [*taken, (contig.length, contig.length)]:
        if start - place > 4 * CLEAR:
            free.append(Interval(place + CLEAR, start - CLEAR))
        place = max(place, end)
    return free


def write_fasta(file: BinaryIO, name: str, bases: bytearray, random: Random) -> None:
    """Write a contig in lines, about half of it in small letters."""
    file.write(name.encode() + b"\n")
    block = LINE << 16
    for start in range(0, len(bases), block):
        text = mask(bytes(bases[start : start + block]), random)
        file.write(b"\n".join([text[at : at + LINE] for at in range(0, len(text), LINE)]) + b"\n")


def mask(text: bytes, random: Random) -> bytes:
    """Return bases with every other run of some hundred in small letters."""
    pieces: list[bytes] = []
    place, is_masked = 0, False
    while place < len(text):
        end = place + 100 + int(random.random() * 1_000)
        pieces.append(text[place:end].lower() if is_masked else text[place:end])
        place, is_masked = end, not is_masked
    return b"".join(pieces)


# ---------------------------------------------------------------- genes


class Inventor:
    """Invents genes, each with the next number."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._gene = 0
        self._transcript = 900_000_000

    def invent(self, contig: Contig, bases: bytearray, free: list[Interval], coding: int, noncoding: int) -> list[Gene]:
        """Return genes in order of place; the coding ones write their coding bases into the contig."""
        genes: list[Gene] = []
        room = sum(len(interval) for interval in free)
        for interval in free:
            count = round(coding * len(interval) / max(room, 1))
            for index in range(count):
                start = interval.start + len(interval) * index // count
                end = interval.start + len(interval) * (index + 1) // count - CLEAR
                if end - start > 4 * CLEAR:
                    genes.append(self._invent_coding(contig, bases, Interval(start, end)))
        for _ in range(noncoding if free else 0):
            interval = free[int(self._random.random() * len(free))]
            genes.append(self._invent_noncoding(contig, interval))
        genes.sort(key=lambda gene: (gene.start, gene.number))
        return [self._differ(gene, bases) for gene in genes]

    def _count(self, mean: float) -> int:
        return 1 + min(int(self._random.expovariate(1 / (mean - 0.5))), 80)

    def _invent_coding(self, contig: Contig, bases: bytearray, room: Interval) -> Gene:
        """Invent a gene whose exons all end at one phase, so that any of them may be left out of a transcript."""
        random = self._random
        phase = int(random.random() * 3)
        before = [(50 + int(random.random() * 200), 0, 0) for _ in range(int(random.random() * 3))]
        count = 1 + min(int(random.expovariate(1 / 9)), 60)
        made = [self._code(index, count, phase) for index in range(count)]
        laid = lay(before + [shape for shape, _ in made], random, len(room))
        length = laid[-1].end
        if length > len(room):  # many exons and little room
            return self._invent_noncoding(contig, room)
        start = room.start + int(random.random() * (len(room) - length))
        strand = 1 if random.random() < 0.5 else -1
        self._gene += 1
        gene = Gene(self._gene, contig, start, start + length, strand, ())
        for piece, (_, coded) in zip(laid[len(before) :], made, strict=True):
            low, high = gene.place(piece.start + piece.coding_start, piece.start + piece.coding_end)
            bases[low:high] = coded if strand > 0 else coded.translate(_COMPLEMENT)[::-1]
        transcripts = [
            self._transcribe(laid, len(before), whole=index == 0) for index in range(self._count(TRANSCRIPTS_OF_CODING))
        ]
        return Gene(gene.number, contig, gene.start, gene.end, strand, tuple(transcripts))

    def _code(self, index: int, count: int, phase: int) -> tuple[tuple[int, int, int], bytes]:
        """Return length, start and end of the coding bases of an exon, and the bases themselves.

        A codon that an exon leaves open never begins with T, so that no exon makes a stop of it.
        """
        random = self._random
        coded = [b"".join(random.choices(_CODONS, k=8 + int(random.expovariate(1 / 35))))]
        before = behind = 0
        if index == 0:
            coded.insert(0, b"ATG")
            before = 60 + int(random.random() * 150)
        else:
            coded.insert(0, random.randbytes((3 - phase) % 3).translate(_BASES))
        if index == count - 1:
            coded.append(_STOPS[int(random.random() * 3)])
            behind = 200 + int(random.expovariate(1 / 1_000))
        else:
            coded.append((b"ACG"[int(random.random() * 3) :][:1] + random.randbytes(1).translate(_BASES))[:phase])
        text = b"".join(coded)
        return (before + len(text) + behind, before, before + len(text)), text

    def _transcribe(self, laid: list[Piece], before: int, *, whole: bool) -> Transcript:
        random = self._random
        kept = [
            piece
            for index, piece in enumerate(laid)
            if whole or index in (before, len(laid) - 1) or random.random() < (0.5 if index < before else 0.92)
        ]
        exons = [(piece.start, piece.end) for piece in kept]
        if not whole:
            exons[0] = (exons[0][0] + int(random.random() * 40), exons[0][1])
            exons[-1] = (exons[-1][0], exons[-1][1] - int(random.random() * 150))
        lengths = [end - start for start, end in exons]
        first = next(index for index, piece in enumerate(kept) if piece.coding_end)
        coding_start = sum(lengths[:first]) + kept[first].start + kept[first].coding_start - exons[first][0]
        coding_end = sum(lengths[:-1]) + kept[-1].start + kept[-1].coding_end - exons[-1][0]
        self._transcript += 1
        return Transcript(self._transcript, tuple(exons), Interval(coding_start, coding_end))

    def _invent_noncoding(self, contig: Contig, room: Interval) -> Gene:
        random = self._random
        shapes = [(80 + int(random.expovariate(1 / 300)), 0, 0) for _ in range(1 + int(random.random() * 5))]
        while sum(shape[0] for shape in shapes) + CLEAR * len(shapes) > len(room):
            shapes = [(max(len(room) // 4, 1), 0, 0)]
        laid = lay(shapes, random, len(room), spread=8.5 if random.random() < 0.98 else 11.5)
        start = room.start + int(random.random() * (len(room) - laid[-1].end))
        strand = 1 if random.random() < 0.5 else -1
        transcripts: list[Transcript] = []
        for index in range(self._count(TRANSCRIPTS_OF_NONCODING)):
            self._transcript += 1
            kept = [piece for piece in laid if index == 0 or random.random() < 0.8] or laid[:1]
            transcripts.append(Transcript(self._transcript, tuple((one.start, one.end) for one in kept), None))
        self._gene += 1
        return Gene(self._gene, contig, start, start + laid[-1].end, strand, tuple(transcripts))

    def _differ(self, gene: Gene, bases: bytearray) -> Gene:
        """Give some transcripts another base, or more or fewer, where that breaks no reading frame."""
        if all(self._random.random() >= DIFFERENT for _ in gene.transcripts):
            return gene
        number = int(self._random.random() * len(gene.transcripts))
        transcripts = list(gene.transcripts)
        one = transcripts[number]
        edit = self._draw_edit(one, splice(gene, one, bases))
        transcripts[number] = Transcript(one.number, one.exons, one.coding, edit)
        return Gene(gene.number, gene.contig, gene.start, gene.end, gene.strand, tuple(transcripts))

    def _draw_edit(self, transcript: Transcript, message: bytes) -> Edit | None:
        """Return a change at least ten bases inside an exon; in coding bases it is of a whole codon."""
        random = self._random
        exons = [exon for exon in lay_spliced(transcript.exons) if exon[1] - exon[0] > 30]
        if not exons:
            return None
        start, end = exons[int(random.random() * len(exons))]
        place = start + 10 + int(random.random() * (end - start - 25))
        coding = transcript.coding
        size = 1 + int(random.random() * 4)
        if coding is not None and coding.start - 5 < place < coding.end:
            place += (coding.start - place) % 3
            size = 3
            if not coding.start + 3 < place < coding.end - 9:
                return None
        gained = b"GCA" * 2
        match int(random.random() * 3):
            case 0:
                return Edit(place, size, b"")
            case 1:
                return Edit(place, 0, gained[:size])
            case _:
                other = b"C" if message[place : place + 1] != b"C" else b"G"
                return Edit(place, 1, other)


def lay(shapes: list[tuple[int, int, int]], random: Random, room: int, spread: float = 7.3) -> list[Piece]:
    """Lay exons on a line with introns between them, which shrink where there is little room."""
    lengths = [80 + int(random.lognormvariate(spread, 1.3)) for _ in shapes[1:]]
    left = room - sum(shape[0] for shape in shapes) - 80 * len(lengths)
    share = min(1.0, max(left, 0) / max(sum(lengths), 1))
    laid: list[Piece] = []
    place = 0
    for (length, coding_start, coding_end), intron in zip(shapes, [*lengths, 0], strict=True):
        laid.append(Piece(place, place + length, coding_start, coding_end))
        place += length + max(80, int(intron * share))
    return laid


def lay_spliced(exons: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Return where exons lie in what they make when spliced."""
    laid: list[tuple[int, int]] = []
    place = 0
    for start, end in exons:
        laid.append((place, place + end - start))
        place += end - start
    return laid


def splice(gene: Gene, transcript: Transcript, bases: bytearray) -> bytes:
    """Return the bases that the genome gives to a transcript."""
    places = [gene.place(start, end) for start, end in transcript.exons]
    if gene.strand > 0:
        return b"".join([bases[start:end] for start, end in places])
    return b"".join([bases[start:end] for start, end in reversed(places)]).translate(_COMPLEMENT)[::-1]


def make_message(gene: Gene, transcript: Transcript, bases: bytearray) -> bytes:
    """Return the bases of a message."""
    message, edit = splice(gene, transcript, bases), transcript.edit
    return message if edit is None else message[: edit.place] + edit.gained + message[edit.place + edit.lost :]


# ---------------------------------------------------------------- annotation


def write_gene(file: TextIO, gene: Gene) -> None:
    """Write the lines of a gene, its transcripts, their exons and coding sequences."""
    symbol = f"INV{gene.number}"
    is_coding = gene.transcripts[0].coding is not None
    strand = "+" if gene.strand > 0 else "-"
    known = f"Dbxref=GeneID:{900_000_000 + gene.number}"
    file.write(
        f"{gene.contig.accession}\tBestRefSeq\tgene\t{gene.start + 1}\t{gene.end}\t.\t{strand}\t.\tID=gene-{symbol};"
        f"{known};Name={symbol};gbkey=Gene;gene={symbol};"
        f"gene_biotype={'protein_coding' if is_coding else 'lncRNA'}\n"
    )
    for index, transcript in enumerate(gene.transcripts):
        file.writelines(_describe(gene, transcript, symbol, f"{known},GenBank:{transcript.accession}", index == 0))


def _describe(gene: Gene, transcript: Transcript, symbol: str, known: str, is_first: bool) -> Iterator[str]:
    name, coding = transcript.accession, transcript.coding
    kind, gbkey = ("lnc_RNA", "ncRNA") if coding is None else ("mRNA", "mRNA")
    strand = "+" if gene.strand > 0 else "-"
    said = f"gene={symbol};product=invented {symbol}"
    stated = f"{known};Name={name};gbkey={gbkey};{said};"
    if is_first and coding is not None:
        stated += "tag=MANE Select;"
    if transcript.edit is not None and transcript.edit.lost == len(transcript.edit.gained):
        stated += "Note=The RefSeq transcript has 1 substitution compared to this genomic sequence;"
    places = [gene.place(start, end) for start, end in transcript.exons]
    low, high = min(start for start, _ in places), max(end for _, end in places)
    head = f"{gene.contig.accession}\tBestRefSeq\t"
    yield (
        f"{head}{kind}\t{low + 1}\t{high}\t.\t{strand}\t.\tID=rna-{name};Parent=gene-{symbol};"
        f"{stated}transcript_id={name}\n"
    )
    for number, (start, end) in enumerate(places, 1):
        yield (
            f"{head}exon\t{start + 1}\t{end}\t.\t{strand}\t.\tID=exon-{name}-{number};Parent=rna-{name};"
            f"{known};gbkey={gbkey};{said};transcript_id={name}\n"
        )
    if coding is not None:
        protein = f"NP_{transcript.number:09}.1"
        for (start, end), first in _carry(gene, transcript, coding):
            phase = -(first - coding.start) % 3
            yield (
                f"{head}CDS\t{start + 1}\t{end}\t.\t{strand}\t{phase}\tID=cds-{protein};Parent=rna-{name};"
                f"{known.rpartition(':')[0]}:{protein};Name={protein};gbkey=CDS;{said};protein_id={protein}\n"
            )


def _carry(gene: Gene, transcript: Transcript, coding: Interval) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the coding part of each exon on the contig, and the base of the message at which it begins."""
    for (start, _), (first, last) in zip(transcript.exons, lay_spliced(transcript.exons), strict=True):
        low, high = max(first, coding.start), min(last, coding.end)
        if low < high:
            edit = transcript.edit
            shift = len(edit.gained) - edit.lost if edit is not None and coding.start <= edit.place < low else 0
            yield gene.place(start + low - first, start + high - first), low + shift


def write_alignment(file: TextIO, gene: Gene, transcript: Transcript) -> None:
    """Write the alignment of a transcript that is longer or shorter than what the genome gives it."""
    edit = transcript.edit
    if edit is None or edit.lost == len(edit.gained):
        return
    strand = "+" if gene.strand > 0 else "-"
    place = 0
    for (start, end), (first, last) in zip(transcript.exons, lay_spliced(transcript.exons), strict=True):
        low, high = gene.place(start, end)
        size, gap = last - first, ""
        if first <= edit.place < last:
            size += len(edit.gained) - edit.lost
            operation = f"D{edit.lost}" if edit.lost else f"I{len(edit.gained)}"
            gap = f";Gap=M{edit.place - first} {operation} M{last - edit.place - edit.lost}"
        file.write(
            f"{gene.contig.accession}\tRefSeq\tcDNA_match\t{low + 1}\t{high}\t.\t{strand}\t.\t"
            f"ID=aln-{transcript.number};Target={transcript.accession} {place + 1} {place + size} +;for_remapping=2;"
            f"gap_count=1{gap}\n"
        )
        place += size


# ---------------------------------------------------------------- the files


def write_genome(folder: Path, scale: float = 1.0, seed: int = 1) -> tuple[int, int]:
    """Write the files; return how many genes and transcripts there are."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)
    reference = open_reference()
    contigs = list_contigs(reference, scale)
    inventor = Inventor(random)
    whole = sum(known for _, known in contigs)
    genes = transcripts = 0
    with (
        (folder / "genome.fa").open("wb") as fasta,
        (folder / "rna.fa").open("wb") as messages,
        (folder / "genome.gff3").open("w", encoding="ascii") as annotation,
    ):
        annotation.write("##gff-version 3\n#!gff-spec-version 1.21\n#!processor benchmarks.genome\n")
        annotation.write(f"#!genome-build GRCh38.p14\n#!annotation-source invented, seed {seed}, scale {scale}\n")
        for contig, known in contigs:
            count = GENES * scale * known / whole
            held = read_held(reference, contig)
            unknown = list_unknown(contig, known)
            bases = make_bases(contig, unknown, held, random)
            made = inventor.invent(
                contig, bases, list_free(contig, unknown, held), round(count * CODING), round(count * (1 - CODING))
            )
            write_fasta(fasta, f">{contig.accession} invented chromosome {contig.name}, GRCh38", bases, random)
            annotation.write(f"##sequence-region {contig.accession} 1 {contig.length}\n")
            annotation.write(
                f"{contig.accession}\tRefSeq\tregion\t1\t{contig.length}\t.\t+\t.\tID={contig.accession}:1.."
                f"{contig.length};Dbxref=taxon:9606;Name={contig.name};chromosome={contig.name};gbkey=Src;"
                "genome=chromosome;mol_type=genomic DNA\n"
            )
            for gene in made:
                write_gene(annotation, gene)
                for transcript in gene.transcripts:
                    text = make_message(gene, transcript, bases)
                    lines = b"\n".join([text[at : at + LINE] for at in range(0, len(text), LINE)])
                    messages.write(b">%b invented\n%b\n" % (transcript.accession.encode(), lines))
            for gene in made:
                for transcript in gene.transcripts:
                    write_alignment(annotation, gene, transcript)
            genes += len(made)
            transcripts += sum(len(gene.transcripts) for gene in made)
        annotation.write("###\n")
    return genes, transcripts


def read_held(reference: Reference, contig: Contig) -> list[tuple[Interval, bytes]]:
    """Return the bases of a contig that the reference holds already."""
    sequence = reference.geometry.sequence(contig.accession)
    return [(one, sequence.bases(one.start, one.end).encode()) for one in list_stretches(reference, contig)]


def main() -> None:
    """Write the files and say how long it took."""
    parser = argparse.ArgumentParser(description="Write an invented genome as FASTA and GFF3.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.perf_counter()
    genes, transcripts = write_genome(options.folder, options.scale, options.seed)
    print(f"{genes:,} genes, {transcripts:,} transcripts in {time.perf_counter() - start:.0f} s")
    for path in sorted(options.folder.iterdir()):
        print(f"{path.stat().st_size / 1e6:12,.1f} MB  {path.name}")


if __name__ == "__main__":
    main()
