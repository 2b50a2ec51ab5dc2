"""What a block of answers says of itself."""

from __future__ import annotations

import random
from array import array
from collections import Counter

from synonymizer.batch.engine import Answers
from synonymizer.kernel.tables import DONE, NOT_HELD, OUTSIDE, make_column

CODES = ("E1001", "E1000", "W0001", "W2015", "E9001")


def test_rows_and_their_codes_are_counted() -> None:
    chance = random.Random(3)
    for size in (0, 1, 2, 300):
        said = [chance.sample(CODES, chance.choice((0, 0, 1, 2, 5))) for _ in range(size)]
        status = chance.choices(("ok", "ambiguous", "error"), k=size)
        state = bytearray(chance.choices((DONE, OUTSIDE, NOT_HELD), k=size))
        columns = {"status": make_column(status), "codes": make_column([",".join(codes) for codes in said])}
        tally = Answers(size, columns, array("q", [0]) * size, state).count()
        assert tally == Counter(code for codes in said for code in codes) + Counter(
            rows=size, answered=size - status.count("error"), covered=list(state).count(DONE)
        )
