"""Where expressions stand in a workflow, when each is evaluated, and what paths they read."""

from __future__ import annotations

import pytest

from attune_packkit.documents import reader
from attune_packkit.documents.document import Document
from attune_packkit.expressions.template import parse_template
from attune_packkit.model import workflow
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.spans import pointer_text
from attune_packkit.workflows.paths import paths
from attune_packkit.workflows.sites import sites

TEXT = """
vars:
  - a: "{{ 1 }}"
  - {name: b, value: ["{{ 2 }}"]}
tasks:
  - name: weigh
    when: parameters.grams > 5
    with_items: "{{ parameters.parcels }}"
    timeout: "{{ parameters.patience }}"
    input:
      whole: "{{ item }}"
      deep: {list: ["{{ item }}", plain]}
    retry: {count: 1, on_error: "{{ task.weigh.error }}"}
    publish: [{x: "{{ result() }}"}]
    next:
      - when: "{{ succeeded() }}"
        do: weigh
      - when: "{{ result().late }}"
        publish: [{y: {z: "{{ result() }}"}}]
output_map:
  x: "{{ workflow.x }}"
"""


def test_every_place_is_found_with_its_moment() -> None:
    value = reader.read("w.yaml", TEXT.encode()).mapping
    source = Component(WORKFLOW, Document("w.yaml", value, b""), "p", "p.w", False, value)
    found = {pointer_text(each.place.pointer): each for each in sites(workflow.load(source))}
    assert {pointer: each.moment for pointer, each in found.items()} == {
        "/vars/0/a": "start",
        "/vars/1/value/0": "start",
        "/tasks/0/when": "before",
        "/tasks/0/with_items": "before",
        "/tasks/0/timeout": "before",
        "/tasks/0/input/whole": "each",
        "/tasks/0/input/deep/list/0": "each",
        "/tasks/0/retry/on_error": "retry",
        "/tasks/0/publish/0/x": "after",
        "/tasks/0/next/1/when": "after",
        "/tasks/0/next/1/publish/0/y/z": "after",
        "/output_map/x": "end",
    }
    assert found["/tasks/0/input/whole"].wanted == "whole"
    assert found["/tasks/0/input/deep/list/0"].wanted == ""
    assert found["/tasks/0/next/1/publish/0/y/z"].publishes == "y"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{{ a.b.c }}", ["a.b.c"]),
        ("{{ a['b'].c[0].d }}", ["a.b.c.0.d"]),
        ("{{ a[b.c].d }}", ["a", "b.c"]),
        ("{{ f(a.b, g(c)) }}", ["f", "a.b", "g", "c"]),
        ("{{ result().x.y }}", ["result.x.y"]),
        ("{{ a.b.items() }}", ["a.b"]),
        ("{{ a.split(b)[0].c }}", ["a", "b"]),
        ("{{ [a, {'k': b}] + c[1:d] }}", ["a", "b", "c", "d"]),
        ("{{ a if b else c | join(d) }}", ["a", "b", "c", "d"]),
        ("{{ a }} and {{ b }}", ["a", "b"]),
        ("{{ 5 }} {{ ( }}", []),
    ],
)
def test_paths_that_are_read(text: str, read: list[str]) -> None:
    assert [".".join(path.names) for path in paths(parse_template(text))] == read


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("{{ a.b | default(c) }}", ["a.b"]),
        ("{{ a.b is defined and a.b.c and a.d }}", ["a.b", "a.b.c"]),
        ("{{ a is undefined }} {{ a }}", ["a", "a"]),
        ("{{ (a + b) | d(0) }}", ["a", "b"]),
        ("{{ a | upper }}", []),
        ("{{ a[b] | default(0) }}", ["a"]),
    ],
)
def test_paths_that_may_be_missing(text: str, guarded: list[str]) -> None:
    found = paths(parse_template(text))
    assert [".".join(path.names) for path in found if path.guarded] == guarded


def test_steps_know_where_they_stand() -> None:
    text = "x {{ a.bc['de'] }}"
    (path,) = paths(parse_template(text))
    stretches = [text[step.start : step.end] for step in (path.root, *path.steps)]
    assert stretches == ["a", "bc", "'de'"]
    assert text[: path.end].endswith("'de'")


def test_a_comparison_with_null_allows_for_absence() -> None:
    found = paths(parse_template("{{ a != null and b == 5 }}"))
    assert [path.compared for path in found] == [True, False]
