"""Cycles in a graph of names, in linear time and without recursion."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from attune_packkit.knots import knots


def cycles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return for each knot one shortest cycle through its first name, sorted by that name.

    A knot is a set of names that all lead to each other. Names without edges of their own, and
    edges from a name to itself, do not count.
    """
    graph = {
        name: [other for other in dict.fromkeys(edges[name]) if other in edges and other != name]
        for name in sorted(edges)
    }
    found = [sorted(knot) for knot in knots(graph) if len(knot) > 1]
    return [_shortest(graph, knot[0], set(knot)) for knot in sorted(found)]


def _shortest(graph: dict[str, list[str]], start: str, knot: set[str]) -> tuple[str, ...]:
    """Return a shortest way from `start` back to it, without its end, which is `start` again."""
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
