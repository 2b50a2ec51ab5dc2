"""Say whether what is installed is whole: the kernel compiled, the data found, a variant named alone and in columns.

Run where the package is installed, outside its checkout: `python scripts/check_wheel.py`.
"""

from __future__ import annotations

import sys

from synonymizer import Engine, Spec, Synonymizer, open_reference
from synonymizer.kernel import find_uncompiled
from synonymizer.kernel.tables import DONE, make_column

VARIANT = "NM_003156.3:c.494C>A"


def main() -> int:
    """Return 0 when all is well, 1 when the kernel is not compiled or does not answer as the pipeline does."""
    plain = find_uncompiled()
    print("kernel:", f"plain Python ({', '.join(plain)})" if plain else "compiled")
    alone = Synonymizer(open_reference()).brief(VARIANT).key
    answers = Engine(Spec(fields=("key",))).answer_texts(make_column([VARIANT]))
    in_columns = answers.columns["key"].text(0) if answers.state[0] == DONE else "not covered"
    print(f"{VARIANT}: {alone} alone, {in_columns} in columns")
    return 0 if not plain and alone and alone == in_columns else 1


if __name__ == "__main__":
    sys.exit(main())
