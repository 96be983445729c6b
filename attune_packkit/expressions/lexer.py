"""Tokens of the expression language, in one linear scan."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_TOKENS = 1_000

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
  | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<operator>==|!=|<=|>=|//|\*\*|&&|\|\||[-+*/%<>=!|~.,:()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


class Token(NamedTuple):
    """One token: `number`, `string`, `name`, `operator`, `wrong` or `end`, and its offsets."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of `text[start:end]`, closed by an `end` token.

    Characters that begin no token become `wrong` ones; an unclosed quote takes the rest with it.
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
    """Return what a quoted string stands for."""
    body = text[1:-1]
    if "\\" not in body:
        return body
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), body, flags=re.DOTALL)
