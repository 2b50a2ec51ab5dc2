"""A bar chart as SVG: how many times as long others take, on a logarithmic scale."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, LABELS, LINE, TOP, LETTER = 820, 330, 26, 34, 12
FASTER, SLOWER = "#3b6ea5", "#b5533c"


class Bar(NamedTuple):
    """A bar: what was done, by which tool, and its time as a multiple of this program's."""

    label: str
    ratio: float


def draw(bars: list[Bar]) -> str:
    """Return the chart; bars begin at 1, which is this program, and lead to the left where it takes longer."""
    exponents = [log10(bar.ratio) for bar in bars]
    low, high = min(0, floor(min(exponents))), max(1, ceil(max(exponents)))
    unit = (WIDTH - LABELS - 70) / (high - low)
    begin = LABELS - low * unit
    height = TOP + LINE * len(bars) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="{LETTER}" role="img" aria-label="Time of other tools as a multiple of this program\'s">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for decade in range(low, high + 1):
        x = begin + decade * unit
        parts.append(f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{height - 8}" stroke="#cccccc"/>')
        parts.append(f'<text x="{x:.1f}" y="{TOP - 14}" text-anchor="middle" fill="#333333">{10.0**decade:,g}×</text>')
    for number, (bar, exponent) in enumerate(zip(bars, exponents, strict=True)):
        y = TOP + LINE * number
        left, right = sorted((begin, begin + exponent * unit))
        colour = FASTER if exponent >= 0 else SLOWER
        text = y + LINE // 2 + 3
        parts.append(f'<text x="{LABELS - 8}" y="{text}" text-anchor="end" fill="#111111">{escape(bar.label)}</text>')
        parts.append(f'<rect x="{left:.1f}" y="{y}" width="{right - left:.1f}" height="{LINE - 8}" fill="{colour}"/>')
        parts.append(f'<text x="{right + 5:.1f}" y="{text}" fill="#111111">{write_ratio(bar.ratio)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def write_ratio(ratio: float) -> str:
    """Write a ratio as far as it means something.

    >>> write_ratio(0.456), write_ratio(12.34), write_ratio(1234.5)
    ('0.46×', '12×', '1,200×')
    """
    digits = 2 - ceil(log10(ratio)) + (ratio < 1)
    return f"{round(ratio, digits):,.{max(0, min(digits, 2))}f}×"
