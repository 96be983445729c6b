"""Find the line whose indentation is odd, where a parser notices it only on the line below."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from msgspec import Struct

_COMPLAINTS = (
    "did not find expected key",
    "mapping values are not allowed",
    "could not find expected ':'",
    "did not find expected '-' indicator",
    "did not find expected <document start>",
)
_BLOCK_TEXT = re.compile(r"(^|[:-] )[|>][0-9+-]*$")
_MAX_LINES = 500
"""Lines above and below an error that are looked at."""


class _Line(Struct, frozen=True):
    number: int
    indent: int
    text: str
    apart: bool
    """Whether an empty line or a comment stands above."""


def odd_line(data: bytes, problem: str, line: int) -> int:
    """Return the number of the odd line that makes a parser complain at `line`; 0 if none does."""
    if not any(complaint in problem for complaint in _COMPLAINTS):
        return 0
    lines = _around(data, line)
    at = next((index for index, each in enumerate(lines) if each.number == line), 0)
    if not at:
        return 0
    odd = _moved_out(lines, at) or _moved_in(lines, at)
    return odd.number if odd else 0


def _around(data: bytes, line: int) -> list[_Line]:
    """Return the lines with something to say near a line."""
    first = max(line - _MAX_LINES, 1)
    found: list[_Line] = []
    apart, inside = False, -1
    for number, raw in enumerate(data.split(b"\n")[first - 1 : line + _MAX_LINES], first):
        text = raw.decode("utf-8", "replace").rstrip()
        bare = text.lstrip(" ")
        if not bare or bare.startswith("#"):
            apart = True
            continue
        indent = len(text) - len(bare)
        if 0 <= inside < indent:
            continue
        inside = indent if _BLOCK_TEXT.search(bare) else -1
        found.append(_Line(number, indent, bare, apart))
        apart = False
    return found


def _moved_out(lines: list[_Line], at: int) -> _Line | None:
    """Return the line above if it stands further left than the block that goes on around it."""
    here, above = lines[at], lines[at - 1]
    if at < 2 or above.indent >= here.indent or above.apart:
        return None
    if above.text.endswith(":") or above.text.startswith("- "):
        return None
    before = lines[at - 2]
    goes_on = at + 1 < len(lines) and lines[at + 1].indent >= here.indent
    if before.text.endswith(":") and before.indent == above.indent:
        return above
    return (
        above if before.indent == here.indent or (goes_on and before.indent > here.indent) else None
    )


def _moved_in(lines: list[_Line], at: int) -> _Line | None:
    """Return the first line of a block if it alone stands further right than the rest of it."""
    here = lines[at]
    parent = next((i for i in range(at - 1, -1, -1) if lines[i].indent < here.indent), -1)
    block = lines[parent + 1 : at]
    if not block:
        return None
    level = min(each.indent for each in block)
    if level == here.indent or block[0].indent != level:
        return None
    before = sum(each.indent == level for each in block)
    more = _entries(lines[at:], here.indent) > 1
    outer = lines[parent].indent if parent >= 0 else 0
    usual = here.indent - outer == _step(lines) != level - outer
    return block[0] if before == 1 and (more or usual) else None


def _step(lines: list[_Line]) -> int:
    """Return by how many columns most blocks of the file are indented."""
    steps = Counter(
        below.indent - above.indent
        for above, below in pairwise(lines)
        if above.text.endswith(":") and below.indent > above.indent
    )
    return steps.most_common(1)[0][0] if steps else 0


def _entries(lines: list[_Line], indent: int) -> int:
    """Count the entries that a block has from here on."""
    count = 0
    for each in lines:
        if each.indent < indent:
            break
        count += each.indent == indent
    return count
