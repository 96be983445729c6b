"""A workflow as a graph: which task leads to which, where it starts, where it goes round.

Everything is linear in tasks and transitions, and nothing recurses, so a hostile file costs no more
than its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.knots import knots
from attune_packkit.model.component import Mention
from attune_packkit.model.pointing import texts_in
from attune_packkit.model.transitions import Transition
from attune_packkit.model.workflow import Task, Workflow
from attune_packkit.phrases import listed
from attune_packkit.workflows.fates import fate

_MOST_NAMES = 6
_ERROR = re.compile(r"\{\{[^}]*\berror\b")
_OUTCOMES = frozenset({"success", "failure", "timeout"})


class Edge(Struct, frozen=True):
    """One transition from a task to one of its targets; tasks are numbered as in `Graph.tasks`."""

    source: int
    target: int
    transition: Transition
    mention: Mention

    @property
    def place(self) -> Place:
        """Where the target is named."""
        return self.mention.place


class Graph(Struct, frozen=True, eq=False, dict=True, weakref=True):
    """All tasks of a workflow, nested ones too, and the edges between them.

    Where two tasks share a name, edges lead to the first. `missing` are targets that do not exist.
    """

    tasks: tuple[Task, ...]
    numbers: dict[str, int]
    edges: tuple[Edge, ...]
    missing: tuple[Edge, ...]
    containers: dict[int, tuple[int, ...]]

    @cached_property
    def outgoing(self) -> tuple[tuple[Edge, ...], ...]:
        """The edges that leave each task, in written order."""
        return _grouped(len(self.tasks), ((edge.source, edge) for edge in self.edges))

    @cached_property
    def inbound(self) -> tuple[tuple[Edge, ...], ...]:
        """The edges that lead to each task."""
        return _grouped(len(self.tasks), ((edge.target, edge) for edge in self.edges))

    @cached_property
    def entry_points(self) -> tuple[int, ...]:
        """The tasks that start at once: outermost, with no edge from another task."""
        return tuple(
            number
            for number, task in enumerate(self.tasks)
            if not task.nested and all(edge.source == number for edge in self.inbound[number])
        )

    @cached_property
    def cycles(self) -> tuple[tuple[int, ...], ...]:
        """The sets of tasks that lead back to themselves, each in written order."""
        return self.cycles_of(lambda edge: True)

    @cached_property
    def incomplete(self) -> bool:
        """Whether some transition leads elsewhere than meant, so that others seem to be lacking."""
        from attune_packkit.workflows.loose_ends import leads_in_vain

        led = {edge.place for edge in (*self.edges, *self.missing)}
        return (
            bool(self.missing or self.endless or self.ended_by_failure)
            or len(self.numbers) < len(self.tasks)
            or any(self.leads_inside(edge) for edge in self.edges if self.containers)
            or any(leads_in_vain(task, self.numbers, led) for task in self.tasks)
        )

    def leads_inside(self, edge: Edge) -> bool:
        """Tell whether an edge leads into a parallel task, which no transition can."""
        target = self.tasks[edge.target]
        return target.nested and target.parent != self.tasks[edge.source].parent

    @cached_property
    def certain(self) -> frozenset[tuple[int, int]]:
        """Pairs of tasks of which the first leads to the second however it ends."""
        return frozenset(
            (number, target)
            for number, edges in enumerate(self.outgoing)
            for target, outcomes in _unconditional(edges).items()
            if "any" in outcomes or outcomes >= _OUTCOMES
        )

    @cached_property
    def cyclic(self) -> frozenset[int]:
        """Every task that can lead back to itself."""
        return frozenset(number for cycle in self.cycles for number in cycle)

    @cached_property
    def endless(self) -> tuple[tuple[int, ...], ...]:
        """The cycles that nothing can end, once entered; those that nothing enters left out."""
        return self._entered(self._unguarded_cycles(self.certain))

    @cached_property
    def ended_by_failure(self) -> tuple[tuple[int, ...], ...]:
        """The cycles that only a failing task ends, though none of them means to wait for that."""
        if not self.cycles:
            return ()
        happy = frozenset(
            (edge.source, edge.target)
            for edge in self.edges
            if edge.source in self.cyclic and "success" in fate(edge.transition).certain
        )
        found = self._entered(self._unguarded_cycles(happy))
        known = {number for cycle in self.endless for number in cycle}
        return tuple(
            cycle
            for cycle in found
            if known.isdisjoint(cycle) and not self._waits_for_failure(cycle)
        )

    def _unguarded_cycles(self, pairs: frozenset[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
        return self.cycles_of(
            lambda edge: (
                (edge.source, edge.target) in pairs and not is_guarded(self.tasks[edge.target])
            )
        )

    def _entered(self, cycles: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
        if not cycles or not self.entry_points:
            return cycles
        reachable = self.reachable(self.entry_points)
        return tuple(cycle for cycle in cycles if not reachable.isdisjoint(cycle))

    def _waits_for_failure(self, cycle: tuple[int, ...]) -> bool:
        """Tell whether failure leads on from a cycle, to a task that is there for that alone."""
        return any(
            edge.target not in cycle
            and "success" not in fate(edge.transition).possible
            and self._leads_alone(edge)
            and not reads_error(self.tasks[edge.target])
            for number in cycle
            for edge in self.outgoing[number]
        )

    def closing_edge(self, cycle: tuple[int, ...]) -> Edge:
        """Return the first edge of a cycle that leads back to the same or an earlier task."""
        members = set(cycle)
        return next(
            edge
            for number in cycle
            for edge in self.outgoing[number]
            if edge.target <= number and edge.target in members
        )

    def _leads_alone(self, edge: Edge) -> bool:
        """Tell whether no other task leads to the target, but those behind the target itself."""
        sources = {each.source for each in self.inbound[edge.target]} - {edge.source}
        return not sources or sources <= self.reachable([edge.target])

    def cycles_of(self, wanted: Callable[[Edge], bool]) -> tuple[tuple[int, ...], ...]:
        """Return the cycles that remain when only the wanted edges are followed."""
        following = {
            number: [edge.target for edge in edges if wanted(edge)]
            for number, edges in enumerate(self.outgoing)
        }
        return tuple(
            tuple(sorted(knot))
            for knot in knots(following)
            if len(knot) > 1 or knot[0] in following[knot[0]]
        )

    def reachable(self, starts: Iterable[int], *, happily: bool = False) -> frozenset[int]:
        """Return every task that starts can lead to, themselves and nested tasks included.

        `happily`: without those that only follow when something did not succeed.
        """
        found = set(starts)
        pending = list(found)
        while pending:
            fresh = self.below(pending.pop(), happily=happily) - found
            found |= fresh
            pending += fresh
        return frozenset(found)

    def below(self, number: int, *, happily: bool = False) -> set[int]:
        """Return the tasks that a task leads to next, and those nested in it."""
        edges = self.outgoing[number]
        found = {edge.target for edge in edges if not happily or may_succeed(edge)}
        return found.union(self.containers.get(number, ()))

    def above(self, number: int, *, happily: bool = False) -> set[int]:
        """Return the tasks that lead to a task next, and the one that holds it."""
        edges = self.inbound[number]
        found = {edge.source for edge in edges if not happily or may_succeed(edge)}
        holder = self.holders.get(number)
        return found if holder is None else found | {holder}

    @cached_property
    def holders(self) -> dict[int, int]:
        """The parallel task that each nested one stands in."""
        return {inner: outer for outer, each in self.containers.items() for inner in each}

    def name(self, number: int) -> str:
        """Return the name of a task, for messages."""
        return self.tasks[number].title

    def names(self, numbers: Sequence[int]) -> str:
        """Return the names of tasks, for messages; of many only the first."""
        return listed(numbers, _MOST_NAMES, self.name)


_graphs: WeakKeyDictionary[Workflow, Graph] = WeakKeyDictionary()


def build(workflow: Workflow) -> Graph:
    """Return the graph of a workflow; worked out once."""
    found = _graphs.get(workflow)
    if found is None:
        found = _graphs[workflow] = _build(workflow)
    return found


def _build(workflow: Workflow) -> Graph:
    tasks = tuple(workflow.all_tasks())
    numbers: dict[str, int] = {}
    for number, task in enumerate(tasks):
        if task.name:
            numbers.setdefault(task.name, number)
    edges = list(_edges(tasks, numbers))
    places = {task.place.pointer: number for number, task in enumerate(tasks)}
    return Graph(
        tasks,
        numbers,
        tuple(edge for edge in edges if edge.target >= 0),
        tuple(edge for edge in edges if edge.target < 0),
        {
            number: tuple(places[inner.place.pointer] for inner in task.tasks)
            for number, task in enumerate(tasks)
            if task.tasks
        },
    )


def _edges(tasks: tuple[Task, ...], numbers: dict[str, int]) -> Iterator[Edge]:
    for number, task in enumerate(tasks):
        for transition in task.transitions:
            for mention in transition.targets:
                yield Edge(number, numbers.get(mention.text, -1), transition, mention)


def _unconditional(edges: tuple[Edge, ...]) -> dict[int, set[str]]:
    """Return the outcomes that lead to each target without a further condition."""
    found: dict[int, set[str]] = {}
    for edge in edges:
        if not edge.transition.conditions and not edge.transition.unless:
            found.setdefault(edge.target, set()).add(edge.transition.outcome)
    return found


def may_succeed(edge: Edge) -> bool:
    """Tell whether an edge may be followed when its task succeeds."""
    return "success" in fate(edge.transition).possible


def is_guarded(task: Task) -> bool:
    """Tell whether a task may hold up whoever arrives."""
    return task.join > 1 or any(task.value.get(key) is not None for key in ("when", "wait_for"))


def reads_error(task: Task) -> bool:
    """Tell whether a task tells of an error, as those do that follow a failure."""
    return any(_ERROR.search(text) for _, text in texts_in(task.value) if "{{" in text)


def _grouped(size: int, pairs: Iterable[tuple[int, Edge]]) -> tuple[tuple[Edge, ...], ...]:
    groups: list[list[Edge]] = [[] for _ in range(size)]
    for number, edge in pairs:
        groups[number].append(edge)
    return tuple(map(tuple, groups))
