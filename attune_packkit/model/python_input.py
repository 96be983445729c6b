"""How a Python file reads its parameters: one JSON object from standard input, and its keys."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator

from attune_packkit.model.python_nodes import Nodes


def reads_json(nodes: Nodes) -> bool:
    """Tell whether a file reads standard input as JSON, and in no other way."""
    calls = set(_calls(nodes))
    if not calls:
        return False
    inside = sum(map(_is_stdin, _below(calls)))
    tried = any(node in calls for attempt in _attempts(nodes) for node in ast.walk(attempt))
    return not tried and inside == sum(map(_is_stdin, nodes.all))


def keys(nodes: Nodes, bindings: Counter[str]) -> Iterator[tuple[ast.Constant, bool]]:
    """Yield the constant keys looked up in what is read, and whether the file fails without.

    A key that the file asks for beforehand, with `in`, is not needed; one that it sets itself is
    none of the parameters.
    """
    names = _names(nodes, bindings)
    asked = asked_for(nodes)
    added = frozenset(_added(nodes, names)) if names else frozenset()
    for node in nodes.among(ast.Subscript, ast.Call) if names else ():
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            key, needed = node.slice, True
            read = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            key, needed = node.args[0], False
            read = node.func.value if node.func.attr == "get" else node
        else:
            continue
        if not _is_named(read, names) or not isinstance(key, ast.Constant) or key.value in added:
            continue
        if isinstance(key.value, str):
            yield key, needed and key.value not in asked


def _added(nodes: Nodes, names: set[str]) -> Iterator[object]:
    """Yield the keys that a file adds to what it read: by assignment, `setdefault`, `update`."""
    for node in nodes.of(ast.Subscript):
        if isinstance(node.ctx, ast.Store) and _is_named(node.value, names):
            yield from _constants([node.slice])
    for call in nodes.of(ast.Call):
        function = call.func
        if not isinstance(function, ast.Attribute) or not _is_named(function.value, names):
            continue
        if function.attr == "setdefault":
            yield from _constants(call.args[:1])
        elif function.attr == "update":
            yield from (word.arg for word in call.keywords)
            for each in call.args:
                yield from _constants(each.keys if isinstance(each, ast.Dict) else ())


def _constants(nodes: Iterable[ast.expr | None]) -> Iterator[object]:
    return (node.value for node in nodes if isinstance(node, ast.Constant))


def _is_named(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def asked_for(nodes: Nodes) -> frozenset[object]:
    """Return the constants that a file looks for in something, with `in`."""
    return frozenset(
        node.left.value
        for node in nodes.of(ast.Compare)
        if isinstance(node.left, ast.Constant) and isinstance(node.ops[0], (ast.In, ast.NotIn))
    )


def _names(nodes: Nodes, bindings: Counter[str]) -> set[str]:
    """Return the names that mean what was read, wherever they stand."""
    calls = set(_calls(nodes))
    arguments = {node.arg for node in nodes.of(ast.arg)}
    found: set[str] = set()
    for node in nodes.of(ast.Assign) if calls else ():
        if len(node.targets) == 1:
            value = node.value
            value = value.values[0] if isinstance(value, ast.BoolOp) else value
            target = node.targets[0]
            if value in calls and isinstance(target, ast.Name) and bindings[target.id] == 1:
                found.add(target.id)
    return found - arguments


def _calls(nodes: Nodes) -> Iterator[ast.Call]:
    for node in nodes.of(ast.Call):
        if _is_json_reader(node.func) and any(map(_is_stdin, ast.walk(node))):
            yield node


def _is_json_reader(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in ("load", "loads")
        and isinstance(function.value, ast.Name)
        and function.value.id == "json"
    )


def _is_stdin(node: ast.AST) -> bool:
    """Tell whether a node is `sys.stdin` or, imported, `stdin`."""
    if isinstance(node, ast.Attribute):
        return node.attr == "stdin" and isinstance(node.value, ast.Name) and node.value.id == "sys"
    return isinstance(node, ast.Name) and node.id == "stdin" and isinstance(node.ctx, ast.Load)


def _below(calls: Iterable[ast.Call]) -> Iterator[ast.AST]:
    for call in calls:
        yield from ast.walk(call)


def _attempts(nodes: Nodes) -> Iterator[ast.AST]:
    for node in nodes.of(ast.Try):
        yield from node.body
