"""What a store answers that knows no identifiers and nothing of the literature."""

# ruff: noqa: ARG002 - what is asked makes no difference

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synonymizer.alleles import KnownAllele
    from synonymizer.places import ExonScheme, LegacyRule, NamedAllele, Namespace


class Factless:
    """The part of a store that is about facts, of which it has none."""

    def known_alleles(self, namespace: Namespace, value: int) -> tuple[KnownAllele, ...]:
        """Return none."""
        return ()

    def known_over(self, contig: str, start: int, end: int) -> tuple[KnownAllele, ...]:
        """Return none."""
        return ()

    def merged_into(self, namespace: Namespace, value: int) -> int | None:
        """Return None."""
        return None

    def merged_from(self, namespace: Namespace, value: int) -> tuple[int, ...]:
        """Return none."""
        return ()

    def find_uniprot(self, accession: str) -> str | None:
        """Return None."""
        return None

    def legacy_rules(self, gene: str) -> tuple[LegacyRule, ...]:
        """Return none."""
        return ()

    def exon_schemes(self, gene: str) -> tuple[ExonScheme, ...]:
        """Return none."""
        return ()

    def names_of(self, key: str) -> tuple[NamedAllele, ...]:
        """Return none."""
        return ()
