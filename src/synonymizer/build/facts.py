"""Compiles what the literature knows of the genes held: older numberings, merged identifiers, names of alleles.

Every fact is checked against the sequence before it is stored. A rule of the tables states a published pair, the old
name and today's of one substitution, whose numbers must differ by its offset and whose base or residue must be the one
there; one that counts the residues of a mature protein states how that begins. A name must read, on the data itself, as
an allele. What fails is left out and reported.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from synonymizer.facts import find_data, read_facts, split
from synonymizer.model import Options
from synonymizer.notations import named
from synonymizer.pipeline import Synonymizer
from synonymizer.places import ExonScheme, LegacyRule, NamedAllele
from synonymizer.reference.contract import Origin
from synonymizer.reference.records import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.build.drafts import Window
    from synonymizer.places import Namespace, Transcript
    from synonymizer.reference import Reference

TABLES = {
    "legacy_rules.tsv": "Older ways to count the positions of a gene",
    "exon_schemes.tsv": "Older numberings of exons",
    "named_alleles.tsv": "Names people gave alleles",
    "merged_identifiers.tsv": "Retired identifiers and their successors",
    "uniprot.tsv": "UniProt entries of genes",
}
"""The tables of facts that go into every bundle, and what they hold."""

_PAIRS = {
    "c": re.compile(r"(?P<number>\d+)(?P<letter>[ACGT])>[ACGT]"),
    "p": re.compile(r"(?P<letter>[A-Z])(?P<number>\d+)[A-Z*]"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of the literature, but for the names of alleles; `merged` is (namespace, value, target)."""

    rules: tuple[LegacyRule, ...]
    schemes: tuple[ExonScheme, ...]
    merged: tuple[tuple[Namespace, int, int], ...]
    uniprot: tuple[tuple[str, str], ...]
    left_out: tuple[LeftOut, ...]


def gather(windows: Iterable[Window], reference: Reference) -> Facts:
    """Return the facts about what a reference under way holds: those of its records, then those of the tables."""
    windows = tuple(windows)
    left_out: list[LeftOut] = []
    rules = [replace(rule, gene=window.gene) for window in windows for rule in window.rules]
    schemes = [replace(scheme, gene=window.gene) for window in windows for scheme in window.schemes]
    rules.extend(_read_rules(reference, left_out))
    schemes.extend(_read_schemes(reference, left_out))
    entries = [(accession, window.gene) for window in windows for accession in window.uniprot]
    entries.extend((row["accession"], row["gene"]) for row in _rows("uniprot", reference))
    return Facts(
        tuple(rule for rule in rules if reference.find_transcript(rule.transcript)),
        tuple(scheme for scheme in schemes if reference.find_transcript(scheme.transcript)),
        tuple(("rs", int(row["rs"]), int(row["into"])) for row in read_facts("merged_identifiers")),
        tuple(dict(entries).items()),
        tuple(left_out),
    )


def name_alleles(reference: Reference) -> Iterator[NamedAllele | LeftOut]:
    """Yield the names of alleles of the genes held that read as one allele, and those that do not."""
    held = set(reference.genes())
    synonymizer = Synonymizer(reference)
    for name, gene, citation in named.list_names():
        if gene not in held:
            continue
        result = synonymizer.names(name, Options(gene=gene))
        if result.readings and result.readings[0].notation == "named" and result.readings[0].key is not None:
            yield NamedAllele(result.readings[0].key, gene, name, citation)
        else:
            yield LeftOut(name, "it does not read as the allele it names")


def find_fault(rule: LegacyRule, legacy: str, today: str, mature: str, reference: Reference) -> str | None:
    """Say why a rule cannot be trusted, None when its published pair and its mature protein fit the sequence.

    Args:
        rule: on a transcript that is held.
        legacy: a substitution as it was written, 1298A>C or V30M.
        today: the same as it is written today, 1286A>C or V50M.
        mature: the first residues of the mature protein, "" where the rule does not count on it.
        reference: the reference data.
    """
    transcript = reference.find_transcript(rule.transcript)
    old, new = _PAIRS[rule.axis].fullmatch(legacy), _PAIRS[rule.axis].fullmatch(today)
    if transcript is None or transcript.cds is None or old is None or new is None:
        return "it states no pair of substitutions on a coding transcript"
    if int(old["number"]) - int(new["number"]) != rule.offset:
        return "its published pair has another offset"
    letters = reference.geometry.protein(transcript)
    if not letters[-rule.offset :].startswith(mature):
        return "the mature protein begins with other residues"
    if rule.axis == "c":
        letters = reference.geometry.spliced(transcript)[transcript.cds.start :]
    return (
        None if letters[int(new["number"]) - 1] == old["letter"] == new["letter"] else "its published pair does not fit"
    )


def record_tables() -> tuple[Origin, ...]:
    """Return the sha256 of every table of facts, by name."""
    found: list[Origin] = []
    for table in sorted(TABLES):
        digest = hashlib.sha256(Path(find_data("facts", table)).read_bytes()).hexdigest()
        found.append(Origin(table, "not stated", "not stated", "facts, each with its citation", digest))
    return tuple(found)


def _rows(table: str, reference: Reference) -> Iterator[dict[str, str]]:
    """Yield the rows of a table that are about a gene that is held."""
    held = set(reference.genes())
    return (row for row in read_facts(table) if row["gene"] in held)


def _find_held(accession: str, reference: Reference) -> Transcript | None:
    """Return a transcript in the version stated, else in the newest held."""
    held = (accession, *reference.versions(accession.partition(".")[0]))
    return next(filter(None, map(reference.find_transcript, held)), None)


def _read_rules(reference: Reference, left_out: list[LeftOut]) -> Iterator[LegacyRule]:
    for row in _rows("legacy_rules", reference):
        transcript = _find_held(row["transcript"], reference)
        if transcript is None:
            continue
        axis: Literal["c", "p"] = "c" if row["axis"] == "c" else "p"
        rule = LegacyRule(row["gene"], axis, transcript.accession, int(row["offset"]), row["name"], row["citation"])
        fault = find_fault(rule, row["legacy"], row["today"], row["mature"], reference)
        if fault is None:
            yield rule
        else:
            left_out.append(LeftOut(f"{rule.gene}: {rule.name}", fault))


def _read_schemes(reference: Reference, left_out: list[LeftOut]) -> Iterator[ExonScheme]:
    for row in _rows("exon_schemes", reference):
        transcript = _find_held(row["transcript"], reference)
        labels = split(row["labels"])
        if transcript is None:
            continue
        if len(labels) == len(transcript.exons):
            yield ExonScheme(row["gene"], transcript.accession, labels, row["name"], row["citation"])
        else:
            left_out.append(LeftOut(f"{row['gene']}: {row['name']}", "the transcript has another number of exons"))
