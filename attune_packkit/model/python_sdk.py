"""Ways of using the SDK that fail as soon as a script runs, whatever the rest of it does."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from attune_packkit.model.python_nodes import DEFINITIONS, Nodes, outside_functions
from attune_packkit.suggest import very_near

Misuse: TypeAlias = tuple[ast.expr | ast.alias, str, str]
"""Where, why it fails, and how to mend it."""

SDK = "attune"
_STARTERS = ("run_action", "run_sensor")
_METHODS = {"PollingSensor": "poll", "AsyncPollingSensor": "poll", "Sensor": "run"}
"""The classes of sensors, and the method that each of them wants."""

_HOOKS = tuple(
    f"on_rule_{what}" for what in ("created", "enabled", "disabled", "deleted", "updated")
)
_GIVEN = ("trigger_params",)
_WITHOUT_SDK = frozenset(
    {"argv", "environ", "getenv", "input", "print", "stdin", "stdout", "write"}
)
"""What a script uses that reads its parameters, or prints its result, by itself."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_MODULES = frozenset({"action", "artifacts", "client", "context", "sensor"})
"""The modules of the SDK: `attune.sensor` is not a misspelt `attune.Sensor`."""
_PREPARING = frozenset({"append", "basicConfig", "filterwarnings", "insert", "simplefilter"})
"""Calls by which a file prepares what it does later."""
_YIELDS = (ast.Yield, ast.YieldFrom)


def misuses(nodes: Nodes, sdk: Mapping[str, str], bound: Collection[str]) -> Iterator[Misuse]:
    """Yield what fails.

    `sdk` are the names that stand for the SDK (as "") or for something of it, `bound` all names to
    which the file gives a meaning anywhere; "*" among them means that nobody can tell.
    """
    if "*" in bound:
        return
    yield from _imported_in_vain(nodes)
    for node in nodes.among(ast.Attribute, ast.Call):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from _of_module(node, node.value, sdk, bound)
        elif isinstance(node, ast.Call) and _named(node.func, sdk) in _STARTERS:
            yield from _started(node, nodes, sdk, bound)


def _imported_in_vain(nodes: Nodes) -> Iterator[Misuse]:
    """Judge `import attune` in a file that never uses it, and neither reads nor prints anything."""
    used = {each.id for each in nodes.of(ast.Name)}
    used |= {each.attr for each in nodes.of(ast.Attribute)}
    if SDK in used or not used.isdisjoint(_WITHOUT_SDK) or _does_work(nodes):
        return
    for each in nodes.of(ast.alias):
        if each.name == SDK and each.asname is None:
            reason = f"'{SDK}' is imported, but nothing of it is used, so it starts nothing"
            yield each, reason, f"write '{SDK}.run_action(main)' at the end"


def _does_work(nodes: Nodes) -> bool:
    """Tell whether a file does more than to call functions of its own for what they return."""
    giving = {
        each.name
        for each in nodes.of(ast.FunctionDef)
        if any(isinstance(part, ast.Return) and part.value for part in ast.walk(each))
    }
    for each in outside_functions(nodes.all[:1]):
        called = each.value if isinstance(each, ast.Expr) else None
        if isinstance(called, ast.Call):
            function = called.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            own = isinstance(function, ast.Name) and function.id in giving
            if not own and name not in _PREPARING:
                return True
        elif isinstance(each, ast.Raise):
            return True
    return False


def _of_module(
    node: ast.Attribute, owner: ast.Name, sdk: Mapping[str, str], bound: Collection[str]
) -> Iterator[Misuse]:
    """Judge `attune.run_action`: the import may be missing, or the name misspelt."""
    if owner.id == SDK and node.attr in _STARTERS and SDK not in bound:
        yield owner, f"'{SDK}' is never imported", f"write 'import {SDK}' at the top"
    elif sdk.get(owner.id) == "" and node.attr not in _MODULES:
        meant = very_near(node.attr, (*_STARTERS, *_METHODS))
        if meant:
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
        for each in nodes.among(*DEFINITIONS):
            if isinstance(each, DEFINITIONS) and each.name == given.id:
                yield from _fitting(call, each, nodes, sdk)
    elif isinstance(given, ast.Call) and isinstance(given.func, ast.Name):
        called = given.func.id
        starter = _named(call.func, sdk)
        if any(_gives_none(each, called, starter) for each in nodes.among(*DEFINITIONS)):
            reason = f"'{name}' is given what '{called}' returns"
            yield given, reason, f"write '{name}({called})', which lets the SDK call it"


