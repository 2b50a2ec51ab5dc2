"""Protein changes as papers spell them: every style by its text, labelled, for the main transcript alone."""

from __future__ import annotations

import pytest

from synonymizer.model import EventProjection, ProteinProjection, TranscriptProjection
from synonymizer.notations.protein_names import write
from synonymizer.statements import Bounds, Count, Point, ProteinEdit
from tests.notations.samples import FIXED, SELECT

MISSENSE = ProteinEdit("sub", 164, 164, "P", "P", "Q", predicted=True)
NONSENSE = ProteinEdit("sub", 178, 178, "R", "R", "*", predicted=True)
SILENT = ProteinEdit("identity", 164, 164, "P", "P", predicted=True)
FRAMESHIFT = ProteinEdit("frameshift", 425, 425, "K", "K", "R", 23, predicted=True)
OPEN_FRAMESHIFT = ProteinEdit("frameshift", 425, 425, "K", "K", "R", None, predicted=True)
DELETION = ProteinEdit("del", 507, 507, "F", "F", predicted=True)
RANGE = ProteinEdit("del", 745, 749, "E", "A", predicted=True)
DUPLICATION = ProteinEdit("dup", 766, 768, "A", "V", predicted=True)
INSERTION = ProteinEdit("ins", 769, 770, "D", "N", "GS", predicted=True)
REPLACEMENT = ProteinEdit("delins", 745, 749, "E", "A", "IP", predicted=True)
EXTENSION = ProteinEdit("extension", 109, 109, "*", "*", "Q", 17, predicted=True)
START_LOST = ProteinEdit("start_lost", 0, 0, "M", "M", predicted=True)

STYLES = {
    "missense": (
        MISSENSE,
        "p.(Pro165Gln) | p.(P165Q) | P165Q | Pro165Gln | p.Pro165Gln | p.P165Q | (Pro165Gln) | (P165Q) | PRO165GLN"
        " | Pro165→Gln | Pro165->Gln | Pro165-->Gln | Pro-165-Gln | Pro 165 Gln | Pro165 to Gln | P165-Q"
        " | Pro→Gln at codon 165 | proline 165 to glutamine | Gln for Pro at residue 165 | P165 | Pro165 | codon 165",
    ),
    "nonsense": (
        NONSENSE,
        "p.(Arg179Ter) | p.(Arg179*) | p.(R179*) | R179* | Arg179* | Arg179Ter | p.Arg179Ter | p.Arg179* | p.R179*"
        " | R179X | Arg179X | p.R179X | p.Arg179X | Arg179Stop | p.Arg179Stop | p.Arg179TER | R179Ter"
        " | stop codon at 179 | codon 179",
    ),
    "silent": (SILENT, "p.(Pro165=) | P165= | Pro165= | p.Pro165= | p.P165= | P165P | Pro165Pro | p.Pro165Pro"),
    "frameshift": (
        FRAMESHIFT,
        "p.(Lys426ArgfsTer23) | Lys426ArgfsTer23 | Lys426Argfs*23 | K426Rfs*23 | p.K426Rfs*23 | K426fs | p.Lys426fs"
        " | K426fs*23 | Lys426ArgfsX23 | p.Lys426ArgfsX23 | K426fsX23 | 426fs | fs426 | fsX448"
        " | frameshift at codon 426 | frameshift at codon 426, stop at 448",
    ),
    "deletion": (
        DELETION,
        "p.(Phe508del) | p.Phe508del | F508del | Phe508del | ΔF508 | deltaF508 | delta F508 | Δ508 | DelF508 | delF508"
        " | delPhe508 | del508 | F508Δ | deletion of phenylalanine 508 | deletion of codon 508",
    ),
    "deletion of several": (
        RANGE,
        "p.(Glu746_Ala750del) | p.E746_A750del | E746_A750del | delE746_A750 | E746-A750del | delE746-A750"
        " | del E746-A750 | ΔE746-A750 | del 746-750 | del746-750 | deletion of residues 746-750",
    ),
    "duplication": (DUPLICATION, "p.(Ala767_Val769dup) | A767_V769dup | A767-V769dup | dupA767_V769"),
    "insertion": (INSERTION, "p.(Asp770_Asn771insGlySer) | D770_N771insGS | D770-N771insGS | 770-771insGS"),
    "replacement": (
        REPLACEMENT,
        "p.(Glu746_Ala750delinsIlePro) | E746_A750delinsIP | E746-A750delinsIP | E746_A750>IP | delE746_A750insIP",
    ),
    "extension": (
        EXTENSION,
        "p.(Ter110GlnextTer17) | p.Ter110GlnextTer17 | *110Qext*17 | p.*110Qext*17 | *110Q | X110Q | p.X110Q",
    ),
    "start": (START_LOST, "p.(Met1?) | p.Met1? | Met1? | p.M1? | M1?"),
}


@pytest.mark.parametrize("kind", STYLES)
def test_a_change_is_spelled_in_every_style_of_its_kind(kind: str) -> None:
    edit, expected = STYLES[kind]
    names = {name.text: name for name in write(ProteinProjection(SELECT, edit, is_main=True))}
    for text in expected.split(" | "):
        assert names[text].needs == "gene"
    assert not any(name.recommended for name in names.values())
    assert {name.level for name in names.values()} == {"p"}


@pytest.mark.parametrize("kind", STYLES)
def test_each_text_is_written_once_and_none_lacks_a_part(kind: str) -> None:
    texts = [name.text for name in write(ProteinProjection(SELECT, STYLES[kind][0], is_main=True))]
    assert len(set(texts)) == len(texts)
    assert not any("{" in text or text.endswith((" ", "→", ">")) for text in texts)


