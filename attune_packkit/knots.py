"""Knots of a graph: sets of nodes of which each leads to every other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def knots(following: Mapping[T, Sequence[T]]) -> Iterator[list[T]]:
    """Yield the strongly connected components; every node must be a key.

    Tarjan's algorithm with a stack of its own: linear, and deep graphs do no harm.
    """
    order: dict[T, int] = {}
    lowest: dict[T, int] = {}
    open_nodes: dict[T, None] = {}
    for start in following:
        if start in order:
            continue
        order[start] = lowest[start] = len(order)
        open_nodes[start] = None
        path = [(start, iter(following[start]))]
        while path:
            node, rest = path[-1]
            for other in rest:
                if other not in order:
                    order[other] = lowest[other] = len(order)
                    open_nodes[other] = None
                    path.append((other, iter(following[other])))
                    break
                if other in open_nodes:
                    lowest[node] = min(lowest[node], order[other])
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])
                if lowest[node] == order[node]:
                    yield _close(open_nodes, node)


def _close(open_nodes: dict[T, None], last: T) -> list[T]:
    """Take the nodes from the top of the stack down to `last`."""
    taken: list[T] = []
    while not taken or taken[-1] != last:
        taken.append(open_nodes.popitem()[0])
    return taken
