"""What is known at each point of a workflow: which tasks have run, which variables are set.

A forward data-flow analysis over the graph. Sets are integers used as bit sets, so that thousands
of tasks stay cheap. What holds *certainly* holds on every way to a task; what holds *perhaps*, on
some way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from attune_packkit.model.workflow import Workflow
from attune_packkit.workflows.graph import Edge, Graph

NOTHING = 0

_START = -1
"""The way into an entry point that is no edge."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Bits of names that are certainly and perhaps set. `failed`: some way in is a failure."""

    certain: int
    perhaps: int
    failed: bool = False


@dataclass(frozen=True)
class Flow:
    """The knowledge before and after each task. `bits` numbers tasks (`task:x`) and variables."""

    graph: Graph
    bits: Mapping[str, int]
    before: tuple[Knowledge | None, ...]
    after: tuple[Knowledge, ...]
    end: Knowledge
    implicit: bool

    def certainly(self, knowledge: Knowledge, name: str) -> bool:
        """Tell whether a name is certainly set."""
        return bool(knowledge.certain >> self.bits[name] & 1) if name in self.bits else False

    def perhaps(self, knowledge: Knowledge, name: str) -> bool:
        """Tell whether a name is set on some way."""
        return bool(knowledge.perhaps >> self.bits[name] & 1) if name in self.bits else False


def analyse(workflow: Workflow, graph: Graph) -> Flow:
    """Work out what is known where. Linear in tasks, edges and their repetitions in cycles.

    A workflow without any transition has none of the documents' order spelt out: its tasks count as
    following each other in the order of the list (`implicit`).
    """
    bits = _number(workflow, graph)
    initial = _bits(bits, (variable.name for variable in workflow.variables))
    implicit = not graph.edges and not graph.missing and len(workflow.tasks) > 1
    ordered = _in_order if implicit else _along_edges
    before = ordered(graph, bits, initial)
    gained = [_gain(graph, bits, number) for number in range(len(graph.tasks))]
    after = tuple(
        Knowledge(
            (known.certain if known else initial) | 1 << bits[_task(graph, number)],
            (known.perhaps if known else initial) | gained[number],
            known.failed if known else False,
        )
        for number, known in enumerate(before)
    )
    perhaps = initial
    for number, known in enumerate(before):
        if known is not None:
            perhaps |= after[number].perhaps
    return Flow(
        graph, bits, before, after, Knowledge(_at_end(graph, after, initial), perhaps), implicit
    )


def _number(workflow: Workflow, graph: Graph) -> dict[str, int]:
    bits: dict[str, int] = {}
    for variable in workflow.variables:
        bits.setdefault(variable.name, len(bits))
    for number, task in enumerate(graph.tasks):
        bits.setdefault(_task(graph, number), len(bits))
        for transition in task.transitions:
            for publish in transition.publish:
                bits.setdefault(publish.name, len(bits))
    return bits


def _task(graph: Graph, number: int) -> str:
    return f"task:{graph.tasks[number].name or number}"


def _bits(bits: Mapping[str, int], names: Iterable[str]) -> int:
    found = NOTHING
    for name in names:
        found |= 1 << bits[name]
    return found


def _gain(graph: Graph, bits: Mapping[str, int], number: int) -> int:
    """Return all that a task may add: itself, its nested tasks, whatever it publishes."""
    found = 1 << bits[_task(graph, number)]
    for inner in graph.containers.get(number, ()):
        found |= _gain(graph, bits, inner)
    for transition in graph.tasks[number].transitions:
        found |= _bits(bits, (publish.name for publish in transition.publish))
    return found


def _in_order(graph: Graph, bits: Mapping[str, int], initial: int) -> tuple[Knowledge | None, ...]:
    known = initial
    found: list[Knowledge | None] = []
    for number in range(len(graph.tasks)):
        found.append(Knowledge(known, known))
        known |= _gain(graph, bits, number)
    return tuple(found)


