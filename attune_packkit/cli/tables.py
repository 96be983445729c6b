"""Rows of text in columns."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from attune_packkit.cli import console
from attune_packkit.reporters.terminal import cells, fit, width_of

_GAP = "  "


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under a head, as wide as they need; on a terminal, no wider than it is."""
    lines = [head, *rows]
    widths = [max(width_of(line[index]) for line in lines) for index in range(len(head))]
    room = console.width() if sys.stdout.isatty() else 0
    return "".join(_line(line, widths, room) + "\n" for line in lines)


def _line(line: Sequence[str], widths: Sequence[int], room: int) -> str:
    text = _GAP.join(
        cell + " " * (width - width_of(cell)) for cell, width in zip(line, widths, strict=True)
    ).rstrip()
    row = cells(text)
    return "".join(cell.text for cell in (fit(row, room) if room else row))
