"""The VRS objects of real and invented alleles against ga4gh.vrs, the reference implementation.

    python -m tests.oracle.compare_vrs --bundle PATH [--count 5000] [--seed 1]

The oracle is given each allele as other names have it: VCF columns on a contig, the c. or n. name on a transcript, the
p. name on a protein. It normalizes and identifies them on the bases of the bundle, without a network. Ours must be
accepted by its schema and be equal: identifiers, locations and states. Rows are those of the ClinVar table, drawn
evenly over kinds, strands, regions and genes (`strata`), and indels in the repeats beside them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import hgvs.parser
from ga4gh.core import ga4gh_identify, sha512t24u
from ga4gh.vrs import models, normalize
from ga4gh.vrs.dataproxy import _DataProxy

from synonymizer import Options, Synonymizer, open_reference
from synonymizer.model import Choice
from tests.oracle.strata import draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer import Name, Reading, Reference

FLANK = 150
SPELLED = 50
"""The longest repeated sequence that both spell out beside its length; residues always are."""

WANTED = Options(choice=Choice(classes=("hgvs", "coordinate", "computed")))

_REPEAT = re.compile(r"(?=((?P<unit>[ACGT]{1,6}?)(?P=unit){2,}))")
_VCF = re.compile(r"(?:GRCh37-)?[0-9XYMT]+-(?P<position>[0-9]+)-(?P<deleted>[ACGT]+)-(?P<inserted>[ACGT]+)")
_COMPLEMENT = str.maketrans("ACGT", "TGCA")


class Edit(NamedTuple):
    """Letters of a sequence replaced between two interbase places."""

    start: int
    end: int
    inserted: str


class Compared(NamedTuple):
    """One object of ours and the oracle's, or what kept it from having one."""

    row: str
    axis: str
    state: str
    ours: dict[str, Any]
    theirs: dict[str, Any]

    @property
    def is_equal(self) -> bool:
        """Whether both are the same in all that both of them say."""
        return self.ours == self.theirs


class BundleProxy(_DataProxy):  # type: ignore[misc]
    """The sequences of a reference by their digests, which are computed anew where all bases are held."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._whole: dict[str, str] = {}
        self._contigs = {f"ga4gh:{contig.refget}": contig for contig in reference.contigs()}

    def add(self, accession: str) -> str:
        """Return the digest of a sequence, under which it can be asked for from now on."""
        contig = self._reference.find_contig(accession)
        if contig is not None:
            return contig.refget
        transcript = self._reference.find_transcript(accession)
        if transcript is not None:
            letters = self._reference.geometry.spliced(transcript)
        else:
            maker, *_ = self._reference.transcripts_of_protein(accession)
            letters = self._reference.geometry.protein(maker).rstrip("*")
        digest = f"SQ.{sha512t24u(letters.encode())}"
        self._whole[f"ga4gh:{digest}"] = letters
        return digest

    def get_sequence(self, identifier: str, start: int | None = None, end: int | None = None) -> str:
        """Return bases of a sequence."""
        if identifier in self._whole:
            return self._whole[identifier][start:end]
        sequence = self._reference.geometry.sequence(self._contigs[identifier].accession)
        return sequence.bases(start or 0, end or 0)

    def get_metadata(self, identifier: str) -> dict[str, Any]:
        """Return the length of a sequence, and its names."""
        contig = self._contigs.get(identifier)
        length = len(self._whole[identifier]) if contig is None else contig.length
        return {"length": length, "aliases": [identifier]}


class Oracle:
    """What ga4gh.vrs makes of an edit."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._proxy = BundleProxy(reference)
        self._parser = hgvs.parser.Parser()

    def describe(self, accession: str, edit: Edit, *, limit: int | None) -> dict[str, Any]:
        """Return the normalized, identified allele."""
        allele = models.Allele(
            location=models.SequenceLocation(
                sequenceReference=models.SequenceReference(refgetAccession=self._proxy.add(accession)),
                start=edit.start,
                end=edit.end,
            ),
            state=models.LiteralSequenceExpression(sequence=models.sequenceString(edit.inserted)),
        )
        found = normalize(allele, self._proxy, rle_seq_limit=limit)
        found.location.id = ga4gh_identify(found.location)
        found.id = ga4gh_identify(found)
        return bare(found)

    def read(self, name: str) -> Edit:
        """Return the edit of a c., n. or p. name, on the sequence it names."""
        described = self._parser.parse(name)
        place, edit = described.posedit.pos, described.posedit.edit
        first, last = (self._count(described.ac, end, described.type) for end in (place.start, place.end))
        old = self._proxy.get_sequence(f"ga4gh:{self._proxy.add(described.ac)}", first, last + 1)
        match edit.type:
            case "ins":
                return Edit(last, last, edit.alt)
            case "dup":
                return Edit(last + 1, last + 1, old)
            case "inv":
                return Edit(first, last + 1, old[::-1].translate(_COMPLEMENT))
            case "identity":
                return Edit(first, last + 1, old)
            case _:
                return Edit(first, last + 1, edit.alt or "")

    def _count(self, accession: str, end: Any, axis: str) -> int:
        """Return a printed position from 0 on the whole sequence."""
        transcript = self._reference.find_transcript(accession)
        if axis != "c" or transcript is None or transcript.cds is None:
            return int(end.base) - 1
        if str(end.datum).endswith("CDS_END"):
            return transcript.cds.end + int(end.base) - 1
        return transcript.cds.start + int(end.base) - int(end.base > 0)


