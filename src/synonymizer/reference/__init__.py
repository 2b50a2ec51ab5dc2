"""What the stages ask of reference data, answered from one or several stores.

Stores are asked in order, the most specific first; the first that holds an accession answers. Of what a gene, a place
or an identifier has, each store adds what those before it do not hold, so that a store behind takes nothing away. What
concerns bases and places is `Reference.geometry`.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from synonymizer.errors import UnknownAccession
from synonymizer.facts import find_data
from synonymizer.places import ASSEMBLIES, Assembly, Contig, Transcript, rank_assembly
from synonymizer.recent import Recent
from synonymizer.reference.ranking import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from synonymizer.alleles import KnownAllele
    from synonymizer.places import ExonScheme, Gene, LegacyRule, NamedAllele, Namespace
    from synonymizer.reference.contract import Store
    from synonymizer.reference.disagreement import Disagreement
    from synonymizer.reference.geometry import Geometry

_GENES_KEPT = 1 << 10
_TRANSCRIPTS_KEPT = 1 << 14


def find_embedded() -> str:
    """Return the path of the embedded bundle.

    Raises:
        MissingData: when the installation has lost it.
    """
    return find_data("embedded.bundle")


def open_reference(spec: str | None = None) -> Reference:
    """Open reference data.

    Args:
        spec: references to ask first, as the module `spec` reads them. Those that are settled by environment variables
            and the configuration file follow, then the installed sets and the embedded bundle.

    Raises:
        BadSetting: when the text or a setting is not understood.
        MissingData: when something is not where it was said to be.
        DamagedData: when a file is not what it was said to be, or a broken one.
        BadSource: when annotation or sequences are not in their published format.
        OlderData: when a bundle was written by an older version, whose format is no longer read.
        NewerData: when a bundle was written by a newer version.
    """
    from synonymizer.reference.spec import find_references, open_stores

    return Reference(open_stores(find_references(spec)))


class Reference:
    """Contigs, genes, transcripts and identifiers, as the stages ask for them.

    What was read lately is kept. Not safe to share between threads.
    """

    def __init__(self, stores: tuple[Store, ...]) -> None:
        self.stores = stores
        self._listed: tuple[Contig, ...] | None = None
        self._contigs: dict[str, Contig] | None = None
        self._names: dict[tuple[Assembly, str], Contig] = {}
        self._by_gene: Recent[str, tuple[Transcript, ...]] = Recent(_GENES_KEPT)
        self._disagreements: Recent[str, Disagreement | None] = Recent(_TRANSCRIPTS_KEPT)
        self._assemblies: tuple[Assembly, ...] | None = None
        self._geometry: Geometry | None = None

    @property
    def geometry(self) -> Geometry:
        """Sequences and where they lie on each other; loaded when first asked for, which a mere look-up never does."""
        if self._geometry is None:
            from synonymizer.reference.geometry import Geometry

            self._geometry = Geometry(self)
        return self._geometry

    @property
    def description(self) -> str:
        """Name, release and digest of the data that answers first."""
        return self.stores[0].description

    # ---- contigs

    def contigs(self) -> tuple[Contig, ...]:
        """Return every contig that a store knows of, each once: GRCh38 first, in karyotype order."""
        if self._listed is None:
            found = {(contig.assembly, contig.accession): contig for store in self.stores for contig in store.contigs()}
            self._listed = tuple(sorted(found.values(), key=lambda contig: rank_assembly(contig.assembly)))
        return self._listed

    def _load_contigs(self) -> dict[str, Contig]:
        if self._contigs is None:
            self._contigs = {}
            for contig in self.contigs():
                self._contigs.setdefault(contig.accession, contig)
                self._names[contig.assembly, contig.name.upper()] = contig
        return self._contigs

    def assemblies(self) -> tuple[Assembly, ...]:
        """Return the assemblies that may be meant where none is stated, the one to try first in front.

        Those are human's, unless the store that is asked first holds another organism.
        """
        if self._assemblies is None:
            own = self.stores[0].assemblies()
            self._assemblies = tuple(sorted(own)) if own and own.isdisjoint(ASSEMBLIES) else ASSEMBLIES
        return self._assemblies

    def find_contig(self, accession: str) -> Contig | None:
        """Return a contig by its accession, None when it is none."""
        return self._load_contigs().get(accession)

    def find_contig_by_name(self, name: str, assembly: Assembly) -> Contig | None:
        """Return a contig of an assembly by its name, with or without `chr`; M is the mitochondrial genome."""
        self._load_contigs()
        bare = (name[3:] if name[:3].lower() == "chr" else name).upper()
        return self._names.get((assembly, "MT" if bare == "M" else bare))

    # ---- genes and transcripts

    def find_gene(self, symbol: str) -> Gene | None:
        """Return a gene by its approved, previous or alias symbol; one that is installed is preferred."""
        known: Gene | None = None
        for store in self.stores:
            gene = store.find_gene(symbol)
            if gene is not None and gene.installed:
                return gene
            known = known or gene
        return known

    def genes(self) -> tuple[str, ...]:
        """Return the symbols of all installed genes, sorted."""
        return tuple(sorted({symbol for store in self.stores for symbol in store.genes()}))

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        """Return the transcripts of a gene by its approved symbol: MANE Select first, then by rank."""
        found = self._by_gene.get(symbol)
        if found is None:
            found = self._join(lambda store: store.transcripts_of(symbol))
            self._by_gene[symbol] = found
        return found

    def find_transcript(self, accession: str) -> Transcript | None:
        """Return a transcript by accession.version or LRG name."""
        return next(filter(None, (store.find_transcript(accession) for store in self.stores)), None)

    def find_holder(self, accession: str) -> Store | None:
        """Return the store whose transcript of an accession is the one in use."""
        return next((store for store in self.stores if store.find_transcript(accession) is not None), None)

    def transcripts_on(self, home: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Return the transcripts of a home sequence that overlap or touch [start, end], those of a gene by rank."""
        return self._join(lambda store: store.transcripts_on(home, start, end))

    def transcripts_told_on(self, home: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Return the transcripts that any store has there, each as the first store has it, whose home may be another.

        A message that is its own home has no introns, in which a store behind may well have the transcript.
        """
        found = {one.accession: one for one in self.transcripts_on(home, start, end)}
        if len(self.stores) > 1:
            for store in self.stores:
                for one in store.transcripts_on(home, start, end):
                    if one.accession not in found:
                        found[one.accession] = self.find_transcript(one.accession) or one
        return tuple(found.values())

    def _join(self, ask: Callable[[Store], tuple[Transcript, ...]]) -> tuple[Transcript, ...]:
        """Return what stores tell of transcripts, each as the first store has it that holds it at all."""
        found = list(ask(self.stores[0]))
        added = 0
        for turn, store in enumerate(self.stores[1:], start=1):
            before = self.stores[:turn]
            new = [one for one in ask(store) if not any(other.find_transcript(one.accession) for other in before)]
            added += bool(found and new)
            found += new
        return tuple(sorted(found, key=rank)) if added else tuple(found)

    def disagreeing(self, accession: str) -> Disagreement | None:
        """Return how two stores differ about a transcript that both hold, None where no two do."""
        if len(self.stores) == 1:
            return None
        if accession not in self._disagreements:
            from synonymizer.reference.disagreement import find_disagreement  # one store cannot disagree

            self._disagreements[accession] = find_disagreement(accession, self.stores)
        return self._disagreements[accession]

    def message(self, accession: str) -> str | None:
        """Return the bases of a message, of which no transcript need be held."""
        return next(filter(None, (store.message(accession) for store in self.stores)), None)

    def transcripts_of_protein(self, accession: str) -> tuple[Transcript, ...]:
        """Return the transcripts that make a protein, by its accession.version or LRG name."""
        return self._join(lambda store: store.transcripts_of_protein(accession))

    def versions(self, accession: str) -> tuple[str, ...]:
        """Return the held versions of an accession given without one, newest first."""
        found = {name for store in self.stores for name in store.versions(accession)}
        return tuple(sorted(found, key=lambda name: -int(name.rpartition(".")[2])))

    # ---- sequences

    def find_source(self, accession: str) -> str | None:
        """Return the accession under which a genomic sequence is stored (NG_ for an LRG), None when it is not."""
        return next(filter(None, (store.find_source(accession) for store in self.stores)), None)

    def source_names(self, accession: str) -> tuple[str, ...]:
        """Return every accession of a stored sequence."""
        return self.owner(accession).source_names(accession)

    def owner(self, source: str) -> Store:
        """Return the store that stores a sequence.

        Raises:
            UnknownAccession: when none does.
        """
        for store in self.stores:
            if store.find_source(source) is not None:
                return store
        raise UnknownAccession(f"{source} is not in the reference data in use.")

    # ---- identifiers

    def known_alleles(self, namespace: Namespace, value: int) -> tuple[KnownAllele, ...]:
        """Return the alleles a public identifier points at, in genomic order."""
        return _merge(store.known_alleles(namespace, value) for store in self.stores)

    def known_over(self, contig: str, start: int, end: int) -> tuple[KnownAllele, ...]:
        """Return the alleles with public identifiers whose justified interval touches a place of a contig."""
        return _merge(store.known_over(contig, start, end) for store in self.stores)

    def merged_into(self, namespace: Namespace, value: int) -> int | None:
        """Return the identifier that replaced a retired one, None when nothing is known to have."""
        return next(filter(None, (store.merged_into(namespace, value) for store in self.stores)), None)

    def merged_from(self, namespace: Namespace, value: int) -> tuple[int, ...]:
        """Return the retired identifiers that one replaced, in ascending order."""
        return tuple(sorted({old for store in self.stores for old in store.merged_from(namespace, value)}))

    def find_uniprot(self, accession: str) -> str | None:
        """Return the approved symbol of the gene of a UniProt entry, by its accession without isoform."""
        return next(filter(None, (store.find_uniprot(accession) for store in self.stores)), None)

    # ---- how positions and exons were once counted

    def legacy_rules(self, gene: str) -> tuple[LegacyRule, ...]:
        """Return the older ways to count the positions of a gene, by its approved symbol."""
        return next(filter(None, (store.legacy_rules(gene) for store in self.stores)), ())

    def exon_schemes(self, gene: str) -> tuple[ExonScheme, ...]:
        """Return the older numberings of the exons of a gene, by its approved symbol."""
        return next(filter(None, (store.exon_schemes(gene) for store in self.stores)), ())

    # ---- what people called variants

    def names_of(self, key: str) -> tuple[NamedAllele, ...]:
        """Return the names people gave the allele of a key."""
        return tuple(dict.fromkeys(named for store in self.stores for named in store.names_of(key)))


def _merge(told: Iterable[tuple[KnownAllele, ...]]) -> tuple[KnownAllele, ...]:
    """Return the alleles of several stores, each once, with every identifier that any of them knows."""
    kept = [alleles for alleles in told if alleles]
    if len(kept) < 2:
        return kept[0] if kept else ()
    found: dict[tuple[str, int, int, str], list[KnownAllele]] = {}
    for one in chain.from_iterable(kept):
        there = found.setdefault((one.sequence, one.start, one.end, one.inserted), [])
        joined = next(((turn, both) for turn, known in enumerate(there) if (both := known.join(one))), None)
        if joined is None:
            there.append(one)
        else:
            there[joined[0]] = joined[1]
    return tuple(one for place in sorted(found) for one in found[place])
