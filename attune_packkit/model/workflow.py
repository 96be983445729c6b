"""Workflows: tasks and transitions in one normal form, whatever spelling the file uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component, Mention, texts
from attune_packkit.model.schema import Schema

Outcome: TypeAlias = Literal["success", "failure", "timeout", "any"]

OUTCOMES: dict[str, Outcome] = {
    "on_success": "success",
    "on_failure": "failure",
    "on_timeout": "timeout",
    "on_complete": "any",
}


@dataclass(frozen=True, slots=True)
class Publish:
    """One name that a transition publishes. `value` is None for a bare name (the whole result)."""

    name: str
    place: Place
    value: Value


@dataclass(frozen=True, slots=True)
class Transition:
    """What follows a task: when `outcome` and `when` hold, publish and run the targets."""

    place: Place
    outcome: Outcome
    when: str | None
    when_at: Place
    targets: tuple[Mention, ...]
    publish: tuple[Publish, ...] = ()
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One task. `tasks` are the nested ones of a parallel task; `parent` is its name or ""."""

    name: str
    place: Place
    name_at: Place
    value: dict[str, Value]
    transitions: tuple[Transition, ...]
    publish: tuple[Publish, ...]
    tasks: tuple[Task, ...]
    parent: str
    workflow_ref: str

    @property
    def action(self) -> str:
        """The ref of the action it runs; "" if none is written."""
        action = self.value.get("action")
        return action if isinstance(action, str) else ""

    @property
    def type(self) -> str:
        """`action`, `parallel` or `workflow`."""
        kind = self.value.get("type")
        return kind if isinstance(kind, str) else "action"

    @property
    def input(self) -> dict[str, Value]:
        """The input as written; empty if it is no mapping."""
        value = self.value.get("input")
        return value if isinstance(value, dict) else {}

    def at(self, *steps: str | int) -> Place:
        """Return a place inside the task."""
        return self.place.at(*steps)

    def key(self, *steps: str | int) -> Place:
        """Return a key inside the task."""
        return self.place.key(*steps)


