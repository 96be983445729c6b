"""The nodes of a parsed Python file, to be asked for by their class."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

Kind = TypeVar("Kind", bound=ast.AST)


class Nodes:
    """All nodes of a tree in the order of `ast.walk`: most questions are about few of them."""

    def __init__(self, *roots: ast.AST) -> None:
        self.all = list(roots)
        for node in self.all:
            for name in node._fields:
                value = getattr(node, name, None)
                if isinstance(value, ast.AST):
                    self.all.append(value)
                elif isinstance(value, list):
                    self.all += [each for each in value if isinstance(each, ast.AST)]
        self._by_class: dict[type[ast.AST], list[ast.AST]] = {}
        for node in self.all:
            self._by_class.setdefault(type(node), []).append(node)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """Return the nodes of exactly one class."""
        return cast("list[Kind]", self._by_class.get(kind, []))

    def among(self, *kinds: type[ast.AST]) -> list[ast.AST]:
        """Return the nodes of several classes in their order."""
        if not any(kind in self._by_class for kind in kinds):
            return []
        return [node for node in self.all if type(node) in kinds]


def outside_functions(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield what runs when the file runs: all nodes that are in no function and in no class."""
    pending = list(body)
    while pending:
        node = pending.pop()
        if not isinstance(node, (*DEFINITIONS, ast.Lambda)):
            yield node
            pending += ast.iter_child_nodes(node)
