"""Workflows: tasks and transitions in one normal form, whatever spelling the file uses."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model import transitions
from attune_packkit.model.component import Component
from attune_packkit.model.schema import Schema
from attune_packkit.model.transitions import Publish, Transition

_MAX_NESTING = 20


class Task(Struct, frozen=True):
    """One task. `tasks` are the nested ones of a parallel task; `parent` is its name or "".

    `publish` is what the task itself lists; its transitions hold it too.
    """

    name: str
    place: Place
    name_at: Place
    value: dict[str, Value]
    transitions: tuple[Transition, ...]
    publish: tuple[Publish, ...]
    tasks: tuple[Task, ...]
    parent: str
    depth: int
    workflow_ref: str

    @property
    def title(self) -> str:
        """The name for messages."""
        return self.name or "(without a name)"

    @property
    def nested(self) -> bool:
        """Whether the task stands inside another one."""
        return self.depth > 0

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

    @property
    def retry(self) -> dict[str, Value]:
        """How it is tried again, as written; empty if it is no mapping."""
        value = self.value.get("retry")
        return value if isinstance(value, dict) else {}

    @property
    def join(self) -> int:
        """How many arrivals it waits for; 0 if it does not say."""
        value = self.value.get("join")
        return value if isinstance(value, int) and value > 0 else 0

    def at(self, *steps: str | int) -> Place:
        """Return a place inside the task."""
        return self.place.at(*steps)

    def key(self, *steps: str | int) -> Place:
        """Return a key inside the task."""
        return self.place.key(*steps)


class Variable(Struct, frozen=True):
    """A workflow variable and its initial value."""

    name: str
    name_at: Place
    value: Value


class Workflow(Struct, frozen=True, eq=False, weakref=True):
    """A workflow: its graph, and the component that decides its metadata.

    For a linked graph file `meta` is the action that names it, and `source` the graph file itself;
    for a standalone workflow they are the same. `graph` is the mapping that holds the tasks: the
    file's own or the `definition` of an API document; `root` is its place.
    """

    ref: str
    meta: Component
    source: Component
    graph: dict[str, Value]
    root: Place
    tasks: tuple[Task, ...]
    variables: tuple[Variable, ...]

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

    @property
    def output_map(self) -> dict[str, Value]:
        """What the workflow returns, name by name; empty if it does not say."""
        value = self.graph.get("output_map")
        return value if isinstance(value, dict) else {}

    def all_tasks(self) -> Iterator[Task]:
        """Yield every task, nested ones after their parent."""
        return _flatten(self.tasks)


def is_variable_name(name: str) -> bool:
    """Tell whether Attune takes a name for a workflow variable: letters, digits, `_` and `-`."""
    return bool(name) and all(character.isalnum() or character in "_-" for character in name)


def _flatten(tasks: tuple[Task, ...]) -> Iterator[Task]:
    for task in tasks:
        yield task
        yield from _flatten(task.tasks)


def load(source: Component, meta: Component | None = None) -> Workflow:
    """Build a workflow from its graph file and, if linked, the action that names it."""
    root, graph = source.place, source.value
    envelope = graph.get("definition")
    if isinstance(envelope, dict):
        root, graph = root.at("definition"), envelope
    ref = meta.ref if meta else source.ref
    tasks = tuple(_tasks(root.at("tasks"), graph.get("tasks"), _Around(ref)))
    key = "vars" if "vars" in graph else "variables"
    variables = tuple(_variables(root.at(key), graph.get(key)))
    return Workflow(
        ref=ref,
        meta=meta or source,
        source=source,
        graph=graph,
        root=root,
        tasks=tasks,
        variables=variables,
    )


def _variables(place: Place, value: Value) -> Iterator[Variable]:
    """Read a mapping, a list of one-entry mappings, or a list of `{name, value}`."""
    if isinstance(value, dict):
        for name, initial in value.items():
            yield Variable(name, place.key(name), initial)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield Variable(item, place.at(index), None)
        elif isinstance(item, dict) and isinstance(item.get("name"), str):
            yield Variable(str(item["name"]), place.at(index, "name"), item.get("value"))
        elif isinstance(item, dict):
            for name, initial in item.items():
                yield Variable(name, place.key(index, name), initial)


class _Around(Struct, frozen=True):
    """What encloses a list of tasks."""

    workflow_ref: str
    parent: str = ""
    depth: int = 0


def _tasks(place: Place, value: Value, around: _Around) -> Iterator[Task]:
    """Read a list of tasks, or a mapping from name to task."""
    if around.depth > _MAX_NESTING:
        return
    if isinstance(value, dict):
        for name, task in value.items():
            if isinstance(task, dict) and not name.startswith("x-"):
                yield _task(place.at(name), place.key(name), name, task, around)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            at = place.at(index)
            written = item.get("name")
            title = written if isinstance(written, str) else ""
            yield _task(at, at.at("name"), title, item, around)


def _task(
    place: Place, name_at: Place, name: str, value: dict[str, Value], around: _Around
) -> Task:
    below = _Around(around.workflow_ref, name, around.depth + 1)
    return Task(
        name=name,
        place=place,
        name_at=name_at,
        value=value,
        transitions=transitions.read(place, value),
        publish=transitions.read_publish(place.at("publish"), value.get("publish")),
        tasks=tuple(_tasks(place.at("tasks"), value.get("tasks"), below)),
        parent=around.parent,
        depth=around.depth,
        workflow_ref=around.workflow_ref,
    )
