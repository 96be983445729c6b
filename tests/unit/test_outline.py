"""Workflows in words: when each task runs, where each value comes from, where parameters go."""

from __future__ import annotations

import re

import jinja2
import pytest

from attune_packkit.diagnostics import Place
from attune_packkit.documents import reader
from attune_packkit.documents.document import Document
from attune_packkit.model import workflow
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.model.schema import Schema
from attune_packkit.model.workflow import Workflow
from attune_packkit.resources import data
from attune_packkit.sitegen.outline import MAX_TASKS, Given, Outline, OutlineLinks
from attune_packkit.sitegen.workflow_view import WorkflowView, workflow_view
from attune_packkit.workflows.graph import build
from attune_packkit.workflows.origins import Origin, Origins, Use

LINKS = OutlineLinks(
    lambda ref: f"../{ref}.html" if ref.startswith("p.") else "",
    lambda name: f"#parameters-{name}",
    lambda task: f"#line-{task}",
)
ERRAND = """
parameters:
  city: {type: string}
  limit: {type: integer}
  unread: {type: string}
vars:
  price: 0
  state: new
tasks:
  - name: ask
    action: p.ask
    input:
      town: "{{ parameters.city }}"
      api_token: abcdefgh-secret
      items: [1, 2]
    retry: {count: 2, delay: 5}
    next:
      - when: "{{ succeeded() and result().price < parameters.limit }}"
        publish:
          - price: "{{ result().price }}"
          - state: cheap
        do: [buy]
      - when: "{{ failed() or timed_out() }}"
        publish: [{state: unknown}]
        do: [tell]
  - name: buy
    action: q.buy
    input: {price: "{{ workflow.price }}", who: "{{ config.buyer }}"}
    with_items: "{{ parameters.city }}"
    on_failure: tell
  - name: tell
    action: p.tell
    input: {text: "{{ error.message }} {{ task.ask.data.line }} {{ item }}"}
output_map:
  price: "{{ workflow.price }}"
  line: "{{ ask.output.line }}"
  city: "{{ city }}"
  all: "{{ workflow.state }}-{{ workflow.price }}-{{ length(workflow.state) }}"
  fixed: 3
"""


def loaded(text: str) -> Workflow:
    document = reader.read("w.yaml", text.encode())
    value = document.mapping
    raw = value.get("parameters")
    assert raw is None or isinstance(raw, dict)
    place = Place("w.yaml", ("parameters",))
    schemas = {"parameters": Schema("parameters", place, raw, "flat")} if raw else {}
    return workflow.load(
        Component(WORKFLOW, document, "parcels", "parcels.errand", False, value, schemas)
    )


def viewed(text: str = ERRAND) -> WorkflowView:
    return workflow_view(loaded(text), LINKS)


def outlined(text: str = ERRAND) -> Outline:
    found = viewed(text).outline
    assert found is not None
    return found


def said(given: Given) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (each.kind, each.link.text, tuple(task.text for task in each.publishers))
        for each in given.sources
    ]


def test_it_says_when_each_task_runs() -> None:
    ask, buy, tell = outlined().tasks
    assert (ask.state, ask.after) == ("starts at once", ())
    assert [(each.task.text, each.ended, each.condition) for each in buy.after] == [
        ("ask", "succeeded", "result().price < parameters.limit")
    ]
    assert [(each.task.url, each.ended, each.condition) for each in tell.after] == [
        ("#task-ask", "failed or timed out", ""),
        ("#task-buy", "failed", ""),
    ]
    assert ask.notes == ("is tried again up to 2 times, 5 s apart",)
    assert buy.notes == ("runs for each of {{ parameters.city }}",)


def test_it_says_what_a_task_runs_gets_and_publishes() -> None:
    ask, buy, _ = outlined().tasks
    assert (ask.action.url, buy.action.url, ask.line) == ("../p.ask.html", "", "#line-ask")
    assert [(each.name, each.text) for each in ask.publishes] == [
        ("price", "{{ result().price }}"),
        ("state", "cheap"),
        ("state", "unknown"),
    ]
    assert [said(each) for each in ask.publishes] == [[("result of", "ask", ())], [], []]
    assert [each.text for each in ask.inputs[::2]] == ["{{ parameters.city }}", "[1, 2]"]
    assert said(ask.inputs[0]) == [("parameter", "city", ())]
    assert [said(each) for each in buy.inputs] == [
        [("variable", "price", ("ask",))],
        [("configuration", "buyer", ())],
    ]


def test_secrets_are_not_told() -> None:
    (token,) = (each for each in outlined().tasks[0].inputs if each.name == "api_token")
    assert token.text == "••••••"


def test_it_says_where_each_output_comes_from() -> None:
    found = {each.name: said(each) for each in outlined().outputs}
    assert found == {
        "price": [("variable", "price", ("ask",))],
        "line": [("result of", "ask", ())],
        "city": [("parameter", "city", ())],
        "all": [("variable", "state", ("ask",)), ("variable", "price", ("ask",))],
        "fixed": [],
    }


def test_it_says_where_each_parameter_goes() -> None:
    found = {
        each.parameter.text: [(place.text, place.note) for place in each.places]
        for each in outlined().uses
    }
    assert found == {
        "city": [
            ("ask", "as town"),
            ("buy", "for what it goes through"),
            ("", "for the output city"),
        ],
        "limit": [("ask", "to decide what follows")],
        "unread": [],
    }


