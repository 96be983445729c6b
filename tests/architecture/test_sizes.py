"""Small modules, small functions, types everywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from statistics import median

from .source import MODULES

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    for module in MODULES.values():
        for function in module.functions():
            yield f"{module.name}:{function.name}", function


def length(node: Function) -> int:
    """Return the lines of a function; a check's documentation is its manual page, not code."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    assert node.end_lineno is not None
    return node.end_lineno - body[0].lineno + 1 if body else 1


def bare(node: Function) -> list[str]:
    """Return the parameters without a type, and `return`."""
    given = node.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    found = [each.arg for each in named if each is not None and each.annotation is None]
    found = [name for name in found if name not in ("self", "cls")]
    return found if node.returns is not None else [*found, "return"]


def test_modules_are_small() -> None:
    lines = {name: len(module.text.splitlines()) for name, module in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > MAX_MODULE_LINES} == {}
    assert median(lines.values()) <= 120


def test_functions_are_small() -> None:
    lines = {name: length(function) for name, function in functions()}
    assert {name: count for name, count in lines.items() if count > MAX_FUNCTION_LINES} == {}
    assert median(lines.values()) <= 10
    assert sorted(lines.values())[len(lines) * 9 // 10] <= 30


def test_every_parameter_and_result_has_a_type() -> None:
    assert {name: bare(function) for name, function in functions() if bare(function)} == {}


def test_a_module_says_what_it_is_for() -> None:
    assert [name for name, each in MODULES.items() if not ast.get_docstring(each.tree())] == []
