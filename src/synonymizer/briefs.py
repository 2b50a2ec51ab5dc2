"""The short answer: what a row of a table says of a variant. It is what the batch engine gives for many at once.

A brief holds the recommended names of the first reading: one for each assembly, and for each transcript that carries
the change one c. (or n.), one r. and one p. name. The law of the batch engine is stated on it: whatever answers for
many texts must give, for each of them, the brief of the pipeline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synonymizer.alleles import Allele
from synonymizer.model import Choice
from synonymizer.statements import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.model import Name, Reading, Result, Status

ENOUGH = Choice(classes=("hgvs",), recommended=True, credited=False)
"""The names that a brief is made of."""

Extent = Literal["one", "gene", "all"]
"""Which transcripts are told of: the one the answer speaks of, the main one of each gene, or all."""

EXTENTS: tuple[Extent, ...] = ("one", "gene", "all")
"""Every extent, the smallest first."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A change on one transcript; what it has no name for is ""."""

    gene: str
    transcript: str
    consequence: tuple[str, ...]
    coding: str
    rna: str
    protein: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """The short answer to one text; what there is none of is "".

    `key` is the identity key and `spdi` the same where it is the SPDI of one allele. `carried` begins with the
    transcript that the answer speaks of; the others follow by rank. `codes` are those of its issues, each once.
    """

    input: str
    status: Status
    key: str
    vrs: str
    grch38: str
    grch37: str
    spdi: str
    codes: tuple[str, ...]
    carried: tuple[Carried, ...]

    def within(self, extent: Extent) -> tuple[Carried, ...]:
        """Return the transcripts to tell of; those of main rank are one for each gene but that of the first."""
        match extent:
            case "one":
                return self.carried[:1]
            case "gene":
                genes = {self.carried[0].gene} if self.carried else set()
                return (*self.carried[:1], *(one for one in self.carried[1:] if one.is_main and one.gene not in genes))
            case "all":
                return self.carried


def describe(result: Result) -> Brief:
    """Return the short answer of a result, whose names must hold those that `ENOUGH` admits."""
    codes = tuple(dict.fromkeys(issue.code for issue in result.issues))
    if not result.readings:
        return Brief(result.input, result.status, "", "", "", "", "", codes, ())
    reading = result.readings[0]
    names = [name for name in reading.names if ENOUGH.admits(name)]
    key = reading.key or ""
    return Brief(
        input=result.input,
        status=result.status,
        key=key,
        vrs=reading.vrs or "",
        grch38=_find_genomic(names, "GRCh38"),
        grch37=_find_genomic(names, "GRCh37"),
        spdi=key if isinstance(reading.change, Allele) and len(key) <= LONGEST else "",
        codes=codes,
        carried=tuple(_list_carried(reading, names)),
    )


def _find_genomic(names: list[Name], assembly: str) -> str:
    """Return the name on an assembly; the mitochondrial genome serves both."""
    found = (name.text for name in names if name.level == "m" or (name.level == "g" and name.assembly == assembly))
    return next(found, "")


def _list_carried(reading: Reading, names: list[Name]) -> Iterator[Carried]:
    """Yield the transcripts that carry the change or are named by it, the reading's own first."""
    carriers = {carrier.transcript: carrier for carrier in reading.carriers}
    named: dict[str, dict[str, str]] = {accession: {} for accession in (reading.transcript, *carriers) if accession}
    printed = {name.text for name in names}
    for name in names:
        if name.transcript is not None and name.level is not None:
            level = "c" if name.level == "n" else name.level
            named.setdefault(name.transcript, {}).setdefault(level, name.text)
    for accession, found in named.items():
        carrier = carriers.get(accession)
        if carrier is None and not found:
            continue
        yield Carried(
            gene=(carrier.gene if carrier else reading.gene) or "",
            transcript=accession,
            consequence=carrier.consequence if carrier else (),
            coding=found.get("c", ""),
            rna=found.get("r", ""),
            # a name that transcripts of one protein share is printed once, for the first of them
            protein=found.get("p") or (carrier.protein if carrier and carrier.protein in printed else ""),
            is_main=carrier is not None and carrier.is_main,
        )
