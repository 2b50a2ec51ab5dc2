"""What must hold for any text at all, told to whatever searches for a text for which it does not."""

from __future__ import annotations

import time

from synonymizer.errors import ParseError, UnknownAssembly, UnsupportedError, VariantError
from synonymizer.parse import parse
from synonymizer.statements import LONGEST, Expression, StatedSet

REFUSALS = (ParseError, UnsupportedError, UnknownAssembly)
"""What a reader may raise; every text it cannot use gets one of these."""

STRETCH = 10
STEEPEST = 4 * STRETCH
"""A text ten times as long may take ten times as long, and as much again for the noise of the machine."""
UNNOTICED = 1.0
"""Seconds below which a time says nothing about a slope, on a busy machine and with instruments in the code."""


class TooSlowError(AssertionError):
    """Reading a text takes longer than its length explains."""


def check(text: str) -> tuple[Expression, ...]:
    """Read a text; anything raised but a refusal, or a wrong refusal, leaves as it is.

    Raises:
        AssertionError: when what comes out does not point into the text, or has no sentence.
    """
    try:
        expressions = parse(text)
    except REFUSALS as error:
        _check_refusal(error, text)
        return ()
    assert expressions
    for expression in expressions:
        _check_expression(expression, text)
    return expressions


def _check_expression(expression: Expression, text: str) -> None:
    """Check where an expression stands, and its issues, its members and what is stated beside it."""
    assert expression.text == text, expression
    assert 0 <= expression.span[0] < expression.span[1] <= len(text), expression
    for issue in expression.issues:
        assert issue.span is None or 0 <= issue.span[0] <= issue.span[1] <= len(text), issue
    members = expression.stated.members if isinstance(expression.stated, StatedSet) else ()
    for other in (*members, *expression.beside):
        _check_expression(other, text)


def _check_refusal(error: VariantError, text: str) -> None:
    assert error.message.endswith("."), error.message
    assert error.span is None or 0 <= error.span[0] <= error.span[1] <= len(text), (error.span, text)


def check_slope(text: str) -> None:
    """Read a text and its repetition, and compare the times.

    Raises:
        TooSlowError: when the longer one takes more than its length explains.
    """
    long = (text * STRETCH)[:LONGEST]
    longer = time_reading(long)
    if longer > UNNOTICED and longer > STEEPEST * time_reading(text):
        raise TooSlowError(f"{longer:.2f} s for {len(long)} characters: {long[:80]!r}")


def time_reading(text: str) -> float:
    """Return the seconds that reading a text takes, at best of two."""
    return min(_time_once(text) for _ in range(2))


def _time_once(text: str) -> float:
    start = time.perf_counter()
    check(text)
    return time.perf_counter() - start