@pytest.mark.parametrize(
    ("expression", "origins"),
    [
        ("{{ parameters.a.b }}", [("parameter", "a")]),
        ("{{ workflow.param.a }}", [("parameter", "a")]),
        ("{{ a }}", [("parameter", "a")]),
        ("{{ workflow.v }} {{ vars.v }} {{ v }}", [("variable", "v")]),
        ("{{ p }}", [("variable", "p")]),
        ("{{ t.output.x }} {{ task.t.data }}", [("task", "t")]),
        ("{{ inquiry.t.response }}", [("task", "t")]),
        ("{{ config.x }} {{ pack.config.y }}", [("config", "x"), ("config", "y")]),
        ('{{ keystore["pack.key"] }}', [("secret", "pack.key")]),
        ("{{ item.x }} {{ index }} {{ error.message }}",
         [("item", "item"), ("item", "index"), ("error", "error")]),
        ("{{ result().x }}", [("result", "here")]),
        ("{{ length(parameters.a) + system.workflow_start }}",
         [("parameter", "a"), ("other", "system")]),
        ("{{ unknown }} plain {{ broken", []),
    ],
)  # fmt: skip
def test_every_root_of_the_language_is_known(
    expression: str, origins: list[tuple[str, str]]
) -> None:
    flow = loaded(
        "parameters: {a: {type: string}}\nvars: {v: 1}\n"
        "tasks: [{name: t, action: p.t, publish: [p]}, {name: here, action: p.h}]"
    )
    found = Origins(flow, build(flow)).of({"nested": [expression]}, "here")
    assert [(each.kind, each.name) for each in found] == origins


def test_a_use_tells_task_key_and_entry() -> None:
    flow = loaded(ERRAND)
    uses = Origins(flow, build(flow)).uses()
    assert uses["city"][0] == Use("ask", "input", "town")
    assert Origins(flow, build(flow)).of("{{ 1 + 1 }}") == ()
    assert Origin("task", "ask") in Origins(flow, build(flow)).of("{{ ask.output }}")


def test_nested_and_unreachable_and_unordered_tasks_say_so() -> None:
    nested = outlined(
        "tasks: [{name: all, type: parallel, tasks: [{name: one, action: p.one}]},"
        " {name: x, next: y}, {name: y, next: x}]"
    )
    assert [(each.name, each.depth, each.state) for each in nested.tasks] == [
        ("all", 0, "starts at once"),
        ("one", 1, "runs inside all"),
        ("x", 0, "never reached"),
        ("y", 0, "never reached"),
    ]
    listed = outlined("tasks: [{name: a, action: p.a}, {name: b, action: p.b}]")
    assert listed.implicit_order
    assert [each.state for each in listed.tasks] == ["", ""]


def test_a_huge_workflow_is_told_in_part() -> None:
    tasks = ", ".join(f"{{name: t{number}, action: p.a}}" for number in range(MAX_TASKS + 7))
    found = viewed(f"tasks: [{tasks}]")
    assert found.graph.svg
    assert found.outline
    assert (len(found.outline.tasks), found.outline.left_out) == (MAX_TASKS, 7)
    names = ", ".join(f"t{number}" for number in range(900))
    tasks = ", ".join(f"{{name: t{number}, next: [{names}]}}" for number in range(60))
    assert viewed(f"tasks: [{tasks}]").outline is None
    assert not viewed(f"tasks: [{tasks}]").graph.svg


def rendered(view: WorkflowView) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(data("templates") / "site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    values = {"graph": view.graph, "outline": view.outline}
    parts = ("graph", "outline", "values")
    return "".join(
        environment.get_template(f"parts/workflow_{part}.html").render(values) for part in parts
    )


def test_graph_and_outline_lead_to_each_other() -> None:
    html = rendered(viewed())
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(set(ids)) == len(ids)
    inner = {each for each in re.findall(r'href="#([^"]*)"', html) if each.startswith("task-")}
    assert inner == {"task-ask", "task-buy", "task-tell"}
    assert inner <= set(ids)
    assert '<p>After <a href="#task-ask">ask</a> failed or timed out.</p>' in html
    assert "Is tried again up to 2 times" in html
    assert html.count("<svg") == 3


def test_w05_names_stay_text_in_the_outline() -> None:
    hostile = "\"><script>alert(1)</script>'` x=&lt;"
    escaped = hostile.replace("\\", "\\\\").replace('"', '\\"')
    html = rendered(
        viewed(
            f'tasks: [{{name: "{escaped}", action: "{escaped}", when: "{escaped}",'
            f' input: {{"{escaped}": "{escaped}"}}, on_failure: "{escaped}"}}]\n'
            f'output_map: {{"{escaped}": "{escaped}"}}'
        )
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 5
    for each in re.findall(r'\bid="([^"]*)"', html):
        assert re.fullmatch(r"[a-z0-9~-]+", each)


def test_no_graph_means_a_sentence_instead() -> None:
    found = viewed()
    empty = type(found.graph)(found.graph.title, found.graph.svg[:0])
    assert "too many parts" in rendered(WorkflowView(empty, found.outline))


def test_documents_that_are_no_workflow_give_an_empty_outline() -> None:
    document = Document("w.yaml", {}, b"")
    flow = workflow.load(Component(WORKFLOW, document, "p", "p.w", False, {}))
    found = workflow_view(flow, LINKS)
    assert found.outline == Outline((), (), (), False, 0)
    assert found.graph.svg.startswith("<svg")
