"""What a text says, before any lookup: the vocabulary the readers of every notation speak in.

Conventions, said once: sequences are upper-case DNA letters (RNA is held as DNA) or one-letter residues with `*` for a
stop; a `Point` names one base as the notation counts it, but from 0. Numbers as printed exist only where
names are read and written (`notations`, and the `spelling` and `grammar` that they share).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from synonymizer.places import Assembly, Namespace

Axis = Literal["g", "m", "c", "n", "r", "p", "o"]
Datum = Literal["start", "cds_start", "cds_end", "part_start", "part_end", "pter", "cen", "qter"]
EditKind = Literal["sub", "del", "ins", "dup", "delins", "inv", "identity"]
EventKind = Literal["del", "dup", "inv"]
ProteinKind = Literal[
    "sub",
    "identity",
    "del",
    "ins",
    "dup",
    "delins",
    "frameshift",
    "extension",
    "start_lost",
    "repeat",
    "unknown",
    "none",
]
Relation = Literal["cis", "trans", "unknown", "choice", "mosaic", "chimeric", "together"]
WholeState = Literal["same", "unknown", "absent", "spliced"]
CategoryKind = Literal[
    "mutation", "exon", "truncating", "amplification", "loss", "gain", "fusion", "activity", "internal", "karyotype"
]
Severity = Literal["warning", "error"]

LONGEST = 100_000
"""The most characters a name may have: a long inserted sequence, and far from what exhausts memory."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something guessed, repaired, substituted, or not computed. `span`: code points of the input, half-open."""

    code: str
    severity: Severity
    message: str
    span: tuple[int, int] | None = None


# ---------------------------------------------------------------- places


@dataclass(frozen=True, slots=True)
class Point:
    """One base as a notation counts it, from 0: `base` from the datum, then `offset` bases into an intron (signed).

    c.1 is (0, 0, "cds_start"), c.-1 is (-1, 0, "cds_start"), c.*1 is (0, 0, "cds_end"), c.93+1 is (92, 1, "cds_start"),
    n.1, g.1 and m.1 are (0, 0, "start"). Inside a numbered intron or exon (`StatedNumbered`) the first base is
    (0, 0, "part_start") and the last (-1, 0, "part_end"). Chromosome ends and centromeres are (0, 0, "pter") and so on.
    """

    base: int
    offset: int = 0
    datum: Datum = "start"


