"""Formatted strings of Python: later versions allow more in them than the one at work may know."""

from __future__ import annotations

import re

_START = re.compile(r"#[^\n]*|(?P<prefix>(?<!\w)[A-Za-z]{1,2})?(?P<quote>'''|\"\"\"|['\"])")
_DEEPEST = 20
_OPEN = -1


def without_formatted(source: str) -> str:
    """Return Python source with an empty text for each formatted string, and without comments.

    What follows a string that is never closed stays as it is.
    """
    parts: list[str] = []
    at = 0
    while match := _START.search(source, at):
        end = _end(source, match, 0) if match["quote"] else match.end()
        if end == _OPEN:
            break
        parts.append(source[at : match.start()])
        at = end
        if match["quote"]:
            parts.append("''" if _is_formatted(match) else source[match.start() : end])
    return "".join((*parts, source[at:]))


def _is_formatted(start: re.Match[str]) -> bool:
    return "f" in (start["prefix"] or "").lower()


def _end(source: str, start: re.Match[str], level: int) -> int:
    """Return where a string ends, or `_OPEN`; those in its braces may have the same quotes."""
    at, quote, formatted = start.end(), start["quote"], _is_formatted(start)
    depth = 0
    while 0 <= at < len(source):
        inner = _START.match(source, at) if depth and level < _DEEPEST else None
        if inner and inner["quote"]:
            at = _end(source, inner, level + 1)
        elif not depth and source.startswith(quote, at):
            return at + len(quote)
        elif not depth and source[at] == "\n" and len(quote) == 1:
            break
        elif not depth and (source[at] == "\\" or (formatted and source.startswith("{{", at))):
            at += 2
        else:
            braces = {"{": 1, "}": -1}.get(source[at], 0) if formatted else 0
            depth = max(depth + braces, 0)
            at += 1
    return _OPEN
