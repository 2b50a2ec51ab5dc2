"""Print size and sha256 of the files of sets whose sha256 the table lacks: `python scripts/pin_sets.py [SET]...`.

Files are downloaded into a temporary folder, compared with what their publishers tell, and thrown away; what is printed
goes into `install/sets.py`. For maintainers, when a release is pinned.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from synonymizer.errors import DataError
from synonymizer.install.download import Downloader
from synonymizer.install.fetching import Fetcher
from synonymizer.install.mirror import read_mirror
from synonymizer.install.sets import SETS, get_set


def main() -> int:
    """Print a line for every file, and return 1 when one cannot be had."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help="the sets; all when none is named")
    parser.add_argument("--mirror", default="", metavar="URL", help="where files are looked for instead")
    arguments = parser.parse_args()
    failed = 0
    for data_set in map(get_set, arguments.sets or SETS):
        if data_set.making == "snapshot" or all(file.sha256 for file in data_set.files):
            continue
        fetcher = Fetcher(read_mirror(arguments.mirror), Downloader(), lambda *_: None)
        try:
            for located in fetcher.locate(data_set, data_set.release):
                with TemporaryDirectory() as folder:
                    brought = fetcher.bring(located, data_set, data_set.release, Path(folder))
                print(data_set.name, brought.url, brought.size, brought.sha256, brought.checked, sep="\t")
        except DataError as error:
            print(f"{data_set.name}: {error.message}", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