@dataclass(frozen=True, slots=True)
class Bounds:
    """An uncertain breakpoint as the two bases that enclose it; None is an unknown bound, written `?`."""

    first: Point | None
    last: Point | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number that may only be bounded: (23, 23) is 23, (50, 60) is (50_60), (60, None) is (60_?), both None is ?."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Hints:
    """What a text or an option says about the place of its change. `reference` is an accession or a chromosome name.

    `refget` is the digest that the named sequence must have.
    """

    reference: str | None = None
    transcript: str | None = None
    protein: str | None = None
    gene: str | None = None
    assembly: Assembly | None = None
    refget: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of an inserted or joined sequence, repeated `count` times: `bases`, or a stretch that is copied.

    A stretch runs from `left` to `right` (exact where the bounds of a side are equal) on `axis` of `source`, or of the
    sequence of the name itself where `source` is None. Bases known by number alone are `N` with a count. A piece with
    neither bases nor a stretch is a sequence of which nothing is stated but the reference. `is_deleted`: among joined
    pieces, the stretch is lost and its inner end takes part (a ring chromosome).
    """

    bases: str = ""
    source: Hints | None = None
    axis: Axis | None = None
    left: Bounds | None = None
    right: Bounds | None = None
    is_inverted: bool = False
    is_deleted: bool = False
    count: Count = Count(1, 1)


# ---------------------------------------------------------------- what was written


@dataclass(frozen=True, slots=True)
class StatedEdit:
    """An edit on a nucleotide axis: bases `first` to `last`, both included; an insertion lies between its two bases.

    `pieces` state inserted bases that are not all spelled out; `inserted` is then "". On a circular sequence (m., o.)
    `last` may come before `first`: the edit then runs over the origin. `is_bare`: the text had no letter of its axis,
    so that its author may have counted by an older rule.
    """

    axis: Axis
    first: Point
    last: Point
    kind: EditKind
    deleted: str | None = None
    deleted_length: int | None = None
    inserted: str = ""
    pieces: tuple[Piece, ...] = ()
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class StatedAllele:
    """Bases replaced at a place of the reference named in the hints (VCF, SPDI, gnomAD). `deleted` None: not stated."""

    start: int
    end: int
    deleted: str | None
    inserted: str


@dataclass(frozen=True, slots=True)
class StatedUncertain:
    """A change whose breakpoints are only bounded: `(a_b)_(c_d)del`.

    A side with equal bounds is exact. `flanked` marks the older `a-?_b+?`: an unknown outer bound of it lies in the
    intron beside the stated base, on whose far side the next exon was taken to be present. `is_within`: one pair of
    bounds was written, `(a_b)`, and the change lies somewhere inside it; `left` and `right` are then both that pair.
    `size` is the number of bases changed, where stated. `deleted` and `inserted` are those of a substitution or
    insertion; `pieces` as in `StatedEdit`. `copies` is the number of copies counted, where one is stated.
    """

    axis: Axis
    left: Bounds
    right: Bounds
    kind: EditKind
    flanked: bool = False
    is_within: bool = False
    size: Count | None = None
    deleted: str | None = None
    inserted: str = ""
    pieces: tuple[Piece, ...] = ()
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class StatedRepeat:
    """A tandem repeat and how often its units stand there: `123_191CAG[23]`, `1210-12T[5]`, `CTG[9]TTG[1]CTG[13]`.

    `last` equals `first` where only the first base of the repeat, or of its first unit, is given. A unit that is not
    spelled out (`-125_-123[4]`) is "". `first` is None where no place is stated (`(CAG)40` of a gene).
    """

    axis: Axis
    first: Point | None
    last: Point | None
    units: tuple[tuple[str, Count], ...]


@dataclass(frozen=True, slots=True)
class StatedWhole:
    """A statement about a whole molecule: `r.=`, `r.?`, `r.0`, `r.spl`; or one copy among alleles: `[=]`, `[?]`, `[0]`.

    `is_uncertain`: written with `?` behind it or in parentheses, as a prediction.
    """

    axis: Axis
    state: WholeState
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class StatedModification:
    """A change of the methylation of bases `first` to `last`: `gom` (gained), `lom` (lost), `met=` (unchanged).

    Proposed beside them are `edt` (edited) and `@` (carrying a modification). `letters` are the bases, where stated.
    """

    axis: Axis
    first: Point
    last: Point
    state: str
    letters: str = ""


@dataclass(frozen=True, slots=True)
class StatedJunction:
    """Sequences joined to one (`::`): the pieces in their order. `is_extra`: beside the normal ones (`sup`)."""

    pieces: tuple[Piece, ...]
    is_extra: bool = False
    axis: Axis = "g"


@dataclass(frozen=True, slots=True)
class StatedSet:
    """Several statements in one name, and how they go together; a member may be such a set itself.

    cis `[a;b]`, trans `[a];[b]`, unknown `a(;)b`, choice `a^b`, mosaic `=/b`, chimeric `=//b`, together `[a,b]` (two
    messages of one allele).
    """

    relation: Relation
    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class StatedExons:
    """A deletion, duplication or loss from the message of whole exons, by the labels as written.

    The labels `first` and `last` stand for the outermost exons: a whole gene. `is_skipped`: the exons are missing from
    the message; the DNA is not stated.
    """

    first: str
    last: str
    kind: EventKind
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class StatedNumbered:
    """A change or place counted inside an intron or exon that is named by its number: `IVS4+1G>T`, `exon 16 del 1-7`.

    Points of `stated` have the datum `part_start` (the donor side of an intron) or `part_end` (its acceptor side).
    """

    part: Literal["intron", "exon"]
    label: str
    stated: StatedEdit | StatedPlace


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """A place without a change: `chr7:140753336`, `BRAF V600`, `codon 12`. `letters` are its bases or residue."""

    axis: Axis
    first: Point
    last: Point
    letters: str = ""
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class ProteinEdit:
    """A protein change: residues `first` to `last` (0-based, both included), which read `first_residue`…`last_residue`.

    `inserted` holds new residues (one-letter). For "sub" it is the one new residue. For "frameshift" it is the first
    new residue or "" and `stop` counts from it, inclusive, to the new stop: 23 is fsTer23, None is fsTer? when
    `stop_stated`, else a bare `fs`. For "extension" `inserted` is the residue that replaces the stop and `stop` the
    number of added residues, counted from the old stop to the new one; at the start codon it is negative.
    An "ins" lies between `first` and `last`. "identity" of the whole protein, "unknown" and "none" have first = -1; an
    "unknown" change of one residue (`p.Gly828?`) has its place. A "repeat" reads its residues `count` times.
    `is_within`: the change lies somewhere between the two residues, `(Ala123_Pro131)fs`. `copied`: the first and last
    residue, with their places, of the stretch that an insertion copies: `insGly4_Ser6`.
    """

    kind: ProteinKind
    first: int = -1
    last: int = -1
    first_residue: str = ""
    last_residue: str = ""
    inserted: str = ""
    stop: int | None = None
    stop_stated: bool = True
    predicted: bool = False
    is_within: bool = False
    count: Count | None = None
    copied: tuple[tuple[str, int], tuple[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class StatedProtein:
    """A protein change as written; the protein it lies on is in the hints. `is_bare`: without `p.`."""

    edit: ProteinEdit
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class StatedIdentifier:
    """A public identifier, with the one change of bases it may state (`rs334:A`, `rs1799971:A>G`); "" is no bases."""

    namespace: Namespace
    value: int
    inserted: str | None = None
    deleted: str | None = None


@dataclass(frozen=True, slots=True)
class StatedRecord:
    """An identifier of a kind whose table is no part of the reference data: COSMIC, ClinGen, PharmGKB, RCV."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class StatedCategory:
    """A class of variants rather than one: `TP53 truncating`, `ERBB2 amplification`, `KIT exon 11 mutation`.

    `exon` is its label where the class is bounded by one; `partner` the second gene of a fusion; `label` the words.
    """

    kind: CategoryKind
    label: str
    exon: str | None = None
    partner: str | None = None


Statement = (
    StatedEdit
    | StatedAllele
    | StatedUncertain
    | StatedRepeat
    | StatedWhole
    | StatedModification
    | StatedJunction
    | StatedSet
    | StatedExons
    | StatedNumbered
    | StatedPlace
    | StatedProtein
    | StatedIdentifier
    | StatedRecord
    | StatedCategory
)


@dataclass(frozen=True, slots=True)
class Expression:
    """What was written, before any lookup.

    `beside` is what the text states a second time in other words, to be compared with the answer: the `(p.Pro165Gln)`
    of a ClinVar title. `state` is what it says about the carrier, and not about the variant: homozygous, mosaic, ….
    `is_fallback`: a meaning to be tried only where no expression before it fits the reference. `is_predicted`: written
    in parentheses, as what follows from another finding; of a protein change that is said in its edit.
    """

    text: str
    notation: str
    stated: Statement
    hints: Hints = Hints()
    span: tuple[int, int] = (0, 0)
    issues: tuple[Issue, ...] = ()
    beside: tuple[Expression, ...] = ()
    state: str = ""
    is_fallback: bool = False
    is_predicted: bool = False