def _fitting(
    call: ast.Call,
    defined: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
    nodes: Nodes,
    sdk: Mapping[str, str],
) -> Iterator[Misuse]:
    """Judge whether what is started is what the starter takes: a function, or a sensor's class."""
    starter = _named(call.func, sdk)
    if isinstance(defined, ast.ClassDef):
        bases = {_named(base, sdk) for base in defined.bases}
        if starter == "run_action" and not bases.isdisjoint(_METHODS):
            reason = (
                f"'run_action' starts a function, and '{defined.name}' is the class of a sensor"
            )
            yield call.func, reason, "write 'run_sensor'"
        else:
            yield from _sensor(defined, nodes, sdk)
    elif starter == "run_sensor" and not defined.decorator_list:
        reason = f"'run_sensor' starts the class of a sensor, and '{defined.name}' is a function"
        yield call.func, reason, "write 'run_action', or give it the class"


def _gives_none(node: ast.AST, name: str, starter: str) -> bool:
    """Tell whether calling what a node defines gives nothing that can be started.

    An object of a class may be called like a function; a sensor is made by the SDK.
    """
    if not isinstance(node, DEFINITIONS) or node.name != name:
        return False
    if isinstance(node, ast.ClassDef):
        return starter == "run_sensor" and not node.decorator_list and not node.keywords
    inside = [each for part in node.body for each in ast.walk(part)]
    given = [each.value for each in inside if isinstance(each, ast.Return)]
    data = all(each is None or isinstance(each, (ast.Dict, ast.Constant)) for each in given)
    return (
        data and not node.decorator_list and not any(isinstance(each, _YIELDS) for each in inside)
    )


def _sensor(defined: ast.ClassDef, nodes: Nodes, sdk: Mapping[str, str]) -> Iterator[Misuse]:
    """Judge a class whose only base is one of the SDK: it has to have one method at least."""
    base = _named(defined.bases[0], sdk) if len(defined.bases) == 1 else ""
    wanted = _METHODS.get(base, "")
    names = {each.name for each in defined.body if isinstance(each, _FUNCTIONS)}
    plain = all(isinstance(each, (*_FUNCTIONS, ast.Expr, ast.Assign)) for each in defined.body)
    if wanted:
        yield from _methods(defined, nodes, base, wanted)
    set_later = wanted in _attributes(nodes, ast.Store) or any(
        each.id == "setattr" for each in nodes.of(ast.Name)
    )
    if not wanted or wanted in names or not plain or set_later:
        return
    if defined.decorator_list or _assigned(defined):
        return
    meant = next((each for each in sorted(names) if very_near(each, (wanted,))), "")
    yield (
        defined.bases[0],
        f"a {base} needs a method '{wanted}', which '{defined.name}' does not have",
        f"did you mean '{wanted}' by '{meant}'?" if meant else f"write 'def {wanted}(self, …)'",
    )


def _attributes(nodes: Nodes, how: type[ast.expr_context]) -> set[str]:
    """Return the names after a dot that a file reads, or sets."""
    return {each.attr for each in nodes.of(ast.Attribute) if isinstance(each.ctx, how)}


def _methods(defined: ast.ClassDef, nodes: Nodes, base: str, wanted: str) -> Iterator[Misuse]:
    """Judge the methods that the SDK calls: misspelt hooks, and `async` where nobody awaits."""
    names = {each.name for each in defined.body if isinstance(each, _FUNCTIONS)}
    names |= _attributes(nodes, ast.Store)
    called = _attributes(nodes, ast.Load)
    for each in defined.body:
        if not isinstance(each, _FUNCTIONS):
            continue
        may_be_hook = each.name.startswith("on_") and each.name not in called
        hook = very_near(each.name, _HOOKS) if may_be_hook else ""
        if hook:
            place = ast.copy_location(ast.Name(each.name), each)
            place.end_lineno, place.end_col_offset = each.lineno, each.col_offset
            yield place, f"the SDK never calls '{each.name}'", f"did you mean '{hook}'?"
        yield from _slips(each, names)
        awaited = isinstance(each, ast.AsyncFunctionDef) and each.name == wanted
        if awaited and base == "PollingSensor":
            reason = "'poll' is async, and a PollingSensor does not await it"
            yield defined.bases[0], reason, "write AsyncPollingSensor, or leave out 'async'"


def _slips(function: ast.AST, own: Collection[str]) -> Iterator[Misuse]:
    """Judge what a method asks of the SDK: calls of `self.emitt`, `rule.trigger_param`."""
    for each in ast.walk(function):
        owner = each.value if isinstance(each, ast.Attribute) else None
        if not isinstance(each, ast.Attribute) or not isinstance(owner, ast.Name):
            continue
        known: tuple[str, ...] = _GIVEN if "rule" in owner.id.lower() else ()
        known = (*_GIVEN, "emit") if owner.id == "self" and each.attr.startswith("em") else known
        meant = very_near(each.attr, known) if each.attr not in own else ""
        if meant and isinstance(each.ctx, ast.Load):
            yield each, f"the SDK has no '{each.attr}'", f"did you mean '{meant}'?"


def _assigned(defined: ast.ClassDef) -> bool:
    """Tell whether a class sets names without defining functions, so that one may be a method."""
    return any(
        isinstance(each, ast.Assign) and not isinstance(each.value, ast.Constant)
        for each in defined.body
    )
