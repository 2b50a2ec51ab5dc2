"""What `--reference` takes: references joined by commas, the most specific first, each of parts joined by plus signs.

    SPEC       reference,reference…
    reference  part+part…
    part       kind:value, the name of an installed set, or the path of a bundle

    bundle:mine.bundle   embedded   lrg,fasta:GRCh38.fa.gz+gff3:genes.gff3   seqrepo:/data/2024-12-20+cdot:all.json.gz
    uta:postgresql://reader@host/uta/uta_20241220+seqrepo:/data/2024-12-20

A comma or plus sign in a path is written `%2C` or `%2B` (and a percent sign before such digits `%25`), or as it is
where the file exists. In a UTA address, which has escapes of its own, they end the address only where a kind follows.
`embedded`, which comes last by itself, is the last where it is written: nothing that is settled elsewhere is asked.
Backends are imported when their part is used.
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.errors import BadSetting, MissingData
from synonymizer.reference import find_embedded
from synonymizer.reference.settings import EMBEDDED, find_installed, read_settings
from synonymizer.reference.store import Bundle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synonymizer.places import Contig
    from synonymizer.reference.contract import Annotation, Bases, Store

ANNOTATIONS = ("gff3", "gtf", "cdot", "uta")
SEQUENCES = ("fasta", "rna", "protein", "seqrepo")
KINDS = ("bundle", *SEQUENCES, *ANNOTATIONS, "vcf")

_KIND = re.compile(rf"({'|'.join(KINDS)}):", re.ASCII)
_UNKNOWN = re.compile(r"([a-z][a-z0-9+.-]+):", re.ASCII | re.IGNORECASE)
"""A kind has two letters at least: one alone is a drive of Windows."""

_SEPARATOR = re.compile("([,+])")
_ESCAPES = (("%2C", ","), ("%2B", "+"), ("%25", "%"))


class Part(NamedTuple):
    """A part of a reference: its kind and its path or address."""

    kind: str
    value: str

    @property
    def shown(self) -> str:
        """The part as messages name it; an address keeps its password and its options to itself."""
        if self.kind != "uta":
            return f"{self.kind}:{self.value}"
        from synonymizer.reference.addresses import hide_passwords  # bundles have none

        return hide_passwords(f"uta:{self.value}").partition("?")[0]


Parts = tuple[Part, ...]
"""A reference."""

EMBEDDED_BUNDLE = Part("bundle", EMBEDDED)


def parse_spec(text: str) -> tuple[Parts, ...]:
    """Return the references that a text names, most specific first; paths are absolute.

    >>> [[part.shown for part in parts] for parts in parse_spec("fasta:/GRCh38.fa+gff3:/genes.gff3,embedded")]
    [['fasta:/GRCh38.fa', 'gff3:/genes.gff3'], ['bundle:embedded']]

    Raises:
        BadSetting: when a part is of no known kind, or empty.
        MissingData: when a word is neither a file nor an installed set.
    """
    references: list[list[Part]] = []
    for separator, word in _split(text):
        if separator == ",":
            references.append([])
        elif not word or not references[-1]:
            raise BadSetting("A reference has an empty part beside a plus sign. Write a kind and a path on both sides.")
        references[-1].extend(_read_part(word) if word else ())
    return tuple(tuple(parts) for parts in references if parts)


def _split(text: str) -> Iterable[tuple[str, str]]:
    """Yield the words of a text, each with the separator before it."""
    pieces = _SEPARATOR.split(text)
    at = 0
    while at < len(pieces):
        end = _find_end(pieces, at)
        yield pieces[at - 1] if at else ",", "".join(pieces[at:end]).strip()
        at = end + 1


def _find_end(pieces: list[str], at: int) -> int:
    """Return behind which piece a word ends: separators within it are those of an address, or of a file that exists."""
    if pieces[at].lstrip().startswith("uta:"):
        following = range(at + 2, len(pieces), 2)
        return next((word - 1 for word in following if _KIND.match(pieces[word].lstrip())), len(pieces))
    ends = range(len(pieces), at + 1, -2)
    return next((end for end in ends if os.path.exists(_find_file("".join(pieces[at:end])))), at + 1)


def _find_file(word: str) -> str:
    """Return the absolute path that a word names, with or without its kind; escapes are read where no file has them."""
    path = os.path.abspath(os.path.expanduser(_KIND.sub("", word.strip(), count=1)))
    if os.path.exists(path):
        return path
    for escape, character in _ESCAPES:
        path = path.replace(escape, character)
    return path


def _read_part(word: str) -> Parts:
    """Return the part that a word is, or the parts of the installed set that it names."""
    kind, _, value = word.partition(":")
    if not _KIND.match(word):
        if _UNKNOWN.match(word) and not os.path.exists(word):
            raise BadSetting(
                f"{kind} is no kind of reference data. Write {', '.join(f'{known}:' for known in KINDS)} and a path "
                "or address, the name of an installed set, or the path of a bundle."
            )
        kind, value = "bundle", word
    if not value.strip():
        raise BadSetting(f"The part {kind}: names nothing. Write a path or address behind it.")
    if kind == "uta":
        return (Part(kind, value),)
    if kind == "bundle" and not os.path.dirname(value):
        return _find_named(value)
    return (Part(kind, _find_file(value)),)


def _find_named(name: str) -> Parts:
    """Return the parts of the installed set of a name, or the bundle of that name in the current folder."""
    if name == EMBEDDED:
        return (EMBEDDED_BUNDLE,)
    path = _find_file(name)
    if os.path.exists(path):
        return (Part("bundle", path),)
    for found in find_installed(read_settings().folder):
        if found.name == name:
            return tuple(Part(*part) for part in found.parts)
    raise MissingData(f"{name} is neither a file nor an installed set. Check the path, or see: synonymizer data list")


def write_spec(references: Iterable[Parts]) -> str:
    """Return the text that names references.

    >>> write_spec([(Part("fasta", "/a,b.fa"), Part("gff3", "/c.gff3")), (EMBEDDED_BUNDLE,)])
    'fasta:/a%2Cb.fa+gff3:/c.gff3,bundle:embedded'
    """
    return ",".join("+".join(f"{part.kind}:{_escape(part)}" for part in parts) for parts in references)


def _escape(part: Part) -> str:
    value = part.value
    if part.kind != "uta":
        for escape, character in reversed(_ESCAPES):
            value = value.replace(character, escape)
    return value


def find_references(text: str | None = None) -> tuple[Parts, ...]:
    """Return every reference that is asked, each once and in order.

    Those of `text` come first, then those of `SYNONYMIZER_REFERENCE` and of the configuration file, installed sets by
    their number, and the embedded bundle. Where one of them names the embedded bundle, what comes after is not asked.

    Raises:
        BadSetting: when a text or setting is not understood.
        MissingData: when a word is neither a file nor an installed set.
        DamagedData: when what is installed cannot be told.
    """
    found = parse_spec(text) if text else ()
    if (EMBEDDED_BUNDLE,) not in found:
        settings = read_settings()
        for settled in settings.references:
            found += parse_spec(settled)
            if (EMBEDDED_BUNDLE,) in found:
                break
        else:
            installed = (each for each in find_installed(settings.folder) if each.is_reference)
            found += (*(tuple(Part(*part) for part in each.parts) for each in installed), (EMBEDDED_BUNDLE,))
    return tuple(dict.fromkeys(found))


def open_stores(references: Iterable[Parts]) -> tuple[Store, ...]:
    """Open references, each of which is a store or, where it describes several assemblies, one for each of them.

    Raises:
        BadSetting: when the parts of a reference make none together.
        DataError: when something cannot be opened.
    """
    with ExitStack() as opened:
        stores: list[Store] = []
        for parts in references:
            for store in _open(parts):
                opened.callback(store.close)
                stores.append(store)
        opened.pop_all()
    return tuple(stores)


def _open(parts: Parts) -> tuple[Store, ...]:
    annotations, sequences = ([part for part in parts if part.kind in kinds] for kinds in (ANNOTATIONS, SEQUENCES))
    for part in parts:
        if part.kind == "vcf":
            raise BadSetting(f"{part.shown} holds identifiers, which a bundle is built of: synonymizer data build")
        if part.kind == "bundle" and len(parts) > 1:
            raise BadSetting(f"{part.shown} is a reference by itself. Join it to the others by a comma.")
    if parts[0].kind == "bundle":
        path = parts[0].value
        return (Bundle.open(find_embedded() if path == EMBEDDED else path),)
    if len(annotations) > 1:
        raise BadSetting(
            f"{annotations[0].shown} and {annotations[1].shown} are two annotations, and a reference has one. "
            "Join them by a comma, each with its sequences."
        )
    if all(part.kind == "protein" for part in sequences):
        raise BadSetting(f"{parts[0].shown} holds no bases. Add those of its genome: +fasta:PATH or +seqrepo:PATH")
    return _read_live(annotations, sequences, " + ".join(part.shown for part in parts))


def _read_live(annotations: list[Part], sequences: list[Part], path: str) -> tuple[Store, ...]:
    from synonymizer.reference.live import Live

    with closing(Bundle.open(find_embedded())) as embedded:
        known = embedded.contigs()
    read: tuple[Annotation | None, ...] = _read_annotations(annotations[0], known) if annotations else (None,)
    bases = tuple(_open_sequences(part, residues=False) for part in sequences if part.kind != "protein")
    proteins = [_open_sequences(part, residues=True) for part in sequences if part.kind in ("protein", "seqrepo")]
    return tuple(
        Live(each, bases, each.assembly if each else None, known, path, proteins=proteins[0] if proteins else None)
        for each in read
    )


def _open_sequences(part: Part, *, residues: bool) -> Bases:
    if part.kind == "seqrepo":
        from synonymizer.reference.seqrepo import SeqRepo

        return SeqRepo.open(part.value, residues=residues)
    from synonymizer.reference.fasta import Fasta

    return Fasta.open(part.value, residues=residues)


def _read_annotations(part: Part, known: tuple[Contig, ...]) -> tuple[Annotation, ...]:
    match part.kind:
        case "gff3":
            from synonymizer.reference.gff3 import read_gff3

            return (read_gff3(part.value),)
        case "gtf":
            from synonymizer.reference.gtf import read_gtf

            return (read_gtf(part.value),)
        case "cdot":
            from synonymizer.reference.cdot import read_cdot

            return read_cdot(part.value)
        case _:
            from synonymizer.reference.uta import open_uta

            return open_uta(part.value, known)
