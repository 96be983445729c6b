"""A workflow in words, the graph's text alternative: its tasks, and where each value comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from attune_packkit.api import (
    Arrow,
    Origin,
    Origins,
    Picture,
    Task,
    Use,
    Value,
    Workflow,
    clipped,
    graph_of,
)
from attune_packkit.sitegen import addresses, writing_yaml
from attune_packkit.sitegen.graph.cards import marks
from attune_packkit.sitegen.models import Link
from attune_packkit.sitegen.secrets import HIDDEN, is_secret

MAX_TASKS = 500
MAX_LISTED = 60
"""Arrivals, values or uses of one task or name."""

_MAX_TEXT = 600
_OTHERWISE = "otherwise"
_ENDED = {"success": "succeeded", "failure": "failed", "timeout": "timed out", "any": "ended"}
_WHERE = {
    "input": "as {name}",
    "publish": "to publish {name}",
    "output_map": "for the output {name}",
    "vars": "for the variable {name}",
    "variables": "for the variable {name}",
    "with_items": "for what it goes through",
    "when": "to decide whether it runs",
    "retry": "for its retries",
}
_OTHER_PLACE = "to decide what follows"
_SAID: dict[str, str] = {
    "parameter": "parameter",
    "variable": "variable",
    "task": "result of",
    "result": "result of",
    "config": "configuration",
    "secret": "secret",
}
_SAID_ALONE = {"item": "the item it is at", "error": "the failure before"}


class Arrival(Struct, frozen=True):
    """One way to a task: after `task` ended so, if `condition` holds."""

    task: Link
    ended: str
    condition: str


class Source(Struct, frozen=True):
    """Where a value is read from; for a variable also the tasks that publish it."""

    kind: str
    link: Link
    publishers: tuple[Link, ...] = ()


class Given(Struct, frozen=True):
    """A name and the value or expression it gets, and what that reads."""

    name: str
    text: str
    sources: tuple[Source, ...]


class OutlineTask(Struct, frozen=True):
    """One task. `notes` say what is special; `after` is empty if it starts at once."""

    name: str
    anchor: str
    depth: int
    action: Link
    kind: str
    state: str
    notes: tuple[str, ...]
    after: tuple[Arrival, ...]
    inputs: tuple[Given, ...]
    publishes: tuple[Given, ...]
    line: str = ""


class ParameterUse(Struct, frozen=True):
    """Where a parameter of the workflow is read."""

    parameter: Link
    places: tuple[Link, ...]


class Outline(Struct, frozen=True):
    """The whole workflow in words. `left_out` counts the tasks that are too many to tell."""

    tasks: tuple[OutlineTask, ...]
    outputs: tuple[Given, ...]
    uses: tuple[ParameterUse, ...]
    implicit_order: bool
    left_out: int


class OutlineLinks(Struct, frozen=True):
    """URLs of what an outline names: actions by ref, parameters, lines of tasks by name."""

    action: Callable[[str], str] = lambda ref: ""
    parameter: Callable[[str], str] = lambda name: ""
    line: Callable[[str], str] = lambda task: ""


def task_anchor(name: str) -> str:
    """Return the id of a task's entry in the outline; `name` is its name in the picture."""
    return addresses.anchor("task", name)


def outline(workflow: Workflow, drawn: Picture, links: OutlineLinks) -> Outline:
    """Say a workflow in words. `drawn` is its picture."""
    return _Writer(workflow, drawn, links).written()


class _Writer:
    def __init__(self, workflow: Workflow, drawn: Picture, links: OutlineLinks) -> None:
        graph = graph_of(workflow)
        self._workflow, self._drawn, self._links = workflow, drawn, links
        self._tasks: Sequence[Task] = graph.tasks
        self._origins = Origins(workflow, graph)
        self._arriving: dict[int, list[Arrow]] = {}
        for arrow in drawn.arrows:
            self._arriving.setdefault(arrow.target, []).append(arrow)

    def written(self) -> Outline:
        """Return everything."""
        shown = self._tasks[:MAX_TASKS]
        return Outline(
            tuple(self._task(number, task) for number, task in enumerate(shown)),
            tuple(self._given(self._workflow.output_map.items(), "")),
            tuple(
                ParameterUse(Link(name, self._links.parameter(name)), tuple(self._places(uses)))
                for name, uses in self._origins.uses().items()
            ),
            self._drawn.implicit_order,
            len(self._tasks) - len(shown),
        )

    def _task(self, number: int, task: Task) -> OutlineTask:
        node = self._drawn.nodes[number]
        published = [(each.name, each.value) for way in task.transitions for each in way.publish]
        return OutlineTask(
            name=node.task,
            anchor=task_anchor(node.task),
            depth=task.depth,
            action=Link(task.action, self._links.action(task.action) if task.action else ""),
            kind=task.type,
            state=self._state(number, task),
            notes=tuple(badge.means for badge in marks(node)),
            after=tuple(map(self._arrival, self._arriving.get(number, [])[:MAX_LISTED])),
            inputs=tuple(self._given(task.input.items(), task.name)),
            publishes=tuple(self._given(published, task.name)),
            line=self._links.line(task.name),
        )

    def _state(self, number: int, task: Task) -> str:
        """Say when a task runs, as far as no other task decides on that."""
        if number in self._drawn.unreachable:
            return "never reached"
        if task.nested and number not in self._arriving:
            return f"runs inside {self._drawn.nodes[self._drawn.nodes[number].parent].task}"
        if self._drawn.implicit_order:
            return ""
        return "starts at once" if number in self._drawn.entry_points else ""

    def _arrival(self, arrow: Arrow) -> Arrival:
        condition = arrow.condition if arrow.test == _OTHERWISE else arrow.test
        task = self._named(self._drawn.nodes[arrow.source].task)
        return Arrival(task, arrow.ended or _ENDED[arrow.outcome], condition)

    def _named(self, task: str) -> Link:
        return Link(task, f"#{task_anchor(task)}")

    def _given(self, values: Iterable[tuple[str, Value]], task: str) -> Iterator[Given]:
        found: dict[Given, None] = {}
        for name, value in [*values][:MAX_LISTED]:
            origins = self._origins.of(value, task)
            sources = tuple(map(self._source, origins[:MAX_LISTED]))
            found[Given(name, _text(name, value), sources)] = None
        yield from found

    def _source(self, origin: Origin) -> Source:
        kind, name = origin.kind, origin.name
        if kind in ("task", "result"):
            return Source(_SAID[kind], self._named(name))
        if kind == "parameter":
            return Source(_SAID[kind], Link(name, self._links.parameter(name)))
        if kind == "variable":
            publishers = [*self._origins.publishers.get(name, ())][:MAX_LISTED]
            return Source(_SAID[kind], Link(name), tuple(map(self._named, publishers)))
        if kind in _SAID_ALONE:
            return Source("", Link(_SAID_ALONE[kind]))
        return Source(_SAID.get(kind, ""), Link(name))

    def _places(self, uses: Iterable[Use]) -> Iterator[Link]:
        for use in [*uses][:MAX_LISTED]:
            note = _WHERE.get(use.what, _OTHER_PLACE).format(name=use.name)
            named = self._named(use.task) if use.task else Link("")
            yield Link(named.text, named.url, note)


def _text(name: str, value: Value) -> str:
    """Return a value as YAML on one line, cut where it is long; secrets are not shown."""
    if is_secret(name, value):
        return HIDDEN
    text = value if isinstance(value, str) else writing_yaml.scalar(value)
    return clipped(text, _MAX_TEXT)