@dataclass(frozen=True, slots=True)
class Variable:
    """A workflow variable and its initial value."""

    name: str
    place: Place
    value: Value


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow: its graph, and the component that decides its metadata.

    For a linked graph file `meta` is the action that names it, and `source` the graph file itself;
    for a standalone workflow they are the same.
    """

    ref: str
    meta: Component
    source: Component
    tasks: tuple[Task, ...]
    variables: tuple[Variable, ...]
    tasks_at: Place

    @property
    def linked(self) -> bool:
        """Whether an action names this workflow by `workflow_file`."""
        return self.meta is not self.source

    @property
    def path(self) -> str:
        """The file that holds the tasks."""
        return self.source.path

    @property
    def place(self) -> Place:
        """The root of the graph file."""
        return self.source.place

    @property
    def parameters(self) -> Schema | None:
        """The schema of the inputs."""
        return self.meta.schema("parameters")

    @property
    def output(self) -> Schema | None:
        """The schema of the result."""
        return self.meta.schema("output")

    def all_tasks(self) -> Iterator[Task]:
        """Yield every task, nested ones after their parent."""
        return _flatten(self.tasks)


def _flatten(tasks: tuple[Task, ...]) -> Iterator[Task]:
    for task in tasks:
        yield task
        yield from _flatten(task.tasks)


def load(source: Component, meta: Component | None = None) -> Workflow:
    """Build a workflow from its graph file and, if linked, the action that names it."""
    root = source.place
    graph = source.value
    envelope = graph.get("definition")
    if isinstance(envelope, dict):
        root, graph = root.at("definition"), envelope
    ref = meta.ref if meta else source.ref
    tasks_at = root.at("tasks")
    tasks = _tasks(tasks_at, graph.get("tasks"), "", ref, 0)
    key = "vars" if "vars" in graph else "variables"
    variables = tuple(_variables(root.at(key), graph.get(key)))
    return Workflow(ref, meta or source, source, tasks, variables, tasks_at)


def _variables(place: Place, value: Value) -> Iterator[Variable]:
    """Read a mapping, a list of one-entry mappings, or a list of `{name, value}`."""
    if isinstance(value, dict):
        for name, initial in value.items():
            yield Variable(name, place.at(name), initial)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield Variable(item, place.at(index), None)
        elif isinstance(item, dict) and isinstance(item.get("name"), str):
            yield Variable(str(item["name"]), place.at(index, "name"), item.get("value"))
        elif isinstance(item, dict):
            for name, initial in item.items():
                yield Variable(name, place.at(index, name), initial)


_MAX_NESTING = 20


def _tasks(place: Place, value: Value, parent: str, ref: str, depth: int) -> tuple[Task, ...]:
    """Read a list of tasks, or a mapping from name to task."""
    found = []
    if depth > _MAX_NESTING:
        return ()
    if isinstance(value, dict):
        for name, task in value.items():
            if isinstance(task, dict):
                found.append(_task(place.at(name), place.key(name), name, task, parent, ref, depth))
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            at = place.at(index)
            written = item.get("name")
            name = written if isinstance(written, str) else ""
            found.append(_task(at, at.at("name"), name, item, parent, ref, depth))
    return tuple(found)


def _task(
    place: Place,
    name_at: Place,
    name: str,
    value: dict[str, Value],
    parent: str,
    ref: str,
    depth: int,
) -> Task:
    publish = tuple(_publish(place.at("publish"), value.get("publish")))
    nested = _tasks(place.at("tasks"), value.get("tasks"), name, ref, depth + 1)
    transitions = tuple(_transitions(place, value))
    return Task(name, place, name_at, value, transitions, publish, nested, parent, ref)


def _transitions(place: Place, value: dict[str, Value]) -> Iterator[Transition]:
    """Yield the transitions of all spellings of workflow-format §4.2, in written order."""
    for key, written in value.items():
        if key == "next":
            yield from _next(place.at("next"), written)
        elif key in OUTCOMES:
            yield from _on(place.at(key), OUTCOMES[key], written)
        elif key == "decision" and isinstance(written, list):
            for index, branch in enumerate(written):
                if isinstance(branch, dict):
                    yield _branch(place.at("decision", index), branch)


def _next(place: Place, written: Value) -> Iterator[Transition]:
    if isinstance(written, str):
        yield _plain(place, "any", (Mention(written, place),))
    names = tuple(texts(place, written)) if isinstance(written, list) else ()
    if names:
        yield _plain(place, "any", names)
    for index, item in enumerate(written if isinstance(written, list) else ()):
        if isinstance(item, dict):
            yield from _item(place.at(index), item)


def _item(place: Place, item: dict[str, Value]) -> Iterator[Transition]:
    """Yield one `next` item, or one for each `{when, next}` that its `do` holds."""
    when = item.get("when")
    publish = tuple(_publish(place.at("publish"), item.get("publish")))
    do = item.get("do", item.get("next"))
    do_at = place.at("do" if "do" in item else "next")
    nested = [
        (index, entry)
        for index, entry in enumerate(do if isinstance(do, list) else ())
        if isinstance(entry, dict)
    ]
    condition = when if isinstance(when, str) else None
    targets = tuple(texts(do_at, do))
    if targets or publish or not nested:
        yield Transition(place, "any", condition, place.at("when"), targets, publish)
    for index, entry in nested:
        yield _branch(do_at.at(index), entry)


def _branch(place: Place, branch: dict[str, Value]) -> Transition:
    when = branch.get("when")
    key = "next" if "next" in branch else "do"
    return Transition(
        place,
        "any",
        when if isinstance(when, str) else None,
        place.at("when"),
        tuple(texts(place.at(key), branch.get(key))),
        tuple(_publish(place.at("publish"), branch.get("publish"))),
        otherwise=branch.get("default") is True,
    )


def _on(place: Place, outcome: Outcome, written: Value) -> Iterator[Transition]:
    if isinstance(written, str):
        yield _plain(place, outcome, (Mention(written, place),))
    names = tuple(texts(place, written)) if isinstance(written, list) else ()
    if names:
        yield _plain(place, outcome, names)
    for index, item in enumerate(written if isinstance(written, list) else ()):
        if isinstance(item, dict):
            for transition in _item(place.at(index), item):
                yield Transition(
                    transition.place,
                    outcome,
                    transition.when,
                    transition.when_at,
                    transition.targets,
                    transition.publish,
                )


def _plain(place: Place, outcome: Outcome, targets: tuple[Mention, ...]) -> Transition:
    return Transition(place, outcome, None, place, targets)


def _publish(place: Place, written: Value) -> Iterator[Publish]:
    if isinstance(written, str):
        yield Publish(written, place, None)
    elif isinstance(written, dict):
        for name, value in written.items():
            yield Publish(name, place.at(name), value)
    for index, item in enumerate(written if isinstance(written, list) else ()):
        if isinstance(item, str):
            yield Publish(item, place.at(index), None)
        elif isinstance(item, dict):
            for name, value in item.items():
                yield Publish(name, place.at(index, name), value)
