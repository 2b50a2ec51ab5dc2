"""What an edit of a transcript does to its protein, and what Sequence Ontology calls it.

Source of the protein rules: HGVS nomenclature 21.0, protein recommendations (the page is named where a rule is
applied). A description is derived from the two proteins, read codon by codon around the edit, not from the DNA's name;
so the spelling of the edit does not matter. Consequence terms: Sequence Ontology, in the order of severity and with the
region sizes that the Ensembl Variant Effect Predictor documents.

Coordinates are interbase on the spliced transcript; codons and residues count from 0; a stop is `*`.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from synonymizer.codons import translate
from synonymizer.statements import ProteinEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synonymizer.places import GeneticCode, Interval, Transcript
    from synonymizer.statements import EditKind, ProteinKind

_STRIDE = 64
"""Codons translated at a time when looking for a stop."""

_STARTS: Mapping[GeneticCode, frozenset[str]] = {
    "standard": frozenset({"ATG"}),
    "mitochondrial": frozenset({"ATT", "ATC", "ATA", "ATG", "GTG"}),  # NCBI translation table 2
}

_UNKNOWN = ProteinEdit("unknown", predicted=True)
_NO_PROTEIN = ProteinEdit("none", predicted=True)
_START_LOST = ProteinEdit("start_lost", 0, 0, "M", "M", predicted=True)


class _Reading:
    """A coding sequence as the ribosome reads it: codon `k` begins at `start + 3k` of `bases`."""

    __slots__ = ("bases", "code", "exceptions", "start")

    def __init__(self, bases: str, start: int, code: GeneticCode, exceptions: Mapping[int, str]) -> None:
        self.bases = bases
        self.start = start
        self.code = code
        self.exceptions = exceptions

    def residues(self, first: int, last: int) -> str:
        """Read codons [first, last), as far as there are bases."""
        plain = translate(self.bases[self.start + 3 * first : self.start + 3 * last], self.code)
        for codon, residue in self.exceptions.items():
            if first <= codon < first + len(plain):
                plain = plain[: codon - first] + residue + plain[codon - first + 1 :]
        return plain

    def residue(self, codon: int) -> str:
        """Read one codon; "" past the end."""
        return self.residues(codon, codon + 1)

    def stream(self, first: int) -> Iterator[str]:
        """Read residue by residue, as far as there are bases."""
        while block := self.residues(first, first + _STRIDE):
            yield from block
            first += _STRIDE

    def find_stop(self, first: int) -> int | None:
        """Return the first stop codon at or after a codon, None when the transcript ends before one."""
        return next((first + count for count, residue in enumerate(self.stream(first)) if residue == "*"), None)


def predict_protein(
    bases: str,
    cds: Interval,
    start: int,
    end: int,
    inserted: str,
    *,
    code: GeneticCode = "standard",
    exceptions: tuple[tuple[int, str], ...] = (),
) -> ProteinEdit | None:
    """Predict the protein change of one edit of a spliced transcript.

    >>> from synonymizer.places import Interval
    >>> edit = predict_protein("CCATGCCGTAACC", Interval(2, 11), 6, 7, "A")
    >>> edit.kind, edit.first, edit.first_residue, edit.inserted
    ('sub', 1, 'P', 'Q')

    Args:
        bases: the whole spliced transcript.
        cds: its coding sequence, stop codon included. One that ends within its stop codon is completed by the poly-A
            tail, as in mitochondria.
        start: interbase start of the edit on the transcript, in any equivalent spelling.
        end: interbase end of the edit.
        inserted: the bases that replace [start, end).
        code: the genetic code.
        exceptions: codons (from 0) read as another residue than the code says, such as selenocysteine.

    Returns:
        The change, or None when the coding sequence is untouched.
    """
    place, edge, inserted = _rightmost(bases, start, end, inserted)
    if place == edge and _copies_stop(bases, cds, place, inserted):  # named by the stop: protein/duplication
        start, end, inserted = place - len(inserted), cds.end, ""
    if place == edge and not inserted:  # nothing changes: the residues named stay as they are
        place, edge = max(start, cds.start), min(end, cds.end)
        inserted = bases[place:edge]
    if edge <= cds.start or place >= cds.end:
        return None
    if place <= cds.start and edge >= cds.end and not inserted:
        return _NO_PROTEIN
    tail = "AA" if len(cds) % 3 else ""
    residues = dict(exceptions) | {0: "M"}
    reference = _Reading(bases[: cds.end] + tail, cds.start, code, residues)
    variant = bases[:place] + inserted + bases[edge:]
    shift = len(inserted) - (edge - place)
    first, last = max(place - cds.start, 0), edge - cds.start
    if place < cds.start + 3 and not _is_start(variant, cds.start, place, shift, reference):
        if variant.endswith(bases[cds.start :]):  # the same bases as an edit of the 5' UTR
            return _identity(reference, 0, (last - 1) // 3)
        return _START_LOST  # protein/substitution, translation initiation codon
    left = residues if variant == bases else _follow(residues, first, last, shift)
    changed = _Reading(variant + tail, cds.start, code, left)
    stop = _last_codon(cds)
    codon, beyond = first // 3, min(-(-last // 3), stop + 1)
    if shift % 3 == 0:
        window = changed.residues(codon, max(codon, beyond + shift // 3))
        if beyond <= stop or "*" in window:
            return _describe_in_frame(reference, codon, reference.residues(codon, beyond), window, stop)
    return _describe_out_of_frame(reference, changed, codon, stop)


def _is_start(variant: str, start: int, place: int, shift: int, reference: _Reading) -> bool:
    """Whether the edited transcript still has a start codon in its place."""
    codons = _STARTS[reference.code] | {reference.bases[start : start + 3]}
    return (place >= start or shift == 0) and variant[start : start + 3] in codons


def _follow(residues: Mapping[int, str], first: int, last: int, shift: int) -> dict[int, str]:
    """Return the exceptions to the genetic code left by an edit of coding bases [first, last), where they lie now."""
    kept = {codon: residue for codon, residue in residues.items() if codon == 0 or 3 * codon + 3 <= first}
    if shift % 3 == 0:
        kept |= {codon + shift // 3: residue for codon, residue in residues.items() if codon and 3 * codon >= last}
    return kept


def _last_codon(cds: Interval) -> int:
    """Return the index of the stop codon, which may be incomplete."""
    return -(-len(cds) // 3) - 1


def _rightmost(bases: str, start: int, end: int, inserted: str) -> tuple[int, int, str]:
    """Trim what an edit shares with the reference, and move a pure insertion or deletion to its 3'-most place."""
    limit = min(end - start, len(inserted))
    front = 0
    while front < limit and bases[start + front] == inserted[front]:
        front += 1
    back = 0
    while back < limit - front and bases[end - 1 - back] == inserted[-1 - back]:
        back += 1
    start, end, inserted = start + front, end - back, inserted[front : len(inserted) - back]
    unit = "" if start < end and inserted else bases[start:end] or inserted
    shift = 0
    while unit and end + shift < len(bases) and bases[end + shift] == unit[shift % len(unit)]:
        shift += 1
    turn = shift % len(unit) if unit else 0
    return start + shift, end + shift, inserted[turn:] + inserted[:turn]


