"""The graph of a workflow: edges, entry points, cycles, arrivals, all in linear time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.diagnostics import Place
from attune_packkit.documents import reader
from attune_packkit.documents.document import Document, Value
from attune_packkit.knots import knots
from attune_packkit.model import workflow
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.workflows.arrivals import arrivals as arrivals_of
from attune_packkit.workflows.graph import Graph, build


def graph(tasks: str | dict[str, Value]) -> Graph:
    value = reader.read("w.yaml", tasks.encode()).mapping if isinstance(tasks, str) else tasks
    document = Document("w.yaml", {"tasks": value}, b"")
    source = Component(WORKFLOW, document, "parcels", "parcels.w", False, {"tasks": value})
    return build(workflow.load(source))


def named(found: Graph, numbers: object) -> set[str]:
    assert isinstance(numbers, (tuple, frozenset))
    return {found.name(number) for number in numbers}


def test_edges_lead_from_task_to_task_in_written_order() -> None:
    found = graph("{a: {on_success: b, on_failure: [c, b]}, b: {next: c}, c: {}}")
    edges = [(found.name(edge.source), found.name(edge.target)) for edge in found.edges]
    assert edges == [("a", "b"), ("a", "c"), ("a", "b"), ("b", "c")]
    assert [len(each) for each in found.inbound] == [0, 2, 2]
    assert [len(each) for each in found.outgoing] == [3, 1, 0]
    assert found.edges[1].place == Place("w.yaml", ("tasks", "a", "on_failure", 0))
    assert found.edges[1].transition.outcome == "failure"


def test_targets_that_do_not_exist_are_kept_apart() -> None:
    found = graph("{a: {on_success: z, next: y}}")
    assert found.edges == ()
    assert [edge.mention.text for edge in found.missing] == ["z", "y"]


def test_entry_points_have_no_other_task_before_them() -> None:
    found = graph("{a: {next: b}, b: {next: b}, c: {next: c}, d: {}}")
    assert named(found, found.entry_points) == {"a", "c", "d"}


def test_without_transitions_every_task_is_an_entry_point() -> None:
    found = graph("{a: {}, b: {}, c: {}}")
    assert named(found, found.entry_points) == {"a", "b", "c"}


def test_nested_tasks_start_with_the_task_that_holds_them() -> None:
    found = graph("{a: {type: parallel, tasks: {b: {next: c}, c: {}}, next: d}, d: {}}")
    assert named(found, found.entry_points) == {"a"}
    assert named(found, found.reachable(found.entry_points)) == {"a", "b", "c", "d"}
    assert named(found, found.reachable([found.numbers["b"]])) == {"b", "c"}


def test_edges_to_a_name_given_twice_lead_to_the_first() -> None:
    document = reader.read("w.yaml", b"- {name: a, next: b}\n- {name: b}\n- {name: b}\n- {}\n")
    source = Component(WORKFLOW, document, "parcels", "parcels.w", False, {"tasks": document.value})
    found = build(workflow.load(source))
    assert [edge.target for edge in found.edges] == [1]
    assert len(found.tasks) == 4


def test_cycles_of_one_and_of_many() -> None:
    found = graph("{a: {next: b}, b: {next: [c, d]}, c: {next: b}, d: {next: d}, e: {next: a}}")
    assert {frozenset(named(found, cycle)) for cycle in found.cycles} == {
        frozenset({"b", "c"}),
        frozenset({"d"}),
    }
    assert named(found, found.cyclic) == {"b", "c", "d"}


@pytest.mark.parametrize(
    ("tasks", "endless"),
    [
        ("{a: {next: a}}", {"a"}),
        ("{a: {on_complete: a}}", {"a"}),
        ("{a: {on_success: a, on_failure: a, on_timeout: a}}", {"a"}),
        ("{a: {on_success: a, on_failure: a}}", set()),
        ("{a: {next: [{when: X, do: a}]}}", set()),
        ("{a: {next: a, when: X}}", set()),
        ("{a: {next: a, join: 2}}", set()),
        ("{o: {next: a}, a: {next: b}, b: {next: a}}", {"a", "b"}),
        ("{o: {next: a}, a: {next: b}, b: {on_failure: a}}", set()),
        ("{o: {}, a: {next: b}, b: {next: a}}", set()),
        ("{a: {decision: [{when: X, next: b}, {default: true, next: a}]}, b: {}}", set()),
    ],
)
def test_a_cycle_is_endless_when_nothing_on_the_way_can_stop_it(
    tasks: str, endless: set[str]
) -> None:
    found = graph(tasks)
    assert {name for cycle in found.endless for name in named(found, cycle)} == endless


def test_the_closing_edge_leads_back() -> None:
    found = graph("{o: {next: a}, a: {next: b}, b: {next: c}, c: {next: [o2, a]}, o2: {}}")
    (cycle,) = found.endless
    edge = found.closing_edge(cycle)
    assert (found.name(edge.source), found.name(edge.target)) == ("c", "a")


@pytest.mark.parametrize(
    ("tasks", "arrivals"),
    [
        ("{a: {next: c}, b: {next: c}, c: {next: d}, d: {}}", [0, 0, 2, 2]),
        ("{a: {next: c}, b: {next: c}, c: {next: d, join: 2}, d: {}}", [0, 0, 2, 1]),
        ("{a: {on_success: b, on_failure: b}, b: {}}", [0, 1]),
        ("{a: {next: b}, b: {next: [b, c]}, c: {next: d}, d: {}}", [0, *[math.inf] * 3]),
        ("{a: {next: b}, b: {next: c, join: 3}, c: {}}", [0, 1, 0]),
        ("{a: {type: parallel, tasks: {b: {next: c}, c: {}}}}", [0, 0, 1]),
    ],
)
def test_how_often_each_task_is_arrived_at(tasks: str, arrivals: list[float]) -> None:
    assert list(arrivals_of(graph(tasks))) == arrivals


def test_long_chains_and_doubling_need_no_recursion_and_little_time() -> None:
    size = 20_000
    tasks: dict[str, Value] = {f"t{i}": {"next": [f"t{i + 1}"] * 2} for i in range(size)}
    tasks[f"t{size}"] = {"next": "t1"}
    found = graph(tasks)
    assert [len(cycle) for cycle in found.cycles] == [size]
    assert len(found.endless) == 1
    assert arrivals_of(found)[size] == math.inf
    assert len(found.reachable(found.entry_points)) == size + 1


NODES = st.integers(0, 7)


@given(st.dictionaries(NODES, st.lists(NODES, max_size=4), max_size=8))
def test_knots_are_the_sets_of_nodes_that_reach_each_other(edges: dict[int, list[int]]) -> None:
    following = {node: edges.get(node, []) for node in range(8)}

    def reached(start: int) -> set[int]:
        found = {start}
        pending = [start]
        while pending:
            fresh = set(following[pending.pop()]) - found
            found |= fresh
            pending += fresh
        return found

    expected = {
        frozenset(other for other in reached(node) if node in reached(other)) for node in following
    }
    components = [frozenset(knot) for knot in knots(following)]
    assert set(components) == expected
    assert len(components) == len(expected)
    for number, component in enumerate(components):
        later = set().union(*components[number + 1 :])
        assert not any(reached(node) & later - component for node in component)
