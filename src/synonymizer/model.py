"""The frozen vocabulary of the program: every stage speaks in these values and nothing else.

Conventions, said once: `start` and `end` are interbase (0-based, half-open); sequences are upper-case DNA letters
(RNA is held as DNA) or one-letter residues with `*` for a stop; a `Point` names one base as the notation counts it,
but from 0. Numbers as printed exist only in `synonymizer.notations`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from synonymizer.alleles import Allele
from synonymizer.places import Assembly, Contig, Namespace, Transcript

Axis = Literal["g", "m", "c", "n", "r", "p"]
Datum = Literal["start", "cds_start", "cds_end"]
EditKind = Literal["sub", "del", "ins", "dup", "delins", "inv", "identity"]
EventKind = Literal["del", "dup"]
ProteinKind = Literal[
    "sub", "identity", "del", "ins", "dup", "delins", "frameshift", "extension", "start_lost", "unknown", "none"
]
Scope = Literal["allele", "protein", "position", "exon", "category"]
NameClass = Literal[
    "hgvs", "hgvs-deprecated", "coordinate", "computed", "identifier", "exon", "literature", "legacy", "query"
]
Status = Literal["ok", "ambiguous", "error"]
Severity = Literal["warning", "error"]

# ---------------------------------------------------------------- what was written


@dataclass(frozen=True, slots=True)
class Point:
    """One base as a notation counts it, from 0: `base` from the datum, then `offset` bases into an intron (signed).

    c.1 is (0, 0, "cds_start"), c.-1 is (-1, 0, "cds_start"), c.*1 is (0, 0, "cds_end"), c.93+1 is (92, 1, "cds_start"),
    n.1, g.1 and m.1 are (0, 0, "start").
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
class StatedEdit:
    """An edit on a nucleotide axis: bases `first` to `last`, both included; an insertion lies between its two bases."""

    axis: Axis
    first: Point
    last: Point
    kind: EditKind
    deleted: str | None = None
    deleted_length: int | None = None
    inserted: str = ""


@dataclass(frozen=True, slots=True)
class StatedAllele:
    """Bases replaced at a place of the reference named in the hints (VCF, SPDI, gnomAD). `deleted` None: not stated."""

    start: int
    end: int
    deleted: str | None
    inserted: str


@dataclass(frozen=True, slots=True)
class StatedUncertain:
    """A deletion or duplication whose breakpoints are only bounded: `(a_b)_(c_d)del`.

    A side with equal bounds is exact. `flanked` marks the older `a-?_b+?`: an unknown outer bound of it lies in the
    intron beside the stated base, on whose far side the next exon was taken to be present.
    """

    axis: Axis
    left: Bounds
    right: Bounds
    kind: EventKind
    flanked: bool = False


@dataclass(frozen=True, slots=True)
class StatedExons:
    """A deletion or duplication of whole exons, by the labels as written."""

    first: str
    last: str
    kind: EventKind


