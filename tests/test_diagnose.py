"""What a name that does not fit would fit: each hypothesis on real data, and silence where none holds."""

from __future__ import annotations

from functools import cache

import pytest

from synonymizer import Options, Synonymizer, open_reference


@cache
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("NM_003156.3:c.495G>C", "It fits c.497, 2 positions later."),
        ("NP_000537.3:p.Val40Met", "It fits NP_001119587.1."),
        ("NM_003156.3:c.494G>A", "It fits the other strand"),
        ("NM_000492.4:c.621+1G>T", "It fits c.489+1, if it was counted by CFTR numbering"),
        ("NM_003156.3:c.496C>T", "It fits c.494, 2 positions earlier."),
        ("NP_004324.2:p.Val599Glu", "It fits p.600, if it was counted by BRAF numbering"),
        ("STIM1 p.Ala165Gln", "It fits p.163, 2 positions earlier."),
        ("GRCh38 11-4076864-C-A", "the coordinate may be one of GRCh37"),
        ("GRCh38 11-4055633-C-A", None),
        ("GRCh38 7-140753335-A-T", "the coordinate may be 0-based"),
        ("GRCh38 7-140753336-T-A", "It fits the other strand"),
        ("NM_003156.3:c.999999A>G", None),
    ],
)
def test_a_mismatch_says_what_would_fit(text: str, hint: str | None) -> None:
    result = engine().names(text, Options())
    if hint is None:
        assert not any("It fits" in issue.message for issue in result.issues)
        return
    assert result.status == "error"
    assert hint in result.issues[-1].message, result.issues