@pytest.mark.parametrize(
    ("edit", "text", "cls", "scope"),
    [
        (MISSENSE, "p.(Pro165Gln)", "hgvs", "protein"),
        (MISSENSE, "STIM1:p.(Pro165Gln)", "hgvs", "protein"),
        (MISSENSE, "STIM1 P165Q", "literature", "protein"),
        (MISSENSE, "STIM1 codon 165", "literature", "position"),
        (NONSENSE, "R179X", "hgvs-deprecated", "protein"),
        (NONSENSE, "STIM1 Arg179Stop", "hgvs-deprecated", "protein"),
        (FRAMESHIFT, "K426fsX23", "hgvs-deprecated", "protein"),
        (FRAMESHIFT, "K426fs", "literature", "protein"),
        (FRAMESHIFT, "fsX448", "literature", "position"),
        (SILENT, "P165P", "hgvs-deprecated", "protein"),
        (DELETION, "ΔF508", "literature", "protein"),
    ],
)
def test_names_are_labelled_by_what_the_nomenclature_says_of_them(
    edit: ProteinEdit, text: str, cls: str, scope: str
) -> None:
    names = {name.text: name for name in write(ProteinProjection(SELECT, edit, is_main=True))}
    assert (names[text].cls, names[text].scope) == (cls, scope)


@pytest.mark.parametrize(
    ("edit", "residues", "expected"),
    [
        (RANGE, "ELREA", ["E746_A750delELREA", "p.E746_A750delELREA", "E746-A750delELREA"]),
        (DUPLICATION, "ASV", ["A767_V769dupASV", "p.A767_V769dupASV"]),
        (REPLACEMENT, "ELREA", ["E746_A750delELREAinsIP", "p.E746_A750delELREAinsIP"]),
    ],
)
def test_residues_that_are_known_are_also_spelled_out(edit: ProteinEdit, residues: str, expected: list[str]) -> None:
    known = {name.text for name in write(ProteinProjection(SELECT, edit, is_main=True, residues=residues))}
    assert set(expected) <= known
    assert known - {name.text for name in write(ProteinProjection(SELECT, edit, is_main=True))} == {
        f"{gene}{text}" for text in expected for gene in ("", "STIM1 ")
    }


def test_what_is_used_most_comes_first() -> None:
    texts = [name.text for name in write(ProteinProjection(SELECT, MISSENSE, is_main=True)) if name.cls == "literature"]
    assert texts[:4] == ["STIM1 P165Q", "P165Q", "STIM1 Pro165Gln", "Pro165Gln"]


def test_a_stop_that_was_not_reached_is_stated_nowhere() -> None:
    texts = {name.text for name in write(ProteinProjection(SELECT, OPEN_FRAMESHIFT, is_main=True))}
    assert {"p.(Lys426ArgfsTer?)", "K426fs", "frameshift at codon 426"} <= texts
    assert {text for text in texts if "fsX" in text} == {"K426fsX", "STIM1 K426fsX"}
    assert not any(text.endswith("*") for text in texts)


def test_the_residue_that_papers_read_for_a_lost_start_is_that_of_its_codon() -> None:
    start = Point(0, 0, "cds_start")
    projection = TranscriptProjection(
        "c", SELECT, "NC_000011.10", start, start, "sub", "A", "G", START_LOST, is_main=True
    )
    names = {name.text: name for name in write(projection)}
    assert names["M1V"].cls == names["STIM1 p.Met1Val"].cls == "hgvs-deprecated"
    before = Point(-1, 0, "cds_start")
    elsewhere = TranscriptProjection(
        "c", SELECT, "NC_000011.10", before, before, "sub", "A", "G", START_LOST, is_main=True
    )
    assert "M1V" not in {name.text for name in write(elsewhere)}


def test_only_the_main_transcript_is_named_by_its_gene() -> None:
    point, nowhere = Point(493, 0, "cds_start"), Bounds(None, None)
    of_transcript = TranscriptProjection("c", FIXED, "NC_000011.10", point, point, "sub", "C", "A", MISSENSE)
    of_event = EventProjection("c", "NC_000011.10", None, FIXED, nowhere, nowhere, "del", protein=MISSENSE)
    assert write(of_transcript) == write(of_event) == write(ProteinProjection(FIXED, MISSENSE)) == ()


@pytest.mark.parametrize(
    "edit",
    [
        ProteinEdit("unknown", predicted=True),
        ProteinEdit("none", predicted=True),
        ProteinEdit("identity", predicted=True),
        ProteinEdit("identity", 5, 9, "P", "Q", predicted=True),
    ],
)
def test_what_says_nothing_of_a_residue_has_no_name_of_papers(edit: ProteinEdit) -> None:
    assert write(ProteinProjection(SELECT, edit, is_main=True)) == ()


@pytest.mark.parametrize(
    "edit",
    [
        ProteinEdit("repeat", 17, 17, "Q", "Q", count=Count(23, 23)),
        ProteinEdit("ins", 17, 18, "Q", "A", "XXX"),
        ProteinEdit("ins", 17, 18, "Q", "A", "A" * 50),
        ProteinEdit("frameshift", 122, 130, "A", "P", is_within=True),
    ],
)
def test_what_papers_do_not_spell_has_the_form_of_the_nomenclature_alone(edit: ProteinEdit) -> None:
    names = write(ProteinProjection(SELECT, edit, is_main=True))
    assert names
    assert {name.cls for name in names} == {"hgvs"}