@dataclass(frozen=True, slots=True)
class ProteinEdit:
    """A protein change: residues `first` to `last` (0-based, both included), which read `first_residue`…`last_residue`.

    `inserted` holds new residues (one-letter). For "sub" it is the one new residue. For "frameshift" it is the first
    new residue or "" and `stop` counts from it, inclusive, to the new stop: 23 is fsTer23, None is fsTer? when
    `stop_stated`, else a bare `fs`. For "extension" `inserted` is the residue that replaces the stop and `stop` the
    number of added residues, counted from the old stop to the new one; at the start codon it is negative.
    An "ins" lies between `first` and `last`. "identity" of the whole protein, "unknown" and "none" have first = -1.
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


@dataclass(frozen=True, slots=True)
class StatedProtein:
    """A protein change as written; the protein it lies on is in the hints."""

    edit: ProteinEdit


@dataclass(frozen=True, slots=True)
class StatedIdentifier:
    """A public identifier, with the one alternative base string it may state (`rs334:A`)."""

    namespace: Namespace
    value: int
    inserted: str | None = None


Statement = StatedEdit | StatedAllele | StatedUncertain | StatedExons | StatedProtein | StatedIdentifier


@dataclass(frozen=True, slots=True)
class Hints:
    """What a text or an option says about the place of its change. `reference` is an accession or a chromosome name."""

    reference: str | None = None
    transcript: str | None = None
    protein: str | None = None
    gene: str | None = None
    assembly: Assembly | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """What was written, before any lookup."""

    text: str
    notation: str
    stated: Statement
    hints: Hints = Hints()
    span: tuple[int, int] = (0, 0)
    issues: tuple[Issue, ...] = ()


# ---------------------------------------------------------------- what it means


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """A change of one protein that is known only at the level of residues."""

    transcript: str
    protein: str
    edit: ProteinEdit


@dataclass(frozen=True, slots=True)
class UncertainInterval:
    """A deletion or duplication between two bounded breakpoints, each an interbase interval; None is unknown.

    `left` is (outer, inner) and `right` is (inner, outer), all in forward order of `sequence`.
    """

    sequence: str
    left: tuple[int | None, int | None]
    right: tuple[int | None, int | None]
    kind: EventKind


@dataclass(frozen=True, slots=True)
class ExonEvent:
    """Whole exons `first` to `last` (0-based, both included) of a transcript, with the breakpoints it is placed by."""

    transcript: str
    first: int
    last: int
    kind: EventKind
    bounds: UncertainInterval


Change = Allele | ProteinChange | UncertainInterval | ExonEvent


@dataclass(frozen=True, slots=True)
class Candidate:
    """One meaning of an expression that fits the reference, with the tests that decided it."""

    change: Change
    why: tuple[str, ...]
    gene: str | None = None
    transcript: str | None = None
    scope: Scope = "allele"
    issues: tuple[Issue, ...] = ()


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
            return start - 1, start
        if self.kind == "dup":
            return start - len(self.allele.inserted), start - 1
        return start, end - 1


@dataclass(frozen=True, slots=True)
class TranscriptProjection:
    """An allele on one transcript, placed through the genomic sequence `reference`; `first` and `last` as printed."""

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

    @property
    def is_exonic(self) -> bool:
        """Whether both ends lie in exons, so that the name needs no genomic reference."""
        return self.first.offset == 0 and self.last.offset == 0


@dataclass(frozen=True, slots=True)
class EventProjection:
    """A bounded deletion or duplication on a contig (`transcript` None) or a transcript; None bounds are unknown."""

    axis: Axis
    reference: str
    contig: Contig | None
    transcript: Transcript | None
    left: Bounds
    right: Bounds
    kind: EventKind
    exons: tuple[int, int] | None = None
    size: int | None = None
    in_frame: bool | None = None
    coding: tuple[Point, Point] | None = None
    protein: ProteinEdit | None = None
    consequence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProteinProjection:
    """A protein change on one protein, where no transcript projection carries it."""

    transcript: Transcript
    edit: ProteinEdit


@dataclass(frozen=True, slots=True)
class IdentifierProjection:
    """A public identifier of the change."""

    namespace: Namespace
    value: int
    scope: Scope
    inserted: str = ""


Projection = PlaceProjection | TranscriptProjection | EventProjection | ProteinProjection | IdentifierProjection


# ---------------------------------------------------------------- what comes out


@dataclass(frozen=True, slots=True)
class Issue:
    """Something guessed, repaired, substituted, or not computed. `span`: code points of the input, half-open."""

    code: str
    severity: Severity
    message: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a change. `needs` is "gene" when the text must be read together with its gene."""

    text: str
    cls: NameClass
    level: Axis | None
    assembly: Assembly | None = None
    transcript: str | None = None
    tags: tuple[str, ...] = ()
    scope: Scope = "allele"
    needs: str = ""
    recommended: bool = False

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
class Reading:
    """One meaning of an input, with every name of it."""

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


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one input."""

    input: str
    status: Status
    readings: tuple[Reading, ...]
    issues: tuple[Issue, ...]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """Hints for names that do not carry them; what a name states always wins."""

    gene: str | None = None
    transcript: str | None = None
    assembly: Assembly | None = None
    transcripts: tuple[str, ...] = field(default=())
    strict: bool = False
