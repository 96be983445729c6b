"""Tables: whole in a pipe; on a terminal no wider than it is, with nothing left out."""

from __future__ import annotations

import sys

import pytest

from attune_packkit.cli.tables import table

HEAD = ("PACK", "VERSION", "PATH")
ROWS = [
    ("aws", "1.0.0", "here"),
    ("harbour.berths", "2.10.0", "/a/rather/long/path/to/it"),
    ("weather", "1.2.3", "several words that go on for longer than there is room"),
    ("漢字", "1.0.0\x1b[2J", "x" * 50),
]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 40 columns."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")


def test_in_a_pipe_each_row_is_one_line() -> None:
    lines = table(HEAD, ROWS).splitlines()
    assert len(lines) == 1 + len(ROWS)
    assert [line.index(last) for line, (*_, last) in zip(lines[1:4], ROWS, strict=False)] == [
        27
    ] * 3


@pytest.mark.usefixtures("terminal")
def test_what_does_not_fit_goes_on_below() -> None:
    assert table(HEAD, ROWS[:3]).splitlines() == [
        "PACK            VERSION  PATH",
        "aws             1.0.0    here",
        "harbour.berths  2.10.0",
        "    /a/rather/long/path/to/it",
        "weather         1.2.3",
        "    several words that go on for longer",
        "    than there is room",
    ]


@pytest.mark.usefixtures("terminal")
def test_no_word_is_broken_and_nothing_obeyed() -> None:
    text = table(HEAD, ROWS)
    assert "\x1b" not in text
    assert "x" * 50 in text
    assert "漢字" in text
