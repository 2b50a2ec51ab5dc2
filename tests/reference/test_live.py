"""Live stores: whose contigs they speak of, how transcripts that differ from them are laid, and what is left out."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.errors import BadSource
from synonymizer.mapping import reverse_complement
from synonymizer.places import MITOCHONDRION, Block, Contig, Interval
from synonymizer.reference import Reference, genome
from synonymizer.reference.contract import Record
from synonymizer.reference.genome import find_known
from synonymizer.reference.live import Live
from synonymizer.reference.matching import match_contigs
from synonymizer.reference.records import Contents, Listed
from synonymizer.reference.stretches import UNKNOWN_RUN
from synonymizer.reference.views import splice
from tests.reference.invented import Memory, draw_bases, lay

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KNOWN = (
    Contig("NC_1.11", "New", "1", 3000, "SQ.new1"),
    Contig("NC_X.11", "New", "X", 2000, "SQ.newX"),
    Contig(MITOCHONDRION, "New", "MT", 500, "SQ.mt"),
    Contig("NC_1.10", "Old", "1", 2900, "SQ.old1"),
    Contig("NC_X.10", "Old", "X", 1900, "SQ.oldX"),
    Contig(MITOCHONDRION, "Old", "MT", 500, "SQ.mt"),
)


def list_records(records: Iterable[Record] = (), lengths: Mapping[str, int] | None = None) -> Listed:
    return Listed(Contents("told", lengths=dict(lengths or {})), records)


# ---- contigs


@pytest.mark.parametrize(
    ("in_genome", "told"), [("NC_1.11", "chr1"), ("1", "NC_1.11"), ("chr1", "1"), ("Chr1", "Chr1")]
)
@pytest.mark.parametrize("is_length_told", [False, True])
def test_a_known_contig_is_recognized_however_it_is_spelled(in_genome: str, told: str, *, is_length_told: bool) -> None:
    record = lay("NM_1.1", told, 1, [(10, 50)])
    bases = Memory({in_genome: b"A" * 3000})
    annotation = list_records([record], {told: 3000} if is_length_told else {})
    (matched,) = match_contigs(annotation, (bases,), "New", KNOWN, "path")
    assert (matched.contig, matched.spelling, matched.name) == (KNOWN[0], told, in_genome)
    assert matched.bases is bases


def test_a_name_with_another_length_is_another_contig() -> None:
    bases = Memory({"chr1": b"A" * 1234})
    (matched,) = match_contigs(list_records([lay("NM_1.1", "chr1", 1, [(10, 50)])]), (bases,), "New", KNOWN, "path")
    assert matched.contig == Contig("chr1", "New", "1", 1234, "")


@pytest.mark.parametrize("of_old", ["NC_1.10", "chr1"])
def test_sequences_of_another_known_assembly_are_none_of_this_one(of_old: str) -> None:
    records = [lay("NM_1.1", "NC_1.11", 1, [(10, 50)]), lay("NM_2.1", MITOCHONDRION, 1, [(10, 50)])]
    bases = Memory({of_old: b"A" * 2900, MITOCHONDRION: b"A" * 500, "NM_1.1": b"A" * 40})
    (matched,) = match_contigs(list_records(records), (bases,), "New", KNOWN, "path")
    assert (matched.contig, matched.bases) == (KNOWN[0], None)


def test_an_accession_with_another_length_is_an_error_that_names_both() -> None:
    bases = Memory({"NC_1.10": b"A" * 1234})
    with pytest.raises(BadSource, match=r"NC_1\.10 \(Old, 1\) has 2,900 bases, and invented gives it 1,234\."):
        match_contigs(None, (bases,), None, KNOWN, "path")


@pytest.mark.parametrize(
    ("lengths", "assembly"),
    [
        ({"chr1": 3000, "chrX": 2000}, "New"),
        ({"1": 2900, "X": 1900, "MT": 500}, "Old"),
        ({"NC_1.10": 2900}, "Old"),
        ({"chr1": 3000, "chrX": 1900, "2": 1900, "MT": 500}, "New"),
        ({"chr1": 77}, "GRCm39"),
    ],
)
def test_the_assembly_is_told_by_the_lengths_of_its_contigs(lengths: Mapping[str, int], assembly: str) -> None:
    bases = Memory({name: b"A" * length for name, length in lengths.items()})
    matched = match_contigs(None, (bases,), None, KNOWN, "fasta:/data/GRCm39.fa.gz + gff3:b.gff3")
    assert {one.contig.assembly for one in matched} == {assembly}
    assert MITOCHONDRION not in {one.contig.accession for one in matched}


def test_contigs_of_another_organism_are_its_own() -> None:
    names = ("ENSMUST00000000001.5", "ENSMUST00000000002.1")
    records = [lay(names[0], "19", 1, [(10, 50)]), lay(names[1], "GL456210.1", -1, [(0, 9)])]
    bases = Memory({"chr19": draw_bases(random.Random(1), 900), "GL456210.1": draw_bases(random.Random(2), 90)})
    annotation = Listed(Contents("mouse", assembly="GRCm39", lengths={"19": 900, "GL456210.1": 90}), records)
    store = Live(annotation, (bases,), None, KNOWN, "mouse")
    assert (store.path, store.description) == ("mouse (GRCm39)", "mouse + invented (GRCm39)")
    reference = Reference((store,))
    contigs = reference.contigs()
    assert [(contig.accession, contig.name, contig.length) for contig in contigs] == [
        ("19", "19", 900),
        ("GL456210.1", "GL456210.1", 90),
    ]
    assert reference.find_contig_by_name("chr19", "GRCm39") == contigs[0]
    transcript = reference.find_transcript(names[1])
    assert transcript is not None
    assert transcript.tags == ("Ensembl",)
    assert store.refget("19") == bases.refget("chr19")
    assert store.refget("20") is None
    assert splice(store, transcript) == reverse_complement(bases.read("GL456210.1", 0, 9).decode())


# ---- stretches of known bases


@given(
    st.lists(st.tuples(st.sampled_from("ACGN"), st.integers(1, 130)), max_size=9),
    st.sampled_from([64, 100, 1 << 20]),
)
def test_what_is_known_lies_between_long_runs_of_unknown_bases(pieces: list[tuple[str, int]], piece: int) -> None:
    text = "".join(letter * length for letter, length in pieces)
    runs = re.finditer(f"N{{{UNKNOWN_RUN},}}", text)
    edges = [0, *(edge for run in runs for edge in run.span()), len(text)]
    expected = [Interval(*pair) for pair in zip(edges[::2], edges[1::2], strict=True) if pair[0] < pair[1]]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(genome, "_PIECE", piece)
        assert list(find_known(Memory({"1": text.encode()}), "1", len(text))) == expected


class Counted(Memory):
    """Bases that count what is read of them."""

    def __init__(self, sequences: Mapping[str, bytes]) -> None:
        super().__init__(sequences)
        self.read_of: dict[str, int] = {}

    def read(self, name: str, start: int, end: int) -> bytes:
        self.read_of[name] = self.read_of.get(name, 0) + end - start
        return super().read(name, start, end)


def test_nothing_is_read_before_it_is_asked_for() -> None:
    bases = Counted({"NC_1.11": draw_bases(random.Random(1), 3000), "NC_X.11": draw_bases(random.Random(2), 2000)})
    records = [lay("NM_1.1", "NC_1.11", 1, [(10, 50)]), lay("NM_2.1", "NC_X.11", 1, [(10, 50)])]
    store = Live(list_records(records), (bases,), "New", KNOWN, "path")
    assert store.genes() == ("NM_1", "NM_2")
    assert store.assemblies() == {"New"}
    assert store.versions("NM_3") == ()
    assert bases.read_of == {}
    assert store.find_transcript("NM_1.1") is not None
    assert set(bases.read_of) == {"NC_1.11"}
    once = dict(bases.read_of)
    assert store.find_transcript("NM_1.1") is store.transcripts_of("NM_1")[0]
    assert bases.read_of == once


# ---- transcripts that differ from their contig

CONTIG = draw_bases(random.Random(11), 3000).decode()


@pytest.mark.parametrize("strand", [1, -1])
def test_a_message_with_gaps_and_other_bases_is_read_as_its_own_record(strand: int) -> None:
    """Exon 1: a base apart; exon 2: two bases that only the message has; exon 3: three that only the contig has."""
    turned = CONTIG if strand > 0 else reverse_complement(CONTIG)
    shift = 0 if strand > 0 else -3000
    other = "A" if turned[120] != "A" else "C"
    message = (
        turned[100:120] + other + turned[121:150] + turned[200:210] + "GT" + turned[210:240] + turned[300:310]
        + turned[313:340] + "AAAAAA"
    )  # fmt: skip
    blocks = [Block(0, 100, 50), Block(50, 200, 10), Block(62, 210, 30), Block(92, 300, 10), Block(102, 313, 27)]
    record = Record(
        "NM_9.1",
        "GENE",
        "1",
        1 if strand > 0 else -1,
        (Interval(0, 50), Interval(50, 92), Interval(92, 129)),
        tuple(Block(block.start, block.source + shift, block.length) for block in blocks),
        differs=True,
    )
    genome_bases = Memory({"1": CONTIG.encode()})
    store = Live(list_records([record]), (genome_bases, Memory({"NM_9.1": message.encode()})), "New", KNOWN, "path")
    transcript = store.find_transcript("NM_9.1")
    assert transcript is not None
    assert splice(store, transcript) == message
    assert transcript.exons[-1].end == len(message), "a tail that aligns nowhere belongs to the last exon"
    assert [patch.start for patch in transcript.patches] == [20, 60, 129]
    assert store.message("NM_9.1") == message
    without = Live(list_records([record]), (genome_bases,), "New", KNOWN, "path")
    assert without.find_transcript("NM_9.1") is None
    assert dict(without.left_out)["NM_9.1"] == "it has bases that its contig lacks, and they are not given"


def _code(codons: str, **stated: object) -> Record:
    """Lay a coding transcript of one exon on the contig that `_open` makes of its codons."""
    record = Record(
        "ENST1.1", "GENE", "1", 1, (Interval(0, len(codons)),), (Block(0, 200, len(codons)),),
        Interval(0, len(codons)), "ENSP1.1",
    )  # fmt: skip
    return replace(record, **stated)  # type: ignore[arg-type]


def _open(record: Record, codons: str, protein: str | None = None, message: str | None = None) -> Live:
    text = (CONTIG[:200] + codons + CONTIG[200 + len(codons) :]).encode()
    messages = Memory({} if message is None else {record.accession: message.encode()})
    proteins = None if protein is None else Memory({"ENSP1.1": protein.encode()})
    return Live(list_records([record]), (Memory({"1": text}), messages), "New", KNOWN, "path", proteins=proteins)


@pytest.mark.parametrize(
    ("codons", "protein", "exceptions"),
    [
        ("ATGGCCTGA", None, ()),
        ("ATGGCCTGA", "MA", ()),
        ("ATGTGAGCCTAA", "MUA", ((1, "U"),)),
        ("CTGGCCTGA", "MA", ((0, "M"),)),
        ("CTGTGATAGTAA", "MUO", ((0, "M"), (1, "U"), (2, "O"))),
    ],
)
def test_codons_are_recoded_as_the_protein_states(
    codons: str, protein: str | None, exceptions: tuple[tuple[int, str], ...]
) -> None:
    transcript = _open(_code(codons), codons, protein).find_transcript("ENST1.1")
    assert transcript is not None
    assert transcript.exceptions == exceptions


@pytest.mark.parametrize(
    ("stated", "codons", "protein", "message", "why"),
    [
        ({"incomplete": ("start",)}, "ATGGCCTGA", None, None, "its source says that its start is missing"),
        ({"incomplete": ("start", "end")}, "ATGGCCTGA", None, None, "its start and its end is missing"),
        ({"cds": Interval(0, 12)}, "ATGGCCTGA", None, None, "its coding sequence leaves its exons"),
        ({"exceptions": ((3, "U"),)}, "ATGGCCTGA", None, None, "read otherwise lies outside"),
        ({"exceptions": ((-1, "U"),)}, "ATGGCCTGA", None, None, "read otherwise lies outside"),
        ({"differs": True}, "ATGGCCTGA", None, None, "bases that its contig lacks"),
        ({}, "ATGGCCTGA", None, "ATGGCCTG", "its exons have 9 bases and its sequence 8"),
        ({}, "ATGGCCTGA", None, "TACCGGACT", "its own bases are not those of its exons"),
        ({}, "ATGGCCTGA", "MP", None, "its translation is not its protein"),
        ({}, "ATGTGAGCCTAA", "MCA", None, "its translation is not its protein"),
        ({}, "ATGGNCTGA", None, None, "some of its bases are not"),
        ({}, "CTGGCCTGA", None, None, "does not begin with a start codon"),
        ({}, "ATGGCCGCC", None, None, "does not end at its first stop codon"),
        ({}, "ATGTGAGCCTAA", None, None, "does not end at its first stop codon"),
        ({"cds": Interval(0, 8)}, "ATGGCCTGA", None, None, "not a multiple of three"),
        ({"blocks": (Block(0, 2995, 9),)}, "ATGGCCTGA", None, None, "neither its own bases are held"),
    ],
)
def test_what_does_not_read_as_its_source_says_is_left_out_with_the_reason(
    stated: dict[str, object], codons: str, protein: str | None, message: str | None, why: str
) -> None:
    store = _open(_code(codons, **stated), codons, protein, message)
    assert store.find_transcript("ENST1.1") is None
    assert store.transcripts_of("GENE") == ()
    assert store.transcripts_of_protein("ENSP1.1") == ()
    assert store.versions("ENST1") == ()
    gene = store.find_gene("GENE")
    assert gene is not None
    assert not gene.installed
    ((what, told),) = store.left_out
    assert what == "ENST1.1"
    assert why in told


def test_a_refseq_transcript_may_begin_one_base_off_its_start() -> None:
    codons = "CTGGCCTGA"
    store = _open(replace(_code(codons), accession="NM_1.1", tags=("MANE Select", "basic")), codons)
    transcript = store.find_transcript("NM_1.1")
    assert transcript is not None
    assert transcript.exceptions == ((0, "M"),)
    assert transcript.tags == ("MANE Select", "RefSeq")


def test_a_codon_that_one_transcript_reads_on_is_shared_with_those_that_do_not_stop_there() -> None:
    codons = "ATGGCCTGAGCCTAA"
    recoded, untold = (_code(codons, accession=f"ENST{number}.1") for number in (1, 2))
    records = [replace(recoded, exceptions=((2, "U"),)), untold]
    records.append(_code(codons, accession="ENST3.1", cds=Interval(0, 9)))
    text = (CONTIG[:200] + codons + CONTIG[200 + len(codons) :]).encode()
    store = Live(list_records(records), (Memory({"1": text}),), "New", KNOWN, "path")
    exceptions = {transcript.accession: transcript.exceptions for transcript in store.transcripts_of("GENE")}
    assert exceptions == {"ENST1.1": ((2, "U"),), "ENST2.1": ((2, "U"),), "ENST3.1": ()}


def test_a_transcript_of_two_places_is_at_home_on_the_first() -> None:
    """As those of the pseudoautosomal regions are."""
    text = draw_bases(random.Random(5), 900)
    records = [lay("NM_1.1", "Y", 1, [(100, 140)]), lay("NM_1.1", "X", -1, [(100, 140)])]
    spliced = reverse_complement(text[100:140].decode())
    genomes = Memory({"X": text, "Y": b"A" * 50 + reverse_complement(text.decode()).encode()})
    known = (Contig("NC_X.1", "A", "X", 900, ""), Contig("NC_Y.1", "A", "Y", 950, ""))
    store = Live(list_records(records), (genomes,), "A", known, "path")
    transcript = store.find_transcript("NM_1.1")
    assert transcript is not None
    assert transcript.home == "NC_X.1:1-900"
    assert splice(store, transcript) == spliced
    assert store.transcripts_of("NM_1") == (transcript,)
    assert store.transcripts_on("NC_Y.1:1-950", 0, 950) == ()
    alone = Live(
        list_records(records, {"X": 900, "Y": 950}), (Memory({"NM_1.1": spliced.encode()}),), "A", known, "path"
    )
    assert [place.contig for place in alone.placements_of("NM_1.1")] == ["NC_X.1", "NC_Y.1"]
    assert [place.source for place in alone.placements_over("NC_Y.1", 0, 950)] == ["NM_1.1"]


def test_a_message_is_its_own_home_where_not_all_of_its_place_is_known() -> None:
    text = CONTIG[:1000] + "N" * UNKNOWN_RUN + CONTIG[1000 + UNKNOWN_RUN :]
    records = [lay("NM_1.1", "1", 1, [(900, 950), (1200, 1260)]), lay("NM_2.1", "1", -1, [(1200, 1260), (1300, 1301)])]
    message = text[900:950] + text[1200:1260]
    store = Live(
        list_records(records),
        (Memory({"1": text.encode()}), Memory({"NM_1.1": message.encode()})),
        "New",
        KNOWN,
        "path",
    )
    first, second = store.find_transcript("NM_1.1"), store.find_transcript("NM_2.1")
    assert first is not None
    assert second is not None
    assert first.home == "NM_1.1"
    assert second.home == f"NC_1.11:{1001 + UNKNOWN_RUN}-3000"
    sources = [place.source for place in store.placements_over("NC_1.11", 0, 3000)]
    assert sources == ["NC_1.11:1-1000", "NM_1.1", second.home, "NM_1.1"]


def test_the_second_place_of_a_transcript_leads_to_the_second_one_of_another_assembly() -> None:
    """X to X, and Y to Y, though a transcript of both is at home on X alone."""
    text = draw_bases(random.Random(7), 1200)
    stores = []
    for assembly, edge in (("A", b""), ("B", draw_bases(random.Random(8), 70))):
        beside = draw_bases(random.Random(9), 50)
        genomes = Memory({"X": edge + text, "Y": edge + beside + text})
        shift = len(edge)
        records = [
            lay("NM_1.1", contig, -1, [(start + 300, start + 400), (start + 700, start + 800)])
            for contig, start in (("Y", shift + 50), ("X", shift))
        ]
        known = [Contig(f"NC_{name}.{assembly}", assembly, name, genomes.length(name) or 0, "") for name in "XY"]
        stores.append(Live(list_records(records), (genomes,), assembly, tuple(known), assembly))
    geometry = Reference(tuple(stores)).geometry
    for name, start in (("X", 0), ("Y", 50)):
        (way,) = geometry.bridges(f"NC_{name}.A", start + 600, start + 601, f"NC_{name}.B")
        assert way.blocks == (Block(70, 0, len(text) + start),)
        other = "Y" if name == "X" else "X"
        assert geometry.bridges(f"NC_{name}.A", start + 600, start + 601, f"NC_{other}.B") == ()


@pytest.mark.parametrize("names", [("AAA", "BBB"), ("BBB", "AAA")])
def test_the_best_transcript_over_a_place_comes_first_whatever_its_gene_is_called(names: tuple[str, str]) -> None:
    """In one store, and in two of which either holds the one gene."""
    text = draw_bases(random.Random(11), 1000)
    known = (Contig("NC_1.1", "A", "1", len(text), ""),)
    main, long = (lay(f"{kind}_1.1", "NC_1.1", 1, [(100, 200), (700, 800)]) for kind in ("NM", "NR"))
    records = [replace(main, gene=names[0], tags=("RefSeq", "MANE Select")), replace(long, gene=names[1])]
    genomes = Memory({"NC_1.1": text})
    for shares in ([records], [[record] for record in records], [[record] for record in reversed(records)]):
        stores = tuple(Live(list_records(share), (genomes,), "A", known, "A") for share in shares)
        found = Reference(stores).geometry.transcripts_over("NC_1.1", 150, 151)
        assert [one.accession for one in found] == ["NM_1.1", "NR_1.1"]
