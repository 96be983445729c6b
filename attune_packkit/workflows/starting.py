"""Where the ways that begin at the entry points of a workflow meet."""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit.workflows.graph import Graph

_SEVERAL = -1


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
