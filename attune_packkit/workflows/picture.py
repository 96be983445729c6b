"""A workflow's graph as it is drawn: what the boxes and arrows say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.escaping import clipped
from attune_packkit.model.transitions import Outcome, Transition
from attune_packkit.model.workflow import Task, Workflow
from attune_packkit.workflows.captions import captions
from attune_packkit.workflows.fates import fate
from attune_packkit.workflows.graph import Edge, Graph, build

MAX_PARTS = 50_000
"""Tasks, and conditions and published names of each edge; a picture with more is of no use."""

MAX_TEXT = 1_000
"""Characters of a condition that are told."""

_ITERATION = ("with_items", "iterate_cache", "batch_size", "concurrency")


class Node(Struct, frozen=True):
    """A task. `task` is its name, with its number where it has none or shares it.

    `type` is "missing" for a target that does not exist. `parent` is the number of the task that
    holds this one, -1 for none. `publishes` are the names published when nothing follows. `waits`:
    it runs once an inquiry is answered.
    """

    task: str
    action: str
    type: str
    parent: int
    join: int
    when: str
    iteration: dict[str, Value]
    retry: dict[str, Value]
    publishes: tuple[str, ...]
    waits: bool = False


class Arrow(Struct, frozen=True):
    """An edge between two nodes by number.

    `outcome` is failure too for what follows a failure or a timeout. `condition` is "" where the
    outcome alone decides. `ended` says the outcome in words, nothing for success or any outcome;
    `test` what the condition asks besides it.
    """

    source: int
    target: int
    outcome: Outcome
    condition: str
    publishes: tuple[str, ...]
    ended: str = ""
    test: str = ""

    @property
    def caption(self) -> str:
        """What stands beside the arrow; where several outcomes will do, the condition matters."""
        if self.ended and self.test and self.outcome != "any":
            return f"{self.ended}: {self.test}"
        return self.test or self.ended


class Picture(Struct, frozen=True):
    """A workflow's graph with everything that is drawn or told of it; tasks are numbers.

    `implicit_order`: no transition is written although there are several tasks.
    """

    ref: str
    pack_ref: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    entry_points: tuple[int, ...]
    terminals: tuple[int, ...]
    cycles: tuple[tuple[int, ...], ...]
    unreachable: tuple[int, ...]
    implicit_order: bool

    def names(self, numbers: Iterable[int]) -> list[str]:
        """Return the names of tasks."""
        return [self.nodes[number].task for number in numbers]


def picture(workflow: Workflow) -> Picture | None:
    """Return the picture of a workflow; None if it is too large for one."""
    graph = build(workflow)
    if _parts(graph) > MAX_PARTS:
        return None
    missing = {edge.mention.text: 0 for edge in graph.missing}
    for number, name in enumerate(missing, len(graph.tasks)):
        missing[name] = number
    told: dict[int, _Told] = {}
    arrows = [_arrow(edge, edge.target, told) for edge in graph.edges]
    arrows += [_arrow(edge, missing[edge.mention.text], told) for edge in graph.missing]
    leaving = {arrow.source for arrow in arrows}
    reached = graph.reachable(graph.entry_points) if graph.entry_points else range(len(graph.tasks))
    return Picture(
        ref=workflow.ref,
        pack_ref=workflow.meta.pack_ref,
        nodes=tuple(_nodes(graph, missing)),
        arrows=tuple(sorted(arrows, key=lambda arrow: arrow.source)),
        entry_points=graph.entry_points,
        terminals=tuple(
            number
            for number, task in enumerate(graph.tasks)
            if not task.nested and number not in leaving
        ),
        cycles=tuple(sorted(graph.cycles)),
        unreachable=tuple(number for number in range(len(graph.tasks)) if number not in reached),
        implicit_order=not arrows and len(graph.tasks) > 1,
    )


def _parts(graph: Graph) -> int:
    """Count what a picture tells without telling it: a hostile file repeats much by little."""
    return len(graph.tasks) + sum(
        max(len(each.targets), 1)
        * (1 + len(each.conditions) + len(each.unless) + len(each.publish))
        for task in graph.tasks
        for each in task.transitions
    )


def _nodes(graph: Graph, missing: Iterable[str]) -> Iterator[Node]:
    parents = graph.holders
    taken = {*graph.numbers, *missing}
    for number, task in enumerate(graph.tasks):
        name = task.name
        if graph.numbers.get(name) != number:
            name = f"{task.title} #{number + 1}"
            while name in taken:
                name += "#"
            taken.add(name)
        yield _node(name, task, parents.get(number, -1))
    for name in missing:
        yield Node(
            task=name,
            action="",
            type="missing",
            parent=-1,
            join=0,
            when="",
            iteration={},
            retry={},
            publishes=(),
        )


def _node(name: str, task: Task, parent: int) -> Node:
    when = task.value.get("when")
    return Node(
        task=name,
        action=task.action,
        type=task.type,
        parent=parent,
        join=task.join,
        when=clipped(when, MAX_TEXT) if isinstance(when, str) else "",
        iteration={key: task.value[key] for key in _ITERATION if task.value.get(key) is not None},
        retry=task.retry,
        publishes=tuple(
            publish.name
            for each in task.transitions
            if not each.targets
            for publish in each.publish
        ),
        waits=task.value.get("wait_for") is not None,
    )


_Told: TypeAlias = tuple[Outcome, str, tuple[str, ...], str, str]


def _arrow(edge: Edge, target: int, told: dict[int, _Told]) -> Arrow:
    """Return an edge's arrow; what all edges of a transition share is worked out once."""
    transition = edge.transition
    if id(transition) not in told:
        ended, test = captions(transition, fate(transition))
        conditioned = transition.conditions or transition.unless
        told[id(transition)] = (
            _outcome(transition),
            clipped(transition.condition, MAX_TEXT) if conditioned else "",
            tuple(publish.name for publish in transition.publish),
            ended,
            clipped(test, MAX_TEXT),
        )
    return Arrow(edge.source, target, *told[id(transition)])


def _outcome(transition: Transition) -> Outcome:
    """Return the outcome that decides, also where a condition tells it."""
    if transition.outcome != "any":
        return transition.outcome
    ends = fate(transition).possible
    if "success" in ends:
        return "success" if len(ends) == 1 else "any"
    if "failure" in ends:
        return "failure"
    return "timeout" if "timeout" in ends else "any"
