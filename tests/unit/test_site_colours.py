"""The style sheet's colours can be read: each text on each ground, in both themes, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from colours import contrast

CSS = (Path(__file__).parents[2] / "site" / "assets" / "site.css").read_text()
INKS = ("ink", "muted", "accent", "ok", "warn", "bad", "key", "text", "word")
GROUNDS = ("bg", "code", "mark")
ENOUGH = 4.5
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*--bg:[^{}]*)\}")
_TOKEN = re.compile(r"--([a-z]+):\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?);")


def themes() -> Iterator[tuple[str, dict[str, str]]]:
    for number, found in enumerate(_BLOCK.finditer(CSS)):
        selector = " ".join(re.sub(r"/\*.*?\*/", "", found[1], flags=re.DOTALL).split())
        yield f"{number} {selector}", dict(_TOKEN.findall(found[2]))


THEMES = dict(themes())


def test_there_are_light_dark_chosen_dark_and_paper() -> None:
    assert len(THEMES) == 4


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_text_stands_out(theme: str, ink: str, ground: str) -> None:
    tokens = THEMES[theme]
    assert contrast(tokens[ink], tokens[ground]) >= ENOUGH


def test_dark_is_the_same_whoever_asks_for_it() -> None:
    _, by_system, by_choice, _ = THEMES.values()
    assert by_system == by_choice


def test_paper_is_white_in_every_theme() -> None:
    (selector,) = [each for each, tokens in THEMES.items() if tokens["bg"] == "#fff"]
    for theme in (':root[data-theme="dark"]', ':root:not([data-theme="light"])'):
        assert theme in selector
