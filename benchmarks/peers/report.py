"""Writes the page of the benchmarks: what was compared, how, what came out, and in which way answers differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from benchmarks.peers.agreement import KINDS, Agreement
from benchmarks.peers.chart import Bar, draw, write_ratio
from benchmarks.peers.runs import Taken

OURS = "synonymizer"

CAVEAT = (
    "A kind is recognized by the form of the two names alone. The kinds were written after looking at cases of these "
    "rows; a row of a kind has not been judged by itself, so that the last column is no proof of who is right. Rows "
    "that one of the two does not name count in the table below only."
)

LACKS = (
    (
        "ferro-hgvs",
        "RNA and consequence terms apart from its names; fully justified SPDI; VRS; names of g. on the other "
        "assembly; p. names outside of exons",
    ),
    ("hgvs-weaver", "names from rows of VCF files; consequence terms; a choice of transcripts"),
    (
        "biocommons hgvs",
        "SPDI and VRS; consequence terms; names from rows of VCF files, which the benchmark writes for it",
    ),
    ("ga4gh.vrs", "HGVS names: it makes identifiers alone"),
    (
        "bcftools csq",
        "HGVS names, SPDI and VRS: it writes consequences with residues, and joins changes of a haplotype",
    ),
)
"""What the tools do not write of what this program writes."""


@dataclass(frozen=True, slots=True)
class Race:
    """A comparison: what everybody does, and what each took; the first one is this program."""

    title: str
    output: str
    note: str
    taken: dict[str, Taken]
    is_by_clock: bool = False
    """Whether time of the clock counts, where several processors work, instead of that of the processor."""

    alone: dict[str, Taken] = field(default_factory=dict)
    """What ran once, and is no part of the comparison."""


def rate(taken: Taken, *, is_by_clock: bool) -> float:
    """Return rows a second by the median run."""
    return taken.rows / median(taken.seconds if is_by_clock else taken.processor)


def list_ratios(race: Race) -> dict[str, float]:
    """Return how many times as long as this program the others take for a row: the median of paired runs."""
    ours, *others = race.taken
    first = race.taken[ours]
    ratios = {}
    for name in others:
        one = race.taken[name]
        pairs = zip(
            first.seconds if race.is_by_clock else first.processor,
            one.seconds if race.is_by_clock else one.processor,
            strict=True,
        )
        ratios[name] = median((theirs / one.rows) / (own / first.rows) for own, theirs in pairs)
    return ratios


def draw_chart(races: list[Race]) -> str:
    """Return the chart of all comparisons."""
    bars = [
        Bar(f"{race.title}: {name}", ratio)
        for race in races
        for name, ratio in list_ratios(race).items()
        if not name.startswith(OURS)
    ]
    return draw(bars)


def write_page(
    races: list[Race], agreements: dict[str, Agreement], versions: dict[str, str], stated: list[str], command: str
) -> str:
    """Return the page."""
    lines = [
        "# Benchmarks",
        "",
        f"Written by `{command}`: every figure is measured in one session, on one machine.",
        "",
        *stated,
        "",
        "![Time of other tools as a multiple of this program's, for the same rows](benchmarks.svg)",
        "",
        "Tools: " + ", ".join(f"{name} {version}" for name, version in sorted(versions.items())) + ".",
        "",
        "Every tool runs in a process of its own, warmed up on a tenth of its rows, on reference data that "
        "`synonymizer data export` made from one bundle. The tools take turns; ratios are medians of paired runs. Time "
        "is that of the processor, so that other work of the machine does not count, unless the clock is named. Slow "
        "tools answer a sample of the rows. Rows a second are those of this machine in this session, and no promise.",
        "",
    ]
    for race in races:
        lines += _write_race(race)
    lines += ["## What the others do not write", "", "| tool | lacks |", "|---|---|"]
    lines += [f"| {tool} | {lack} |" for tool, lack in LACKS]
    lines.append("")
    for title, agreement in agreements.items():
        lines += _write_agreement(title, agreement)
    return "\n".join(lines)


def _write_race(race: Race) -> list[str]:
    ratios = list_ratios(race)
    lines = [f"## {race.title}", "", f"{race.output} {race.note}".strip(), ""]
    lines += ["| tool | rows | output rows | rows/s | time for a row | peak memory |", "|---|--:|--:|--:|--:|--:|"]
    told = {next(iter(race.taken)): "1×"} | {name: write_ratio(ratio) for name, ratio in ratios.items()}
    for name, taken in (race.taken | race.alone).items():
        speed = rate(taken, is_by_clock=race.is_by_clock)
        memory = f"{taken.peak / 1024:,.0f} MB" if taken.peak else ""
        lines.append(
            f"| {name} | {taken.rows:,} | {taken.answers:,} | {speed:,.0f} | {told.get(name, '')} | {memory} |"
        )
    return [*lines, ""]


def _write_agreement(title: str, agreement: Agreement) -> list[str]:
    refused = sum(agreement.refused.values())
    lines = [
        f"## {title}",
        "",
        f"{agreement.rows:,} rows, of which {refused:,} are refused. Of those that both name:",
        "",
    ]
    lines += ["| field | named by both | the same | the same, or of a kind told below |", "|---|--:|--:|--:|"]
    for name, count in agreement.compared.items():
        explained = agreement.explained[name] / count
        lines.append(f"| {name} | {count:,} | {agreement.share(name):.3%} | {explained:.3%} |")
    lines += ["", CAVEAT, "", "| field | difference | rows | here | there |", "|---|---|--:|---|---|"]
    reasons = {kind.label: kind.why for kind in KINDS}
    found = agreement.kinds.most_common()
    for (name, label), count in found:
        own, other = agreement.cases[name, label]
        lines.append(f"| {name} | {label} | {count:,} | `{own or '–'}` | `{other or '–'}` |")
    told = dict.fromkeys(label for (_, label), _ in found if label in reasons)
    lines += ["", *(f"- **{label}**: {reasons[label]}" for label in told), ""]
    lines += [f"- refused: {reason} ({count:,})" for reason, count in agreement.refused.most_common(5)]
    return [*lines, ""] if agreement.refused else lines
