"""Gene symbols: approved, previous and alias, from HGNC and, where it is newer, MANE.

The two files differ in age, so genes are joined by Ensembl gene id, and by symbol only where HGNC records no id; a gene
that MANE calls by a newer symbol keeps HGNC's as a previous one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synonymizer.build.sources import open_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from synonymizer.reference.store import Bundle

_COLUMNS = ("Approved Symbol", "Previous Symbols", "Synonyms", "Ensembl Gene ID")


@dataclass(slots=True)
class SymbolRow:
    """A gene while symbols are gathered; previous and alias symbols in the order of their source."""

    symbol: str
    ensembl: str = ""
    previous: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


def read_hgnc(path: Path) -> tuple[SymbolRow, ...]:
    """Read HGNC's table of approved symbols with their previous symbols and synonyms.

    Raises:
        BadSource: when the file is not in its published format.
    """
    with open_table(path, "an HGNC table", _COLUMNS) as rows:
        return tuple(
            SymbolRow(symbol, ensembl, _names(previous), _names(aliases)) for symbol, previous, aliases, ensembl in rows
        )


def list_genes(bundle: Bundle) -> tuple[SymbolRow, ...]:
    """Return the genes that a bundle knows of."""
    return tuple(
        SymbolRow(gene.symbol, gene.ensembl, list(gene.previous), list(gene.aliases)) for gene in bundle.known_genes()
    )


def _names(text: str) -> list[str]:
    return [name for name in (part.strip() for part in text.split(",")) if name]


class Symbols:
    """All known genes by symbol and by Ensembl gene id."""

    def __init__(self, rows: Iterable[SymbolRow]) -> None:
        self._rows = {row.symbol: row for row in rows}
        self._by_ensembl = {row.ensembl: row for row in self._rows.values() if row.ensembl}
        self._previous: dict[str, list[SymbolRow]] = {}
        self._aliases: dict[str, list[SymbolRow]] = {}
        for row in self._rows.values():
            for listed, names in ((self._previous, row.previous), (self._aliases, row.aliases)):
                for name in dict.fromkeys(names):
                    listed.setdefault(name, []).append(row)

    def __iter__(self) -> Iterator[SymbolRow]:
        """Yield the genes in order of symbol."""
        return iter(sorted(self._rows.values(), key=lambda row: row.symbol))

    def update(self, symbol: str, ensembl: str) -> None:
        """Take a gene's present symbol from a newer source; a gene known by neither symbol nor id is added."""
        row = self._rows.get(symbol)
        if row is None:
            row = self._by_ensembl.get(ensembl) or self._find_listed(symbol, without_ensembl=True)
            if row is None:
                row = SymbolRow(symbol)
            else:
                del self._rows[row.symbol]
                row.previous.insert(0, row.symbol)
                self._previous.setdefault(row.symbol, []).append(row)
                row.symbol = symbol
            self._rows[symbol] = row
        if ensembl:
            row.ensembl = ensembl
            self._by_ensembl[ensembl] = row

    def get_current(self, symbol: str, ensembl: tuple[str, ...]) -> SymbolRow:
        """Return the gene that an older source calls `symbol`; one never heard of is added."""
        row = next((self._by_ensembl[gene] for gene in ensembl if gene in self._by_ensembl), None)
        row = row or self.find(symbol)
        if row is None:
            self.update(symbol, ensembl[0] if ensembl else "")
            return self._rows[symbol]
        if symbol not in (row.symbol, *row.previous, *row.aliases):
            row.previous.append(symbol)
            self._previous.setdefault(symbol, []).append(row)
        return row

    def find(self, symbol: str) -> SymbolRow | None:
        """Return the gene of an approved symbol, or else the only one of a previous, or else of an alias symbol."""
        return self._rows.get(symbol) or self._find_listed(symbol, without_ensembl=False)

    def _find_listed(self, symbol: str, *, without_ensembl: bool) -> SymbolRow | None:
        for listed in (self._previous, self._aliases):
            rows = [row for row in listed.get(symbol, ()) if not (without_ensembl and row.ensembl)]
            if rows:
                return rows[0] if len(rows) == 1 else None
        return None