def _at_end(graph: Graph, after: tuple[Knowledge, ...], initial: int) -> int:
    """Return what is certainly set when the workflow ends: on every way to a last task."""
    last = [
        after[number].certain
        for number, edges in enumerate(graph.outgoing)
        if not edges and not graph.tasks[number].nested
    ]
    certain = last[0] if last else initial
    for each in last[1:]:
        certain &= each
    return certain


def _along_edges(
    graph: Graph, bits: Mapping[str, int], initial: int
) -> tuple[Knowledge | None, ...]:
    return _Analysis(graph, bits, initial).run()


class _Analysis:
    """The fixpoint: facts only ever leave `certain` and enter `perhaps`, so it ends."""

    def __init__(self, graph: Graph, bits: Mapping[str, int], initial: int) -> None:
        self._graph = graph
        self._bits = bits
        self._initial = initial
        self._before: list[Knowledge | None] = [None] * len(graph.tasks)
        self._arrived: list[dict[int, Knowledge]] = [{} for _ in graph.tasks]

    def run(self) -> tuple[Knowledge | None, ...]:
        pending: deque[int] = deque()
        queued: set[int] = set()
        for number in self._graph.entry_points:
            start = Knowledge(self._initial, self._initial)
            self._arrived[number][_START] = start
            self._before[number] = start
            self._enter(number, pending, queued)
        while pending:
            number = pending.popleft()
            queued.discard(number)
            for index, edge in enumerate(self._graph.outgoing[number]):
                self._follow(edge, index, pending, queued)
        return tuple(self._before)

    def _enter(self, number: int, pending: deque[int], queued: set[int]) -> None:
        """Queue a task whose knowledge changed, and hand it on to its nested tasks."""
        if number not in queued:
            queued.add(number)
            pending.append(number)
        for inner in self._graph.containers.get(number, ()):
            if self._before[inner] != self._before[number]:
                self._before[inner] = self._before[number]
                self._enter(inner, pending, queued)

    def _follow(self, edge: Edge, index: int, pending: deque[int], queued: set[int]) -> None:
        knowledge = self._along(edge)
        name = edge.source * 1_000_003 + index
        arrived = self._arrived[edge.target]
        if arrived.get(name) == knowledge:
            return
        arrived[name] = knowledge
        merged = self._merge(edge.target)
        if merged != self._before[edge.target]:
            self._before[edge.target] = merged
            self._enter(edge.target, pending, queued)

    def _along(self, edge: Edge) -> Knowledge:
        """Return what is known when a transition has been taken."""
        known = self._before[edge.source] or Knowledge(self._initial, self._initial)
        graph, bits = self._graph, self._bits
        certain = known.certain | 1 << bits[_task(graph, edge.source)]
        for inner in graph.containers.get(edge.source, ()):
            certain |= 1 << bits[_task(graph, inner)]
        for transition in graph.tasks[edge.source].transitions:
            taken = transition is edge.transition or transition.always
            same = transition.outcome == edge.transition.outcome and not transition.conditions
            if taken or (same and not transition.unless):
                certain |= _bits(bits, (publish.name for publish in transition.publish))
        perhaps = known.perhaps | certain | _gain(graph, bits, edge.source)
        failure = edge.transition.outcome in ("failure", "timeout", "any")
        conditional = bool(edge.transition.conditions)
        return Knowledge(certain, perhaps, known.failed or failure or conditional)

    def _merge(self, number: int) -> Knowledge:
        """Combine all ways into a task: a join that waits for every one knows what each knows."""
        ways = list(self._arrived[number].values())
        join = self._graph.tasks[number].value.get("join")
        sources = {edge.source for edge in self._graph.inbound[number]}
        every = isinstance(join, int) and join >= len(sources) > 1
        certain = ways[0].certain
        perhaps = ways[0].perhaps
        for way in ways[1:]:
            certain = certain | way.certain if every else certain & way.certain
            perhaps |= way.perhaps
        return Knowledge(certain, perhaps, any(way.failed for way in ways))
