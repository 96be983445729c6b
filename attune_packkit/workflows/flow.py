"""What is known at each point of a workflow: which tasks have run, which variables are set.

A forward data-flow analysis over the graph. Sets are integers used as bit sets, so that thousands
of tasks stay cheap. What is not certain is decided for the author: where a workflow is too large or
too knotted to be analysed to the end, everything counts as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.documents.document import Value
from attune_packkit.knots import knots
from attune_packkit.model.transitions import Transition
from attune_packkit.model.workflow import Workflow
from attune_packkit.workflows.fates import ENDINGS, Fate, fate
from attune_packkit.workflows.graph import Edge, Graph, is_guarded

MAX_BITS = 200_000_000
"""Tasks times names; beyond, nothing is analysed."""

MAX_SWEEPS = 12

EMPTY: tuple[Value, ...] = (None, "", [], {})
"""First values of variables that only make room for what is published."""

_MAX_COUNTED = 8


class Knowledge(Struct, frozen=True):
    """Bits of what is set at a point.

    `certain` is set on every way to it, `likely` on every way that no condition decides, `perhaps`
    on some way. `failed` tells whether something may have failed before.
    """

    certain: int
    likely: int
    perhaps: int
    failed: bool


class Flow(Struct, frozen=True, dict=True):
    """The knowledge before each task; None for one that nothing leads to.

    `names` numbers the variables that hold something only once they are published; the bits behind
    them are the tasks'. `implicit`: no transition is written, so the tasks follow each other as
    listed.
    """

    graph: Graph
    names: Mapping[str, int]
    before: tuple[Knowledge | None, ...]
    implicit: bool
    fates: Mapping[int, Fate]
    known: bool = True

    def task(self, number: int) -> int:
        """Return the bit of a task that has run."""
        return 1 << (len(self.names) + number)

    def name(self, name: str) -> int:
        """Return the bit of a published name."""
        return 1 << self.names[name]

    @cached_property
    def ends(self) -> tuple[tuple[Knowledge, int], ...]:
        """The tasks with which the workflow may end, as knowledge before and what they add."""
        return tuple(
            (known, self.task(number))
            for number, known in enumerate(self.before)
            if known is not None and not self.graph.outgoing[number]
        )

    @cached_property
    def certain(self) -> frozenset[int]:
        """The tasks that every run comes to unless something fails before.

        Not those that may be held up, or run once an item of a list that may be empty.
        """
        found: set[int] = set()
        pending = list(self.graph.entry_points)
        while pending:
            number = pending.pop()
            task = self.graph.tasks[number]
            if number in found or is_guarded(task) or task.value.get("with_items") is not None:
                continue
            found.add(number)
            pending += self.graph.containers.get(number, ())
            pending += (
                edge.target
                for edge in self.graph.outgoing[number]
                if "success" in self.fate(edge).certain
            )
        return frozenset(found)

    def fate(self, edge: Edge) -> Fate:
        """Return with which outcomes an edge is followed."""
        return self.fates[id(edge.transition)]


def analyse(workflow: Workflow, graph: Graph) -> Flow:
    """Work out what is known where, in about one pass over tasks and edges."""
    declared = {each.name for each in workflow.variables if each.value not in EMPTY}
    names: dict[str, int] = {}
    fates: dict[int, Fate] = {}
    for task in graph.tasks:
        for transition in task.transitions:
            fates[id(transition)] = fate(transition)
            for publish in transition.publish:
                if publish.name not in declared:
                    names.setdefault(publish.name, len(names))
    implicit = not graph.edges and not graph.missing and len(graph.tasks) > 1
    size = len(graph.tasks) * (len(graph.tasks) + len(names))
    if size > MAX_BITS:
        return Flow(graph, names, (None,) * len(graph.tasks), implicit, fates, known=False)
    analysis = _Analysis(graph, names, fates)
    before = analysis.in_order() if implicit else analysis.along_edges()
    return Flow(graph, names, tuple(before), implicit, fates)


class _Gain(Struct):
    """What one task adds when it ends in one of the ways of a transition."""

    certain: int
    perhaps: int


class _Analysis:
    def __init__(self, graph: Graph, names: Mapping[str, int], fates: Mapping[int, Fate]) -> None:
        self._graph = graph
        self._names = names
        self._fates = fates
        self._own: dict[int, int] = {}
        self._everything = (1 << (len(names) + len(graph.tasks))) - 1
        self._before: list[Knowledge | None] = [None] * len(graph.tasks)
        self._inside = self._nested()
        self._gains: dict[tuple[int, frozenset[str]], _Gain] = {}
        self._holders = graph.holders
        self._starting = frozenset(graph.entry_points)

    def _bit(self, number: int) -> int:
        return 1 << (len(self._names) + number)

    def _published(self, number: int, allowed: frozenset[str], *, certainly: bool) -> int:
        """Return what a task publishes when it ends in one, or certainly in any, of these ways."""
        found = 0
        for transition in self._graph.tasks[number].transitions:
            fits = self._fates[id(transition)]
            if allowed <= fits.certain if certainly else allowed & fits.possible:
                found |= self._bits(transition)
        return found

    def _bits(self, transition: Transition) -> int:
        """Return the names that a transition publishes."""
        found = self._own.get(id(transition))
        if found is None:
            found = 0
            for publish in transition.publish:
                if publish.name in self._names:
                    found |= 1 << self._names[publish.name]
            self._own[id(transition)] = found
        return found

    def _nested(self) -> dict[int, int]:
        """Return for each container all that its tasks may set; inner ones stand behind it."""
        found: dict[int, int] = {}
        for outer in sorted(self._graph.containers, reverse=True):
            for inner in self._graph.containers[outer]:
                own = self._bit(inner) | self._published(inner, ENDINGS, certainly=False)
                found[outer] = found.get(outer, 0) | own | found.get(inner, 0)
        return found

    def _gain(self, number: int, possible: frozenset[str]) -> _Gain:
        gain = self._gains.get((number, possible))
        if gain is None:
            base = self._bit(number) | self._inside.get(number, 0)
            gain = self._gains[number, possible] = _Gain(
                base | self._published(number, possible, certainly=True),
                base | self._published(number, possible, certainly=False),
            )
        return gain

    def in_order(self) -> Sequence[Knowledge | None]:
        """Take the tasks as following each other; nested ones run with their container."""
        known = 0
        for number, task in enumerate(self._graph.tasks):
            if task.nested:
                self._before[number] = self._before[self._holders[number]]
                continue
            self._before[number] = Knowledge(known, known, known, failed=True)
            known |= self._gain(number, ENDINGS).perhaps
        return self._before

    def along_edges(self) -> Sequence[Knowledge | None]:
        """Follow the edges, knot by knot from the entry points on."""
        following = {
            number: [*(edge.target for edge in edges), *self._graph.containers.get(number, ())]
            for number, edges in enumerate(self._graph.outgoing)
        }
        for knot in reversed(list(knots(following))):
            first = knot[0]
            if len(knot) == 1 and first not in following[first]:
                self._before[first] = self._arrive(first)
            else:
                self._go_round(_from_front(knot, following), following)
        return self._before

    def _go_round(self, members: list[int], following: Mapping[int, Sequence[int]]) -> None:
        """Sweep over a knot until nothing changes: facts only leave `certain` and `likely`.

        A task is looked at again when one that leads to it has changed.
        """
        entered = [self._arrive(number) for number in members]
        if not any(entered):
            return
        inside = set(members)
        gained = 0
        for number in members:
            gained |= self._gain(number, ENDINGS).perhaps
        failed = any(known.failed for known in entered if known) or any(
            self._fates[id(edge.transition)].unhappy
            for number in members
            for edge in self._graph.outgoing[number]
            if edge.target in inside
        )
        for known in entered:
            gained |= known.perhaps if known else 0
        start = Knowledge(self._everything, self._everything, gained, failed)
        for number in members:
            self._before[number] = start
        ranks = {number: rank for rank, number in enumerate(members)}
        pending = inside
        for _ in range(MAX_SWEEPS):
            pending = self._sweep(ranks, pending, following)
            if not pending:
                return

    def _sweep(
        self, ranks: dict[int, int], pending: set[int], following: Mapping[int, Sequence[int]]
    ) -> set[int]:
        """Look at tasks of a knot in order; return those to be looked at in the next sweep."""
        later: set[int] = set()
        for number, rank in ranks.items():
            known = self._before[number]
            fresh = self._arrive(number) if number in pending else None
            if fresh is None or known is None:
                continue
            swept = replace(known, certain=fresh.certain, likely=fresh.likely)
            if swept != known:
                self._before[number] = swept
                for each in following[number]:
                    if each in ranks:
                        (pending if ranks[each] > rank else later).add(each)
        return later

    def _arrive(self, number: int) -> Knowledge | None:
        """Combine all ways into a task."""
        ways: dict[int, list[tuple[Knowledge, bool]]] = {}
        for edge in self._graph.inbound[number]:
            found = self._along(edge)
            if found is not None:
                plain = self._fates[id(edge.transition)].plain
                ways.setdefault(edge.source, []).append((found, plain))
        if number in self._starting:
            ways[-1] = [(Knowledge(0, 0, 0, failed=False), True)]
        outer = self._before[self._holders[number]] if number in self._holders else None
        if outer is not None and not ways:
            ways[-1] = [(outer, True)]
        if not ways:
            return None
        return self._merged(self._graph.tasks[number].join, list(ways.values()))

    def _merged(self, join: int, ways: list[list[tuple[Knowledge, bool]]]) -> Knowledge:
        if len(ways) == len(ways[0]) == 1:
            known, plain = ways[0][0]
            return known if plain else replace(known, likely=self._everything)
        certain = [_every(known.certain for known, _ in way) for way in ways]
        likely = [
            _every(known.likely if plain else self._everything for known, plain in way)
            for way in ways
        ]
        perhaps = 0
        for way in ways:
            for known, _ in way:
                perhaps |= known.perhaps
        failed = any(known.failed for way in ways for known, _ in way)
        return Knowledge(_joined(certain, join), _joined(likely, join), perhaps, failed)

    def _along(self, edge: Edge) -> Knowledge | None:
        """Return what is known when an edge is followed; None if it never is."""
        known = self._before[edge.source]
        fits = self._fates[id(edge.transition)]
        if known is None or not fits.possible:
            return None
        gain = self._gain(edge.source, fits.possible)
        own = self._bits(edge.transition)
        sure = gain.certain | own
        return Knowledge(
            known.certain | sure,
            known.likely | sure,
            known.perhaps | gain.perhaps | own,
            known.failed or fits.unhappy,
        )


def _from_front(knot: Sequence[int], following: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the members of a knot so that most stand behind those that lead to them."""
    left = set(knot)
    found: list[int] = []
    for start in reversed(knot):
        path = [(start, iter(following[start]))] if start in left else []
        left.discard(start)
        while path:
            number, rest = path[-1]
            fresh = next((each for each in rest if each in left), None)
            if fresh is None:
                path.pop()
                found.append(number)
            else:
                left.discard(fresh)
                path.append((fresh, iter(following[fresh])))
    return found[::-1]


def _every(sets: Iterable[int]) -> int:
    found = -1
    for each in sets:
        found &= each
    return found


def _joined(sets: list[int], join: int) -> int:
    """Return what is set for certain when `join` of the ways have arrived, at least one.

    A fact is missing only if `join` ways can all lack it.
    """
    needed = max(len(sets) - max(join, 1) + 1, 1)
    if needed == len(sets):
        return _every(sets)
    if needed > _MAX_COUNTED:
        needed = 1
    at_least = [-1] + [0] * needed
    for each in sets:
        for count in range(needed, 0, -1):
            at_least[count] |= at_least[count - 1] & each
    return at_least[needed]
