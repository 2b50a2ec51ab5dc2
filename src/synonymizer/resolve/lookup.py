"""Find the transcripts and sequences a name refers to, and put a gene's transcripts in order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import (
    GeneNotInstalled,
    NoCodingTranscript,
    NoReference,
    UnknownAccession,
    UnknownGene,
    VersionNotHeld,
)
from synonymizer.places import ASSEMBLIES
from synonymizer.resolve.uniprot import find_encoding_gene
from synonymizer.spelling.spans import quote
from synonymizer.statements import Hints, Issue

if TYPE_CHECKING:
    from synonymizer.model import Options
    from synonymizer.places import Gene, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression

Tier = tuple["Transcript", ...]


def merge_hints(hints: Hints, options: Options) -> Hints:
    """Complete what a name says with the options; what the name itself says wins.

    >>> from synonymizer.model import Options
    >>> from synonymizer.statements import Hints
    >>> merge_hints(Hints(gene="STIM1"), Options(gene="BRAF", assembly="GRCh37")).gene
    'STIM1'
    """
    anchored = hints.transcript or hints.protein or hints.reference
    return replace(
        hints,
        transcript=hints.transcript or (None if anchored else options.transcript),
        gene=hints.gene or (None if anchored else options.gene),
        assembly=hints.assembly or options.assembly,
    )


def recognize(expression: Expression, reference: Reference) -> Expression:
    """Return an expression in which a word read as a gene is what another organism's reference calls by it.

    That is a gene, a transcript or a contig, whose name is not in capitals, as which words are read. The text need not
    be told of that.
    """
    hints, assemblies = expression.hints, reference.assemblies()
    if hints.gene is None or assemblies == ASSEMBLIES:
        return expression
    found = re.search(re.escape(hints.gene), expression.text, re.IGNORECASE)
    word = hints.gene if found is None else found[0]
    gene = reference.find_gene(word)
    if gene is not None:
        word = gene.symbol if gene.symbol.upper() == hints.gene else hints.gene
        meant = replace(hints, gene=word)
    elif reference.find_transcript(word) is not None and not hints.transcript:
        meant = replace(hints, gene=None, transcript=word)
    elif any(reference.find_contig_by_name(word, assembly) for assembly in assemblies) and not hints.reference:
        meant = replace(hints, gene=None, reference=word)
    else:
        return expression
    as_written = f"{quote(expression.text)} was read as {quote(expression.text)}."
    told = (replace(issue, message=issue.message.replace(hints.gene, word)) for issue in expression.issues)
    return replace(expression, hints=meant, issues=tuple(issue for issue in told if issue.message != as_written))


def drop_foreign(options: Options, hints: Hints, reference: Reference) -> Options:
    """Return the options without a transcript that is of another gene than the one a name states."""
    if options.transcript is None or hints.gene is None:
        return options
    stated, chosen = find_symbol(hints, reference), find_symbol(Hints(transcript=options.transcript), reference)
    return options if None in {stated, chosen} or stated == chosen else replace(options, transcript=None)


def split_version(accession: str) -> tuple[str, str | None]:
    """Split an accession from its version.

    >>> split_version("NM_003156.3")
    ('NM_003156', '3')
    """
    base, dot, version = accession.partition(".")
    return base, version if dot else None


def newest(accession: str, reference: Reference) -> tuple[str, tuple[Issue, ...]]:
    """Return the accession to use for one that is written: itself, or its newest held version with an issue.

    Raises:
        VersionNotHeld: when other versions are held, and not the stated one.
        UnknownAccession: when none is held.
    """
    base, version = split_version(accession)
    held = reference.versions(base)
    if version is None and held:
        message = f"{accession} states no version; {held[0]} was used, the newest held."
        return held[0], (Issue("W2001", "warning", message),)
    if held:
        raise VersionNotHeld(
            f"{accession} is not in the reference data in use, which holds {', '.join(held)}. "
            "Numbering and bases may differ between versions: check the one meant."
        )
    raise UnknownAccession(
        f"{accession} is not in the reference data in use. Check the accession, or use reference data that holds it."
    )


def find_transcript(accession: str, reference: Reference) -> tuple[Transcript, tuple[Issue, ...]]:
    """Return the transcript of an accession, the newest version where none is stated.

    Raises:
        VersionNotHeld: when other versions are held, and not the stated one.
        UnknownAccession: when none is held.
    """
    found = reference.find_transcript(accession)
    if found is not None:
        return found, ()
    name, issues = newest(accession, reference)
    found = reference.find_transcript(name)
    if found is None:
        raise UnknownAccession(f"{name} is held, but it is no transcript. Name a transcript.")
    return found, issues


def find_current(accession: str, reference: Reference) -> Transcript | None:
    """Return the newest held version of a transcript that has its very exons and codes alike, None when not held.

    What was counted on the transcript is then counted on that version alike.
    """
    stated = reference.find_transcript(accession)
    if stated is None:
        return None
    latest = reference.find_transcript(reference.versions(split_version(accession)[0])[0])
    if latest is None or _coding_exons(latest, reference) != _coding_exons(stated, reference):
        return stated
    return latest


def _coding_exons(transcript: Transcript, reference: Reference) -> tuple[str, ...]:
    """Return the coding bases of each exon, "" for one without any."""
    cds = transcript.cds
    if cds is None:
        return ()
    bases = reference.geometry.spliced(transcript)
    return tuple(bases[max(exon.start, cds.start) : min(exon.end, cds.end)] for exon in transcript.exons)


def find_symbol(hints: Hints, reference: Reference) -> str | None:
    """Return the approved symbol of the gene a name is about, by its symbol or transcript; None where unknown."""
    if hints.gene:
        gene = reference.find_gene(hints.gene)
        return gene.symbol if gene else None
    for accession in (hints.transcript, *reference.versions(hints.transcript)) if hints.transcript else ():
        transcript = reference.find_transcript(accession)
        if transcript is not None:
            return transcript.gene
    return None


def find_gene(symbol: str, reference: Reference) -> tuple[Gene, tuple[Issue, ...]]:
    """Return an installed gene by any of its symbols, with an issue when the symbol is not the approved one.

    Raises:
        UnknownGene: when no gene has that symbol.
        RecordNotHeld: when it is an accession of UniProt that is not mapped to a gene.
        GeneNotInstalled: when the gene exists and is not held.
    """
    gene = reference.find_gene(symbol)
    if gene is None:
        encoding = find_encoding_gene(symbol, reference)
        if encoding is None:
            raise UnknownGene(f"No gene has the symbol {symbol}, now or before. Check the spelling.")
        gene, _ = find_gene(encoding, reference)
        return gene, (Issue("W2002", "warning", f"{symbol} is UniProt's name of {gene.symbol}, which was used."),)
    if not gene.installed:
        raise GeneNotInstalled(
            f"{gene.symbol} is a gene, but the reference data in use ({reference.description}) holds no "
            "transcript of it. Install more (synonymizer data install refseq-grch38), or name data that hold it with "
            "--reference."
        )
    if gene.symbol == symbol:
        return gene, ()
    if gene.symbol.upper() == symbol.upper():
        return gene, (Issue("W1001", "warning", f"{symbol} was read as {gene.symbol}."),)
    kind = "a previous symbol" if symbol.upper() in {name.upper() for name in gene.previous} else "an alias"
    return gene, (Issue("W2002", "warning", f"{symbol} is {kind} of {gene.symbol}, which was used."),)


def tiers(
    hints: Hints, reference: Reference, options: Options, *, coding: bool
) -> tuple[tuple[Tier, ...], tuple[Issue, ...]]:
    """Return the transcripts a name may mean, in tiers of falling rank, empty tiers left out.

    A named transcript is the only tier. For a gene: the laboratory's own list, then MANE Select, then MANE Plus
    Clinical and the gene's first LRG transcript, then every other.

    Args:
        hints: what the name says, completed by the options.
        reference: the reference data.
        options: for the laboratory's own list.
        coding: whether only coding transcripts will do.

    Raises:
        NoReference: when neither a transcript nor a gene is named.
        ResolveError: when what is named is unknown or not held.
    """
    if hints.transcript is not None:
        transcript, issues = find_transcript(hints.transcript, reference)
        return ((transcript,),), issues
    if hints.gene is None:
        raise NoReference(
            "The position has no reference to count on: neither a sequence nor a gene is named. "
            "Write one before it (STIM1 c.494C>A), or give --gene or --transcript."
        )
    gene, issues = find_gene(hints.gene, reference)
    held = reference.transcripts_of(gene.symbol)
    if coding:
        held = tuple(transcript for transcript in held if transcript.cds is not None)
        if not held:
            raise NoCodingTranscript(
                f"{gene.symbol} has no coding transcript in the reference data in use, hence no c. or p. positions. "
                "Use n. positions, or check the gene."
            )
    return rank(held, options), issues


def rank(transcripts: tuple[Transcript, ...], options: Options) -> tuple[Tier, ...]:
    """Sort a gene's transcripts into tiers, keeping their order inside each; empty tiers are left out."""
    result: list[list[Transcript]] = [[], [], [], []]
    for transcript in transcripts:
        result[get_tier(transcript, options)].append(transcript)
    return tuple(tuple(tier) for tier in result if tier)


def get_tier(transcript: Transcript, options: Options) -> int:
    """Return the rank of a transcript among those of its gene, 0 for one of the laboratory's own list."""
    names = {transcript.accession, split_version(transcript.accession)[0], *transcript.synonyms}
    if not names.isdisjoint(options.transcripts):
        return 0
    if "MANE Select" in transcript.tags:
        return 1
    if "MANE Plus Clinical" in transcript.tags or any(name.endswith("t1") for name in transcript.synonyms):
        return 2
    return 3


def title(transcript: Transcript) -> str:
    """Return a transcript's accession with its rank, as sentences name it."""
    for tag in ("MANE Select", "MANE Plus Clinical"):
        if tag in transcript.tags:
            return f"{transcript.accession} ({tag})"
    return transcript.accession
