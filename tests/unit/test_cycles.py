"""Cycles among packs: found once each, in linear time, without recursion."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.dependencies.cycles import cycles

NAMES = st.sampled_from("abcdefg")


def test_a_tree_has_none() -> None:
    assert cycles({"a": ["b", "c"], "b": ["c"], "c": []}) == []


def test_unknown_names_and_loops_of_one_do_not_matter() -> None:
    assert cycles({"a": ["a", "z"], "b": ["z"]}) == []


def test_each_knot_is_told_once_by_a_shortest_cycle() -> None:
    edges = {"a": ["b"], "b": ["c", "a"], "c": ["a"], "x": ["y"], "y": ["x"]}
    assert cycles(edges) == [("a", "b"), ("x", "y")]


def test_a_long_chain_needs_no_recursion() -> None:
    size = 50_000
    edges = {f"{i:05}": [f"{(i + 1) % size:05}"] for i in range(size)}
    (cycle,) = cycles(edges)
    assert len(cycle) == size


@given(st.dictionaries(NAMES, st.lists(NAMES)))
def test_every_cycle_is_one_and_none_is_missed(edges: dict[str, list[str]]) -> None:
    found = cycles(edges)
    for cycle in found:
        ring = (*cycle, cycle[0])
        assert cycle[0] == min(cycle)
        assert all(b in edges[a] for a, b in pairwise(ring))
    assert bool(found) == any(_leads_back(edges, name) for name in edges)


def _leads_back(edges: dict[str, list[str]], start: str) -> bool:
    pending = [other for other in edges[start] if other != start]
    seen = set()
    while pending:
        name = pending.pop()
        if name == start:
            return True
        if name not in seen and name in edges:
            seen.add(name)
            pending += edges[name]
    return False
