"""`-k` expressions over refs, as pytest has them over test names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from attune_packkit.errors import UsageError

Matcher: TypeAlias = Callable[[str], bool]

MAX_PIECES = 200

_PIECE = r"\s*(?:(?P<paren>[()])|(?P<word>[^\s()]+))"


def compile_keywords(expression: str) -> Matcher:
    """Return a test for refs: words match as parts of a ref; `and`, `or`, `not`, `( )` combine.

    Raises `UsageError` for anything else.
    """
    pieces = [match["paren"] or match["word"] for match in re.finditer(_PIECE, expression)]
    if not pieces or len(pieces) > MAX_PIECES:
        raise UsageError(f"-k '{expression}': expected words joined with and, or, not and ( )")
    parser = _Parser(expression, pieces)
    matcher = parser.either()
    if parser.peek():
        parser.fail()
    return matcher


class _Parser:
    def __init__(self, expression: str, pieces: list[str]) -> None:
        self._expression = expression
        self._pieces = pieces
        self._next = 0

    def peek(self) -> str:
        return self._pieces[self._next] if self._next < len(self._pieces) else ""

    def take(self) -> str:
        piece = self.peek()
        self._next += 1
        return piece

    def fail(self) -> None:
        found = f"'{self.peek()}'" if self.peek() else "the end"
        raise UsageError(f"-k '{self._expression}': did not expect {found}")

    def either(self) -> Matcher:
        matchers = [self.both()]
        while self.peek() == "or":
            self.take()
            matchers.append(self.both())
        return lambda ref: any(matches(ref) for matches in matchers)

    def both(self) -> Matcher:
        matchers = [self.negated()]
        while self.peek() == "and":
            self.take()
            matchers.append(self.negated())
        return lambda ref: all(matches(ref) for matches in matchers)

    def negated(self) -> Matcher:
        if self.peek() == "not":
            self.take()
            inner = self.negated()
            return lambda ref: not inner(ref)
        return self.single()

    def single(self) -> Matcher:
        piece = self.peek()
        if piece in ("", ")", "and", "or"):
            self.fail()
        self.take()
        if piece != "(":
            word = piece.lower()
            return lambda ref: word in ref.lower()
        inner = self.either()
        if self.peek() != ")":
            self.fail()
        self.take()
        return inner
