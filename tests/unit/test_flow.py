"""What is known where in a workflow: which tasks have run, which names are published."""

from __future__ import annotations

import time

import pytest

from attune_packkit.documents import reader
from attune_packkit.documents.document import Document, Value
from attune_packkit.model import workflow
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.workflows import flow as flows
from attune_packkit.workflows.fates import fate
from attune_packkit.workflows.flow import Flow, analyse
from attune_packkit.workflows.graph import build


def flow(tasks: str | dict[str, Value], variables: dict[str, Value] | None = None) -> Flow:
    value = reader.read("w.yaml", tasks.encode()).mapping if isinstance(tasks, str) else tasks
    whole: dict[str, Value] = {"tasks": value, "vars": variables or {}}
    source = Component(WORKFLOW, Document("w.yaml", whole, b""), "p", "p.w", False, whole)
    read = workflow.load(source)
    return analyse(read, build(read))


def known(found: Flow, task: str) -> tuple[set[str], set[str], set[str]]:
    """Return what is certainly, likely and perhaps set before a task: tasks and published names."""
    knowledge = found.before[found.graph.numbers[task]]
    assert knowledge is not None
    bits = {name: found.task(number) for name, number in found.graph.numbers.items()}
    bits |= {name: found.name(name) for name in found.names}
    sure, likely, perhaps = (
        {name for name, bit in bits.items() if each & bit}
        for each in (knowledge.certain, knowledge.likely, knowledge.perhaps)
    )
    return sure, likely, perhaps


def test_a_chain_knows_what_ran_before() -> None:
    found = flow("{a: {next: b}, b: {next: [{publish: [{x: 1}], do: c}]}, c: {}}")
    assert known(found, "a") == (set(), set(), set())
    assert known(found, "b") == ({"a"}, {"a"}, {"a"})
    assert known(found, "c") == ({"a", "b", "x"},) * 3


def test_outcomes_exclude_each_other() -> None:
    found = flow("{a: {on_success: [{publish: x, do: b}], on_failure: c}, b: {}, c: {}}")
    assert "x" in known(found, "b")[0]
    assert "x" not in known(found, "c")[2]


def test_two_ways_leave_what_both_set() -> None:
    found = flow(
        "{a: {next: [{when: 'succeeded()', publish: [x, y], do: b},"
        " {when: 'failed()', publish: [y], do: b}]}, b: {}}"
    )
    assert known(found, "b") == ({"a", "y"}, {"a", "y"}, {"a", "x", "y"})


def test_a_way_that_a_condition_decides_is_not_likely() -> None:
    found = flow(
        "{a: {next: [{when: 'result().p', publish: [x], do: b}, {when: 'result().q', do: b}]},"
        " b: {}}"
    )
    certain, likely, perhaps = known(found, "b")
    assert "x" not in certain
    assert "x" in likely
    assert "x" in perhaps


def test_a_join_of_all_ways_knows_what_each_knows() -> None:
    tasks = "{a: {next: [b, c]}, b: {next: [{publish: x, do: d}]}, c: {next: d}, d: {join: %d}}"
    assert known(flow(tasks % 2), "d")[0] == {"a", "b", "c", "x"}
    assert known(flow(tasks % 1), "d")[0] == {"a"}


def test_a_join_of_some_ways_knows_what_enough_of_them_know() -> None:
    found = flow(
        "{a: {next: [{publish: [x, y], do: d}]}, b: {next: [{publish: [x], do: d}]}, c: {next: d},"
        " d: {join: 2}}"
    )
    assert known(found, "d")[0] == {"x"}


def test_a_circle_knows_what_was_before_it() -> None:
    found = flow("{o: {next: a}, a: {next: b}, b: {next: [{publish: x, do: a}]}}")
    assert known(found, "a") == ({"o"}, {"o"}, {"o", "a", "b", "x"})
    assert known(found, "b") == ({"o", "a"}, {"o", "a"}, {"o", "a", "b", "x"})


