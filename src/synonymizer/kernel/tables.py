"""The tables that the stages of the kernel hand to each other: columns of numbers, and bytes they point into.

A column of numbers is an `array`: "q" 64-bit, "i" 32-bit; a column of small numbers or letters is a `bytearray`.
Places are interbase, 0-based and half-open, on the forward strand unless it is said otherwise; -1 stands for "none".
Bases are upper-case ASCII letters.

Columns of reference data (`Ground`) only grow: a stage takes them as they are when it is called, and what was loaded
before stays where it is, so that loading more in another thread does no harm. When a column is full, a larger one takes
its place and keeps what it held.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from mmap import mmap

# ---------------------------------------------------------------- states

DONE = 0
"""The row is covered so far."""

UNREAD = 1
"""The text is not one of the plain forms."""

NOT_HELD = 2
"""The place is not in the reference data, or in a part that the kernel leaves alone."""

MISMATCH = 3
"""The stated bases are not those of the reference."""

NEAR_DIFFERENCE = 4
"""The place, or one it slides to, touches bases in which sequences of the reference differ."""

TOO_LONG = 5
"""More than `LONGEST` bases are deleted, inserted or slid over."""

NOT_COVERED = 6
"""A kind of change or of transcript that only the pipeline knows."""

OUTSIDE = 7
"""The place is on a known contig, and nothing is held there: the row is answered by that alone."""

LONGEST = 1000
"""How many bases an edit of the kernel may delete, insert, or slide over in one direction."""

MARGIN = 2
"""How many bases beside a justified allele must be the same in every sequence that shares them."""

# ---------------------------------------------------------------- kinds

SUB, DEL, DUP, INS, INV, DELINS = range(1, 7)
"""Kinds of an edit of bases (column `kind` of `Places`)."""

(
    NO_PROTEIN_CHANGE,
    P_SUB,
    P_IDENTITY,
    P_DEL,
    P_DUP,
    P_INS,
    P_DELINS,
    P_FRAMESHIFT,
    P_EXTENSION,
    P_START_LOST,
    P_UNKNOWN,
    P_NONE,
) = range(12)
"""Kinds of a protein change (column `kind` of `Proteins`): those of `ProteinEdit`, or that there is none."""


def numbers(size: int) -> array[int]:
    """Return a column of 64-bit zeros."""
    return array("q", bytes(8 * size))


def counts(size: int) -> array[int]:
    """Return a column of 32-bit zeros."""
    return array("i", bytes(4 * size))


def extend(column: array[int], used: int, more: array[int]) -> array[int]:
    """Return a column whose first `used` rows are kept and followed by more; a larger one when they do not fit.

    The column given may be in use by a stage, so that it must not be resized, not even by nothing; rows behind `used`
    are no one's yet.
    """
    if not more:
        return column
    need = used + len(more)
    if need > len(column):
        larger = array(column.typecode, bytes(column.itemsize * max(2 * len(column), need, 64)))
        larger[:used] = column[:used]
        column = larger
    column[used:need] = more
    return column


def extend_bytes(column: bytearray, used: int, more: bytes) -> bytearray:
    """Do what `extend` does for a column of bytes."""
    if not more:
        return column
    need = used + len(more)
    if need > len(column):
        larger = bytearray(max(2 * len(column), need, 64))
        larger[:used] = column[:used]
        column = larger
    column[used:need] = more
    return column


# ---------------------------------------------------------------- text


@dataclass(slots=True)
class Column:
    """A column of texts: text `i` is `data[ends[i - 1]:ends[i]]` (from 0 for the first); `ends` has one entry a row.

    With a 0 before it, `ends` is the offsets column of an Arrow string array.
    """

    data: bytearray
    ends: array[int]

    def __len__(self) -> int:
        return len(self.ends)

    def text(self, row: int) -> str:
        """Return one text."""
        return self.data[self.ends[row - 1] if row else 0 : self.ends[row]].decode()

    def texts(self) -> list[str]:
        """Return every text."""
        data, start, found = bytes(self.data), 0, []
        for end in self.ends:
            found.append(data[start:end].decode())
            start = end
        return found


def make_column(texts: list[str] | tuple[str, ...]) -> Column:
    """Return texts as a column."""
    ends = numbers(len(texts))
    data = bytearray()
    for row, text in enumerate(texts):
        data += text.encode()
        ends[row] = len(data)
    return Column(data, ends)


# ---------------------------------------------------------------- reference data


@dataclass(slots=True)
class Regions:
    """Stretches of GRCh38 contigs whose bases are held, with the stretch of GRCh37 that the same windows cover.

    The columns are complete from the start, sorted by (contig, start); what lies in a region is loaded when it is
    first needed, and its bases and messages may have to give way to those of others (`batch.ground`). Whatever the
    kernel covers lies whole in one of them: the last that begins at or before it. A region without a place on GRCh37
    has contig -1 there. `by_other` lists the regions sorted by (other contig, other start).
    """

    contig: array[int]  # "i": index of the contig
    start: array[int]  # "q"
    end: array[int]  # "q"
    other_contig: array[int]  # "i": index of the contig of GRCh37, or -1
    other_start: array[int]  # "q"
    other_end: array[int]  # "q"
    by_other: array[int]  # "i"
    bases_at: array[int]  # "q": where in `Ground.bases` the base at `start` is, or will be
    is_loaded: bytearray
    segment_at: array[int]  # "i": first row of `Segments`
    segment_count: array[int]  # "i"
    cut_at: array[int]  # "i": first row of `Cuts`
    cut_count: array[int]  # "i"


@dataclass(slots=True)
class Held:
    """What is held of every contig of both assemblies: stretches that neither overlap nor touch, in order.

    Those of contig `i` are rows `first[i]` to `first[i + 1]`.
    """

    length: array[int]  # "q": bases of each contig, -1 where it is stored whole
    first: array[int]  # "q": one more than there are contigs
    start: array[int]  # "q"
    end: array[int]  # "q"


@dataclass(slots=True)
class Segments:
    """Stretches in which every sequence of the reference that shares them has the same bases, in the order of a region.

    The place `p` of GRCh38 is the place `way * p + shift` of GRCh37, where `way` is 1 on the same strand and -1 on the
    other one, on which [start, end) is turned to [shift - end, shift - start); where it is 0, GRCh37 has no such place.
    """

    start: array[int] = field(default_factory=lambda: numbers(0))
    end: array[int] = field(default_factory=lambda: numbers(0))
    shift: array[int] = field(default_factory=lambda: numbers(0))
    way: array[int] = field(default_factory=lambda: counts(0))
    used: int = 0


@dataclass(slots=True)
class Cuts:
    """Where the set of transcripts over a place changes: rows of `Ground.over` for places from `start` to the next.

    The transcripts of a cut are in order of rank, as the pipeline lists them. The first cut of a region begins at its
    start. Other rows of `Ground.over` are those over `start` together with those that end there.
    """

    start: array[int] = field(default_factory=lambda: numbers(0))
    over_at: array[int] = field(default_factory=lambda: numbers(0))
    over_count: array[int] = field(default_factory=lambda: counts(0))
    touch_at: array[int] = field(default_factory=lambda: numbers(0))
    touch_count: array[int] = field(default_factory=lambda: counts(0))
    used: int = 0


@dataclass(slots=True)
class Transcripts:
    """Transcripts laid on their GRCh38 contig. A line is oriented: place `p` is `p`, or `-p` where strand is -1.

    Exons are ungapped blocks in the order of the transcript; two blocks of one exon of the transcript have the same
    `exon_number`. Where a transcript has other bases than the contig, and at the gaps between blocks of one exon, is a
    difference: an interval of `differences`. What touches one (with `MARGIN`) is not covered on this transcript.
    """

    strand: array[int] = field(default_factory=lambda: counts(0))  # 1 or -1
    contig: array[int] = field(default_factory=lambda: counts(0))
    start: array[int] = field(default_factory=lambda: numbers(0))  # first base on the contig, forward
    end: array[int] = field(default_factory=lambda: numbers(0))
    length: array[int] = field(default_factory=lambda: numbers(0))  # bases of the spliced transcript
    cds_start: array[int] = field(default_factory=lambda: numbers(0))  # on the transcript; -1 for a non-coding one
    cds_end: array[int] = field(default_factory=lambda: numbers(0))
    gene: array[int] = field(default_factory=lambda: counts(0))  # row of `Ground.genes`
    exon_at: array[int] = field(default_factory=lambda: numbers(0))
    exon_count: array[int] = field(default_factory=lambda: counts(0))
    difference_at: array[int] = field(default_factory=lambda: numbers(0))
    difference_count: array[int] = field(default_factory=lambda: counts(0))
    message_at: array[int] = field(default_factory=lambda: numbers(0))  # its bases in `Ground.messages`
    exception_at: array[int] = field(default_factory=lambda: numbers(0))
    exception_count: array[int] = field(default_factory=lambda: counts(0))
    is_predictable: bytearray = field(default_factory=bytearray)  # 1: standard code, whole codons
    has_protein: bytearray = field(default_factory=bytearray)  # 1: its protein has an accession
    # rows of `Ground.labels`: what stands before the dot of a name, such as `NM_003156.3:c.`
    label: array[int] = field(default_factory=lambda: counts(0))  # accession alone: `NM_003156.3`
    exonic: array[int] = field(default_factory=lambda: counts(0))  # `NM_003156.3:c.` or `NR_…:n.`
    intronic: array[int] = field(default_factory=lambda: counts(0))  # `NC_000011.10(NM_003156.3):c.`
    protein: array[int] = field(default_factory=lambda: counts(0))  # `NP_003147.2:p.`
    used: int = 0


@dataclass(slots=True)
class Exons:
    """Blocks of exons: oriented start and end on the line, and the transcript base that `start` is."""

    start: array[int] = field(default_factory=lambda: numbers(0))
    end: array[int] = field(default_factory=lambda: numbers(0))
    first: array[int] = field(default_factory=lambda: numbers(0))
    number: array[int] = field(default_factory=lambda: counts(0))
    used: int = 0


@dataclass(slots=True)
class Differences:
    """Where a transcript differs from its contig: forward places of the contig, in ascending order."""

    start: array[int] = field(default_factory=lambda: numbers(0))
    end: array[int] = field(default_factory=lambda: numbers(0))
    used: int = 0


@dataclass(slots=True)
class Exceptions:
    """Codons that transcripts read as another residue than the code says; the first, always read as M, has no row."""

    codon: array[int] = field(default_factory=lambda: numbers(0))
    residue: bytearray = field(default_factory=bytearray)
    used: int = 0


(LACKING, PARTED, WHOLE) = range(3)
"""How a transcript lies on a contig (column `shape` of `Laid`): an exon is not there; some of it is not, or an exon
has gaps; every exon is one block."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Transcripts of one stored sequence, as they are told on it.

    `exons` are the lengths of the exons, `blocks` start, source and length of each block of `places.Transcript`, one
    after the other. Those of transcript `i` end at `exon_end[i]` and `block_end[i]` of these columns.
    """

    strand: array[int]  # "i"
    exons: array[int]  # "q"
    exon_end: array[int]  # "q"
    blocks: array[int]  # "q"
    block_end: array[int]  # "q"


@dataclass(frozen=True, slots=True)
class Laid:
    """Blocks of exons on the contig, as in `Exons`: those of draft `i` end at `piece_end[i]`; it has `length` bases.

    `strand`, `low` and `high` are where it lies on the contig: an interbase interval, forward; both 0 where nothing of
    it is there.
    """

    strand: array[int]  # "i"
    low: array[int]  # "q"
    high: array[int]  # "q"
    start: array[int]  # "q"
    end: array[int]  # "q"
    first: array[int]  # "q"
    number: array[int]  # "i"
    piece_end: array[int]  # "q"
    length: array[int]  # "q"
    shape: bytearray


@dataclass(slots=True)
class Ground:
    """All reference data that the stages read. `batch.ground` fills it from a `Reference`, region by region."""

    regions: Regions
    bases: mmap | bytearray
    segments: Segments = field(default_factory=Segments)
    cuts: Cuts = field(default_factory=Cuts)
    over: array[int] = field(default_factory=lambda: counts(0))  # rows of `Transcripts`
    over_used: int = 0
    transcripts: Transcripts = field(default_factory=Transcripts)
    exons: Exons = field(default_factory=Exons)
    differences: Differences = field(default_factory=Differences)
    exceptions: Exceptions = field(default_factory=Exceptions)
    messages: mmap | bytearray = field(default_factory=bytearray)
    labels: Column = field(default_factory=lambda: Column(bytearray(), numbers(0)))
    labels_used: int = 0
    genes: Column = field(default_factory=lambda: Column(bytearray(), numbers(0)))
    genes_used: int = 0
    contigs: Column = field(default_factory=lambda: Column(bytearray(), numbers(0)))
    """Accession of each contig by its index, in the order of `Reference.contigs()`."""
    axes: Column = field(default_factory=lambda: Column(bytearray(), numbers(0)))
    """What stands before a position of each contig: `NC_000011.10:g.`."""
    refgets: Column = field(default_factory=lambda: Column(bytearray(), numbers(0)))
    """The refget digest of each contig, `SQ.…`."""


# ---------------------------------------------------------------- rows


(LEFT, SEQUENCE, CHROMOSOME, MESSAGE, MESSAGE_ON_CONTIG, EXONS) = range(6)
"""What a label names (column `kind` of `Labels`): nothing that the kernel knows; a contig by its accession, or by its
name, for which an assembly was chosen; a transcript alone, or together with its contig of GRCh38; its exons alone."""

(GENOMIC, CODING, NONCODING, COORDINATES, COLONS) = range(1, 6)
"""Forms of a name (column `form` of `Names`): g., c. and n. names; a position, which counts from 1, with two alleles;
and the same with colons throughout, which on an accession is SPDI and counts from 0."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the words before a position name, in an open-addressing hash: a contig, or a row of `Transcripts`.

    `slots` holds rows of the other columns, from 1; it has a power of two of them, and some are 0, which is empty.
    """

    slots: array[int]  # "i"
    texts: Column
    kind: bytearray
    target: array[int]  # "i"


@dataclass(slots=True)
class Names:
    """Plain names as read, before any lookup; `letters` are the texts themselves.

    A position is a base that counts from 0, as in `Point`, an intron offset, and whether it counts from the end of the
    coding sequence (`zone` 1); of coordinates `first` is the number as printed. `deleted_at` is -1 where no letters
    are stated; `deleted_count` is then the number that is stated instead, or 0.
    """

    letters: bytearray
    form: bytearray
    label_at: array[int]  # "q"
    label_end: array[int]  # "q"
    kind: bytearray
    first: array[int]  # "q"
    first_offset: array[int]  # "q"
    first_zone: bytearray
    last: array[int]  # "q"
    last_offset: array[int]  # "q"
    last_zone: bytearray
    deleted_at: array[int]  # "q"
    deleted_count: array[int]  # "q"
    inserted_at: array[int]  # "q"
    inserted_count: array[int]  # "q"
    label_kind: bytearray
    target: array[int]  # "i": what `Labels` says of the label
    state: bytearray

    def __len__(self) -> int:
        return len(self.state)


def make_names(texts: Column) -> Names:
    """Return a table of names, all yet to be read."""
    size = len(texts)
    return Names(
        texts.data,
        bytearray(size),
        numbers(size),
        numbers(size),
        bytearray(size),
        numbers(size),
        numbers(size),
        bytearray(size),
        numbers(size),
        numbers(size),
        bytearray(size),
        array("q", [-1]) * size,
        numbers(size),
        numbers(size),
        numbers(size),
        bytearray(size),
        counts(size),
        bytearray(size),
    )


@dataclass(slots=True)
class Alleles:
    """What was read: an edit of a contig of either assembly, and whether it can be covered (`state`).

    `letters` holds the stated bases, upper case. `deleted_at` is -1 where the deleted bases are not stated; else they
    are `end - start` letters from there.
    """

    letters: bytes | bytearray
    contig: array[int]  # "i"
    start: array[int]  # "q"
    end: array[int]  # "q"
    deleted_at: array[int]  # "q"
    inserted_at: array[int]  # "q"
    inserted_count: array[int]  # "i"
    state: bytearray
    own: array[int]  # "i": the transcript that the text names, row of `Transcripts`, or -1

    def __len__(self) -> int:
        return len(self.state)


def make_alleles(size: int, letters: bytes | bytearray = b"") -> Alleles:
    """Return a table of alleles, all yet to be filled."""
    return Alleles(
        letters,
        counts(size),
        numbers(size),
        numbers(size),
        numbers(size),
        numbers(size),
        counts(size),
        bytearray(size),
        array("i", [-1]) * size,
    )


@dataclass(slots=True)
class Places:
    """An allele on GRCh38: trimmed, where it was read, and how far it slides without changing the resulting bases.

    `start` is that of the trimmed edit, `deleted` and `inserted` its counts of bases; it may lie anywhere from
    `start - left` to `start + right`. `letters` holds the inserted bases twice: `forward_at` as they are at the
    rightmost place, and `reverse_at` complemented and reversed as they are at the leftmost one, which is 3'-most on the
    other strand. `kind` is that of the 3'-most edit, and the same on both strands. `shift` and `way` lead to GRCh37, as
    in `Segments`.
    """

    region: array[int]  # "i"
    start: array[int]  # "q"
    deleted: array[int]  # "i"
    inserted: array[int]  # "i"
    left: array[int]  # "i"
    right: array[int]  # "i"
    kind: bytearray
    shift: array[int]  # "q"
    way: array[int]  # "i"
    letters: bytearray
    forward_at: array[int]  # "q"
    reverse_at: array[int]  # "q"
    state: bytearray
    own: array[int]  # "i", as in `Alleles`

    def __len__(self) -> int:
        return len(self.state)


def make_places(alleles: Alleles) -> Places:
    """Return a table of places for alleles, with room for their letters."""
    size = len(alleles)
    room = 2 * sum(alleles.inserted_count)
    return Places(
        counts(size),
        numbers(size),
        counts(size),
        counts(size),
        counts(size),
        counts(size),
        bytearray(size),
        numbers(size),
        array("i", [1]) * size,
        bytearray(room),
        numbers(size),
        numbers(size),
        bytearray(alleles.state),
        alleles.own,
    )


ONE, GENE, ALL = range(3)
"""On which transcripts rows are told of: the index of an extent in `briefs.EXTENTS`."""


@dataclass(slots=True)
class Hits:
    """An allele on a transcript over it. Hits are in the order of their rows, and in a row by rank, its own first.

    The hits of row `i` are `row_end[i - 1]` to `row_end[i]`. `first` and `last` are the transcript bases that the name
    gives, from 0, each with its intron offset (0 in an exon); `first_exon` and `last_exon` are `exon_number`, or -1 in
    an intron. `terms` are bits, by the order of `consequence.TERMS`.
    """

    row: array[int]  # "i"
    transcript: array[int]  # "i"
    first: array[int]  # "q"
    first_offset: array[int]  # "q"
    last: array[int]  # "q"
    last_offset: array[int]  # "q"
    first_exon: array[int]  # "i"
    last_exon: array[int]  # "i"
    terms: array[int]  # "i"
    row_end: array[int]  # "q"

    def __len__(self) -> int:
        return len(self.row)


@dataclass(slots=True)
class Proteins:
    """What each hit makes of the protein, as `ProteinEdit` says it; residues are one-letter codes, `*` a stop.

    `first_residue` and `last_residue` are letters; the new residues are `inserted` letters from `inserted_at`;
    `stop` is -1 where it is not known.
    """

    kind: bytearray
    first: array[int]  # "i"
    last: array[int]  # "i"
    first_residue: bytearray
    last_residue: bytearray
    inserted_at: array[int]  # "q"
    inserted: array[int]  # "i"
    stop: array[int]  # "i"
    letters: bytearray

    def __len__(self) -> int:
        return len(self.kind)


# ---------------------------------------------------------------- lines of VCF files


FIXED = 8
"""Fields that every record of a VCF file has."""

CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO = range(8)
"""What they are."""

(ASKED, NO_CHANGE, NO_CONTIG, OLD_CONTIG, BROKEN) = range(5)
"""What an alternate of a record is (column `mark` of `Records`): an allele to be answered, one that states no change
(`*`, `<*>`, `.`), one on a sequence that no assembly has or on the older chrM, or one of a record that is no record."""


@dataclass(slots=True)
class Records:
    """Lines of a VCF file and the alternates of each; lines of the header, and empty ones, have no alternate.

    The eight fixed fields of line `i` end at `field_end[8 * i]` and on, those that it does not have at -1. Its
    alternates are `alternate_end[i - 1]` to `alternate_end[i]`; one that is asked is row `answer` of the alleles, any
    other -1. An allele has the line it stands in and its number in it, from 1.
    """

    line_end: array[int]  # "q": behind the line feed
    field_end: array[int]  # "q"
    alternate_end: array[int]  # "i"
    mark: bytearray
    answer: array[int]  # "i"
    line: array[int]  # "i"
    number: array[int]  # "i"

    def __len__(self) -> int:
        return len(self.line_end)
