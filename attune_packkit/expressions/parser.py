"""Parse one expression: precedence climbing, bounded depth, never an exception for the input.

The grammar is today's engine's, and around it what Jinja adds; each use of an addition is noted in
`Parsed.extensions`.
"""

from __future__ import annotations

import math

from msgspec import Struct

from attune_packkit.expressions import operators
from attune_packkit.expressions.lexer import MAX_TOKENS, Token, string_value, tokens
from attune_packkit.expressions.nodes import (
    Array,
    Attribute,
    Binary,
    Call,
    Chain,
    Conditional,
    Filter,
    Index,
    Keyword,
    Literal,
    Mapping,
    Name,
    Node,
    Slice,
    Test,
    Unary,
    depth,
)
from attune_packkit.expressions.token_reader import FaultError, SyntaxFault, TokenReader, refusal

MAX_DEPTH = 150
"""Levels of a syntax tree, which is walked by recursion. Long chains of operators are deep too."""

MAX_INTEGER = 2**63 - 1
MAX_DIGITS = 400

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_CLASSIC_CONSTANTS: dict[str, bool | None] = {
    "True": True, "False": False, "None": None, "none": None
}  # fmt: skip


class Parsed(Struct, frozen=True):
    """An expression, or why there is none. `extensions` are the classic-only forms it uses.

    Each extension is its name and the offsets of its use.
    """

    node: Node | None
    faults: tuple[SyntaxFault, ...]
    extensions: tuple[tuple[str, int, int], ...] = ()


def parse(text: str, start: int = 0, end: int | None = None) -> Parsed:
    """Parse the expression in `text[start:end]`; offsets count from the start of `text`."""
    parser = _Parser(tokens(text, start, len(text) if end is None else end))
    try:
        node = parser.whole()
    except FaultError as stop:
        return Parsed(None, (stop.fault,))
    return Parsed(node, (), tuple(sorted(parser.extensions, key=lambda each: each[1:])))


