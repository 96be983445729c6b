"""What a terminal makes of text: how wide it is, where it wraps, how it is coloured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from attune_packkit.api import escaped
from attune_packkit.reporters.plain import HASH, LOG_COMMAND

TAB = 4

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "good": "1;32",
    "strong": "1",
    "faint": "2",
    "gutter": "34",
    "hint": "36",
}


class Ink(Struct, frozen=True):
    """Colours text, or leaves it as it is."""

    color: bool

    def __call__(self, use: str, text: str) -> str:
        """Return text coloured for its use: a severity's word, "faint", "strong", …"""
        return f"\x1b[{_CODES[use]}m{text}\x1b[0m" if self.color and text else text


class Cell(NamedTuple):
    """A piece of text as it is shown, mostly one character, and the columns that it takes."""

    text: str
    width: int


def cells(text: str) -> list[Cell]:
    """Return the characters of a line as shown: tabs expanded, what does not print escaped."""
    found: list[Cell] = []
    column = 0
    commands = {match.start() for match in LOG_COMMAND.finditer(text)}
    for index, character in enumerate(text):
        if character == "\t":
            width = TAB - column % TAB
            cell = Cell(" " * width, width)
        elif index in commands:
            cell = Cell(HASH, len(HASH))
        elif not character.isprintable():
            cell = Cell(escaped(character), len(escaped(character)))
        else:
            cell = Cell(character, _columns(character))
        found.append(cell)
        column += cell.width
    return found


def width_of(text: str) -> int:
    """Return the columns that printable text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def total(row: Iterable[Cell]) -> int:
    """Return the columns that cells take together."""
    return sum(cell.width for cell in row)


def fit(row: list[Cell], room: int) -> list[Cell]:
    """Return the cells cut on the right to at most `room` columns, the cut marked."""
    if total(row) <= room:
        return row
    if room < 1:
        return []
    kept: list[Cell] = []
    used = 1
    for cell in row:
        used += cell.width
        if used > room:
            break
        kept.append(cell)
    return [*kept, Cell("…", 1)]


def wrap(text: str, width: int) -> list[str]:
    """Break printable text at spaces into lines of at most `width` columns; words stay whole."""
    return flow((Cell(word, width_of(word)) for word in text.split(" ")), " ", width)


def flow(items: Iterable[Cell], gap: str, width: int) -> list[str]:
    """Arrange items in lines of at most `width` columns, as many to a line as fit."""
    lines: list[str] = []
    used = 0
    for item in items:
        if lines and used + len(gap) + item.width <= width:
            lines[-1] += gap + item.text
            used += len(gap) + item.width
        else:
            lines.append(item.text)
            used = item.width
    return lines


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    import unicodedata

    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