def _copies_stop(bases: str, cds: Interval, place: int, inserted: str) -> bool:
    """Whether an insertion behind the stop codon copies bases of it, which changes nothing."""
    start = place - len(inserted)
    return start < cds.end <= place and bases[start:place] == inserted


def _describe_in_frame(reference: _Reading, first: int, old: str, new: str, stop: int) -> ProteinEdit:
    """Describe residues `old` at codon `first` that become `new`, the rest of the protein staying as it is."""
    front = _count_common(old, new)
    back = _count_common(old[front:][::-1], new[front:][::-1])
    place, removed, added = first + front, old[front : len(old) - back], new[front : len(new) - back]
    if "*" in added:  # residues after a stop are not made and not listed: protein/delins
        added, removed = added[: added.index("*") + 1], removed.removesuffix("*")
    if place > stop or not (removed or added):
        return _identity(reference, first, min(first + max(len(old), 1) - 1, stop))
    if not added:
        return _describe_deletion(reference, place, len(removed), stop)
    if added[0] == "*":
        return _nonsense(reference, place)
    if not removed:
        return _describe_insertion(reference, place, added, stop)
    kind: ProteinKind = "sub" if len(removed) == 1 == len(added) else "delins"
    return _edit(kind, reference, place, place + len(removed) - 1, added)


def _count_common(one: str, other: str) -> int:
    """Count the letters with which both texts begin."""
    return next(
        (count for count, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _describe_deletion(reference: _Reading, first: int, size: int, stop: int) -> ProteinEdit:
    """Describe the loss of residues: as C-terminal as possible, and nonsense when the stop follows at once."""
    while first + size < stop and reference.residue(first) == reference.residue(first + size):
        first += 1
    if first + size == stop:
        return _nonsense(reference, first)  # protein/deletion: the C-terminal end is not described as deleted
    return _edit("del", reference, first, first + size - 1)


def _describe_insertion(reference: _Reading, place: int, added: str, stop: int) -> ProteinEdit:
    """Describe new residues before codon `place`: as C-terminal as possible, and a duplication where they repeat."""
    ends = added[-1] == "*"
    while place < stop and reference.residue(place) == added[0]:
        place, added = place + 1, added[1:] + ("" if ends else added[0])
    if added[0] == "*":
        return _nonsense(reference, place)
    if place == stop:  # protein/extension comes before protein/insertion and protein/duplication
        return _edit("extension", reference, stop, stop, added[0], len(added) - ends)
    if place >= len(added) and reference.residues(place - len(added), place) == added:
        return _edit("dup", reference, place - len(added), place - 1)
    return _edit("ins", reference, place - 1, place, added)


def _describe_out_of_frame(reference: _Reading, changed: _Reading, first: int, stop: int) -> ProteinEdit:
    """Describe a protein that is new from its first changed residue on."""
    codon = first
    while (old := reference.residue(codon)) == (new := changed.residue(codon)) and codon < stop:
        codon += 1
    if old == new:
        return _identity(reference, first, stop)
    if new == "":
        return _UNKNOWN
    if new == "*":
        return _nonsense(reference, codon)  # not fsTer1: protein/frameshift
    end = changed.find_stop(codon)
    if codon == stop:
        return _edit("extension", reference, stop, stop, new, None if end is None else end - codon)
    return _edit("frameshift", reference, codon, codon, new, None if end is None else end - codon + 1)


def _identity(reference: _Reading, first: int, last: int) -> ProteinEdit:
    return _edit("identity", reference, first, last)


def _nonsense(reference: _Reading, codon: int) -> ProteinEdit:
    return (
        _identity(reference, codon, codon)
        if reference.residue(codon) == "*"
        else _edit("sub", reference, codon, codon, "*")
    )


def _edit(
    kind: ProteinKind, reference: _Reading, first: int, last: int, inserted: str = "", stop: int | None = None
) -> ProteinEdit:
    """Name residues `first` to `last` by what the reference has there."""
    residues = reference.residue(first), reference.residue(last)
    return ProteinEdit(kind, first, last, *residues, inserted, stop, predicted=True)


# ---------------------------------------------------------------- consequence terms

Place = tuple[int, int]
"""A base of the unspliced transcript: (transcript base, intron offset), both from 0 as in `Point`."""

TERMS = (
    "transcript_ablation",
    "splice_acceptor_variant",
    "splice_donor_variant",
    "stop_gained",
    "frameshift_variant",
    "stop_lost",
    "start_lost",
    "inframe_insertion",
    "inframe_deletion",
    "missense_variant",
    "protein_altering_variant",
    "splice_region_variant",
    "start_retained_variant",
    "stop_retained_variant",
    "synonymous_variant",
    "coding_sequence_variant",
    "5_prime_UTR_variant",
    "3_prime_UTR_variant",
    "non_coding_transcript_exon_variant",
    "intron_variant",
)
"""Sequence Ontology terms, most severe first (Ensembl, "Calculated variant consequences")."""


def consequence_terms(
    transcript: Transcript, first: Place, last: Place, kind: EditKind, change: int, protein: ProteinEdit | None
) -> tuple[str, ...]:
    """Name the consequences of an edit on one transcript in Sequence Ontology terms.

    Args:
        transcript: the transcript the edit lies on.
        first: the first base the name gives; the base before an insertion.
        last: the last base the name gives; the base after an insertion.
        kind: what the name calls the edit; an `identity` has no consequence.
        change: bases inserted minus bases deleted.
        protein: the predicted protein change, None where there is none or none can be predicted.

    Returns:
        The terms, most severe first.
    """
    if kind == "identity":
        return ()
    exonic = _exonic(first, last, kind)
    if kind == "dup":  # the copy arrives behind the bases that the name gives
        first, last = last, _next(transcript, last)
    found = _splice_terms(transcript, first, last, added=kind in ("ins", "dup"))
    if exonic:
        found |= _exon_terms(transcript, *exonic, kind)
        if protein and transcript.cds:
            start, end = exonic
            touches_stop = start < transcript.cds.end and end > transcript.cds.end - 3
            found.discard("coding_sequence_variant")
            found |= _protein_terms(protein, kind, change, touches_stop=touches_stop)
    return tuple(term for term in TERMS if term in found)


def _next(transcript: Transcript, place: Place) -> Place:
    """Return the base behind a place on the unspliced transcript."""
    base, offset = place
    if offset or any(exon.end == base + 1 for exon in transcript.exons[:-1]):
        return base, offset + 1
    return base + 1, 0


def _exonic(first: Place, last: Place, kind: EditKind) -> tuple[int, int] | None:
    """Return the exonic part of an edit, interbase on the transcript, empty for new bases; None if it has none."""
    if kind in ("ins", "dup"):
        place = last[0] + (kind == "dup")
        return (place, place) if first[1] == 0 == last[1] else None
    start = first[0] + (first[1] > 0)
    end = last[0] + (last[1] >= 0)
    return (start, end) if start < end else None


def _splice_terms(transcript: Transcript, first: Place, last: Place, *, added: bool) -> set[str]:
    """Name what happens to introns and to the splice sites at their ends."""

    def hits(start: Place, end: Place) -> bool:
        return start <= first and last <= end if added else start <= last and first <= end

    found: set[str] = set()
    region = False
    for exon in transcript.exons[bisect_left(transcript.exons, first[0] - 2, key=_end) : -1]:
        donor, acceptor = exon.end - 1, exon.end
        if donor - 2 > last[0]:
            break
        if hits((donor, 1), (donor, 2)):
            found.add("splice_donor_variant")
        if hits((acceptor, -2), (acceptor, -1)):
            found.add("splice_acceptor_variant")
        if added:
            region |= hits((donor - 2, 0), (donor, 8)) or hits((acceptor, -8), (acceptor + 2, 0))
        else:
            region |= hits((donor - 2, 0), (donor, 0)) or hits((donor, 3), (donor, 8))
            region |= hits((acceptor, -8), (acceptor, -3)) or hits((acceptor, 0), (acceptor + 2, 0))
        if hits((donor, 2 if added else 3), (acceptor, -2 if added else -3)):
            found.add("intron_variant")
    if region and not found & {"splice_donor_variant", "splice_acceptor_variant"}:
        found.add("splice_region_variant")
    return found


def _end(exon: Interval) -> int:
    return exon.end


def _exon_terms(transcript: Transcript, start: int, end: int, kind: EditKind) -> set[str]:
    """Name the parts of the spliced transcript that bases [start, end) lie in."""
    if kind == "del" and start == 0 and end == transcript.length:
        return {"transcript_ablation"}
    cds = transcript.cds
    if cds is None:
        return {"non_coding_transcript_exon_variant"}
    found: set[str] = set()
    if start < cds.start or end == cds.start:
        found.add("5_prime_UTR_variant")
    if end > cds.end or start == cds.end:
        found.add("3_prime_UTR_variant")
    if start < cds.end and end > cds.start:
        found.add("coding_sequence_variant")
    return found


def _protein_terms(protein: ProteinEdit, kind: EditKind, change: int, *, touches_stop: bool) -> set[str]:
    """Name what happens to the protein."""
    match protein.kind:
        case "sub" | "del" | "ins" | "dup" | "delins" | "repeat":
            return _exchange_terms(protein, kind, change)
        case "frameshift" | "extension":
            found = {"stop_lost"} if touches_stop else {_frame_term(kind, change)}
            return found | {"frameshift_variant"} if change % 3 else found
        case "identity":
            if protein.last_residue == "*":
                return {"stop_retained_variant"}
            return {"start_retained_variant"} if protein.first == 0 == protein.last else {"synonymous_variant"}
        case "start_lost":
            return {"start_lost"}
        case "none":
            return {"start_lost", "stop_lost"}
        case "unknown":
            return {"coding_sequence_variant"}


def _exchange_terms(protein: ProteinEdit, kind: EditKind, change: int) -> set[str]:
    found = {"stop_gained"} if "*" in protein.inserted else set()
    if change == 0 and (found or protein.last - protein.first + 1 == len(protein.inserted)):
        return found or {"missense_variant"}
    return found | {_frame_term(kind, change)}


def _frame_term(kind: EditKind, change: int) -> str:
    if change % 3:
        return "frameshift_variant"
    if kind == "del":
        return "inframe_deletion"
    return "inframe_insertion" if kind in ("ins", "dup") else "protein_altering_variant"
