"""Where expressions stand in a workflow, and when each is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.expressions.template import Template, parse_condition, parse_template
from attune_packkit.model.transitions import Transition
from attune_packkit.model.workflow import Task, Variable, Workflow

Moment: TypeAlias = Literal["before", "each", "after", "retry", "end", "start"]
"""When an expression is evaluated.

`start`: as the workflow begins; `before` a task runs; `each` time it runs, once an item; `after` it
ended, by a transition; `retry`: between two attempts; `end`: when the workflow is over.
"""

_MAX_DEPTH = 40


class Site(Struct, frozen=True):
    """One scalar with expressions: where, when, in which task, by which transition.

    `wanted` names the input parameter of the task that the scalar is the whole value of, and
    `publishes` the variable or output that the scalar is part of.
    """

    place: Place
    template: Template
    moment: Moment
    task: Task | None = None
    transition: Transition | None = None
    wanted: str = ""
    publishes: str = ""


_BEFORE = frozenset((
    "with_items", "timeout", "iterate_cache", "wait_for", "permission_set_refs",
    "permission_set_ref", "join", "batch_size", "concurrency",
    "worker_selector", "worker_tolerations", "worker_affinity",
))  # fmt: skip
_EACH = frozenset(("action", "trace_tag_template"))


def sites(workflow: Workflow) -> Iterator[Site]:
    """Yield every scalar of a workflow that holds an expression, part by part."""
    for variable in workflow.variables:
        for place, text in scalars(value_of(variable), variable.value):
            yield Site(place, parse_template(text), "start", publishes=variable.name)
    for task in workflow.all_tasks():
        yield from _of_task(task)
    for name, value in workflow.output_map.items():
        for place, text in scalars(workflow.root.at("output_map", name), value):
            yield Site(place, parse_template(text), "end", publishes=name)


def value_of(variable: Variable) -> Place:
    """Return where a variable's first value stands; in a list it may be `{name: …, value: …}`."""
    at = variable.name_at
    listed = at.on == "value" and at.pointer[-1] == "name"
    return Place(at.path, (*at.pointer[:-1], "value") if listed else at.pointer)


def scalars(place: Place, value: Value, depth: int = 0) -> Iterator[tuple[Place, str]]:
    """Yield every text inside a value that holds a template, with its place."""
    if isinstance(value, str):
        if "{{" in value or "}}" in value or "{%" in value:
            yield place, value
    elif depth > _MAX_DEPTH:
        return
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from scalars(place.at(index), item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from scalars(place.at(key), item, depth + 1)


def _of_task(task: Task) -> Iterator[Site]:
    yield from _before(task)
    yield from _of_input(task)
    for key in filter(_EACH.__contains__, task.value):
        for place, text in scalars(task.at(key), task.value[key]):
            yield Site(place, parse_template(text), "each", task)
    retry = task.value.get("retry")
    if isinstance(retry, dict):
        for place, text in scalars(task.at("retry"), retry):
            yield Site(place, parse_template(text), "retry", task)
    seen: set[Place] = set()
    for transition in task.transitions:
        for site in _of_transition(task, transition):
            if site.place not in seen:
                seen.add(site.place)
                yield site


def _of_input(task: Task) -> Iterator[Site]:
    """Yield what is handed to the action; a text may stand for all of it."""
    whole = task.value.get("input")
    for place, text in scalars(task.at("input"), whole if isinstance(whole, str) else None):
        yield Site(place, parse_template(text), "each", task)
    for name, value in task.input.items():
        for place, text in scalars(task.at("input", name), value):
            wanted = name if isinstance(value, str) else ""
            yield Site(place, parse_template(text), "each", task, wanted=wanted)


def _before(task: Task) -> Iterator[Site]:
    when = task.value.get("when")
    if isinstance(when, str):
        yield Site(task.at("when"), parse_condition(when), "before", task)
    for key in filter(_BEFORE.__contains__, task.value):
        for place, text in scalars(task.at(key), task.value[key]):
            yield Site(place, parse_template(text), "before", task)


def _of_transition(task: Task, transition: Transition) -> Iterator[Site]:
    for mention in (*transition.conditions, *transition.unless):
        yield Site(mention.place, parse_condition(mention.text), "after", task, transition)
    for publish in transition.publish:
        for place, text in scalars(publish.place, publish.value):
            yield Site(
                place, parse_template(text), "after", task, transition, publishes=publish.name
            )
