"""Tokens of the expression language, in one linear scan."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_TOKENS = 5_000

STRING = r""" "[^"\\]*+(?:\\.[^"\\]*+)*+" | '[^'\\]*+(?:\\.[^'\\]*+)*+' """
"""A quoted string, for verbose patterns in which the dot matches everything."""

_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
  | (?P<string>{STRING})
  | (?P<name>[^\W\d]\w*)
  | (?P<operator>==|!=|<=|>=|//|\*\*|&&|\|\||[-+*/%<>=!|~.,:()\[\]{{}}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


class Token(NamedTuple):
    """One token: `number`, `string`, `name`, `operator`, `wrong` or `end`, and its offsets."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of `text[start:end]`, closed by an `end` token.

    Characters that begin no token become `wrong` ones; an unclosed quote takes the rest with it.
    After `MAX_TOKENS` tokens it stops.
    """
    found: list[Token] = []
    at = start
    while at < end and len(found) < MAX_TOKENS:
        match = _TOKEN.match(text, at, end)
        if match is None:
            stop = end if text[at] in "\"'" else at + 1
            found.append(Token("wrong", text[at:stop], at, stop))
            at = stop
            continue
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], at, match.end()))
        at = match.end()
    found.append(Token("end", "", end, end))
    return found


def string_value(text: str) -> str:
    """Return what a quoted string stands for; a backslash before anything unknown stays."""
    quote, body = text[0], text[1:-1]
    if "\\" not in body:
        return body

    def meant(match: re.Match[str]) -> str:
        return quote if match[1] == quote else _ESCAPES.get(match[1], match[0])

    return _ESCAPE.sub(meant, body)


def quoted(value: str) -> str:
    """Write text as a string of the language."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
