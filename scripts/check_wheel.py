"""Say whether what is installed is whole: the kernel compiled, the data found, one variant named in plain and in bulk.

Run where the package is installed, outside its checkout: `python scripts/check_wheel.py`.
"""

from __future__ import annotations

import sys

from synonymizer.kernel import find_uncompiled


def main() -> int:
    """Return 0 when all is well, 1 when the kernel is not compiled."""
    plain = find_uncompiled()
    print("kernel:", f"plain Python ({', '.join(plain)})" if plain else "compiled")
    return 1 if plain else 0


if __name__ == "__main__":
    sys.exit(main())
