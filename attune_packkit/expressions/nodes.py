"""The syntax tree of the expression language.

Every node knows its start and end as character offsets into the scalar that holds the template, so
a diagnostic can point into the text. `Filter`, `Test`, `Conditional` and `Mapping` exist only in
the classic form (Jinja's); today's engine does not know them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, `true`, `false` or `null`."""

    value: str | int | float | bool | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A bare identifier."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Array:
    """`[a, b]`."""

    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """`{"a": b}`, classic only."""

    items: tuple[tuple[Node, Node], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`; `function` is a `Name` but for the classic form's methods."""

    function: Node
    arguments: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `-x`."""

    operator: str
    operand: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binary:
    """`a and b`, `a == b`, `a + b`, …"""

    operator: str
    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """`value.name`; `name` may be digits, an index into a list. `at` is where the name starts."""

    value: Node
    name: str
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Index:
    """`value[key]`."""

    value: Node
    key: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """`value | name(arguments)`, classic only. `at` is where the name starts."""

    value: Node
    name: str
    arguments: tuple[Node, ...]
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Test:
    """`value is name`, `value is not name`, classic only."""

    value: Node
    name: str
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Conditional:
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
    | Call
    | Unary
    | Binary
    | Attribute
    | Index
    | Filter
    | Test
    | Conditional
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the direct parts of a node, left to right."""
    match node:
        case Array(items):
            return items
        case Mapping(pairs):
            return tuple(part for pair in pairs for part in pair)
        case Call(function, arguments):
            return (function, *arguments)
        case Unary(_, operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Attribute(value) | Test(value):
            return (value,)
        case Index(value, key):
            return (value, key)
        case Filter(value, _, arguments):
            return (value, *arguments)
        case Conditional(condition, then, otherwise):
            return (condition, then) if otherwise is None else (condition, then, otherwise)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += reversed(children(current))
