"""Rows of text in columns."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from attune_packkit.cli import console
from attune_packkit.reporters.terminal import Cell, cells, fit, flow, width_of, wrap

_GAP = "  "
_MORE = "    "
"""Before what did not fit into the line of its row."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under a head, as wide as they need; on a terminal, no wider than it is."""
    lines = [head, *rows]
    widths = [max(width_of(line[index]) for line in lines) for index in range(len(head))]
    room = console.width() if sys.stdout.isatty() else 0
    shown = [_head(_padded(head, widths), room)]
    for row in rows:
        shown += _row(_padded(row, widths), room)
    return "".join(f"{line}\n" for line in shown)


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[Cell]:
    return [
        Cell(cell + " " * (width - width_of(cell)), width)
        for cell, width in zip(line, widths, strict=True)
    ]


def _head(row: list[Cell], room: int) -> str:
    found = cells(_joined(row))
    return "".join(cell.text for cell in (fit(found, room) if room else found))


def _row(row: list[Cell], room: int) -> list[str]:
    """Return a row in one line, or in several if there is no room for it."""
    text = _joined(row)
    if not room or width_of(text) <= room:
        return [_printable(text)]
    last = row[-1].text.rstrip()
    left = max(1, room - len(_MORE))
    lines = [
        part
        for line in flow([*row[:-1], Cell(last, width_of(last))], _GAP, left)
        for part in wrap(line.rstrip(), left)
    ]
    first, *others = map(_printable, lines)
    return [first, *(_MORE + line for line in others)]


def _joined(row: list[Cell]) -> str:
    return _GAP.join(cell.text for cell in row).rstrip()


def _printable(text: str) -> str:
    return "".join(cell.text for cell in cells(text))
