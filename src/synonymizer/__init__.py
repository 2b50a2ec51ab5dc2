"""Any name of a human variant in, every equivalent name out, offline.

>>> from synonymizer import Synonymizer, open_reference
>>> result = Synonymizer(open_reference()).names("STIM1 c.494C>A")
>>> result.readings[0].key
'NC_000011.10:4055633:C:A'

Every public name is loaded when it is first asked for, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from synonymizer import _version

if TYPE_CHECKING:
    from synonymizer.batch.engine import Answers, Engine, Spec
    from synonymizer.errors import (
        DataError,
        MismatchError,
        ParseError,
        ResolveError,
        SynonymizerError,
        UnsupportedError,
        VariantError,
    )
    from synonymizer.frames import annotate_batch
    from synonymizer.identity import Comparison, Grouped, VariantClass, compare, group, summarize
    from synonymizer.model import Choice, Name, Options, Reading, Result
    from synonymizer.pipeline import Synonymizer
    from synonymizer.reference import Reference, open_reference
    from synonymizer.statements import Issue

__version__ = _version.VERSION

__all__ = [
    "Answers",
    "Choice",
    "Comparison",
    "DataError",
    "Engine",
    "Grouped",
    "Issue",
    "MismatchError",
    "Name",
    "Options",
    "ParseError",
    "Reading",
    "Reference",
    "ResolveError",
    "Result",
    "Spec",
    "Synonymizer",
    "SynonymizerError",
    "UnsupportedError",
    "VariantClass",
    "VariantError",
    "__version__",
    "annotate_batch",
    "compare",
    "group",
    "open_reference",
    "summarize",
]

_HOMES = {
    "synonymizer.batch.engine": ("Answers", "Engine", "Spec"),
    "synonymizer.errors": (
        "DataError",
        "MismatchError",
        "ParseError",
        "ResolveError",
        "SynonymizerError",
        "UnsupportedError",
        "VariantError",
    ),
    "synonymizer.frames": ("annotate_batch",),
    "synonymizer.identity": ("Comparison", "Grouped", "VariantClass", "compare", "group", "summarize"),
    "synonymizer.model": ("Choice", "Issue", "Name", "Options", "Reading", "Result"),
    "synonymizer.pipeline": ("Synonymizer",),
    "synonymizer.reference": ("Reference", "open_reference"),
}


def __getattr__(name: str) -> object:
    """Load a public name from its home module."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