def bare(found: models.Allele) -> dict[str, Any]:
    """Return an object without what only one of the two says of it: digests apart, accessions and alphabets."""
    dumped: dict[str, Any] = found.model_dump(exclude_none=True)
    dumped.pop("digest", None)
    dumped["location"].pop("digest", None)
    for decoration in ("id", "residueAlphabet"):
        dumped["location"]["sequenceReference"].pop(decoration, None)
    return dumped


def compare(row: str, synonymizer: Synonymizer, oracle: Oracle) -> Iterator[Compared]:
    """Yield each allele of the first reading of a row beside the oracle's."""
    for reading in synonymizer.names(row, WANTED).readings[:1]:
        for name in reading.names:
            if name.cls == "computed" and name.text.startswith('{"id":"ga4gh:VA.'):
                found = json.loads(name.text)
                accession = found["location"]["sequenceReference"]["id"]
                edit = _find_edit(name, accession, reading, oracle)
                limit = None if name.level == "p" else SPELLED
                if edit is None:
                    continue
                theirs = oracle.describe(accession, edit, limit=limit)
                yield Compared(row, name.level or "", found["state"]["type"], bare(models.Allele(**found)), theirs)
                if name.assembly == "GRCh38" and reading.vrs != found["id"]:
                    yield Compared(row, "id", "", {"id": reading.vrs}, {"id": found["id"]})


def _find_edit(name: Name, accession: str, reading: Reading, oracle: Oracle) -> Edit | None:
    """Return the edit that another name of the reading states on the same sequence; None where it states no place."""
    for other in reading.names:
        found = _VCF.fullmatch(other.text)
        if name.assembly is not None and found and other.assembly == name.assembly:
            start = int(found["position"]) - 1
            return Edit(start, start + len(found["deleted"]), found["inserted"])
    named = (other.text for other in reading.names if other.recommended and other.text.startswith(f"{accession}:"))
    stated = next(named).replace("(", "").replace(")", "")
    return None if stated.endswith("p.=") else oracle.read(stated)


def invent(row: str, synonymizer: Synonymizer, chance: random.Random) -> Iterator[str]:
    """Yield indels in a repeat near a row: units lost and gained, whole and in part, and bases of another kind."""
    for reading in synonymizer.names(row, WANTED).readings[:1]:
        accession, place, *_ = (reading.key or "").split(":")
        sequence = synonymizer.reference.geometry.sequence(accession)
        held = sequence.held(int(place), int(place))
        start = max(int(place) - FLANK, held.start)
        bases = sequence.bases(start, min(int(place) + FLANK, held.end))
        repeats = list(_REPEAT.finditer(bases))
        if not repeats:
            return
        found = chance.choice(repeats)
        tract, unit, copies = found[1], found["unit"], chance.randint(1, 3)
        first = start + found.start()
        yield f"{accession}:{first}:{unit}:"
        yield f"{accession}:{first + len(unit)}::{unit * copies}"
        yield (
            f"{accession}:{first}:{tract}:{tract[: -len(unit) * copies]}"
            if copies < 3
            else f"{accession}:{first}:{tract}:"
        )
        yield f"{accession}:{first + 1}::{unit[0] + chance.choice('ACGT')}"
        yield f"{accession}:{first}::{''.join(chance.choices('ACGT', k=copies))}"
        yield f"{accession}:{first}:{tract[:3]}:{tract[:3].translate(_COMPLEMENT)}"


def main() -> int:
    """Compare, print the counts of each axis and state, and every difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", required=True)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    reference = open_reference(given.bundle)
    synonymizer, oracle, chance = Synonymizer(reference), Oracle(reference), random.Random(given.seed)
    say = sys.stdout.write
    counts: Counter[tuple[str, str]] = Counter()
    differing = rows = 0
    for drawn in draw(reference, given.seed):
        if rows >= given.count:
            break
        for row in (drawn.name, *invent(drawn.name, synonymizer, chance)):
            compared = list(compare(row, synonymizer, oracle))
            rows += bool(compared)
            for one in compared:
                counts[one.axis, one.state] += 1
                if not one.is_equal:
                    differing += 1
                    say(f"{one.row}\n  ours   {json.dumps(one.ours)}\n  theirs {json.dumps(one.theirs)}\n")
    for (axis, state), number in sorted(counts.items()):
        say(f"{axis:3} {state:28} {number:7,}\n")
    say(f"{rows:,} alleles, {counts.total():,} objects, {differing:,} differ\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
