"""What a parsed Python file says about itself, as far as that is beyond doubt."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Mention
from attune_packkit.spans import Span


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an entry function. `default` counts only where `literal` is true."""

    name: str
    place: Place
    needed: bool
    literal: bool = False
    default: Value = None


@dataclass(frozen=True, slots=True)
class EntryFunction:
    """The function an action runs. `takes_all`: it has `**kwargs` or the like."""

    name: str
    place: Place
    arguments: tuple[Argument, ...]
    takes_all: bool


@dataclass(frozen=True, slots=True)
class Emission:
    """The literal keys of one payload that a sensor emits; `trigger` is "" if it names none."""

    keys: tuple[Mention, ...]
    trigger: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one file. `texts` are all texts that stand in it as constants."""

    runs_action: bool = False
    entry: EntryFunction | None = None
    emissions: tuple[Emission, ...] = ()
    trigger_params: tuple[Mention, ...] = ()
    config_keys: tuple[Mention, ...] = ()
    environment: tuple[Mention, ...] = ()
    texts: frozenset[str] = frozenset()


NOTHING = Facts()


def gather(module: ast.Module, path: str, data: bytes) -> Facts:
    """Return the facts of a module."""
    return _Reader(module, path, data).facts()


def place_of(node: ast.expr | ast.arg | ast.stmt, path: str, lines: list[bytes]) -> Place:
    """Return where a node stands; `ast` counts columns in bytes, a place in characters."""
    end_line, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return Place(
        path,
        span=Span(
            node.lineno,
            _column(lines, node.lineno, node.col_offset),
            end_line,
            _column(lines, end_line, end),
        ),
    )


def _column(lines: list[bytes], line: int, offset: int) -> int:
    text = lines[line - 1] if line <= len(lines) else b""
    return len(text[:offset].decode("utf-8", "replace")) + 1


class _Reader:
    """Looks at one module. Whatever is not plain is taken as unknown."""

    def __init__(self, module: ast.Module, path: str, data: bytes) -> None:
        self._module = module
        self._path = path
        self._lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
        self._nodes = list(ast.walk(module))
        self._modules = {"attune", *_aliases(self._nodes, "attune")}

    def facts(self) -> Facts:
        action = self._started("run_action")
        sensor = self._started("run_sensor")
        function = self._defined(action, (ast.FunctionDef, ast.AsyncFunctionDef))
        kind = self._defined(sensor, (ast.ClassDef,))
        inside = list(ast.walk(kind)) if isinstance(kind, ast.ClassDef) else []
        return Facts(
            action is not None,
            self._entry(function),
            tuple(self._emissions(inside)),
            tuple(self._keys(inside, _is_trigger_params)),
            tuple(self._keys(self._nodes, self._is_config)),
            tuple(self._environment()),
            frozenset(
                node.value
                for node in self._nodes
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ),
        )

    def _place(self, node: ast.expr | ast.arg | ast.stmt) -> Place:
        return place_of(node, self._path, self._lines)
