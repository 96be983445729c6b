"""What the manual tells of the names that plugins may import: kinds, types and purpose."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any

from msgspec import Struct

from attune_packkit import api

_FUNCTION = re.compile(r"<function (\w+) at \w+>")
"""A function that is the default of a parameter."""


class Entry(Struct, frozen=True):
    """One name: how it is written in code, its documentation, and its members if it is a class."""

    name: str
    code: str
    text: str
    members: tuple[Entry, ...] = ()


def entries(module: ModuleType = api) -> Iterator[Entry]:
    """Yield every public name of a module by the alphabet."""
    for name in sorted(module.__all__, key=str.lower):
        yield entry(name, getattr(module, name), module)


def entry(name: str, value: Any, module: ModuleType = api) -> Entry:
    """Describe one name of a module."""
    if inspect.isclass(value):
        return Entry(name, f"class {name}", _doc(value), tuple(_members(value)))
    if callable(value) and hasattr(value, "__wrapped__"):
        value = value.__wrapped__
    if inspect.isfunction(value):
        return Entry(name, f"def {name}{signature(value)}", _doc(value))
    return Entry(name, name, _constant_doc(name, module))


def signature(function: Any) -> str:
    """Return the parameters of a function with their types as they stand in its code."""
    found = inspect.signature(function)
    parameters = [
        each.replace(annotation=_written(each.annotation)) for each in found.parameters.values()
    ]
    written = found.replace(
        parameters=parameters, return_annotation=_written(found.return_annotation)
    )
    return _FUNCTION.sub(r"\1", str(written))


class _Written(str):
    """An annotation as it stands in the code: without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _written(annotation: Any) -> Any:
    text = getattr(annotation, "__forward_arg__", annotation)
    return _Written(text) if isinstance(text, str) else annotation


def _members(owner: type) -> Iterator[Entry]:
    """Yield the public fields, properties and methods that a class itself has."""
    for name, annotation in inspect.get_annotations(owner).items():
        if not name.startswith("_"):
            yield Entry(name, f"{name}: {_written(annotation)}", "")
    for name, member in vars(owner).items():
        value = getattr(
            member, "__func__", getattr(member, "fget", getattr(member, "func", member))
        )
        if name.startswith("_") or not inspect.isfunction(value):
            continue
        shown = signature(value).replace("(self, ", "(").replace("(self)", "()")
        called = isinstance(member, (staticmethod, classmethod)) or inspect.isfunction(member)
        code = (
            f"{name}{shown}"
            if called
            else f"{name}{shown.removeprefix('()')}".replace(" -> ", ": ")
        )
        yield Entry(name, code, _doc(value))


def _doc(value: Any) -> str:
    return inspect.cleandoc(value.__doc__ or "")


def _constant_doc(name: str, module: ModuleType) -> str:
    """Return the text that stands below a constant where it is defined."""
    listed = vars(module).get("_NAMES") or _imported(module)
    home, original = listed.get(name, (module.__name__, name))
    return _below(sys.modules[home]).get(original, "")


@cache
def _imported(module: ModuleType) -> dict[str, tuple[str, str]]:
    """Return for each name that a module imports the module that has it, and its name there."""
    return {
        alias.asname or alias.name: (str(node.module), alias.name)
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@cache
def _below(module: ModuleType) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(module))).body
    found: dict[str, str] = {}
    for assigned, after in pairwise(body):
        target = _target(assigned)
        if target and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[target] = inspect.cleandoc(str(after.value.value))
    return found


def _target(node: ast.stmt) -> str:
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.target)
    return ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
