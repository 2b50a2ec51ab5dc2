"""Compile the kernel where that is possible; without a C compiler the same modules run as plain Python."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from runpy import run_path

from setuptools import Extension, setup

KERNEL = Path("src/synonymizer/kernel")
PLAIN = run_path(str(KERNEL / "__init__.py"))["PLAIN"] | {"__init__"}


def find_extensions() -> list[Extension]:
    """Return the kernel's modules as extensions; none where they are to run as plain Python."""
    if os.environ.get("SYNONYMIZER_PLAIN"):
        return []
    try:
        from Cython.Build import cythonize
    except ImportError:
        return []
    arguments = [] if sys.platform == "win32" else ["-g0"]
    modules = [
        Extension(f"synonymizer.kernel.{path.stem}", [path.as_posix()], extra_compile_args=arguments)
        for path in sorted(KERNEL.glob("*.py"))
        if path.stem not in PLAIN
    ]
    made = list(cythonize(modules, build_dir="build/kernel", language_level=3))
    for extension in made:  # cythonize makes others of those it is given
        extension.optional = True
    return made


setup(ext_modules=find_extensions())
