"""The hot loops of the batch engine: columns in, columns out, the interpreter's lock released.

Every module but `tables` and `shim` is written in Cython's pure-Python mode: compiled where a C compiler is present at
installation, plain Python otherwise, from one source that gives the same answers. Each function takes tables of columns
(`tables`), works through all rows and fills the columns of another table. What it does not cover it says so in the
column `state` of the row, and never approximates: such a row takes the pipeline, which is the program's meaning.

The stages, in the order of the road:

    names, vcf_lines   text → Names, Alleles      plain HGVS names, SPDI and coordinates; lines of VCF files
    labels             Names → Names              what the label before each name names
    messages           Names → Alleles            c. and n. names onto their contig
    outside            Alleles → Alleles          where nothing is held
    places             Alleles → Places           the bases fit, trimmed, slid both ways, kind; both assemblies
    joins              Places → Hits              the transcripts over each place, first and last base of each name
    proteins           Hits → Proteins            what the edit makes of the protein
    effects            Hits, Proteins → Hits      Sequence Ontology terms
    writing, residues  → Column                   SPDI, names of DNA and RNA; names of proteins
    digests            → Column                   VRS identifiers
    lines              Column → bytes             rows put together; `vcf_lines` does it for VCF records

`known` is a road of its own: VCF lines → alleles with public identifiers, for who builds a bundle of them. All of them
share `bases`, `search`, `digits` and `buffers`; `unpack` and `laying` fill reference data in.
"""

from __future__ import annotations

from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pkgutil import iter_modules

PLAIN = frozenset({"shim", "tables"})
"""Modules that hold no loops, and are never compiled."""


def find_uncompiled() -> tuple[str, ...]:
    """Return the names of the kernel's modules that run as plain Python, though they need not."""
    names = sorted(module.name for module in iter_modules(__path__) if module.name not in PLAIN)
    return tuple(name for name in names if not _is_compiled(name))


def _is_compiled(name: str) -> bool:
    spec = find_spec(f"{__name__}.{name}")
    return spec is not None and (spec.origin or "").endswith(tuple(EXTENSION_SUFFIXES))
