"""Write a syntax tree as text, with no more brackets than it needs."""

from __future__ import annotations

from attune_packkit.expressions import operators
from attune_packkit.expressions.lexer import quoted
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
)

_CONSTANTS = {True: "true", False: "false", None: "null"}


def unparse(node: Node) -> str:
    """Return text that parses to the same tree; only offsets may differ."""
    return _write(node, 0)


def _write(node: Node, least: int) -> str:
    """Write a node where only forms stand that bind at least as tightly as `least`."""
    text, binding = _form(node)
    return f"({text})" if binding < least else text


def _form(node: Node) -> tuple[str, int]:
    """Return a node without brackets around it, and how tightly it binds."""
    match node:
        case Conditional():
            return _conditional(node), 0
        case Unary() | Binary() | Chain():
            return _operation(node)
        case Filter(value, name, arguments):
            call = f"{name}({_list(arguments)})" if arguments else name
            return f"{_write(value, operators.FILTER)} | {call}", operators.FILTER
        case Test():
            return _test(node), operators.FILTER
        case Attribute() | Index() | Call():
            return _postfix(node), operators.POSTFIX
    return _atom(node), operators.ATOM


def _atom(node: Node) -> str:
    match node:
        case Literal(value):
            return _literal(value)
        case Name(name):
            return name
        case Array(items):
            return f"[{_list(items)}]"
        case Mapping(pairs):
            inside = ", ".join(f"{_write(key, 0)}: {_write(value, 0)}" for key, value in pairs)
            return f"{{{inside}}}"
        case Keyword(name, value):
            return f"{name}={_write(value, 0)}"
        case Slice(first, last, step):
            parts = [first, last] if step is None else [first, last, step]
            return ":".join("" if part is None else _write(part, 0) for part in parts)
    raise TypeError(node)


def _literal(value: str | float | bool | None) -> str:
    if isinstance(value, str):
        return quoted(value)
    return _CONSTANTS[value] if value is None or isinstance(value, bool) else repr(value)


def _list(nodes: tuple[Node, ...]) -> str:
    return ", ".join(_write(node, 0) for node in nodes)


def _conditional(node: Conditional) -> str:
    then, condition = _write(node.then, operators.OR), _write(node.condition, operators.OR)
    rest = "" if node.otherwise is None else f" else {_write(node.otherwise, 0)}"
    return f"{then} if {condition}{rest}"


def _operation(node: Unary | Binary | Chain) -> tuple[str, int]:
    if isinstance(node, Unary):
        if node.operator == "not":
            return f"not {_write(node.operand, operators.NOT)}", operators.NOT
        return f"-{_write(node.operand, operators.NEGATION)}", operators.NEGATION
    if isinstance(node, Chain):
        parts = [_write(operand, operators.COMPARISON + 1) for operand in node.operands]
        rest = zip(node.operators, parts[1:], strict=True)
        text = "".join(f" {operator} {part}" for operator, part in rest)
        return parts[0] + text, operators.COMPARISON
    binding = operators.BINARY[node.operator]
    left = _write(node.left, binding + (binding == operators.COMPARISON))
    return f"{left} {node.operator} {_write(node.right, binding + 1)}", binding


def _test(node: Test) -> str:
    arguments = f"({_list(node.arguments)})" if node.arguments else ""
    negation = "not " if node.negated else ""
    return f"{_write(node.value, operators.FILTER)} is {negation}{node.name}{arguments}"


def _postfix(node: Attribute | Index | Call) -> str:
    if isinstance(node, Call):
        return f"{_write(node.function, operators.POSTFIX)}({_list(node.arguments)})"
    value = _write(node.value, operators.POSTFIX)
    if isinstance(node, Index):
        return f"{value}[{_write(node.key, 0)}]"
    number = isinstance(node.value, Literal) and isinstance(node.value.value, int | float)
    return f"({value}).{node.name}" if number else f"{value}.{node.name}"
