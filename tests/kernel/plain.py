"""The kernel as plain Python, whatever is installed: what compiled modules answer is compared with it."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import synonymizer
from synonymizer import kernel
from synonymizer.kernel import shim

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType

KERNEL = "synonymizer.kernel."
KEPT = tuple(f"{KERNEL}{name}" for name in kernel.PLAIN)
"""Modules that are plain in any case; both kernels share their tables."""


def load_plain(name: str) -> ModuleType:
    """Return a module by its full name, imported anew with every module of the kernel as plain Python and no Cython.

    Modules of the kernel and of `synonymizer.batch` are those of the returned module alone.
    """
    finders = [_PlainFinder(), *sys.meta_path]
    with (
        patch.dict(sys.modules, cython=shim),
        patch.dict(vars(synonymizer)),  # an import sets the module in its package
        patch.dict(vars(kernel)),
        patch.object(sys, "meta_path", finders),
    ):
        for held in list(sys.modules):
            if held.startswith((KERNEL, "synonymizer.batch")) and held not in KEPT:
                del sys.modules[held]
        return import_module(name)


class _PlainFinder:
    """Finds the source of the kernel's modules where the import system would prefer what was compiled from it."""

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if not name.startswith(KERNEL):
            return None
        return spec_from_file_location(name, Path(kernel.__path__[0], f"{name.removeprefix(KERNEL)}.py"))
