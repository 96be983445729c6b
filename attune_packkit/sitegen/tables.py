"""Tables of texts: where a page is narrow, each row reads downwards, and each cell says its column.

The input is what the sanitiser wrote: a `<` in a text or an attribute is no tag.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import escape

ROWS = '<table class="rows">'
"""How a table begins that can be read downwards."""

_TABLE = re.compile(r"<table>((?:(?!</?table>).)*+)</table>", re.DOTALL)
_HEAD = re.compile(r"<th(?: [^>]*+)?>(.*?)</th>", re.DOTALL)
_CELL = re.compile(r"<tr>|<td(?=[ >])")
_SPAN = re.compile(r"<t[dh] [^>]*span=")
_ANY_TAG = re.compile(r"<[^>]*>")
_FEWEST = 3
"""Columns from which on a cell has to say which one is its own."""


def labelled(html: str) -> str:
    """Return HTML in which the cells of every plain table know the head of their column."""
    return _TABLE.sub(_labelled, html) if "<table>" in html else html


def _labelled(match: re.Match[str]) -> str:
    head, end, body = match[1].partition("</thead>")
    names = [" ".join(unescape(_ANY_TAG.sub("", each)).split()) for each in _HEAD.findall(head)]
    if not end or "<th" in body or _SPAN.search(match[1]) or not all(names[1:]):
        return match[0]
    cells = _Cells(names if len(names) >= _FEWEST else [])
    return f"{ROWS}{head}{end}{_CELL.sub(cells.fitted, body)}</table>"


class _Cells:
    """Gives the cells of each row the names of their columns; the first one needs none."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._column = -1

    def fitted(self, match: re.Match[str]) -> str:
        if match[0] == "<tr>":
            self._column = -1
            return match[0]
        self._column += 1
        if not 0 < self._column < len(self._names):
            return match[0]
        return f'<td data-label="{escape(self._names[self._column])}"'