class _Parser(TokenReader):
    def whole(self) -> Node:
        first, last = self._peek(), self._tokens[-1]
        if len(self._tokens) > MAX_TOKENS:
            raise refusal("the expression is too long", first.start, last.end)
        node = self._expression()
        if self._peek().kind != "end":
            raise self._unexpected("an operator or the end of the expression")
        if depth(node) > MAX_DEPTH:
            raise refusal(f"nested deeper than {MAX_DEPTH} levels", first.start, last.end)
        return node

    def _expression(self) -> Node:
        self._deeper()
        start = self._here
        node = self._binary(operators.OR)
        if self._skip("if"):
            condition = self._binary(operators.OR)
            otherwise = self._expression() if self._skip("else") else None
            self._extension("conditional", start, self._done)
            node = Conditional(condition, node, otherwise, start, self._done)
        self._nesting -= 1
        return node

    def _binary(self, least: int) -> Node:
        """Read operands joined by operators that bind at least as tightly as `least`."""
        start = self._here
        is_not = least <= operators.NOT and self._at("not")
        node = self._not() if is_not else self._filtered()
        while True:
            operator = self._operator()
            binding = operators.BINARY.get(operator, 0)
            if binding < least:
                return node
            if binding == operators.COMPARISON:
                node = self._comparison(node, start)
                continue
            self._take_operator(operator)
            right = self._binary(binding + 1)
            node = Binary(operator, node, right, start, self._done)

    def _not(self) -> Node:
        start = self._take().start
        self._deeper()
        operand = self._binary(operators.NOT)
        self._nesting -= 1
        return Unary("not", operand, start, self._done)

    def _operator(self) -> str:
        """Return the binary operator that comes next; "" if none does."""
        if self._at("not") and self._at("in", 1):
            return "not in"
        token = self._peek()
        return token.text if token.kind in ("operator", "name") else ""

    def _take_operator(self, operator: str) -> None:
        start = self._take().start
        if operator == "not in":
            self._take()
        if operator in operators.CLASSIC:
            self._extension(operators.CLASSIC[operator], start, self._done)

    def _comparison(self, first: Node, start: int) -> Node:
        operands, used = [first], []
        while operators.BINARY.get(self._operator()) == operators.COMPARISON:
            used.append(self._operator())
            self._take_operator(used[-1])
            operands.append(self._binary(operators.COMPARISON + 1))
        if len(used) == 1:
            return Binary(used[0], first, operands[1], start, self._done)
        self._extension("chained comparison", start, self._done)
        return Chain(tuple(operands), tuple(used), start, self._done)

    def _filtered(self) -> Node:
        start = self._here
        node = self._negation()
        while True:
            if self._skip("|"):
                node = self._filter(node, start)
            elif self._skip("is"):
                node = self._test(node, start)
            else:
                return node

    def _filter(self, value: Node, start: int) -> Node:
        name = self._peek()
        if name.kind != "name":
            raise self._unexpected("the name of a filter")
        self._take()
        arguments: tuple[Node, ...] = ()
        if self._at("("):
            arguments = self._arguments(")")
        elif not self._colons and self._skip(":"):
            arguments = (self._binary(operators.SUM),)
        self._extension("filter", name.start, self._done)
        return Filter(value, name.text, arguments, name.start, start, self._done)

    def _test(self, value: Node, start: int) -> Node:
        negated = self._skip("not")
        name = self._peek()
        if name.kind != "name":
            raise self._unexpected("the name of a test, such as 'defined'")
        self._take()
        arguments: tuple[Node, ...] = ()
        if self._at("("):
            arguments = self._arguments(")")
        elif self._starts_operand():
            arguments = (self._postfix(),)
        self._extension("test", start, self._done)
        return Test(value, name.text, arguments, negated, start, self._done)

    def _starts_operand(self) -> bool:
        token = self._peek()
        if token.kind == "name":
            return token.text not in operators.WORDS
        return token.kind in ("number", "string") or token.text in ("[", "{")

    def _negation(self) -> Node:
        if not self._at("-"):
            return self._postfix()
        start = self._take().start
        self._deeper()
        operand = self._negation()
        self._nesting -= 1
        return Unary("-", operand, start, self._done)

    def _postfix(self) -> Node:
        start = self._here
        node = self._primary()
        while True:
            if self._skip("."):
                node = self._attributes(node, start)
            elif self._at("["):
                node = self._index(node, start)
            elif self._at("("):
                arguments = self._arguments(")")
                if not isinstance(node, Name):
                    self._extension("method", start, self._done)
                node = Call(node, arguments, start, self._done)
            else:
                return node

    def _attributes(self, node: Node, start: int) -> Node:
        """Read `.name`, or the digits of `.0.1`, which the lexer sees as one number."""
        token = self._peek()
        parts = token.text.split(".")
        if token.kind == "number" and all(map(str.isdecimal, parts)):
            self._extension("dotted index", token.start, token.end)
        elif token.kind != "name":
            raise self._unexpected("a name after '.'")
        self._take()
        at = token.start
        for part in parts:
            node = Attribute(node, part, at, start, at + len(part))
            at += len(part) + 1
        return node

    def _index(self, value: Node, start: int) -> Node:
        opening = self._take()
        self._colons += 1
        key = None if self._at(":") else self._expression()
        if key is None or self._at(":"):
            key = self._slice(key, opening.end)
        self._colons -= 1
        self._close("]", opening)
        return Index(value, key, start, self._done)

    def _slice(self, first: Node | None, start: int) -> Node:
        parts = [first]
        while len(parts) < 3 and self._skip(":"):
            ends = self._at(":") or self._at("]") or self._peek().kind == "end"
            parts.append(None if ends else self._expression())
        self._extension("slice", start, self._done)
        step = parts[2] if len(parts) > 2 else None
        return Slice(first, parts[1], step, start, self._done)

    def _arguments(self, closing: str) -> tuple[Node, ...]:
        """Read what stands in brackets, and the brackets."""
        opening = self._take()
        found: list[Node] = []
        while not self._at(closing):
            found.append(self._argument() if closing == ")" else self._expression())
            if not self._skip(","):
                break
        self._close(closing, opening)
        return tuple(found)

    def _argument(self) -> Node:
        name = self._peek()
        if name.kind != "name" or not self._at("=", 1):
            return self._expression()
        self._next += 2
        value = self._expression()
        self._extension("keyword argument", name.start, self._done)
        return Keyword(name.text, value, name.start, self._done)

    def _primary(self) -> Node:
        token = self._peek()
        if token.kind == "number":
            return self._number(self._take())
        if token.kind == "string":
            self._take()
            return Literal(string_value(token.text), token.start, token.end)
        if token.kind == "name" and token.text not in operators.WORDS:
            return self._name(self._take())
        if self._at("["):
            return Array(self._arguments("]"), token.start, self._done)
        if self._at("("):
            return self._group(self._take())
        if self._at("{"):
            return self._mapping(self._take())
        raise self._unexpected("a value")

    def _number(self, token: Token) -> Node:
        if len(token.text) > MAX_DIGITS:
            raise refusal("the number has too many digits", token.start, token.end)
        if "e" in token.text.lower():
            self._extension("exponent", token.start, token.end)
        value = float(token.text) if set(token.text) & set(".eE") else int(token.text)
        if value > MAX_INTEGER if isinstance(value, int) else math.isinf(value):
            raise refusal("the number is too large", token.start, token.end)
        return Literal(value, token.start, token.end)

    def _name(self, token: Token) -> Node:
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text], token.start, token.end)
        if token.text in _CLASSIC_CONSTANTS:
            self._extension("constant", token.start, token.end)
            return Literal(_CLASSIC_CONSTANTS[token.text], token.start, token.end)
        return Name(token.text, token.start, token.end)

    def _group(self, opening: Token) -> Node:
        """Read `(a)`, or what Jinja calls a tuple: `(a, b)`, `(a,)`, `()`."""
        items: list[Node] = []
        comma = False
        while not self._at(")"):
            items.append(self._expression())
            comma = self._skip(",")
            if not comma:
                break
        self._close(")", opening)
        if len(items) == 1 and not comma:
            return items[0]
        self._extension("tuple", opening.start, self._done)
        return Array(tuple(items), opening.start, self._done)

    def _mapping(self, opening: Token) -> Node:
        pairs: list[tuple[Node, Node]] = []
        self._colons += 1
        while not self._at("}"):
            key = self._expression()
            if not self._skip(":"):
                raise self._unexpected("':'")
            pairs.append((key, self._expression()))
            if not self._skip(","):
                break
        self._colons -= 1
        self._close("}", opening)
        self._extension("mapping", opening.start, self._done)
        return Mapping(tuple(pairs), opening.start, self._done)
