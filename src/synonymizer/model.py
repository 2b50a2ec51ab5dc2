"""What a text means and what is said of it: the vocabulary of every stage behind the readers.

Conventions, said once: `start` and `end` are interbase (0-based, half-open); sequences are upper-case DNA letters
(RNA is held as DNA) or one-letter residues with `*` for a stop. What a text says, before any lookup, is `statements`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from synonymizer.alleles import Allele
from synonymizer.places import Assembly, Contig, Namespace, Side, Transcript
from synonymizer.statements import (
    Axis,
    Bounds,
    CategoryKind,
    Count,
    EditKind,
    Issue,
    Point,
    ProteinEdit,
    Relation,
    StatedEdit,
    StatedExons,
    StatedNumbered,
    StatedProtein,
    StatedRepeat,
)

Scope = Literal["allele", "protein", "position", "exon", "category"]
NameClass = Literal[
    "hgvs", "hgvs-deprecated", "coordinate", "computed", "identifier", "exon", "literature", "legacy", "query"
]
Status = Literal["ok", "ambiguous", "error"]

SHIFTED = "same sequence, not the HGVS position"
"""The tag of a name that gives the change at a place where it makes the same bases, and the 3' rule does not."""

# ---------------------------------------------------------------- what it means


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """A change of one protein that is known only at the level of residues."""

    transcript: str
    protein: str
    edit: ProteinEdit


