"""The law of reading: any text at all, and any text near a real name, is read or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.laws import check
from tests.fuzz.seeds import read_cases

CASES = read_cases()
SIGNS = " \t.,;:()[]{}<>=/|^?!*+-_~'\"→–−Δδβ＞\u00a0\u200b\ufffd0123456789ACGTNXacgtdelinsupvrfpm"

texts = st.sampled_from(CASES)
places = st.integers(0, 1_000)


def _cut(text: str, first: int, last: int, _: str) -> str:
    return text[: first % len(text)] + text[last % len(text) :]


def _double(text: str, first: int, last: int, _: str) -> str:
    start, end = sorted((first % len(text), last % len(text)))
    return text[:end] + text[start:]


def _put(text: str, first: int, _: int, sign: str) -> str:
    return text[: first % len(text)] + sign + text[first % len(text) :]


def _change(text: str, first: int, _: int, sign: str) -> str:
    return text[: first % len(text)] + sign + text[first % len(text) + 1 :]


def _swap_case(text: str, first: int, last: int, _: str) -> str:
    start, end = sorted((first % len(text), last % len(text)))
    return text[:start] + text[start:end].swapcase() + text[end:]


MUTATIONS: tuple[Callable[[str, int, int, str], str], ...] = (_cut, _double, _put, _change, _swap_case)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    check(text)


@given(st.text(SIGNS, max_size=60))
def test_any_text_of_the_signs_of_names_is_read_or_refused_with_a_sentence(text: str) -> None:
    check(text)


@settings(max_examples=500)
@given(texts, st.lists(st.tuples(st.sampled_from(MUTATIONS), places, places, st.sampled_from(SIGNS)), max_size=4))
def test_a_real_name_with_a_slip_is_read_or_refused_with_a_sentence(
    text: str, slips: list[tuple[Callable[[str, int, int, str], str], int, int, str]]
) -> None:
    for mutate, first, last, sign in slips:
        text = mutate(text, first, last, sign) if text else sign
    check(text)


@given(texts, texts, st.sampled_from(["", " ", ":", ";", ", ", "/", "::", "];[", "|"]))
def test_two_names_run_together_are_read_or_refused_with_a_sentence(one: str, other: str, between: str) -> None:
    check(one + between + other)


@given(st.lists(texts, min_size=9, max_size=12))
def test_names_in_the_fields_of_an_annotation_are_read_or_refused_with_a_sentence(fields: list[str]) -> None:
    check("|".join(fields))
