"""Where the ways that begin at the entry points of a workflow meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from attune_packkit.workflows.graph import Graph

_SEVERAL = -1


_late: WeakKeyDictionary[Graph, frozenset[int]] = WeakKeyDictionary()


def late_starters(graph: Graph) -> frozenset[int]:
    """Return the tasks that start at once though others before them wait for their turn."""
    found = _late.get(graph)
    if found is None:
        found = _late[graph] = _late_starters(graph)
    return found


def _late_starters(graph: Graph) -> frozenset[int]:
    if graph.incomplete or not graph.edges:
        return frozenset()
    starting = set(graph.entry_points)
    first_led = next((number for number, _ in enumerate(graph.tasks) if number not in starting), 0)
    behind = {number for number in starting if number > first_led}
    return frozenset(behind.difference(_meant_to_start(graph) if behind else ()))


def _meant_to_start(graph: Graph) -> Iterator[int]:
    """Yield the entry points that wait for something else, or begin a way of their own.

    Such a way has nothing to do with the others, or meets them in a task that waits for both, or
    that both lead to when all goes well.
    """
    meet = meeting(graph)
    happily = meeting(graph, happily=True)
    joins = leading_to(graph, (each for each, task in enumerate(graph.tasks) if task.join > 1))
    for number in graph.entry_points:
        task = graph.tasks[number]
        waits = task.join > 1 or task.value.get("wait_for") is not None
        own_way = number not in meet or number in happily or number in joins
        if waits or (graph.outgoing[number] and own_way):
            yield number


def meeting(graph: Graph, *, happily: bool = False) -> frozenset[int]:
    """Return the entry points that lead to a task to which another one leads too.

    `happily`: along ways that need no failure. Each task is looked at twice at most.
    """
    begun: dict[int, int] = {}
    for start in graph.entry_points:
        pending = [start]
        while pending:
            number = pending.pop()
            known = begun.get(number)
            if known not in (start, _SEVERAL):
                begun[number] = start if known is None else _SEVERAL
                pending += graph.below(number, happily=happily)
    shared = (number for number, start in begun.items() if start == _SEVERAL)
    return leading_to(graph, shared, happily=happily).intersection(graph.entry_points)


def leading_to(graph: Graph, ends: Iterable[int], *, happily: bool = False) -> frozenset[int]:
    """Return every task that leads to one of some tasks, themselves included."""
    found = set(ends)
    pending = list(found)
    while pending:
        fresh = graph.above(pending.pop(), happily=happily) - found
        found |= fresh
        pending += fresh
    return frozenset(found)