@dataclass(frozen=True, slots=True)
class UncertainInterval:
    """A change between two bounded breakpoints, each an interbase interval; None is unknown.

    `left` is (outer, inner) and `right` is (inner, outer), all in forward order of `sequence`. `is_within`: the change
    lies somewhere inside (outer left, outer right), and `left` and `right` are both that stretch. `size`: the number of
    bases changed, where known. `deleted` and `inserted`: the old base of a substitution, and new bases. `copies`: the
    number counted, where it says more than the kind.
    """

    sequence: str
    left: tuple[int | None, int | None]
    right: tuple[int | None, int | None]
    kind: EditKind
    is_within: bool = False
    size: Count | None = None
    deleted: str = ""
    inserted: str = ""
    copies: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is a deletion or duplication of which nothing is stated but its bounds."""
        has_more = self.is_within or self.size is not None or self.inserted or self.copies is not None
        return self.kind in {"del", "dup"} and not has_more


@dataclass(frozen=True, slots=True)
class ExonEvent:
    """Whole exons `first` to `last` (0-based, both included) of a transcript, with the breakpoints it is placed by."""

    transcript: str
    first: int
    last: int
    kind: EditKind
    bounds: UncertainInterval


@dataclass(frozen=True, slots=True)
class Repeat:
    """A tandem repeat of which the number of units is only bounded: `units` stand at [start, end) of `sequence`."""

    sequence: str
    start: int
    end: int
    units: tuple[tuple[str, Count], ...]


@dataclass(frozen=True, slots=True)
class Junction:
    """Two sequences joined, `first` read up to its breakpoint and `second` on from its own, `linker` between them.

    A side that keeps what would otherwise be on its far end is read on its other strand. Both sides lie on genomic
    sequences, where the junction is the same read backwards, or both on transcripts, the 5' partner first.
    """

    first: Side
    second: Side
    linker: str = ""


@dataclass(frozen=True, slots=True)
class AlleleSet:
    """Several changes that were stated together; a member may be a set itself (cis inside trans)."""

    members: tuple[Change, ...]
    relation: Relation


@dataclass(frozen=True, slots=True)
class Category:
    """A class of variants: never the same as anything, so it has no key.

    `members` are those that can be listed, which are never said to be all. `label` is how people call it, with its
    gene, `spellings` are other ways to; `place` is the recommended description of where it lies, "" when it lies at no
    one place. `protein` is what all of them make of the protein, where that is one change.
    """

    kind: CategoryKind
    label: str
    gene: str | None
    members: tuple[Change, ...] = ()
    place: str = ""
    spellings: tuple[str, ...] = ()
    protein: ProteinChange | None = None


Change = Allele | ProteinChange | UncertainInterval | ExonEvent | Repeat | Junction | AlleleSet | Category


@dataclass(frozen=True, slots=True)
class Candidate:
    """One meaning of an expression that fits the reference, with the tests that decided it.

    `state` is what the statement itself says of the carrier (`[a];[=]`: heterozygous), "" when nothing. `numbering`
    names the older rule or scheme it was counted by, "" for today's.
    """

    change: Change
    why: tuple[str, ...]
    gene: str | None = None
    transcript: str | None = None
    scope: Scope = "allele"
    issues: tuple[Issue, ...] = ()
    state: str = ""
    numbering: str = ""


# ---------------------------------------------------------------- what the writers get


@dataclass(frozen=True, slots=True)
class PlaceProjection:
    """An allele on a genomic sequence (chromosome, NG_, LRG_), in the three spellings of one identity.

    `allele` is 3'-most, `anchored` left-aligned as in VCF (None where the base before it is not held), `justified`
    widened over all its places. `synonyms` are other accessions of the sequence.
    """

    axis: Axis
    contig: Contig | None
    allele: Allele
    kind: EditKind
    anchored: Allele | None
    justified: Allele
    tags: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[int, int]:
        """First and last base, from 0, that the HGVS name gives: those around an insertion, those a dup copies."""
        start, end = self.allele.start, self.allele.end
        if self.kind == "ins":
            return start - 1, 0 if self.axis == "m" and self.contig and start == self.contig.length else start
        if self.kind == "dup":
            return start - len(self.allele.inserted), start - 1
        return start, end - 1


@dataclass(frozen=True, slots=True)
class TranscriptProjection:
    """An allele on one transcript, placed through the genomic sequence `reference`; `first` and `last` as printed.

    `is_main`: names that state the gene alone count on this transcript. `shifts` are other places at which the same
    bases come out, inside the same exon or intron, and a copy as an insertion: from the place of the 3' rule to 5'.
    `repeat` is a change of whole units of a tandem repeat, as the count that it leaves; codons in the coding sequence.
    `residues` are those that the protein of the main transcript loses or copies, where they are few.
    """

    axis: Axis
    transcript: Transcript
    reference: str
    first: Point
    last: Point
    kind: EditKind
    deleted: str
    inserted: str
    protein: ProteinEdit | None = None
    rna: str = ""
    consequence: tuple[str, ...] = ()
    is_main: bool = False
    shifts: tuple[StatedEdit, ...] = ()
    repeat: StatedRepeat | None = None
    residues: str = ""

    @property
    def is_exonic(self) -> bool:
        """Whether both ends lie in exons, so that the name needs no genomic reference."""
        return self.first.offset == 0 and self.last.offset == 0


@dataclass(frozen=True, slots=True)
class EventProjection:
    """A bounded deletion or duplication on a contig (`transcript` None) or a transcript; None bounds are unknown.

    `is_main`: names that state the gene alone count on this transcript.
    """

    axis: Axis
    reference: str
    contig: Contig | None
    transcript: Transcript | None
    left: Bounds
    right: Bounds
    kind: EditKind
    exons: tuple[int, int] | None = None
    size: int | None = None
    in_frame: bool | None = None
    coding: tuple[Point, Point] | None = None
    protein: ProteinEdit | None = None
    consequence: tuple[str, ...] = ()
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class BoundedProjection:
    """Any other change between bounds, on a contig (`transcript` None) or a transcript; None bounds are unknown.

    With `is_within` the change lies somewhere inside `left`. The other fields are those of `UncertainInterval`.
    """

    axis: Axis
    reference: str
    contig: Contig | None
    transcript: Transcript | None
    left: Bounds
    right: Bounds
    kind: EditKind
    is_within: bool
    size: Count | None
    deleted: str
    inserted: str
    copies: int | None


@dataclass(frozen=True, slots=True)
class RepeatProjection:
    """A repeat whose count is only bounded: bases `first` to `last` of a contig (`transcript` None) or transcript."""

    axis: Axis
    reference: str
    contig: Contig | None
    transcript: Transcript | None
    first: Point
    last: Point
    units: tuple[tuple[str, Count], ...]


@dataclass(frozen=True, slots=True)
class JunctionProjection:
    """A junction on the contigs of one assembly, or on transcripts; `carriers` are the sequences of its two sides.

    `opposite` is the junction read backwards, None on messages. `refgets` are the digests of the two sequences;
    `stretches` the first and last base of each to the end of its sequence, as printed, and `bases` those of them at the
    breakpoint, on the forward strand: "N" where they are not held. The breakpoint may move by `back` bases towards the
    first side and by `forth` bases towards the second, since both sides are alike there.
    """

    axis: Axis
    junction: Junction
    opposite: Junction | None
    carriers: tuple[Contig, Contig] | tuple[Transcript, Transcript]
    refgets: tuple[str, str]
    stretches: tuple[tuple[Point, Point], tuple[Point, Point]]
    bases: tuple[str, str]
    back: int = 0
    forth: int = 0

    @property
    def views(self) -> tuple[tuple[Junction, int], ...]:
        """The junction as each of its sides sees it that is read forwards: in which direction, and which side it is."""
        directions = (self.junction,) if self.opposite is None else (self.junction, self.opposite)
        forwards = ("left", "right")
        return tuple(
            (direction, own)
            for direction in directions
            for own, side in enumerate((direction.first, direction.second))
            if side.keeps == forwards[own]
        )


@dataclass(frozen=True, slots=True)
class CircularProjection:
    """An edit over the origin of a circular contig: `first` is a base near its end, `last` one near its start."""

    contig: Contig
    first: Point
    last: Point
    kind: EditKind
    inserted: str = ""


@dataclass(frozen=True, slots=True)
class SetProjection:
    """Several changes that go together: the projections of each, to be joined where all have a name on one sequence.

    `whole` are the projections of the one allele that changes in cis make together, where they lie close; on the
    transcripts `one_codon` the nomenclature describes that one instead of its parts.
    """

    relation: Relation
    members: tuple[tuple[Projection, ...], ...]
    whole: tuple[Projection, ...] = ()
    one_codon: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProteinProjection:
    """A protein change on one protein, where no transcript projection carries it; the rest is as of transcripts."""

    transcript: Transcript
    edit: ProteinEdit
    is_main: bool = False
    residues: str = ""


@dataclass(frozen=True, slots=True)
class CategoryProjection:
    """A class of variants, which has a label and perhaps a place, and no name of its own."""

    category: Category


@dataclass(frozen=True, slots=True)
class IdentifierProjection:
    """A public identifier of the change; `current` is the one that it was merged into, None where it was not."""

    namespace: Namespace
    value: int
    scope: Scope
    inserted: str = ""
    current: int | None = None


@dataclass(frozen=True, slots=True)
class VrsProjection:
    """A change in the normal form of VRS, on the sequence that `refget` names, which `sequence` is an accession of.

    `start` and `end` are each (low, high) of an interbase place: equal where it is exact, None where it is unknown. The
    new bases or residues of an allele are `inserted`, or are those of the stretch, whose last `unit` letters go on to
    `length`; `inserted` is None where that is long. A change of the number of copies has its `kind`, and `copies` where
    that says more. `carrier` is the transcript, or the one that makes the protein.
    """

    axis: Axis
    sequence: str
    refget: str
    start: tuple[int | None, int | None]
    end: tuple[int | None, int | None]
    scope: Scope = "allele"
    inserted: str | None = None
    length: Count | None = None
    unit: int | None = None
    kind: EditKind | None = None
    copies: int | None = None
    assembly: Assembly | None = None
    carrier: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LegacyProjection:
    """What a change is by an older `numbering` of its transcript's gene, "" for the introns of today's own exons.

    `is_shifted`: it stands at a place where it makes the same bases, and which is not that of the 3' rule.
    """

    transcript: Transcript
    stated: StatedEdit | StatedProtein | StatedNumbered | StatedExons
    numbering: str
    scope: Scope
    is_shifted: bool = False


@dataclass(frozen=True, slots=True)
class NamedProjection:
    """A name people gave an allele of a gene."""

    name: str
    gene: str


Projection = (
    PlaceProjection
    | TranscriptProjection
    | EventProjection
    | BoundedProjection
    | RepeatProjection
    | JunctionProjection
    | CircularProjection
    | SetProjection
    | ProteinProjection
    | CategoryProjection
    | IdentifierProjection
    | VrsProjection
    | LegacyProjection
    | NamedProjection
)


# ---------------------------------------------------------------- what comes out


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a change. `needs` is "gene" when the text must be read together with its gene.

    `release` is the reference data that the name was made with, "" before that is known.
    """

    text: str
    cls: NameClass
    level: Axis | None
    assembly: Assembly | None = None
    transcript: str | None = None
    tags: tuple[str, ...] = ()
    scope: Scope = "allele"
    needs: str = ""
    recommended: bool = False
    release: str = ""

    def respell(
        self, text: str, cls: NameClass | None = None, *, needs: str | None = None, recommended: bool = False
    ) -> Name:
        """Return another spelling of the same name: only what is given differs, and it is not recommended by itself."""
        return Name(
            text,
            self.cls if cls is None else cls,
            self.level,
            self.assembly,
            self.transcript,
            self.tags,
            self.scope,
            self.needs if needs is None else needs,
            recommended,
        )


