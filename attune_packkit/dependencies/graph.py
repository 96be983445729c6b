"""Cycles in a graph of names, in linear time and without recursion."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping


def cycles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return one shortest cycle through the first name of each knot, sorted by that name.

    A knot is a set of names of which each leads to every other. Names that no edge starts from and
    edges from a name to itself do not matter.
    """
    graph = {
        name: [other for other in dict.fromkeys(edges[name]) if other in edges and other != name]
        for name in sorted(edges)
    }
    knots = [sorted(knot) for knot in _components(graph) if len(knot) > 1]
    return [_shortest(graph, knot[0], set(knot)) for knot in sorted(knots)]


def _components(graph: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield the strongly connected components: Tarjan's algorithm with a stack of its own."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_names: dict[str, None] = {}
    for root in graph:
        if root in order:
            continue
        pending = [(root, iter(graph[root]))]
        order[root] = low[root] = len(order)
        open_names[root] = None
        while pending:
            name, others = pending[-1]
            other = next(others, None)
            if other is None:
                pending.pop()
                if pending:
                    parent = pending[-1][0]
                    low[parent] = min(low[parent], low[name])
                if low[name] == order[name]:
                    yield _close(open_names, name)
            elif other not in order:
                order[other] = low[other] = len(order)
                open_names[other] = None
                pending.append((other, iter(graph[other])))
            elif other in open_names:
                low[name] = min(low[name], order[other])


def _close(open_names: dict[str, None], last: str) -> list[str]:
    """Take the names from the top of the stack down to `last`."""
    taken: list[str] = []
    while not taken or taken[-1] != last:
        taken.append(open_names.popitem()[0])
    return taken


def _shortest(graph: dict[str, list[str]], start: str, knot: set[str]) -> tuple[str, ...]:
    """Return a shortest way from `start` back to it, without the return itself."""
    came_from: dict[str, str] = {}
    pending = deque([start])
    while pending:
        name = pending.popleft()
        for other in graph[name]:
            if other == start:
                return _way(came_from, start, name)
            if other in knot and other not in came_from:
                came_from[other] = name
                pending.append(other)
    raise AssertionError("every name of a knot leads back to itself")


def _way(came_from: dict[str, str], start: str, last: str) -> tuple[str, ...]:
    way = [last]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
