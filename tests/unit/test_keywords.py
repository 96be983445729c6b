"""`-k` expressions."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.checking.keywords import MAX_PIECES, compile_keywords
from attune_packkit.errors import UsageError

REFS = ("parcels.send", "parcels.weigh", "tariffs.send_all", "Weather.now")


@pytest.mark.parametrize(
    ("expression", "matched"),
    [
        ("send", "parcels.send tariffs.send_all"),
        ("SEND", "parcels.send tariffs.send_all"),
        ("weather", "Weather.now"),
        ("parcels.send", "parcels.send"),
        ("parcels and send", "parcels.send"),
        ("weigh or weather", "parcels.weigh Weather.now"),
        ("not send", "parcels.weigh Weather.now"),
        ("not not send", "parcels.send tariffs.send_all"),
        ("parcels and not send or now", "parcels.weigh Weather.now"),
        ("parcels and not (send or now)", "parcels.weigh"),
        ("((send))", "parcels.send tariffs.send_all"),
        ("(send)and(tariffs)", "tariffs.send_all"),
        ("nothing", ""),
    ],
)
def test_an_expression_matches_these_refs(expression: str, matched: str) -> None:
    matches = compile_keywords(expression)
    assert [ref for ref in REFS if matches(ref)] == matched.split()


@pytest.mark.parametrize(
    "expression",
    ["", "  ", "and", "or send", "send or", "not", "(send", "send)", "()", "send weigh",
     "not " * MAX_PIECES + "send", "(" * 1000],
)  # fmt: skip
def test_anything_else_is_a_usage_error(expression: str) -> None:
    with pytest.raises(UsageError, match="-k"):
        compile_keywords(expression)


@given(st.lists(st.sampled_from(["a", "and", "or", "not", "(", ")", "é"])).map(" ".join))
def test_every_expression_matches_or_is_refused(expression: str) -> None:
    with contextlib.suppress(UsageError):
        compile_keywords(expression)("parcels.send")
