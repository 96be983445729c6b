"""What is wrong with a workflow as a whole, rather than with one expression."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from attune_packkit.diagnostics import Place, Severity
from attune_packkit.model.pointing import texts_in
from attune_packkit.model.transitions import Transition
from attune_packkit.model.workflow import is_variable_name
from attune_packkit.suggest import near, very_near
from attune_packkit.workflows.exclusion import contradicts_itself
from attune_packkit.workflows.fates import always_false
from attune_packkit.workflows.flow import Flow
from attune_packkit.workflows.names import Names
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import slip

_ROOTS = frozenset((
    "parameters", "workflow", "vars", "variables", "task", "tasks", "inquiry", "config",
    "keystore", "item", "index", "system", "error", "result", "event",
))  # fmt: skip


def habits(names: Names, *, opaque: bool) -> Iterator[Slip]:
    """Yield what is wrong; `opaque`: some text may read names in a way that is not understood."""
    yield from _dead_transitions(names.flow)
    yield from _order(names)
    yield from _failures(names.flow)
    yield from _shadows(names)
    readable = names.workflow.tasks and names.workflow.source.document.readable
    if not opaque and not names.everything_read and readable:
        yield from _misspelt_publishes(names)
        yield from _names_published_as_values(names)
        yield from _unused_variables(names)
        yield from _unused_parameters(names)


def _dead_transitions(flow: Flow) -> Iterator[Slip]:
    seen: set[Place] = set()
    for task in flow.graph.tasks:
        for transition in task.transitions:
            possible = flow.fates[id(transition)].possible
            if not transition.conditions or (possible and not contradicts_itself(transition)):
                continue
            place = _culprit(transition)
            if place not in seen:
                seen.add(place)
                yield slip(
                    "workflow.dead_transition",
                    place,
                    "the condition never holds, so this transition is never taken",
                    hint="correct the condition, or remove the transition",
                )


def _culprit(transition: Transition) -> Place:
    """Return the condition that alone never holds; the last one if only all together do not."""
    alone = [each.place for each in transition.conditions if always_false(each.text)]
    return alone[0] if alone else transition.conditions[-1].place


def _order(names: Names) -> Iterator[Slip]:
    if names.flow.implicit and len(names.workflow.tasks) > 1:
        yield slip(
            "workflow.implicit_order",
            names.workflow.root.key("tasks"),
            "no transition says in which order the tasks run",
            hint="say with 'on_success' or 'next' what follows each task",
        )


def _failures(flow: Flow) -> Iterator[Slip]:
    for number, task in enumerate(flow.graph.tasks):
        fates = [flow.fates[id(transition)] for transition in task.transitions]
        dead = any(not each.possible for each in fates)
        handled = dead or any("failure" in each.possible for each in fates)
        if flow.graph.outgoing[number] and not handled:
            yield slip(
                "workflow.unhandled_failure",
                task.name_at,
                "nothing follows when task '{name}' fails",
                hint="name a task in 'on_failure', or add a transition with 'failed()'",
                name=task.title,
            )


def _shadows(names: Names) -> Iterator[Slip]:
    for name, published in names.published.items():
        if name in names.variables:
            continue
        if names.is_parameter(name):
            what = "a parameter"
        elif name in names.flow.graph.numbers:
            what = "a task"
        elif name in _ROOTS:
            what = "something else in templates"
        else:
            continue
        yield slip(
            "workflow.publish_shadows",
            published[0].place,
            "the published name '{name}' is also that of {what}",
            hint="choose a name of its own",
            name=name,
            what=what,
        )


def _misspelt_publishes(names: Names) -> Iterator[Slip]:
    """Yield the published names that nobody reads and that look like a declared variable's."""
    free = [name for name in names.variables if name not in names.published]
    for name, published in names.published.items():
        unread = name not in names.variables and name not in names.read
        meant = near(name, free) or _slip_of(name, names.variables) if unread else ""
        if meant not in free and name.rstrip("s") == meant.rstrip("s"):
            continue  # one thing and several are two names
        if meant and not names.is_parameter(name):
            yield slip(
                "workflow.misspelt_publish",
                published[0].place,
                "nothing reads '{name}'",
                hint=f"did you mean '{meant}'?",
                name=name,
            )


def _names_published_as_values(names: Names) -> Iterator[Slip]:
    """Yield where other tools would set a variable: as `name` and `value` of one entry."""
    for key in ("name", "var", "variable", "key"):
        known = any(name in names.variables or name in names.read for name in (key, "value"))
        beside = {each.place.pointer[:-1] for each in names.published.get("value", ())}
        for each in () if known else names.published.get(key, ()):
            named = isinstance(each.value, str) and each.value in names.variables
            if named and each.place.pointer[:-1] in beside:
                yield slip(
                    "workflow.misspelt_publish",
                    each.place,
                    "this publishes '{key}' and 'value', which nothing reads, and not '{name}'",
                    hint=f"write '{each.value}: …'",
                    key=key,
                    name=str(each.value),
                )


def _unused_variables(names: Names) -> Iterator[Slip]:
    """Yield the variables that nobody reads; one that looks like another name is misspelt."""
    others = {*names.published, *names.read} - set(names.variables)
    unread = [name for name in names.variables if name not in names.read]
    mentioned = _mentioned(names, parameters=False) if unread else set()
    for name, variable in names.variables.items():
        if name not in names.read:
            meant = "" if name in names.published else _slip_of(name, others)
            told = not is_variable_name(name) or name in mentioned
            if told and not meant:
                continue
            yield slip(
                "workflow.unused_variable",
                variable.name_at,
                "variable '{name}' is never read",
                hint=f"did you mean '{meant}'?" if meant else "remove it, or use it",
                severity=None if meant else Severity.INFO,
                name=name,
            )


_BARE = r"\{\{\s*([\w-]+)"
_ROOTED = r"\b(workflow|vars|variables|parameters|param)\.([\w-]+)"
_PARAMETERS = frozenset({"parameters", "param"})


def _mentioned(names: Names, *, parameters: bool) -> set[str]:
    """Return the variables or parameters that some template names, though nobody evaluates it.

    It stands below a misspelt key, say, which is told by itself.
    """
    texts = [text for _, text in texts_in(names.workflow.graph) if "{{" in text]
    found = {name for text in texts for name in re.findall(_BARE, text)}
    rooted = (each for text in texts for each in re.findall(_ROOTED, text))
    return found.union(name for root, name in rooted if (root in _PARAMETERS) is parameters)


def _slip_of(name: str, known: Collection[str]) -> str:
    """Return the name that another is by one slip, or by case and hyphens; "" if none."""
    same = (each for each in known if each != name and _plain(each) == _plain(name))
    return very_near(name, known) or next(same, "")


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


def _unused_parameters(names: Names) -> Iterator[Slip]:
    fields = names.parameters.fields if names.parameters else {}
    unread = fields.keys() - names.read_parameters
    mentioned = _mentioned(names, parameters=True) if unread else set()
    for name, field in fields.items():
        if name in unread and name not in mentioned:
            key = field.place.on_key()
            yield slip(
                "workflow.unused_parameter",
                key,
                "parameter '{name}' is never read",
                hint="remove it, or use it",
                name=name,
            )