@dataclass(frozen=True, slots=True)
class ExonEffect:
    """What an exon-level event does to a transcript.

    `exons` is "2" or "2-4" by the transcript's numbering, `place` the message's stretch as printed (c.140_270), `size`
    its bases, `in_frame` whether the coding bases among them are a multiple of three (None where none or all of the
    coding bases are among them).
    """

    transcript: str
    exons: str
    place: str
    size: int
    in_frame: bool | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A transcript that carries a change, and what the change does to it; `is_main` as in `TranscriptProjection`.

    `protein` is the recommended name of what it makes of the protein, which transcripts of one protein share.
    """

    transcript: str
    gene: str
    consequence: tuple[str, ...]
    is_main: bool = False
    protein: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of an input, with every name of it.

    `state` is what the text says of the carrier (homozygous, mosaic, …); `members` are recommended names of the
    variants of a category, where they can be listed. `change` is the meaning itself, normalized, for whoever shows more
    of it than its names; `carriers` are the transcripts that carry it, by rank.
    """

    rank: int
    why: tuple[str, ...]
    notation: str
    scope: Scope
    consequence: tuple[str, ...]
    key: str | None
    key_complete: bool
    gene: str | None
    transcript: str | None
    names: tuple[Name, ...]
    effect: ExonEffect | None = None
    vrs: str | None = None
    state: str = ""
    members: tuple[str, ...] = ()
    change: Change | None = None
    carriers: tuple[Carrier, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one input."""

    input: str
    status: Status
    readings: tuple[Reading, ...]
    issues: tuple[Issue, ...]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which names of a reading are wanted; an empty field wants all.

    A name that is on no assembly, or on no transcript, is wanted whichever is chosen. `limit`: at most so many names of
    a reading, the first ones. `mains`: of the transcripts, no other need be told of than the one of the reading and the
    main one of each gene, which takes less time. `credited`: whether each name says which release made it.
    """

    classes: tuple[NameClass, ...] = ()
    levels: tuple[Axis, ...] = ()
    scopes: tuple[Scope, ...] = ()
    assembly: Assembly | None = None
    transcript: str | None = None
    recommended: bool = False
    limit: int | None = None
    mains: bool = False
    credited: bool = True

    def admits(self, name: Name) -> bool:
        """Whether a name is wanted."""
        return (
            (not self.classes or name.cls in self.classes)
            and (not self.levels or name.level in self.levels)
            and (not self.scopes or name.scope in self.scopes)
            and self.assembly in {None, name.assembly or self.assembly}
            and self.transcript in {None, name.transcript or self.transcript}
            and (name.recommended or not self.recommended)
        )


@dataclass(frozen=True, slots=True)
class Options:
    """Hints for names that do not carry them, where what a name states always wins; and which names are wanted.

    `surveys`: whether fits on transcripts of lower rank are looked for, and what would fit instead; both are told, and
    decide nothing.
    """

    gene: str | None = None
    transcript: str | None = None
    assembly: Assembly | None = None
    transcripts: tuple[str, ...] = field(default=())
    strict: bool = False
    choice: Choice = field(default=Choice())
    surveys: bool = True
