"""Names that a Python file uses and to which nothing in it gives a meaning."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from attune_packkit.model.python_nodes import Nodes

_OF_MODULES = frozenset(
    {"__annotations__", "__builtins__", "__cached__", "__class__", "__debug__", "__doc__"}
    | {"__file__", "__loader__", "__module__", "__name__", "__package__", "__path__"}
    | {"__qualname__", "__spec__", "_", "WindowsError", "context"}
)
"""Names that mean something in every module; some do so only on Windows or under Attune."""
_DYNAMIC = frozenset(
    {"builtins", "eval", "exec", "execfile", "globals", "locals", "vars", "NameError"}
)
"""Whoever uses one of these may give names a meaning where nobody sees it, or expect the worst."""
_OTHER_PYTHONS = frozenset({"PY2", "PY3", "version_info", "__builtin__"})


def unbound(nodes: Nodes, bound: Collection[str]) -> Iterator[ast.Name]:
    """Yield the first use of each name that means nothing: running into it is a `NameError`.

    `bound` are the names to which the file gives a meaning anywhere, and those of Python; "*" among
    them means that nobody can tell. Annotations are not judged.
    """
    if "*" in bound:
        return
    used = list(nodes.of(ast.Name))
    attributes = {each.attr for each in nodes.of(ast.Attribute)}
    names = {each.id for each in used}
    strangers = names.difference(bound, _OF_MODULES)
    if not strangers or _DYNAMIC & names or _OTHER_PYTHONS & (attributes | names):
        return
    if "setattr" in names and "modules" in attributes:
        return
    strangers -= set(_captured(nodes))
    annotations = {id(each) for each in _annotations(nodes)}
    for each in sorted(used, key=lambda name: (name.lineno, name.col_offset)):
        if each.id in strangers and id(each) not in annotations:
            strangers.discard(each.id)
            yield each


def _captured(nodes: Nodes) -> Iterator[str]:
    """Yield the names that patterns of `match` and `global` statements introduce."""
    for star in nodes.of(ast.MatchStar):
        yield star.name or ""
    for mapping in nodes.of(ast.MatchMapping):
        yield mapping.rest or ""
    for statement in nodes.of(ast.Global):
        yield from statement.names


def _annotations(nodes: Nodes) -> Iterator[ast.AST]:
    for each in nodes.among(ast.arg, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef):
        written = each.returns if hasattr(each, "returns") else getattr(each, "annotation", None)
        if written is not None:
            yield from ast.walk(written)
