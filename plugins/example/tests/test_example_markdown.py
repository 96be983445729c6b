"""The reporter, by packkit's contract and against text that tries to leave its code span."""

from __future__ import annotations

import re

import pytest
from attune_packkit_example.markdown import Markdown, code

from attune_packkit.api import RenderOptions
from attune_packkit.testing import ReporterContract, hostile_result


class TestMarkdown(ReporterContract):
    reporter = Markdown()


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("parcels", "`parcels`"),
        ("", ""),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("a|b", r"`a\x7cb`"),
        ("\\|", r"`\\x7c`"),
        ("a\nb", r"`a\nb`"),
        ("=cmd()|' /C calc'!A0", r"`=cmd()\x7c' /C calc'!A0`"),
        ("@team", "`@team`"),
        ("<img src=x>", "`<img src=x>`"),
    ],
)
def test_pack_text_stays_in_its_span(text: str, span: str) -> None:
    assert code(text) == span


def test_hostile_text_adds_no_row_and_no_cell() -> None:
    report = Markdown().render(hostile_result(), RenderOptions())
    rows = [line for line in report.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(hostile_result().packs)
    assert {row.count("|") for row in rows} == {6}


def test_nothing_of_a_pack_stands_outside_code() -> None:
    outside = re.sub(
        r"(`+).*?(?<!`)\1(?!`)", "", Markdown().render(hostile_result(), RenderOptions())
    )
    assert "@" not in outside
    assert "<" not in outside
