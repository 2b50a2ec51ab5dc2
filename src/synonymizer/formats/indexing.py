"""The index of a VCF file that is sorted by place and in blocked gzip, which finds its records by their places."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer.errors import BadSource

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIX = ".tbi"


def make_indexer(output: Path) -> Callable[[Path], None]:
    """Return what makes the tabix index of a file that will be called `output`, and puts it beside that."""

    def index(path: Path) -> None:
        """Index a file.

        Raises:
            BadSource: when its records are not sorted by place.
        """
        import pysam

        made = Path(f"{path}{SUFFIX}")
        pysam.set_verbosity(0)  # what goes wrong is said below
        try:
            pysam.tabix_index(os.fspath(path), preset="vcf", keep_original=True, force=True)
            made.replace(f"{os.path.realpath(output)}{SUFFIX}")
        except OSError:
            message = f"{output} cannot be indexed: its records are not sorted by contig and position."
            raise BadSource(f"{message} Sort it (bcftools sort), or leave out --index.") from None
        finally:
            made.unlink(missing_ok=True)

    return index
