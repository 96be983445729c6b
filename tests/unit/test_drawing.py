"""Pictures of workflows: every format says the same, and nothing a pack says is obeyed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.documents import reader
from attune_packkit.documents.document import Document, Value
from attune_packkit.escaping import shown
from attune_packkit.model import workflow
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.workflows import drawing
from attune_packkit.workflows.describe import picture_data, too_large
from attune_packkit.workflows.picture import MAX_PARTS, Picture, picture

HOSTILE = (
    'a"]; click t0 "javascript:alert(1)"',
    "b\n  click t0 call steal()\n%%{init: {}}%%",
    '<script>alert(1)</script><img src=x onerror="x">',
    '#quot; &lt;b&gt; \\N \\" \\',
    "end",
    "- item 1. `**bold**` |pipe| {x} (y) [z]",
    "\x1b[31mred\u202egnp\x00",
    "[label=x]; evil -> t1",
)
DOT_LINE = re.compile(
    r'  +(t\d+ \[label="(?:[^"\\]|\\.)*"[a-z=0-9, ]*\]'
    r'|t\d+ -> t\d+ \[style=\w+(, label="(?:[^"\\]|\\.)*")?\]'
    r'|node \[shape=box\]|label="(?:[^"\\]|\\.)*");|  +subgraph cluster_\d+ \{|  +\}'
)
LABEL = r'"(?:[A-Za-z0-9_ .-]|#\d+;|<br/>)*"'
MERMAID_LINE = re.compile(
    rf"flowchart TD|  +t\d+\[{LABEL}\]|  +subgraph g\d+\[{LABEL}\]|  +end"
    rf"|  t\d+ (-->|-\.->|==>)(\|{LABEL}\|)? t\d+|  linkStyle [\d,]+ stroke-dasharray: \d 4"
    r"|  classDef entry stroke-width: 3px|  class [t\d,]+ entry"
)


def pictured(tasks: str | Value, ref: str = "parcels.w") -> Picture | None:
    value = reader.read("w.yaml", tasks.encode()).mapping if isinstance(tasks, str) else tasks
    document = Document("w.yaml", {"tasks": value}, b"")
    source = Component(WORKFLOW, document, "parcels", ref, False, {"tasks": value})
    return picture(workflow.load(source))


def drawn(tasks: str | Value, ref: str = "parcels.w") -> Picture:
    found = pictured(tasks, ref)
    assert found is not None
    return found


def assert_harmless(found: Picture) -> None:
    first, *lines, last = drawing.dot(found).splitlines()
    assert re.fullmatch(r'digraph "(?:[^"\\]|\\.)*" \{', first)
    assert last == "}"
    assert [line for line in lines if not DOT_LINE.fullmatch(line)] == []
    assert not re.search("&(?!amp;)", "".join(lines))
    flow = drawing.mermaid(found).splitlines()
    assert [line for line in flow if not MERMAID_LINE.fullmatch(line)] == []
    outline = drawing.outline(found)
    assert outline.replace("\n", "").isprintable()
    json.loads(json.dumps(picture_data(found)))


def test_hostile_names_stay_in_their_labels() -> None:
    tasks: list[Value] = [
        {
            "name": name,
            "action": name,
            "type": name,
            "retry": {"count": name},
            "with_items": name,
            "when": name,
            "on_failure": [*HOSTILE, f"{name}?"],
            "next": [{"when": name, "publish": [{name: 1}], "do": [HOSTILE[0]]}],
            "tasks": [{"name": f"{name} inner", "action": name}],
        }
        for name in HOSTILE
    ]
    found = drawn(tasks, ref=HOSTILE[0])
    assert_harmless(found)
    assert len(drawing.outline(found).splitlines()) < 300
    for render in (drawing.outline, drawing.dot, drawing.mermaid):
        assert render(found) == render(drawn(tasks, ref=HOSTILE[0]))


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4), st.text(max_size=20))
def test_no_text_is_obeyed(names: list[str], condition: str) -> None:
    tasks: list[Value] = [
        {"name": name, "action": condition, "next": [{"when": condition, "do": [*names, "x"]}]}
        for name in names
    ]
    assert_harmless(drawn(tasks, ref=condition))


@pytest.mark.skipif(
    shutil.which("dot") is None and not os.environ.get("CI"), reason="Graphviz is not installed"
)
@pytest.mark.parametrize(
    "name",
    [*HOSTILE, "\\", "a\\", "\\N \\G \\l", '"', "&", "&amp;", "&#0;", "<b>", "%s", "a;b", "graph"],
)
def test_graphviz_shows_every_text_as_it_is(name: str) -> None:
    found = drawn([{"name": name, "action": name, "on_failure": [f"{name}?"]}], ref=name)
    done = subprocess.run(
        ["dot", "-Tsvg"], input=drawing.dot(found).encode(), capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    parts: dict[str, list[list[str]]] = {"node": [], "edge": [], "cluster": []}
    for each in ET.fromstring(done.stdout).iter():
        if each.get("class") in parts:
            texts = [(text.text or "").replace("\xa0", " ") for text in each.findall("{*}text")]
            parts[each.get("class", "")].append(texts)
    told = shown(name)[1:-1]
    assert parts == {
        "node": [[told, told], [f"{told}?", "does not exist"]],
        "edge": [["failure"]],
        "cluster": [],
    }


def test_outcomes_are_told_apart_by_line() -> None:
    found = drawn(
        "{a: {on_success: b, on_failure: c, on_timeout: d, next: e}, b: {}, c: {}, d: {}, e: {}}"
    )
    dot = drawing.dot(found)
    for target, style in enumerate(("solid", "dashed", "dotted", "bold"), 1):
        assert f"t0 -> t{target} [style={style}" in dot
    flow = drawing.mermaid(found)
    assert '  t0 -->|"success"| t1\n  t0 -.->|"failure"| t2\n  t0 -.->|"timeout"| t3\n' in flow
    assert "  t0 ==> t4\n  linkStyle 1 stroke-dasharray: 8 4\n  linkStyle 2 " in flow


@pytest.mark.parametrize(
    ("when", "outcome"),
    [
        ("{{ succeeded() and result().x }}", "success"),
        ("{{ failed() or timed_out() }}", "failure"),
        ("{{ timed_out() }}", "timeout"),
        ("{{ result().x }}", "any"),
        ("{{ cancelled() }}", "any"),
        ("{{ not succeeded() }}", "failure"),
    ],
)
def test_a_condition_tells_the_outcome(when: str, outcome: str) -> None:
    found = drawn([{"name": "a", "next": [{"when": when, "do": ["b"]}]}, {"name": "b"}])
    assert found.arrows[0].outcome == outcome


def test_what_the_data_says() -> None:
    data: Any = picture_data(
        drawn(
            "{a: {action: p.a, retry: {count: 2}, next: [{when: '{{ x }}', publish: [n], do: b}]},"
            " b: {action: p.b, join: 2, with_items: '{{ y }}', on_success: [c, a]},"
            " c: {type: parallel, tasks: [{name: d, action: p.d, publish: [m]}]},"
            " e: {on_success: f, on_failure: nowhere}, f: {on_success: f, next: g}, g: {next: f}}"
        )
    )
    nodes = {node["task"]: node for node in data["nodes"]}
    assert nodes["a"]["retry"] == {"count": 2}
    assert (nodes["b"]["join"], nodes["b"]["iteration"]) == (2, {"with_items": "{{ y }}"})
    assert (nodes["d"]["parent"], nodes["d"]["publishes"]) == ("c", ["m"])
    assert (nodes["c"]["type"], nodes["nowhere"]["type"]) == ("parallel", "missing")
    assert data["edges"][0] == {
        "from": "a", "to": "b", "outcome": "any", "condition": "x", "publishes": ["n"]
    }  # fmt: skip
    assert data["entry_points"] == ["e"]
    assert data["terminals"] == ["c"]
    assert data["cycles"] == [["a", "b"], ["f", "g"]]
    assert data["unreachable"] == ["a", "b", "c", "d"]
    assert data["implicit_order"] is False


def test_the_outline_says_it_in_words() -> None:
    found = drawn(
        "{a: {action: p.a, on_failure: nowhere},"
        " c: {type: parallel, tasks: [{name: d, action: p.d}]}}"
    )
    assert drawing.outline(found) == (
        "parcels.w: 3 tasks, 1 edge\n"
        "starts with: a, c\n"
        "ends with: c\n"
        "\n"
        "a: p.a\n"
        "  on failure -> nowhere, which does not exist\n"
        "\n"
        "c: parallel\n"
        "  d: p.d\n"
    )
    listed = drawing.outline(drawn("{a: {action: p.a}, b: {action: p.b}}"))
    assert "the tasks are in no order but that of the list" in listed


def test_nested_tasks_are_drawn_inside() -> None:
    found = drawn("{c: {type: parallel, tasks: [{name: d, action: p.d}]}, e: {action: p.e}}")
    lines = [line.strip() for line in drawing.mermaid(found).splitlines()]
    assert lines[1:5] == ['subgraph g0["c"]', 't0["c<br/>parallel"]', 't1["d<br/>p.d"]', "end"]
    assert "subgraph cluster_0 {" in drawing.dot(found)


def test_names_are_told_apart() -> None:
    found = drawn([{"name": "a"}, {"name": "a", "next": "a"}, {"action": "p.x"}, {"name": "a #2"}])
    names = [node.task for node in found.nodes]
    assert names == ["a", "a #2#", "(without a name) #3", "a #2"]


def test_what_repeats_too_much_is_not_drawn() -> None:
    names: list[Value] = [f"t{number}" for number in range(300)]
    publish: list[Value] = [{name: 1} for name in names if isinstance(name, str)]
    tasks: list[Value] = [{"name": "a", "next": [{"publish": publish, "do": names}]}]
    assert len(names) * len(publish) > MAX_PARTS
    assert pictured(tasks) is None


def test_the_size_of_data_is_bounded() -> None:
    long = "x" * 1_000_000
    assert not too_large({"a": [long] * 5})
    assert too_large({"a": [long] * 50})
    assert too_large([{long: 1}] * 50)
