"""A name is proved by being read back: with what it says, and its gene where it needs that, it must mean the change.

A name on an accession or at coordinates is true by its writer, which tests prove over real variants. A name that rests
on what a reader would take it for (by a gene alone, or by no reference at all) is tried whenever it is to be printed;
one that means another change first, or none, is no name of this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from synonymizer.agreement import agrees, find_made
from synonymizer.alleles import Allele
from synonymizer.errors import VariantError
from synonymizer.identify import identify, parse_in_gene
from synonymizer.model import Options, ProteinChange, SetProjection
from synonymizer.resolve.lookup import merge_hints
from synonymizer.spelling.accessions import holds_accession
from synonymizer.statements import StatedProtein

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Name, NameClass, Projection
    from synonymizer.normalize import Normal
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression, ProteinEdit

_BY_LAW: frozenset[NameClass] = frozenset({"coordinate", "identifier"})


class Proof(NamedTuple):
    """The names that lead back to the change, and those that do not."""

    proved: tuple[Name, ...]
    lost: tuple[Name, ...]


def prove(
    names: Iterable[Name],
    normal: Normal,
    projections: tuple[Projection, ...],
    reference: Reference,
    *,
    gene: str | None,
    is_whole: bool = False,
) -> Proof:
    """Part the names of a change that lead back to it from those that do not, both in the order given.

    A name of an allele or of exons must mean the change first of all; one of a protein change must have it among its
    meanings, or say the very protein change that it makes, since not every allele that makes one is listed. Of other
    scopes it is asked that the name can be read.

    Args:
        names: the names.
        normal: the change.
        projections: the change on every axis, which hold the proteins it makes.
        reference: the reference data.
        gene: the gene of the reading, for names that need it.
        is_whole: whether names that are true by their writer are tried too.
    """
    trial = _Trial(normal, projections, reference)
    proved: list[Name] = []
    lost: list[Name] = []
    for name in names:
        is_proved = not (is_whole or rests_on_reading(name)) or trial.leads_back(name, gene)
        (proved if is_proved else lost).append(name)
    return Proof(tuple(proved), tuple(lost))


def rests_on_reading(name: Name) -> bool:
    """Whether a name says less than its writer knew: it has no accession and no coordinates.

    Nor does one that is computed on a message, which does not say on which side of a junction of exons its bases are.

    >>> from synonymizer.model import Name
    >>> [rests_on_reading(Name(text, "hgvs", "c")) for text in ("NM_003156.3:c.494C>A", "STIM1:c.494C>A")]
    [False, True]
    """
    if name.cls == "computed":
        return name.level in {"c", "n"}
    if name.cls in _BY_LAW:
        return False
    return name.cls != "hgvs" or not holds_accession(name.text)


class _Trial:
    """Names of one change, read back one by one; what is said in the same way is resolved once."""

    def __init__(self, normal: Normal, projections: tuple[Projection, ...], reference: Reference) -> None:
        self._normal = normal
        self._projections = projections
        self._reference = reference
        self._proteins: dict[str, tuple[ProteinEdit, str]] | None = None
        self._found: dict[tuple[object, ...], tuple[Normal, ...]] = {}

    def leads_back(self, name: Name, gene: str | None) -> bool:
        """Whether a name has the meaning that its scope asks for."""
        options = Options(gene=gene if name.needs == "gene" else None, surveys=False)
        try:
            expressions = parse_in_gene(name.text, self._reference, options)
        except VariantError:
            return False
        if name.scope in {"position", "category"}:
            return True
        said = tuple(_tell_apart(one, options) for one in expressions)
        found = self._found.get(said)
        if found is None:
            found = self._found[said] = identify(expressions, self._reference, options)
        if name.scope in {"allele", "exon"}:
            return bool(found) and found[0].key == self._normal.key
        return any(one.key == self._normal.key for one in found) or any(
            self._is_made(edit, transcript) for edit, transcript in _find_stated(name, expressions, found)
        )

    def _is_made(self, edit: ProteinEdit, transcript: str | None) -> bool:
        """Whether the change makes a protein change of a transcript."""
        if self._proteins is None:
            self._proteins = dict(_find_proteins(self._projections, self._reference))
        made = self._proteins.get(transcript or "")
        return made is not None and agrees(edit, *made)


def _find_stated(
    name: Name, expressions: tuple[Expression, ...], found: tuple[Normal, ...]
) -> Iterator[tuple[ProteinEdit, str | None]]:
    """Yield the protein changes that a name means; where it means alleles, those that it states."""
    changes = [one.change for one in found if isinstance(one.change, ProteinChange)]
    yield from ((change.edit, change.transcript) for change in changes)
    if not changes and any(isinstance(one.change, Allele) for one in found):
        yield from ((one.stated.edit, name.transcript) for one in expressions if isinstance(one.stated, StatedProtein))


def _tell_apart(expression: Expression, options: Options) -> tuple[object, ...]:
    """Return all that the meaning of an expression depends on: not how it is spelled, nor where it states its gene."""
    has_one_flank = any(issue.code == "W1009" for issue in expression.issues)
    hints = merge_hints(expression.hints, options)
    return expression.notation, expression.stated, hints, expression.is_fallback and options.gene, has_one_flank


def _find_proteins(
    projections: Iterable[Projection], reference: Reference
) -> Iterator[tuple[str, tuple[ProteinEdit, str]]]:
    """Yield each transcript whose protein a change changes, with the protein change and the residues it is made in."""
    for projection in projections:
        if isinstance(projection, SetProjection):
            yield from _find_proteins(projection.whole, reference)
            continue
        transcript, edit = find_made(projection) or (None, None)
        if transcript is not None and edit is not None:
            yield transcript.accession, (edit, reference.geometry.protein(transcript))
