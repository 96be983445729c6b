"""Every spelling of a workflow comes out in one normal form."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune_packkit import tree
from attune_packkit.diagnostics import Place
from attune_packkit.documents import reader
from attune_packkit.model import pack, transitions
from attune_packkit.model.transitions import Transition, bare
from attune_packkit.model.workflow import Workflow, is_variable_name
from attune_packkit.spans import Pointer
from attune_packkit.testing import BASE_PACK, write_pack

TASK = Place("workflows/dispatch.yaml", ("tasks", 0))

TABLE = [
    ("on_success: b", [("succeeded()", ["b"])]),
    ("on_failure: b", [("failed()", ["b"])]),
    ("on_timeout: b", [("timed_out()", ["b"])]),
    ("on_complete: b", [("", ["b"])]),
    ("on_success: [b, c]", [("succeeded()", ["b", "c"])]),
    ("on_success: [{when: X, do: b}]", [("succeeded() and (X)", ["b"])]),
    ('on_success: [{when: "{{ X }}", do: b}]', [("succeeded() and (X)", ["b"])]),
    ("on_failure: [{when: X, do: [b, c]}]", [("failed() and (X)", ["b", "c"])]),
    ("on_failure: [{when: X, do: b}, c]", [("failed()", ["c"]), ("failed() and (X)", ["b"])]),
    ("next: b", [("", ["b"])]),
    ("next: [b, c]", [("", ["b", "c"])]),
    ("next: [{when: X, do: b}]", [("X", ["b"])]),
    ("next: [{when: X, do: [b]}, {do: [c]}]", [("X", ["b"]), ("", ["c"])]),
    ('next: [{when: "{{ succeeded() }}", do: [b]}]', [("succeeded()", ["b"])]),
    ('next: [{when: "{{failed()}}", do: [b]}]', [("failed()", ["b"])]),
    ("next: [{do: [{when: X, next: b}, {when: Y, next: c}]}]", [("X", ["b"]), ("Y", ["c"])]),
    ("next: [{when: X, do: [{when: Y, next: b}]}]", [("(X) and (Y)", ["b"])]),
    ("next: [{when: X, do: [a, {when: Y, next: b}]}]", [("X", ["a"]), ("(X) and (Y)", ["b"])]),
    ("next: [{when: X, next: b}]", [("X", ["b"])]),
    ("next: [{publish: [x]}]", [("", [])]),
    (
        "decision: [{when: X, next: b}, {default: true, next: c}]",
        [("X", ["b"]), ("not (X)", ["c"])],
    ),
    (
        "decision: [{when: X, next: b}, {when: Y, next: c}, {default: true, next: [d, e]}]",
        [("X", ["b"]), ("Y", ["c"]), ("not (X) and not (Y)", ["d", "e"])],
    ),
    ("on_success: b\non_failure: c", [("succeeded()", ["b"]), ("failed()", ["c"])]),
    ("name: a", []),
    ("next: []", []),
    ("next:", []),
]  # fmt: skip


def read(text: str) -> tuple[Transition, ...]:
    return transitions.read(TASK, reader.read("task.yaml", text.encode()).mapping)


def pointers(transition: Transition) -> list[Pointer]:
    return [mention.place.pointer[2:] for mention in transition.targets]


@pytest.mark.parametrize(("written", "normal"), TABLE)
def test_transitions_have_one_normal_form(
    written: str, normal: list[tuple[str, list[str]]]
) -> None:
    found = [(each.condition, [target.text for target in each.targets]) for each in read(written)]
    assert found == normal


def test_targets_know_their_place() -> None:
    (plain,) = read("on_success: b")
    (listed,) = read("next: [{when: X, do: [b, c]}]")
    (nested,) = read("next: [{do: [{when: X, next: b}]}]")
    assert pointers(plain) == [("on_success",)]
    assert pointers(listed) == [("next", 0, "do", 0), ("next", 0, "do", 1)]
    assert pointers(nested) == [("next", 0, "do", 0, "next")]
    assert listed.conditions[0].place.pointer[2:] == ("next", 0, "when")


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("publish: [x]\non_failure: b\non_success: c", [(["b"], []), (["c"], ["x"])]),
        ("publish: {x: 1, y: 2}\non_success: c", [(["c"], ["x", "y"])]),
        ("publish: [x]", [([], ["x"])]),
        ("publish: x\nnext: [b]", [(["b"], ["x"])]),
        ('publish: x\nnext: [{when: "{{ succeeded() }}", publish: y}]', [([], ["y", "x"])]),
        ("next: [{publish: [x, {y: 1, z: 2}], do: b}]", [(["b"], ["x", "y", "z"])]),
    ],
)  # fmt: skip
def test_what_a_task_publishes_goes_to_a_transition(
    written: str, published: list[tuple[list[str], list[str]]]
) -> None:
    found = [
        ([target.text for target in each.targets], [item.name for item in each.publish])
        for each in read(written)
    ]
    assert found == published


def test_a_publishing_task_without_transitions_publishes_on_success() -> None:
    (only,) = read("publish: [x]")
    assert only.outcome == "success"
    assert only.spelling == "publish"


@pytest.mark.parametrize("written", ["next: 5", "next: [5, null]", "decision: [5]", "publish: 5",
                                     "next: [{do: 5, when: 5}]", "on_success: {a: b}"])  # fmt: skip
def test_what_is_no_transition_names_no_task(written: str) -> None:
    assert [target for each in read(written) for target in each.targets] == []


@pytest.mark.parametrize(
    ("template", "expression"),
    [
        ("{{ x }}", "x"),
        ("  {{x}} ", "x"),
        ("x", "x"),
        ("{{ x }} and {{ y }}", "{{ x }} and {{ y }}"),
        ("{{ x", "{{ x"),
    ],
)
def test_the_expression_of_a_template_that_is_nothing_else(template: str, expression: str) -> None:
    assert bare(template) == expression


@pytest.mark.parametrize("name", ["a", "2nd", "gewicht_größe", "a-b", "_"])
def test_plain_names_are_names_of_variables(name: str) -> None:
    assert is_variable_name(name)


@pytest.mark.parametrize("name", ["", "a.b", "a b", "{{ a }}", "a/b", "a\n"])
def test_other_texts_are_no_names_of_variables(name: str) -> None:
    assert not is_variable_name(name)


def load(folder: Path, text: str) -> Workflow:
    write_pack(folder, {**BASE_PACK, "workflows/dispatch.yaml": text})
    (found,) = pack.load(tree.walk(str(folder / "case"))).workflows
    return found


@pytest.mark.parametrize(
    "text",
    [
        "vars: {x: 1, y: }",
        "variables: {x: 1, y: }",
        "vars: [{x: 1}, {y: }]",
        "vars: [{x: 1}, y]",
        "vars: [{name: x, value: 1}, {name: y}]",
        "definition: {variables: {x: 1, y: }, tasks: []}",
    ],
)
def test_variables_in_every_spelling(text: str, tmp_path: Path) -> None:
    found = load(tmp_path, text).variables
    assert [(each.name, each.value) for each in found] == [("x", 1), ("y", None)]


def test_tasks_in_a_list_in_a_mapping_and_in_the_envelope(tmp_path: Path) -> None:
    listed = load(tmp_path / "a", "tasks: [{name: a, action: x.y}, {name: b}]")
    mapped = load(tmp_path / "b", "tasks: {a: {action: x.y}, b: {}, x-note: {c: d}}")
    wrapped = load(tmp_path / "c", "definition: {tasks: [{name: a, action: x.y}, {name: b}]}")
    for workflow in (listed, mapped, wrapped):
        assert [(task.name, task.action) for task in workflow.tasks] == [("a", "x.y"), ("b", "")]
    assert wrapped.root.pointer == ("definition",)
    assert wrapped.tasks[1].name_at.pointer == ("definition", "tasks", 1, "name")
    assert mapped.tasks[0].name_at == Place("workflows/dispatch.yaml", ("tasks", "a"), "key")


def test_nested_tasks_know_their_parent(tmp_path: Path) -> None:
    workflow = load(tmp_path, "tasks: [{name: a, type: parallel, tasks: [{name: b}, {name: c}]}]")
    assert [(task.name, task.parent, task.nested) for task in workflow.all_tasks()] == [
        ("a", "", False),
        ("b", "a", True),
        ("c", "a", True),
    ]


def test_a_task_of_wrong_types_is_still_a_task(tmp_path: Path) -> None:
    text = "tasks: [{name: 5, type: [], action: {}, input: x, retry: 3, join: x, tasks: 4}, 7]"
    (task,) = load(tmp_path, text).tasks
    assert (task.name, task.type, task.action, task.input, task.retry, task.join, task.tasks) == (
        "", "action", "", {}, {}, 0, (),
    )  # fmt: skip
    assert task.title == "(without a name)"
