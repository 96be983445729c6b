"""Cron text: every dialect in use is taken, and nothing breaks the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.model.schedule import cron_fault


@pytest.mark.parametrize(
    "text",
    [
        "* * * * *",
        "*/15 6-18 1,15 * 1-5",
        "0 0 1 JAN-jun MON",
        "0 0 * * 7",
        "0 30 6 * * 1-6",
        "30 6 * * 1-6 2027",
        "0 0 12 ? * 2#1 2027",
        "0 0 L * *",
        "0 0 LW * ?",
        "0 0 L-3 * ?",
        "0 0 8 * January-March Monday",
        "0 0 * * MONL",
        "0 0 * * FRI#L",
        "@hourly",
        "@every 5m",
        "  5 4 * * *  ",
    ],
)
def test_what_clocks_match(text: str) -> None:
    assert cron_fault(text) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 fields"),
        ("* * * *", "4 fields"),
        ("* * * * * * * *", "8 fields"),
        ("60 * * * *", "as minute"),
        ("* 24 * * *", "as hour"),
        ("* * 0 * *", "as day of the month"),
        ("* * * 13 *", "as month"),
        ("* * * * 8", "as day of the week"),
        ("* * * mon *", "as month"),
        ("*/0 * * * *", "step 0"),
        ("every day at five", "4 fields"),
        ("1 2 3 4 soon", "as day of the week"),
        ("* " * 500, "longer"),
    ],
)
def test_what_no_clock_matches(text: str, words: str) -> None:
    assert words in cron_fault(text)


@given(st.text(alphabet="0123456789*/,-?LW#@ abcJAN", max_size=40))
def test_nothing_breaks_the_reader(text: str) -> None:
    assert isinstance(cron_fault(text), str)
