"""Laws of names of several changes, repeats, copied bases, bounds and circles, on real sequences."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from synonymizer.mapping import reverse_complement
from synonymizer.model import Options, Reading
from synonymizer.places import MITOCHONDRION, Transcript
from tests.laws.test_road import engine, find_keys, reference, transcripts

FEWER = settings(max_examples=25)
LENGTH = 16_569


def read(text: str) -> Reading:
    result = engine().names(text, Options())
    assert result.readings, (text, result.issues)
    return result.readings[0]


def check_names(reading: Reading) -> None:
    """Check that every name of a reading leads back to its key."""
    for name in reading.names:
        if name.scope in {"allele", "exon"}:
            assert find_keys(name, reading)[:1] == [reading.key], name
        elif name.scope == "protein":
            assert find_keys(name, reading), name


@st.composite
def exonic_edits(draw: st.DrawFn, count: int) -> tuple[Transcript, tuple[str, ...]]:
    """Draw edits of one coding transcript that lie apart, as c. names without their reference, in its order."""
    coding = [t for t in transcripts() if t.cds is not None and len(t.cds) > 300 and t.accession.startswith("NM_")]
    transcript = draw(st.sampled_from(coding))
    cds = transcript.cds
    assert cds is not None
    bases = reference().geometry.spliced(transcript)
    places = draw(st.lists(st.integers(4, len(cds) // 8 - 2), min_size=count, max_size=count, unique=True))
    edits = []
    for place in sorted(places):
        base = 8 * place + draw(st.integers(0, 3))
        old = bases[cds.start + base]
        new = draw(st.sampled_from([other for other in "ACGT" if other != old]))
        kind = draw(
            st.sampled_from([f"{base + 1}{old}>{new}", f"{base + 1}del", f"{base + 1}_{base + 2}ins{new}{old}"])
        )
        edits.append(kind)
    return transcript, tuple(edits)


@FEWER
@given(exonic_edits(2), st.sampled_from(["[{}]", "[{}];[{}]", "{}(;){}"]))
def test_every_name_of_a_set_reads_back_to_its_key(drawn: tuple[Transcript, tuple[str, ...]], form: str) -> None:
    transcript, edits = drawn
    change = form.format(";".join(edits)) if form == "[{}]" else form.format(*edits)
    check_names(read(f"{transcript.accession}:c.{change}"))


@FEWER
@given(exonic_edits(3), st.permutations(range(3)))
def test_the_order_of_members_changes_nothing(drawn: tuple[Transcript, tuple[str, ...]], order: list[int]) -> None:
    transcript, edits = drawn
    one = read(f"{transcript.accession}:c.[{';'.join(edits)}]")
    other = read(f"{transcript.accession}:c.[{';'.join(edits[index] for index in order)}]")
    assert (one.key, one.names) == (other.key, other.names)


@st.composite
def windows(draw: st.DrawFn) -> tuple[str, int, str]:
    """Draw (contig, start, bases) of 40 bases at the start of an exon."""
    transcript = draw(st.sampled_from(transcripts()))
    frame = next(frame for frame in reference().geometry.frames(transcript))
    exon = draw(st.sampled_from(frame.exons))
    block = next(block for block in frame.blocks if block.start <= exon.start < block.start + block.length)
    oriented = block.source + exon.start - block.start
    start = oriented if frame.strand > 0 else -oriented - 40
    return frame.sequence, start, reference().geometry.sequence(frame.sequence).bases(start, start + 40)


def spell(kind: str, bases: str, place: int, first: int) -> tuple[str, str]:
    """Return an edit of one base as written, counted from `first`, and what stands in its place afterwards."""
    base, number = bases[place], first + place
    new = "ACGT"["ACGT".index(base) - 1]
    return {
        "sub": (f"{number}{base}>{new}", new),
        "del": (f"{number}del", ""),
        "dup": (f"{number}dup", base + base),
        "ins": (f"{number}_{number + 1}ins{new}", base + new),
    }[kind]


@FEWER
@given(
    windows(),
    st.lists(st.integers(8, 31), min_size=2, max_size=3, unique=True),
    st.lists(st.sampled_from(["sub", "del", "dup", "ins"]), min_size=3, max_size=3),
)
def test_changes_in_cis_are_the_one_change_they_make_together(
    window: tuple[str, int, str], places: list[int], kinds: list[str]
) -> None:
    contig, start, bases = window
    after, edits = list(bases), []
    for place, kind in zip(places, kinds, strict=False):
        edit, after[place] = spell(kind, bases, place, start + 1)
        edits.append(edit)
    whole = "".join(after)
    assume(whole != bases)
    together = read(f"{contig}:{start}:{bases}:{whole}")
    assert read(f"{contig}:g.[{';'.join(edits)}]").key == together.key


@FEWER
@given(exonic_edits(2), st.integers(1, 60), st.sampled_from(["[{}];[{}]", "[{};{}]", "{}(;){}"]))
def test_what_stays_as_it_is_adds_nothing(drawn: tuple[Transcript, tuple[str, ...]], place: int, form: str) -> None:
    transcript, (one, other) = drawn
    stays = f"[{one};{place}=];[{place + 1}=;{other}]" if form == "[{}];[{}]" else form.format(f"{one};{place}=", other)
    if form == "{}(;){}":
        stays = f"{one}(;){place}=(;){other}"
    said = read(f"{transcript.accession}:c.{form.format(one, other)}")
    also = read(f"{transcript.accession}:c.{stays}")
    assert (also.key, also.names) == (said.key, said.names)


@FEWER
@given(st.integers(0, 12).filter(lambda count: count != 7))
def test_a_repeat_of_n_units_is_the_tract_with_n_units(count: int) -> None:
    reading = read(f"NC_000007.14:g.117548629_117548635T[{count}]")
    spelled = read(f"NC_000007.14:117548628:TTTTTTT:{'T' * count}")
    assert (reading.key, reading.names) == (spelled.key, spelled.names)


@FEWER
@given(st.integers(0, 20), st.integers(1, 20), st.sampled_from([("T", 117548629), ("GT", 117548608)]))
def test_a_repeat_between_bounds_keeps_them(low: int, more: int, tract: tuple[str, int]) -> None:
    unit, start = tract
    reading = read(f"NC_000007.14:g.{start}{unit}[({low}_{low + more})]")
    assert f"[{low},{low + more}]" in (reading.key or "")
    check_names(reading)


@FEWER
@given(st.integers(1, 60), st.integers(1, 60), st.booleans())
def test_copied_bases_are_the_bases_spelled_out(first: int, size: int, is_inverted: bool) -> None:
    transcript = reference().find_transcript("NM_003156.3")
    assert transcript is not None
    assert transcript.cds is not None
    start = transcript.cds.start + first - 1
    bases = reference().geometry.spliced(transcript)[start : start + size]
    piece = f"{first}_{first + size - 1}{'inv' if is_inverted else ''}"
    spelled = reverse_complement(bases) if is_inverted else bases
    text = "NM_003156.3:c.300_301ins"
    assert read(f"{text}[{piece};A[3]]").key == read(f"{text}{spelled}AAA").key


@st.composite
def over_origin(draw: st.DrawFn) -> tuple[int, int]:
    return draw(st.integers(LENGTH - 30, LENGTH)), draw(st.integers(1, 30))


def apply_to_circle(key: str) -> str:
    """Return the mitochondrial genome after the changes of a key, cut where none of them lies."""
    genome = reference().geometry.sequence(MITOCHONDRION).bases(0, LENGTH)
    mark = genome[8_000:8_100]
    edits = sorted((member.split(":")[1:] for member in key.split("+")), key=lambda edit: -int(edit[0]))
    for place, deleted, inserted in edits:
        start, end = int(place), int(place) + len(deleted)
        assert genome[start:end] == deleted
        genome = genome[:start] + inserted + genome[end:]
    cut = genome.index(mark)
    return genome[cut:] + genome[:cut]


@FEWER
@given(over_origin(), st.sampled_from(["del", "dup", "inv", "delinsACGTA"]))
def test_an_edit_over_the_origin_changes_the_circle_as_it_says(place: tuple[int, int], kind: str) -> None:
    first, last = place
    reading = read(f"{MITOCHONDRION}:m.{first}_{last}{kind}")
    genome = reference().geometry.sequence(MITOCHONDRION).bases(0, LENGTH)
    circle = genome[8_000:] + genome[:8_000]
    start, size = first - 1 - 8_000, LENGTH - first + 1 + last
    old = circle[start : start + size]
    new = {"del": "", "dup": old + old, "inv": reverse_complement(old)}.get(kind, "ACGTA")
    assert apply_to_circle(reading.key or "") == circle[:start] + new + circle[start + size :]
    check_names(reading)


@FEWER
@given(st.integers(1, 2_000), st.integers(1, 40), st.sampled_from(["insGA", "delN[1]", "dupN[2]", "insN[(3_9)]"]))
def test_a_change_inside_a_stretch_keeps_it_on_every_axis(base: int, width: int, kind: str) -> None:
    check_names(read(f"NM_003156.3:c.({base}_{base + width}){kind}"))


@FEWER
@given(
    st.integers(1, 1_900), st.integers(1, 40), st.integers(1, 40), st.sampled_from(["inv", "delinsGA", "dup", "[4]"])
)
def test_bounded_ends_stay_bounded_on_every_axis(base: int, width: int, more: int, kind: str) -> None:
    check_names(read(f"NM_003156.3:c.({base}_{base + width})_({base + 90}_{base + 90 + more}){kind}"))
