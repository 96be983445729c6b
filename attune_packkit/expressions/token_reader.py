"""The parser's way through its tokens: look ahead, take, and say what is wrong with them."""

from __future__ import annotations

from msgspec import Struct

from attune_packkit.escaping import shown
from attune_packkit.expressions.lexer import Token

MAX_NESTING = 40
"""Brackets, calls and signs inside each other; each takes some frames of Python's stack."""

_INSTEAD = {
    "&&": "write 'and'",
    "||": "write 'or'",
    "!": "write 'not'",
    "=": "write '=='",
    "?": "write a transition for each case: an expression cannot choose between values",
    **dict.fromkeys(("AND", "And"), "write 'and'"),
    **dict.fromkeys(("OR", "Or"), "write 'or'"),
    **dict.fromkeys(("NOT", "Not"), "write 'not'"),
    "$": "write the name alone, such as 'workflow.x' or 'parameters.x'",
    "&": "join texts with '+'",
    ".": "a name has no dot before it",
    **dict.fromkeys("#/", "expressions have no blocks: write a transition for each case"),
    **dict.fromkeys(("if", "for"), "write a transition for each case, or with_items for a list"),
    "eq": "write '=='",
    **dict.fromkeys(("ne", "neq"), "write '!='"),
    "gt": "write '>'",
    "lt": "write '<'",
    **dict.fromkeys(("like", "matches", "regex"), "write 'match(pattern, text)'"),
    "contains": "write 'contains(list, entry)'",
    **dict.fromkeys("‘’“”`´", "put text between plain quotes: ' or \""),
}

_AFTER = {
    ("!=", "="): "write '!='",
    ("<", ">"): "write '!='",
    ("=", ">"): "write a function call: values have no anonymous functions",
    (".", "."): "join texts with '+'",
}
"""What to write for two tokens, of which the second is wrong."""

_BEFORE = {
    ("=", ">"): "write '>='",
    ("=", "~"): "write 'match(pattern, text)'",
    ("?", "."): "a field that may be missing cannot be asked for",
}
"""What to write for two tokens, of which the first is wrong."""


class SyntaxFault(Struct, frozen=True):
    """One thing that makes text no expression. `hint` may be empty."""

    message: str
    start: int
    end: int
    hint: str = ""


class FaultError(Exception):
    """Stops parsing; `fault` says why."""

    def __init__(self, fault: SyntaxFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def refusal(message: str, start: int, end: int, hint: str = "") -> FaultError:
    """Return the error for a stretch of text, of at least one character."""
    return FaultError(SyntaxFault(message, start, max(end, start + 1), hint))


class TokenReader:
    """The tokens of one expression, and how far they have been read.

    `_nesting` and `_colons` count what is open around the next token: brackets and signs, and of
    the brackets those that give a colon a meaning of their own.
    """

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._next = 0
        self._nesting = 0
        self._colons = 0
        self.extensions: list[tuple[str, int, int]] = []

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._next + ahead, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._peek()
        self._next += 1
        return token

    @property
    def _here(self) -> int:
        """Where the next token starts."""
        return self._peek().start

    @property
    def _done(self) -> int:
        """Where the last token taken ends."""
        return self._tokens[self._next - 1].end

    def _at(self, text: str, ahead: int = 0) -> bool:
        token = self._peek(ahead)
        return token.text == text and token.kind in ("operator", "name")

    def _skip(self, text: str) -> bool:
        """Take the next token if it is this one."""
        found = self._at(text)
        self._next += found
        return found

    def _close(self, text: str, opening: Token) -> None:
        """Take the closing bracket."""
        if self._skip(text):
            return
        if self._peek().kind != "end":
            raise self._unexpected(f"'{text}' or ','")
        message = f"'{opening.text}' is never closed"
        raise refusal(message, opening.start, opening.end, f"close it with '{text}'")

    def _unexpected(self, expected: str) -> FaultError:
        token = self._peek()
        if token.kind == "end":
            message = f"the expression ends where {expected} is expected"
        elif token.kind == "wrong" and token.text[0] in "\"'":
            message = "the quote is never closed"
        else:
            message = f"found {shown(token.text, 40)} where {expected} is expected"
        before = self._tokens[self._next - 1].text if self._next else ""
        following = self._peek(1)
        hint = _BEFORE.get((token.text, following.text)) if token.end == following.start else None
        if hint is None:
            spellings = (token.text, token.text[:2], token.text[:1])
            hint = next(filter(None, map(_INSTEAD.get, spellings)), "")
        hint = _AFTER.get((before, token.text)) or hint
        return refusal(message, token.start, token.end, hint)

    def _deeper(self) -> None:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            token = self._peek()
            raise refusal(f"nested deeper than {MAX_NESTING} levels", token.start, token.end)

    def _extension(self, name: str, start: int, end: int) -> None:
        self.extensions.append((name, start, end))
