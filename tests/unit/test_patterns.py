"""What is told of patterns without running them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.model.patterns import engine, explodes, weight


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^[a-z]+$", "linear"),
        (r"^\p{L}\d\/$", "linear"),
        ("(?P<year>[0-9]{4})", "linear"),
        ("(?=a)", "backtracking"),
        ("(?<!a)b", "backtracking"),
        (r"^(.)\1$", "backtracking"),
        ("(", "none"),
        ("[", "none"),
        ("\\", "none"),
        ("a{1,99999999}", "none"),
    ],
)
def test_which_engine_takes_a_pattern(pattern: str, expected: str) -> None:
    assert engine(pattern) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*",
        "^([a-z]+)*$",
        "(?:x+)+y",
        "((a+))+",
        "(?P<n>a+)+",
        "(?<n>a+)+",
        "(a{2,})+",
        "(a+|b)+",
        r"(\w+\s?)*",
        "(a+b?){2,}",
        "(a+?)+?",
        "(.*)*x",
    ],
)
def test_repetition_of_repetition(pattern: str) -> None:
    assert explodes(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "a+",
        "(a)+",
        "(a|b)+",
        "(ab+)+",
        "(a{1,3})+",
        "(a+)?",
        "(a+)",
        "[(a+)]+",
        r"\(a+\)+",
        r"^([a-z0-9-]+\.)+[a-z]{2,}$",
        "^[a-z]+(,[a-z]+)*$",
        "(",
        ")",
        "[",
        "\\",
        "{",
        "a{",
        "a{x}",
    ],
)
def test_repetition_that_is_fine(pattern: str) -> None:
    assert not explodes(pattern)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a+", 1),
        ("a{5}", 5),
        ("a{2,7}", 7),
        ("(a{3}){4}", 12),
        ("a{0}", 1),
        ("a{9}b{9}|(?:c{3,})d", 23),
        ("(a{999999}){99}", 10**6),
    ],
)
def test_how_much_work_a_pattern_is(pattern: str, expected: int) -> None:
    assert weight(pattern) == expected


@given(st.text("ab()[]{}*+?|\\^$.,:=<>P123 ", max_size=40))
def test_any_text_is_fine(pattern: str) -> None:
    assert engine(pattern) in ("linear", "backtracking", "none")
    assert explodes(pattern) in (True, False)
    assert weight(pattern) >= 1