def test_nested_tasks_know_what_their_container_knows() -> None:
    found = flow("{o: {next: a}, a: {type: parallel, tasks: {b: {}, c: {}}, next: d}, d: {}}")
    assert known(found, "b")[2] == {"o"}
    assert known(found, "d")[0] == {"o", "a", "b", "c"}


def test_declared_variables_are_no_matter_of_flow() -> None:
    found = flow("{a: {next: [{publish: [{x: 1}, {y: 1}], do: b}]}, b: {}}", {"x": 0})
    assert set(found.names) == {"y"}


def test_without_transitions_tasks_follow_the_list() -> None:
    found = flow("{a: {}, b: {}, c: {}}")
    assert found.implicit
    assert known(found, "c")[0] == {"a", "b"}


def test_nothing_is_known_of_what_nothing_leads_to() -> None:
    found = flow("{a: {}, b: {next: c}, c: {next: b}, d: {on_success: [{when: 'false', do: b}]}}")
    assert found.before[found.graph.numbers["b"]] is None


@pytest.mark.parametrize(
    ("transition", "failed"),
    [
        ("on_success: b", False),
        ("on_failure: b", True),
        ("on_timeout: b", True),
        ("next: b", True),
        ("next: [{when: 'succeeded() and x', do: b}]", False),
        ("next: [{when: 'x', do: b}]", True),
    ],
)
def test_a_failure_may_lead_to_a_task(transition: str, failed: bool) -> None:
    found = flow(f"{{a: {{{transition}}}, b: {{next: c}}, c: {{}}}}").before[1]
    assert found is not None
    assert found.failed is failed


@pytest.mark.parametrize(
    ("when", "possible", "certain"),
    [
        ("succeeded()", {"success"}, {"success"}),
        ("not succeeded()", {"failure", "timeout", "cancelled"}, None),
        ("failed() or timed_out()", {"failure", "timeout"}, None),
        ("succeeded() and result().x", {"success"}, set()),
        ("succeeded() and failed()", set(), set()),
        ("result().x", {"success", "failure", "timeout", "cancelled"}, set()),
        ("succeeded() or result().x", {"success", "failure", "timeout", "cancelled"}, {"success"}),
        ("'a' == 'b'", set(), set()),
        ("1 == 1.0", {"success", "failure", "timeout", "cancelled"}, None),
        ("1 == true", {"success", "failure", "timeout", "cancelled"}, set()),
        ("2 < 1.5", set(), set()),
        ("'a' < 'b' and 1 != 2", {"success", "failure", "timeout", "cancelled"}, None),
        ("'a' < 1", {"success", "failure", "timeout", "cancelled"}, set()),
        ("(", {"success", "failure", "timeout", "cancelled"}, set()),
    ],
)
def test_fate_of_a_condition(when: str, possible: set[str], certain: set[str] | None) -> None:
    tasks: dict[str, Value] = {"a": {"next": [{"when": when, "do": "b"}]}, "b": {}}
    found = fate(flow(tasks).graph.tasks[0].transitions[0])
    assert found.possible == possible
    assert found.certain == (possible if certain is None else certain)


def chain(size: int) -> dict[str, Value]:
    tasks: dict[str, Value] = {}
    for i in range(size):
        tasks[f"t{i}"] = {"next": [{"publish": [f"x{i}"], "do": [f"t{i + 1}", f"t{size}"]}]}
    tasks[f"t{size}"] = {"next": ["t0"]}
    return tasks


def test_thousands_of_tasks_in_a_circle_take_little_time() -> None:
    started = time.process_time()
    found = flow(chain(5_000))
    assert time.process_time() - started < 10
    assert found.known


def test_beyond_all_measure_nothing_is_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "MAX_BITS", 10)
    found = flow("{a: {next: b}, b: {next: c}, c: {}, d: {}}")
    assert not found.known
    assert found.before == (None,) * 4
