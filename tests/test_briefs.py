"""The short answer: what it tells of a text, and that asking for less tells the same of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from synonymizer import Synonymizer, open_reference
from synonymizer.briefs import EXTENTS, Extent

TEXTS = (
    "NM_003156.3:c.494C>A",
    "NC_000011.10:g.4055634C>A",
    "11-4055634-C-A",
    "STIM1 c.494C>A (p.Pro165Gln)",
    "STIM1 exon 2 deletion",
    "CFTR F508del",
    "NM_000249.4:c.[677G>A;680T>C]",
    "ENST00000616714.4:c.494C>A",
    "rs6025",
    "KRAS G12",
    "m.3243A>G",
    "16-2088000-G-A",
    "no name at all",
)


@pytest.fixture(scope="module")
def synonymizer() -> Synonymizer:
    return Synonymizer(open_reference())


def test_the_readme_variant_in_short(synonymizer: Synonymizer) -> None:
    brief = synonymizer.brief("STIM1 c.494C>A")
    assert (brief.key, brief.grch38) == ("NC_000011.10:4055633:C:A", "NC_000011.10:g.4055634C>A")
    first = brief.carried[0]
    assert (first.gene, first.coding, first.protein) == (
        "STIM1",
        "NM_001382567.1:c.494C>A",
        "NP_001369496.1:p.(Pro165Gln)",
    )
    assert [one.transcript for one in brief.within("one")] == ["NM_001382567.1"]
    assert len(brief.within("all")) == len(brief.carried) > 1


@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_smaller_extent_tells_the_same_of_what_it_tells(synonymizer: Synonymizer, text: str, extent: Extent) -> None:
    whole, part = synonymizer.brief(text), synonymizer.brief(text, extent=extent)
    assert replace(part, carried=part.within(extent)) == replace(whole, carried=whole.within(extent))


def test_every_transcript_is_told_of_with_its_protein(synonymizer: Synonymizer) -> None:
    brief = synonymizer.brief("NM_003156.3:c.494C>A")
    coding = [one for one in brief.carried if one.coding.split(":")[-1].startswith("c.")]
    assert all(
        one.protein for one in coding if one.consequence == ("missense_variant",) and one.transcript[:3] == "NM_"
    )
