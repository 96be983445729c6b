"""Parse one expression: precedence climbing, bounded depth, never an exception for the input.

Precedence from loose to tight: conditional (classic), or, and, not, comparisons and `in`, `~`
(classic), `+ -`, `* / %`, unary `-`, filter (classic), postfix `.name`, `[key]`, `(…)`.
"""

from __future__ import annotations

from dataclasses import dataclass

from attune_packkit.expressions.lexer import MAX_TOKENS, Token, string_value, tokens
from attune_packkit.expressions.nodes import (
    Array,
    Attribute,
    Binary,
    Call,
    Conditional,
    Filter,
    Index,
    Literal,
    Mapping,
    Name,
    Node,
    Test,
    Unary,
)

MAX_DEPTH = 100

_CONSTANTS: dict[str, bool | None] = {
    "true": True, "false": False, "null": None,
    "True": True, "False": False, "None": None, "none": None,
}  # fmt: skip
_WORDS = frozenset({"and", "or", "not", "in", "is", "if", "else"})
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})
_INSTEAD = {"&&": "and", "||": "or", "!": "not", "=": "==", "**": "", "//": "/"}


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """One thing that makes text no expression. `expected` is a hint, maybe empty."""

    message: str
    start: int
    end: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """An expression, or why there is none. `extensions` are the classic-only forms it uses."""

    node: Node | None
    faults: tuple[SyntaxFault, ...]
    extensions: tuple[tuple[str, int, int], ...] = ()


def parse(text: str, start: int = 0, end: int | None = None) -> Parsed:
    """Parse the expression in `text[start:end]`; offsets count from the start of `text`."""
    parser = _Parser(tokens(text, start, len(text) if end is None else end))
    try:
        node: Node | None = parser.whole()
    except _FaultError as stop:
        node = None
        parser.faults.append(stop.fault)
    return Parsed(node, tuple(parser.faults), tuple(parser.extensions))


class _FaultError(Exception):
    def __init__(self, fault: SyntaxFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._next = 0
        self._depth = 0
        self.faults: list[SyntaxFault] = []
        self.extensions: list[tuple[str, int, int]] = []

    def whole(self) -> Node:
        if len(self._tokens) > MAX_TOKENS:
            first = self._tokens[0]
            raise _FaultError(
                SyntaxFault("the expression is too long", first.start, self._tokens[-1].end)
            )
        node = self._expression()
        token = self._peek()
        if token.kind != "end":
            raise self._unexpected("an operator or the end of the expression")
        return node

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def _at(self, *texts: str) -> bool:
        token = self._peek()
        return token.text in texts and token.kind in ("operator", "name")

    def _expect(self, text: str, opening: Token) -> Token:
        if not self._at(text):
            if self._peek().kind == "end":
                raise _FaultError(
                    SyntaxFault(f"'{opening.text}' is never closed", opening.start, opening.end,
                                f"close it with '{text}'")
                )  # fmt: skip
            raise self._unexpected(f"'{text}' or ','")
        return self._take()

    def _unexpected(self, expected: str) -> _FaultError:
        token = self._peek()
        hint = ""
        if token.kind == "end":
            message = f"the expression ends where {expected} is expected"
        elif token.kind == "wrong" and token.text[0] in "\"'":
            message = "the quote is never closed"
        else:
            message = f"found '{token.text[:40]}' where {expected} is expected"
            instead = _INSTEAD.get(token.text)
            hint = f"write '{instead}'" if instead else ""
        start = token.start
        return _FaultError(SyntaxFault(message, start, max(token.end, start + 1), hint))

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            token = self._peek()
            raise _FaultError(
                SyntaxFault(f"nested deeper than {MAX_DEPTH} levels", token.start, token.end)
            )

    def _extension(self, name: str, start: int, end: int) -> None:
        self.extensions.append((name, start, end))

    def _expression(self) -> Node:
        self._deeper()
        node = self._or()
        if self._at("if"):
            self._take()
            condition = self._or()
            otherwise = None
            if self._at("else"):
                self._take()
                otherwise = self._expression()
            end = (otherwise or condition).end
            self._extension("conditional", node.start, end)
            node = Conditional(condition, node, otherwise, node.start, end)
        self._depth -= 1
        return node

    def _or(self) -> Node:
        node = self._and()
        while self._at("or"):
            self._take()
            right = self._and()
            node = Binary("or", node, right, node.start, right.end)
        return node

    def _and(self) -> Node:
        node = self._not()
        while self._at("and"):
            self._take()
            right = self._not()
            node = Binary("and", node, right, node.start, right.end)
        return node

    def _not(self) -> Node:
        if not self._at("not"):
            return self._comparison()
        token = self._take()
        self._deeper()
        operand = self._not()
        self._depth -= 1
        return Unary("not", operand, token.start, operand.end)

    def _comparison(self) -> Node:
        node = self._concatenation()
        while True:
            if self._at(*_COMPARISONS, "in"):
                operator = self._take().text
            elif self._at("not") and self._tokens[self._next + 1].text == "in":
                self._next += 2
                operator = "not in"
            elif self._at("is"):
                node = self._test(node)
                continue
            else:
                return node
            right = self._concatenation()
            node = Binary(operator, node, right, node.start, right.end)

    def _test(self, value: Node) -> Node:
        self._take()
        negated = self._at("not")
        if negated:
            self._take()
        name = self._peek()
        if name.kind != "name":
            raise self._unexpected("the name of a test, such as 'defined'")
        end = self._take().end
        if self._at("("):
            _, end = self._arguments(self._take(), ")")
        self._extension("test", value.start, end)
        return Test(value, name.text, negated, value.start, end)

    def _concatenation(self) -> Node:
        node = self._sum()
        while self._at("~"):
            self._take()
            right = self._sum()
            self._extension("concatenation", node.start, right.end)
            node = Binary("~", node, right, node.start, right.end)
        return node

    def _sum(self) -> Node:
        node = self._product()
        while self._at("+", "-"):
            operator = self._take().text
            right = self._product()
            node = Binary(operator, node, right, node.start, right.end)
        return node

    def _product(self) -> Node:
        node = self._unary()
        while self._at("*", "/", "%"):
            operator = self._take().text
            right = self._unary()
            node = Binary(operator, node, right, node.start, right.end)
        return node

    def _unary(self) -> Node:
        if self._at("-"):
            token = self._take()
            self._deeper()
            operand = self._unary()
            self._depth -= 1
            return Unary("-", operand, token.start, operand.end)
        node = self._postfix(self._primary())
        while self._at("|"):
            node = self._filter(node)
        return node

    def _filter(self, value: Node) -> Node:
        self._take()
        name = self._peek()
        if name.kind != "name":
            raise self._unexpected("the name of a filter")
        end = self._take().end
        arguments: tuple[Node, ...] = ()
        if self._at("("):
            arguments, end = self._arguments(self._take(), ")")
        elif self._at(":"):
            self._take()
            argument = self._sum()
            arguments, end = (argument,), argument.end
        self._extension("filter", name.start, end)
        return self._postfix(Filter(value, name.text, arguments, name.start, value.start, end))

    def _postfix(self, node: Node) -> Node:
        while True:
            if self._at("."):
                self._take()
                name = self._peek()
                if name.kind not in ("name", "number"):
                    raise self._unexpected("a name after '.'")
                self._take()
                node = self._attributes(node, name)
            elif self._at("["):
                node = self._index(node, self._take())
            elif self._at("("):
                arguments, end = self._arguments(self._take(), ")")
                if not isinstance(node, Name):
                    self._extension("method", node.start, end)
                node = Call(node, arguments, node.start, end)
            else:
                return node

    def _attributes(self, node: Node, token: Token) -> Node:
        """Read `.name`, or `.0.1`, which the lexer sees as one number."""
        at = token.start
        for part in token.text.split("."):
            node = Attribute(node, part, at, node.start, at + len(part))
            at += len(part) + 1
        return node

    def _index(self, value: Node, opening: Token) -> Node:
        if self._at(":"):
            raise self._unexpected("an index; slices are not part of the language")
        key = self._expression()
        if self._at(":"):
            raise self._unexpected("']'; slices are not part of the language")
        end = self._expect("]", opening).end
        return Index(value, key, value.start, end)

    def _arguments(self, opening: Token, closing: str) -> tuple[tuple[Node, ...], int]:
        found: list[Node] = []
        while not self._at(closing):
            if self._peek().kind == "name" and self._tokens[self._next + 1].text == "=":
                keyword = self._take()
                self._take()
                self._extension("keyword argument", keyword.start, keyword.end)
            found.append(self._expression())
            if not self._at(","):
                break
            self._take()
        return tuple(found), self._expect(closing, opening).end

    def _primary(self) -> Node:
        token = self._peek()
        if token.kind == "number":
            self._take()
            text = token.text
            value = float(text) if set(text) & set(".eE") else int(text[:400])
            return Literal(value, token.start, token.end)
        if token.kind == "string":
            self._take()
            return Literal(string_value(token.text), token.start, token.end)
        if token.kind == "name" and token.text in _CONSTANTS:
            self._take()
            return Literal(_CONSTANTS[token.text], token.start, token.end)
        if token.kind == "name" and token.text not in _WORDS:
            self._take()
            return Name(token.text, token.start, token.end)
        return self._bracketed(token)

    def _bracketed(self, token: Token) -> Node:
        if self._at("("):
            self._take()
            node = self._expression()
            self._expect(")", token)
            return node
        if self._at("["):
            items, end = self._arguments(self._take(), "]")
            return Array(items, token.start, end)
        if self._at("{"):
            return self._mapping(self._take())
        raise self._unexpected("a value")

    def _mapping(self, opening: Token) -> Node:
        pairs: list[tuple[Node, Node]] = []
        while not self._at("}"):
            key = self._expression()
            if not self._at(":"):
                raise self._unexpected("':'")
            self._take()
            pairs.append((key, self._expression()))
            if not self._at(","):
                break
            self._take()
        end = self._expect("}", opening).end
        self._extension("mapping", opening.start, end)
        return Mapping(tuple(pairs), opening.start, end)
