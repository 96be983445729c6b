"""Ways of using the SDK that fail as soon as a script runs, whatever the rest of it does."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from attune_packkit.model.python_nodes import Nodes
from attune_packkit.suggest import very_near

Misuse: TypeAlias = tuple[ast.expr, str, str]
"""Where, why it fails, and how to mend it."""

SDK = "attune"
_STARTERS = ("run_action", "run_sensor")
_METHODS = {"PollingSensor": "poll", "AsyncPollingSensor": "poll", "Sensor": "run"}
"""The classes of sensors, and the method that each of them wants."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_YIELDS = (ast.Yield, ast.YieldFrom)


def misuses(nodes: Nodes, sdk: Mapping[str, str], bound: Collection[str]) -> Iterator[Misuse]:
    """Yield what fails.

    `sdk` are the names that stand for the SDK (as "") or for something of it, `bound` all names to
    which the file gives a meaning anywhere; "*" among them means that nobody can tell.
    """
    for node in nodes.among(ast.Attribute, ast.Call) if "*" not in bound else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from _of_module(node, node.value, sdk, bound)
        elif isinstance(node, ast.Call) and _named(node.func, sdk) in _STARTERS:
            yield from _started(node, nodes, sdk, bound)


def _of_module(
    node: ast.Attribute, owner: ast.Name, sdk: Mapping[str, str], bound: Collection[str]
) -> Iterator[Misuse]:
    """Judge `attune.run_action`: the import may be missing, or the name misspelt."""
    if owner.id == SDK and node.attr in _STARTERS and SDK not in bound:
        yield owner, f"'{SDK}' is never imported", f"write 'import {SDK}' at the top"
    elif sdk.get(owner.id) == "" and very_near(node.attr, _STARTERS):
        meant = very_near(node.attr, _STARTERS)
        yield node, f"'{SDK}' has no '{node.attr}'", f"did you mean '{meant}'?"


def _named(node: ast.expr, sdk: Mapping[str, str]) -> str:
    """Return what of the SDK an expression names; "" if it is something else."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr if sdk.get(node.value.id) == "" else ""
    return sdk.get(node.id, "") if isinstance(node, ast.Name) else ""


def _started(
    call: ast.Call, nodes: Nodes, sdk: Mapping[str, str], bound: Collection[str]
) -> Iterator[Misuse]:
    """Judge what `run_action` or `run_sensor` is given."""
    given = call.args[0] if call.args else None
    name = ast.unparse(call.func)
    if given is None and not call.keywords:
        yield call, f"'{name}' is given nothing to run", f"write '{name}(main)'"
    elif isinstance(given, ast.Name):
        if given.id not in bound:
            yield given, f"nothing in this file is called '{given.id}'", "define it, or rename one"
        for each in nodes.of(ast.ClassDef):
            if each.name == given.id:
                yield from _sensor(each, sdk)
    elif isinstance(given, ast.Call) and isinstance(given.func, ast.Name):
        called = given.func.id
        starter = _named(call.func, sdk)
        if any(_gives_none(each, called, starter) for each in nodes.among(*_DEFINITIONS)):
            reason = f"'{name}' is given what '{called}' returns"
            yield given, reason, f"write '{name}({called})', which lets the SDK call it"


def _gives_none(node: ast.AST, name: str, starter: str) -> bool:
    """Tell whether calling what a node defines gives nothing that can be started.

    An object of a class may be called like a function; a sensor is made by the SDK.
    """
    if not isinstance(node, _DEFINITIONS) or node.name != name:
        return False
    if isinstance(node, ast.ClassDef):
        return starter == "run_sensor" and not node.decorator_list and not node.keywords
    inside = [each for part in node.body for each in ast.walk(part)]
    given = [each.value for each in inside if isinstance(each, ast.Return)]
    data = all(each is None or isinstance(each, (ast.Dict, ast.Constant)) for each in given)
    return (
        data and not node.decorator_list and not any(isinstance(each, _YIELDS) for each in inside)
    )


def _sensor(defined: ast.ClassDef, sdk: Mapping[str, str]) -> Iterator[Misuse]:
    """Judge a class whose only base is one of the SDK: it has to have one method at least."""
    base = _named(defined.bases[0], sdk) if len(defined.bases) == 1 else ""
    wanted = _METHODS.get(base, "")
    names = {each.name for each in defined.body if isinstance(each, _FUNCTIONS)}
    plain = all(isinstance(each, (*_FUNCTIONS, ast.Expr, ast.Assign)) for each in defined.body)
    if not wanted or wanted in names or not plain or defined.decorator_list or _assigned(defined):
        return
    meant = next((each for each in sorted(names) if very_near(each, (wanted,))), "")
    yield (
        defined.bases[0],
        f"a {base} needs a method '{wanted}', which '{defined.name}' does not have",
        f"did you mean '{wanted}' by '{meant}'?" if meant else f"write 'def {wanted}(self, …)'",
    )


def _assigned(defined: ast.ClassDef) -> bool:
    """Tell whether a class sets names without defining functions, so that one may be a method."""
    return any(
        isinstance(each, ast.Assign) and not isinstance(each.value, ast.Constant)
        for each in defined.body
    )
