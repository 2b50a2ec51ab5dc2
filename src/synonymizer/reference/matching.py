"""Finds out which contigs annotation and sequences speak of, however each of them spells their names.

A known contig is recognized by its accession, whose length is then that of the record (one version of an accession is
one sequence for ever, NCBI Handbook, chapter 18), or by its name and its length. Others are contigs of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import basename
from typing import TYPE_CHECKING

from synonymizer.errors import BadSource
from synonymizer.places import MITOCHONDRION, Contig

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.places import Assembly
    from synonymizer.reference.contract import Annotation, Bases

_MESSAGE = re.compile(r"[NX][MR]_\d|ENS[A-Z]*T\d")
_RECORD = re.compile(r"N[CTW]_\d{6,9}\.\d+")
_FORMATS = re.compile(r"\.(?:fa|fna|fasta|gff3?|gtf|gz|bgz)\b.*")


@dataclass(frozen=True, slots=True)
class Matched:
    """A contig: how the annotation spells it ("" where it tells nothing of it), and the name of its bases, if held."""

    contig: Contig
    spelling: str = ""
    bases: Bases | None = None
    name: str = ""


class _Known:
    """Contigs that may be met, by accession, and by name and length."""

    def __init__(self, contigs: Iterable[Contig]) -> None:
        self._accessions = {contig.accession: contig for contig in contigs}
        self._places = {(contig.name, contig.length): contig for contig in self._accessions.values()}
        self._places |= {(contig.name, 0): contig for contig in self._accessions.values()}

    def recognize(self, name: str, length: int) -> Contig | None:
        """Return the contig of a name as written; a length of 0 is not known."""
        return self._accessions.get(name) or self._places.get((bare(name), length))


def is_message(accession: str) -> bool:
    """Whether an accession is one of RefSeq's or Ensembl's for transcripts.

    >>> is_message("XR_001.1"), is_message("ENSMUST00000000001.5"), is_message("NC_000011.10")
    (True, True, False)
    """
    return _MESSAGE.match(accession) is not None


def bare(name: str) -> str:
    """Return the name of a chromosome without `chr`; the mitochondrial genome is MT.

    >>> bare("chr11"), bare("chrM"), bare("chrmt"), bare("NC_000011.10")
    ('11', 'MT', 'MT', 'NC_000011.10')
    """
    short = name[3:] if name[:3].lower() == "chr" and len(name) > 3 else name
    return "MT" if short.upper() in ("M", "MT") else short


def match_contigs(
    annotation: Annotation | None,
    bases: tuple[Bases, ...],
    assembly: Assembly | None,
    known: tuple[Contig, ...],
    path: str,
) -> tuple[Matched, ...]:
    """Return the contigs of one assembly that annotation or sequences speak of: known ones first, in their order.

    The mitochondrial genome of human is left out: every reference has it. So are sequences of another known assembly.

    Args:
        annotation: the annotation, if any.
        bases: the sequences, the ones to be asked first in front.
        assembly: the assembly; None takes the one whose contigs are met.
        known: contigs that may be met.
        path: what the sequences were opened from; an assembly that nothing names is called after it.

    Raises:
        BadSource: when a contig has another length than the one of its accession.
    """
    _check_lengths(bases, known)
    spelled = _list_spelled(annotation, bases)
    assembly = assembly or (annotation and annotation.assembly) or _guess(spelled, known) or _name_after(path, known)
    here = [contig for contig in known if contig.assembly == assembly or contig.accession == MITOCHONDRION]
    among, elsewhere = _Known(here), _Known(contig for contig in known if contig not in here)
    found: dict[str, Matched] = {}
    told = annotation.contigs() if annotation is not None else {}
    named: set[tuple[str, int]] = set()
    aliases = annotation.aliases() if annotation is not None else {}
    for spelling, length in spelled.items():
        contig = among.recognize(spelling, length)
        if contig is None:
            if spelling not in told and elsewhere.recognize(spelling, length or -1):
                continue
            if not length and annotation is not None:
                length = max((end for _, end in annotation.extents(spelling)), default=0)
            if spelling not in told and (bare(spelling), length) in named:
                continue
            contig = _describe(spelling, aliases.get(spelling, ()), assembly, length)
            named.add((contig.name, length))
        before = found.get(contig.accession, Matched(contig))
        found[contig.accession] = Matched(before.contig, before.spelling or (spelling if spelling in told else ""))
    for contig in here:
        found.setdefault(contig.accession, Matched(contig))
    order = dict.fromkeys([*(contig.accession for contig in here), *found])
    matched = (_find_bases(found[accession], bases) for accession in order if accession != MITOCHONDRION)
    return tuple(one for one in matched if one.spelling or one.bases is not None)


def _describe(spelling: str, aliases: tuple[str, ...], assembly: Assembly, length: int) -> Contig:
    """Return a contig of its own: by the accession of RefSeq, and by the name of a chromosome, where it has them."""
    called = (spelling, *aliases)
    accession = next(filter(_RECORD.fullmatch, called), spelling)
    name = next((name for name in called if not _RECORD.fullmatch(name)), spelling)
    return Contig(accession, assembly, bare(name), length, "")


def _check_lengths(bases: Iterable[Bases], known: Iterable[Contig]) -> None:
    """Check that no sequence takes the accession of a contig whose length it has not."""
    for held in bases:
        for contig in known:
            length = held.length(contig.accession)
            if length is not None and length != contig.length:
                raise BadSource(
                    f"{contig.accession} ({contig.assembly}, {contig.name}) has {contig.length:,} bases, and "
                    f"{held.origins[0].source} gives it {length:,}. Get the file again."
                )


def _list_spelled(annotation: Annotation | None, bases: tuple[Bases, ...]) -> dict[str, int]:
    """Return the contigs by their names as written, with the lengths that are known, 0 where none is.

    Without annotation all sequences are that are no messages, and with it those of a file that holds any of its own.
    """
    told = {} if annotation is None else annotation.contigs()
    spelled = {name: length or _measure(name, bases) for name, length in told.items()}
    for held in bases:
        if annotation is None or any(_measure(name, (held,)) for name in told):
            names = (name for name in held.names() if name not in told and not is_message(name))
            spelled |= {name: _measure(name, bases) for name in names if not _is_told(name, annotation)}
    return spelled


def _is_told(name: str, annotation: Annotation | None) -> bool:
    """Whether annotation has a transcript of a name, which those of contigs need not be asked for."""
    return annotation is not None and not _RECORD.fullmatch(name) and bool(annotation.find(name))


def _measure(name: str, bases: Iterable[Bases]) -> int:
    """Return the length of a sequence, under this name or with or without `chr`; 0 when it is not held."""
    names = dict.fromkeys((name, bare(name), f"chr{bare(name)}"))
    lengths = (held.length(spelling) for held in bases for spelling in names)
    return next((length for length in lengths if length is not None), 0)


def _guess(spelled: dict[str, int], known: tuple[Contig, ...]) -> Assembly | None:
    """Return the assembly most of whose contigs are met in name and length, None when no contig is."""
    among = _Known(known)
    met: dict[Assembly, int] = {}
    for name, length in spelled.items():
        contig = among.recognize(name, length or -1)
        if contig is not None and contig.accession != MITOCHONDRION:
            met[contig.assembly] = met.get(contig.assembly, 0) + 1
    return max(met, key=lambda assembly: met[assembly], default=None)


def _name_after(path: str, known: tuple[Contig, ...]) -> Assembly:
    """Return a name for an assembly that nothing names: a known one that the file is named after, else the file's own.

    >>> _name_after("fasta:/data/GRCm39.fa.gz + gff3:/data/mouse.gff3", ())
    'GRCm39'
    >>> _name_after("gff3:/data/MANE.GRCh38.v1.5.gff.gz", (Contig("NC_000011.10", "GRCh38", "11", 135086622, ""),))
    'GRCh38'
    """
    name = _FORMATS.sub("", basename(path.split(" ")[0].rpartition(":")[2]))
    words = re.split(r"[\W_]+", name)
    return next((contig.assembly for contig in known if contig.assembly in words), name) or "unnamed"


def _find_bases(matched: Matched, bases: Iterable[Bases]) -> Matched:
    """Find the sequence of a contig by any of its names; it must have its length."""
    contig = matched.contig
    for name in _spell(matched):
        for held in bases:
            if contig.length and held.length(name) == contig.length:
                return Matched(contig, matched.spelling, held, name)
    return matched


def _spell(matched: Matched) -> Iterator[str]:
    contig = matched.contig
    yield from dict.fromkeys(filter(None, (contig.accession, matched.spelling, contig.name, f"chr{contig.name}")))
    if contig.name == "MT":
        yield from ("chrM", "M")
