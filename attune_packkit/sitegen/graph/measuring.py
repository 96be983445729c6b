"""How wide text is, near enough for any system font: a little too wide rather than too narrow."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

_GROUPS = {  # character widths as a share of the font size
    0.3: " ',.I|ijl",
    0.36: "!/:;[\\]",
    0.4: '"()-`',
    0.44: "frt",
    0.48: "*{}",
    0.52: "Jcksz",
    0.56: "?L_vxy",
    0.6: "$0123456789abdeghnopqu",
    0.68: "#ABEFKPSTVXYZ^",
    0.74: "&+<=>CDHNRUw~",
    0.84: "GMOQ",
    0.92: "%m",
    1.04: "@W",
}
_WIDTHS = {character: width for width, group in _GROUPS.items() for character in group}
_WIDE = 1.05
"""Width of characters that East Asian fonts set on a full square."""

_OTHER = 0.8
BOLD = 1.06
"""How much wider the names of tasks are, which are set heavier."""

_ELLIPSIS = "…"


def width(text: str, size: float) -> float:
    """Return the width of a line of text at a font size."""
    return sum(map(_character, text)) * size


def fitted(text: str, size: float, limit: float, *, keep: Literal["start", "end"] = "start") -> str:
    """Return as much of a text as fits, with an ellipsis where something is left out."""
    if width(text, size) <= limit:
        return text
    room = limit / size - _character(_ELLIPSIS)
    taken = 0
    for character in text if keep == "start" else reversed(text):
        room -= _character(character)
        if room < 0:
            break
        taken += 1
    if keep == "start":
        return text[:taken].rstrip() + _ELLIPSIS
    return _ELLIPSIS + text[len(text) - taken :].lstrip()


@lru_cache(maxsize=4096)
def _character(character: str) -> float:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER
