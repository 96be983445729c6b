"""The syntax tree of the expression language.

Every node knows its start and end as character offsets into the scalar that holds the template, so
a diagnostic can point into the text. `Chain`, `Conditional`, `Filter`, `Keyword`, `Mapping`,
`Slice` and `Test` exist only in the classic form (Jinja's); today's engine does not know them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct


class Literal(Struct, frozen=True):
    """A number, text, `true`, `false` or `null`."""

    value: str | int | float | bool | None
    start: int
    end: int


class Name(Struct, frozen=True):
    """A bare identifier."""

    name: str
    start: int
    end: int


class Array(Struct, frozen=True):
    """`[a, b]`."""

    items: tuple[Node, ...]
    start: int
    end: int


class Mapping(Struct, frozen=True):
    """`{"a": b}`, classic only."""

    items: tuple[tuple[Node, Node], ...]
    start: int
    end: int


class Keyword(Struct, frozen=True):
    """`name=value` among arguments, classic only."""

    name: str
    value: Node
    start: int
    end: int


class Call(Struct, frozen=True):
    """`name(arguments)`; `function` is a `Name` but for the classic form's methods."""

    function: Node
    arguments: tuple[Node, ...]
    start: int
    end: int


class Unary(Struct, frozen=True):
    """`not x`, `-x`."""

    operator: str
    operand: Node
    start: int
    end: int


class Binary(Struct, frozen=True):
    """`a and b`, `a == b`, `a + b`, …"""

    operator: str
    left: Node
    right: Node
    start: int
    end: int


class Chain(Struct, frozen=True):
    """`a < b <= c`, classic only: each neighbours' comparison must hold."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]
    start: int
    end: int


class Attribute(Struct, frozen=True):
    """`value.name`; `name` may be digits, an index into a list. `at` is where the name starts."""

    value: Node
    name: str
    at: int
    start: int
    end: int


class Index(Struct, frozen=True):
    """`value[key]`."""

    value: Node
    key: Node
    start: int
    end: int


class Slice(Struct, frozen=True):
    """`first:last:step` between the brackets of an `Index`, classic only."""

    first: Node | None
    last: Node | None
    step: Node | None
    start: int
    end: int


class Filter(Struct, frozen=True):
    """`value | name(arguments)`, classic only. `at` is where the name starts."""

    value: Node
    name: str
    arguments: tuple[Node, ...]
    at: int
    start: int
    end: int


class Test(Struct, frozen=True):
    """`value is name`, `value is not name(arguments)`, classic only."""

    value: Node
    name: str
    arguments: tuple[Node, ...]
    negated: bool
    start: int
    end: int


class Conditional(Struct, frozen=True):
    """`a if condition else b`, classic only."""

    condition: Node
    then: Node
    otherwise: Node | None
    start: int
    end: int


Node: TypeAlias = (
    Literal
    | Name
    | Array
    | Mapping
    | Keyword
    | Call
    | Unary
    | Binary
    | Chain
    | Attribute
    | Index
    | Slice
    | Filter
    | Test
    | Conditional
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the direct parts of a node, left to right."""
    match node:
        case Array(items) | Chain(items):
            return items
        case Mapping(pairs):
            return tuple(part for pair in pairs for part in pair)
        case Call(value, arguments) | Filter(value, _, arguments) | Test(value, _, arguments):
            return (value, *arguments)
        case Unary(_, value) | Keyword(_, value) | Attribute(value):
            return (value,)
        case Binary(_, left, right):
            return (left, right)
        case Index(value, key):
            return (value, key)
        case Slice(first, last, step):
            return _present(first, last, step)
        case Conditional(condition, then, otherwise):
            return _present(then, condition, otherwise)
    return ()


def _present(*nodes: Node | None) -> tuple[Node, ...]:
    return tuple(node for node in nodes if node is not None)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += reversed(children(current))


def depth(node: Node) -> int:
    """Return how deep a tree is: 1 for a node without parts."""
    deepest = 0
    pending = [(node, 1)]
    while pending:
        current, level = pending.pop()
        deepest = max(deepest, level)
        pending += ((part, level + 1) for part in children(current))
    return deepest
