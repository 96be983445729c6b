"""How often a task of a workflow can be arrived at in one run, at most."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from attune_packkit.knots import knots
from attune_packkit.model.transitions import Transition
from attune_packkit.workflows.exclusion import excludes
from attune_packkit.workflows.fates import Fate, fate
from attune_packkit.workflows.graph import Edge, Graph, may_succeed

_MOST_TASKS = 150
"""Beyond, what happens at one task is no longer followed to the others."""

_MOST_SPLIT = 10
_MOST_WAYS = 30
"""Transitions of one task; beyond, all may be taken together."""


def arrivals(graph: Graph, *, happily: bool = False) -> tuple[float, ...]:
    """Return at most how often each task is arrived at; infinite in and behind cycles.

    A task without `join` runs at each arrival, one with `join` at each that completes the number.
    Of transitions that exclude each other only one is taken. `happily`: while nothing fails.
    """
    counting = _Counting(graph, may_succeed if happily else _any)
    counts = counting.all()
    joins = [number for number, task in enumerate(graph.tasks) if task.join > 1]
    if not joins or len(graph.tasks) > _MOST_TASKS:
        return tuple(counts.arrivals)
    found = list(counts.arrivals)
    for branching in counting.branchings(counts):
        choices = [counting.all(choice).arrivals for choice in branching]
        for number in joins:
            found[number] = min(found[number], max(each[number] for each in choices))
    return tuple(found)


def _any(edge: Edge) -> bool:
    return True


class _Counts(Struct, frozen=True):
    """How often each task is arrived at, how often it runs, and how often its cycle is entered."""

    arrivals: list[float]
    runs: list[float]
    entered: dict[int, float]


class _Counting:
    def __init__(self, graph: Graph, followed: Callable[[Edge], bool]) -> None:
        self._graph = graph
        self._followed = followed
        self._fates: dict[int, Fate] = {}
        self._holders = graph.holders
        following = {
            number: [*(edge.target for edge in edges), *graph.containers.get(number, ())]
            for number, edges in enumerate(graph.outgoing)
        }
        self._order = list(reversed(list(knots(following))))
        self._final = self._final_edges()

    def all(self, allowed: Callable[[Edge], bool] | None = None) -> _Counts:
        """Count along the edges that are allowed, of those that are followed at all."""
        allowed = allowed or _any
        graph = self._graph
        counts = _Counts([0.0] * len(graph.tasks), [0.0] * len(graph.tasks), {})
        starting = set(graph.entry_points)
        for knot in self._order:
            entered = sum(self._arriving(number, counts, allowed) for number in knot)
            entered += sum(number in starting for number in knot)
            for number in knot:
                count = self._arriving(number, counts, allowed)
                if number in graph.cyclic:
                    counts.entered[number] = entered
                    count = math.inf
                join = graph.tasks[number].join
                begun = float(number in starting)
                if number in self._holders:
                    begun = counts.runs[self._holders[number]]
                counts.arrivals[number] = count
                joined = count // join if join > 1 and count < math.inf else count
                counts.runs[number] = begun + joined
        return counts

    def branchings(self, counts: _Counts) -> Iterator[list[Callable[[Edge], bool]]]:
        """Yield, for each task that runs once and has to choose, what each choice allows."""
        for number, edges in enumerate(self._graph.outgoing):
            ways = list({id(edge.transition): edge.transition for edge in edges}.values())
            if not 1 < len(ways) <= _MOST_WAYS or counts.runs[number] > 1:
                continue
            groups = self._groups(ways)
            if len(groups) > 1:
                yield [_only(number, each) for each in groups]

    def _arriving(self, number: int, counts: _Counts, allowed: Callable[[Edge], bool]) -> float:
        by_source: dict[int, list[Edge]] = {}
        for edge in self._graph.inbound[number]:
            if allowed(edge) and self._followed(edge):
                by_source.setdefault(edge.source, []).append(edge)
        return sum(
            self._times(source, edges, counts) * self._most(edges)
            for source, edges in by_source.items()
        )

    def _times(self, source: int, edges: list[Edge], counts: _Counts) -> float:
        """Return how often a task may follow edges: out of a cycle, as often as it is entered."""
        if source in counts.entered and all(edge in self._final for edge in edges):
            return counts.entered[source]
        return counts.runs[source]

    def _final_edges(self) -> frozenset[Edge]:
        """Return the edges that leave a cycle in which nothing forks, and end it."""
        found: set[Edge] = set()
        for cycle in self._graph.cycles:
            members = set(cycle)
            staying = {
                number: [edge for edge in self._graph.outgoing[number] if edge.target in members]
                for number in cycle
            }
            if all(self._exclusive(edges) for edges in staying.values()):
                found.update(
                    edge
                    for number in cycle
                    for edge in self._graph.outgoing[number]
                    if edge.target not in members
                    and all(self._exclusive([edge, other]) for other in staying[number])
                )
        return frozenset(found)

    def _exclusive(self, edges: list[Edge]) -> bool:
        return len(edges) < 2 or self._most(edges) == 1

    def _most(self, edges: list[Edge]) -> int:
        """Return how many of the edges from one task to another can be taken together."""
        if len(edges) == 1 or len(edges) > _MOST_WAYS:
            return len(edges)
        ways = [edge.transition for edge in edges]
        return max(sum(id(way) in group for way in ways) for group in self._groups(ways))

    def _groups(self, ways: list[Transition]) -> list[frozenset[int]]:
        """Return the largest sets of transitions that may all be taken together.

        Of many transitions, each with all that it does not exclude: more than can be taken.
        """
        allowed = {id(way): self._together(way, ways) for way in ways}
        if len(allowed) > _MOST_SPLIT:
            return list(dict.fromkeys(allowed.values()))
        groups: list[frozenset[int]] = [frozenset()]
        for way in allowed:
            grown = [(group & allowed[way]) | {way} for group in groups]
            kept = [group for group in groups if not group <= allowed[way]]
            groups = list(dict.fromkeys((*kept, *grown)))
        return [each for each in groups if not any(each < other for other in groups)]

    def _together(self, way: Transition, ways: Iterable[Transition]) -> frozenset[int]:
        """Return which transitions may be taken besides one, itself included."""
        return frozenset(
            id(each)
            for each in ways
            if each is way or not excludes(way, each, (self._fate(way), self._fate(each)))
        )

    def _fate(self, transition: Transition) -> Fate:
        found = self._fates.get(id(transition))
        if found is None:
            found = self._fates[id(transition)] = fate(transition)
        return found


def _only(number: int, transitions: frozenset[int]) -> Callable[[Edge], bool]:
    return lambda edge: edge.source != number or id(edge.transition) in transitions
