"""Simulations of rules and workflows: what happens, what only a run can tell, what bounds it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from attune_packkit import tree
from attune_packkit.expressions.values import Unknown
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.pack import Pack, load
from attune_packkit.model.summarizing import summarize
from attune_packkit.simulation.declared import configuration
from attune_packkit.simulation.report import rule_data, workflow_data
from attune_packkit.simulation.rule import RuleRun, simulate_rule
from attune_packkit.simulation.steps import Outcome, Step, WorkflowRun
from attune_packkit.simulation.workflow import HANDLED, MAX_RUNS, simulate_workflow
from attune_packkit.testing import BASE_PACK, write_pack
from attune_packkit.workflows.graph import build

TRIGGER = """\
ref: parcels.arrived
output:
  gate: {type: string, required: true}
  kg: {type: number}
  door_code: {type: string, secret: true}
"""
ACTION = """\
ref: parcels.weigh
launch: intrinsic
parameters:
  gate: {type: string, required: true}
  kg: {type: number}
  api_token: {type: string, secret: true}
output:
  kg: {type: number}
  note: {type: string, secret: true}
"""
MANIFEST = (
    BASE_PACK["pack.yaml"]
    + """\
conf_schema:
  depot: {type: string, default: north}
  token: {type: string, secret: true}
  limit: {type: integer}
config:
  limit: 5
"""
)


def pack_of(folder: Path, files: Mapping[str, str]) -> tuple[Pack, Catalog]:
    base = {
        **BASE_PACK,
        "pack.yaml": MANIFEST,
        "triggers/arrived.yaml": TRIGGER,
        "actions/weigh.yaml": ACTION,
    }
    write_pack(
        folder.parent, {f"@{folder.name}/{path}": text for path, text in {**base, **files}.items()}
    )
    pack = load(tree.walk(str(folder)))
    return pack, Catalog([summarize(pack)])


def play(folder: Path, rest: str, payload: Any, *, config: Any = None, **event: Any) -> RuleRun:
    head = "ref: parcels.weigh_arrivals\ntrigger_ref: parcels.arrived\naction_ref: weigh\n"
    pack, catalog = pack_of(folder, {"rules/weigh_arrivals.yaml": head + rest})
    (rule,) = pack.of("rule")
    settings = configuration(pack.manifest, config or {})
    return simulate_rule(rule, {"payload": payload, **event}, settings, catalog)


NORTH = {"gate": "north", "kg": 12, "tags": ["a", {"b": 1}]}


@pytest.mark.parametrize(
    ("conditions", "matches", "why"),
    [
        ("", True, "the rule has no conditions"),
        ("conditions:", True, "the rule has no conditions"),
        ("conditions: {}", True, "the rule has no conditions"),
        ("conditions: []", True, "the rule has no conditions"),
        ("conditions: {expression: event.payload.kg > 5}", True, "holds"),
        ("conditions: {expression: '{{ event.payload.kg > 5 }}'}", True, "holds"),
        ("conditions: {expression: '{{ event.payload.kg > 50 }}'}", False, "does not hold"),
        ("conditions: {expression: \"event.trigger == 'parcels.arrived'\"}", True, "holds"),
        ("conditions: {expression: '{{ event.payload.tags }}'}", True, "holds"),
        ("conditions: {expression: '{{ event.payload.nope }}'}", False, "there is no field 'nope'"),
        ("conditions: {expression: '{{ config.limit > 1 }}'}", False, "unknown variable 'config'"),
        ("conditions: {expression: '{{ event.id > 1 }}'}", None, "depends on event.id"),
        ("conditions: {expression: '{{ a }} and {{ b }}'}", False, "is not one expression"),
        ("conditions: {expression: '{{ a'}", False, "is not one expression"),
        ("conditions: {expression: 'a = 1'}", False, "cannot be evaluated"),
        ("conditions: {expression: 5}", False, "no 'expression'"),
        ("conditions: {gate: {equals: north}}", False, "no event fulfils them"),
        ("conditions: north", False, "no event fulfils them"),
        (
            "conditions: [{field: gate, operator: equals, value: north}]",
            True,
            "all conditions hold",
        ),
        ("conditions: [{field: gate, operator: not_equals, value: north}]", False, "condition 1:"),
        (
            "conditions: [{field: gate, operator: contains, value: ort}]",
            True,
            "all conditions hold",
        ),
        ("conditions: [{field: kg, operator: contains, value: 1}]", False, "does not hold"),
        ("conditions: [{field: kg, operator: equals, value: 12}]", True, "all conditions hold"),
        ("conditions: [{field: kg, operator: equals, value: 12.0}]", False, "does not hold"),
        ("conditions: [{field: tags, operator: equals, value: [a, {b: 1}]}]", True, "all"),
        ("conditions: [{field: gate, operator: matches, value: n}]", False, "does not exist"),
        ("conditions: [{field: nope, operator: equals}]", False, "the payload has no 'nope'"),
        ("conditions: [{field: gate}]", False, "has no 'field' or no 'operator'"),
        ("conditions: [north]", False, "has no 'field' or no 'operator'"),
        ("conditions: [{field: door_code, operator: equals, value: 1}]", None, "door_code"),
    ],
)
def test_conditions_in_every_shape(
    tmp_path: Path, conditions: str, matches: bool | None, why: str
) -> None:
    run = play(tmp_path, conditions, {**NORTH, "door_code": "4711"})
    assert run.matches is matches
    assert why in run.why
    assert "4711" not in run.why


def test_field_of_a_condition_starts_in_the_payload(tmp_path: Path) -> None:
    run = play(
        tmp_path, "conditions: [{field: payload.gate, operator: equals, value: north}]", NORTH
    )
    assert run.matches is False
    assert run.notes == (
        "payload field 'tags' is not declared",
        "fields are looked up in the payload: write 'gate'",
    )


def test_a_rule_that_is_not_asked(tmp_path: Path) -> None:
    assert play(tmp_path / "a", "enabled: false", NORTH).why == "the rule is disabled"
    other = play(tmp_path / "b", "", NORTH, trigger="parcels.lost")
    assert (other.matches, other.why) == (False, "the event is of trigger 'parcels.lost'")
    assert play(tmp_path / "c", "", NORTH, trigger_ref="parcels.arrived").matches is True


def test_an_event_without_payload_matches(tmp_path: Path) -> None:
    run = play(tmp_path, "conditions: {expression: 'false'}", None)
    assert run.matches is True
    assert "no payload" in run.why


def test_parameters_are_looked_up(tmp_path: Path) -> None:
    run = play(
        tmp_path,
        """\
action_params:
  gate: "{{ event.payload.gate }}"
  kg: "{{event.payload.kg}}"
  more:
    - "{{ event.payload.tags.1.b }}: {{ event.payload.tags }}"
    - "{{ event.created }} {{ event.id }}"
    - "{{ config.depot }}/{{ pack.config.limit }}/{{ config.other }}"
    - "{{ system.rule.ref }} {{ system.timestamp }}"
    - plain
""",
        NORTH,
        config={"limit": 7},
        created="2026-11-22",
    )
    assert run.action == "parcels.weigh"
    assert run.action_params["gate"] == "north"
    assert run.action_params["kg"] == 12
    assert [str(each) for each in run.action_params["more"]] == [  # type: ignore[union-attr]
        '1: ["a",{"b":1}]',
        "2026-11-22 <event.id>",
        "north/7/<config.other>",
        "parcels.weigh_arrivals <system.timestamp>",
        "plain",
    ]


@pytest.mark.parametrize(
    ("template", "note"),
    [
        ("event.payload.nope", "'event.payload.nope' is not there, so it becomes null"),
        ("event.payload.tags.7", "'event.payload.tags.7' is not there, so it becomes null"),
        ("payload.gate", "'payload.gate' starts with none of event, config, pack, system"),
        ("event.payload.kg + 1", "in a rule's parameters Attune only looks up dotted paths"),
        ("event.payload.gate | upper", "only looks up dotted paths"),
    ],
)
def test_what_is_not_there_becomes_null(tmp_path: Path, template: str, note: str) -> None:
    run = play(tmp_path, f"action_params: {{kg: '{{{{ {template} }}}}'}}", NORTH)
    assert run.action_params == {"kg": None}
    assert any(note in each for each in run.notes)
    mixed = play(tmp_path / "b", f"action_params: {{kg: 'x{{{{ {template} }}}}'}}", NORTH)
    assert mixed.action_params == {"kg": "x"}


def test_parameters_are_held_against_the_action(tmp_path: Path) -> None:
    run = play(tmp_path, "action_params: {kgs: 1, kg: '{{ event.payload.gate }}'}", NORTH)
    assert run.notes[1:] == (
        "parameter 'gate' is required and missing",
        "parameter 'kgs' is not declared",
        "parameter 'kg' is 'north', expected a number",
    )


def test_secrets_of_a_rule_are_never_shown(tmp_path: Path) -> None:
    run = play(
        tmp_path,
        """\
action_params:
  gate: "Bearer {{ config.token }}"
  api_token: "{{ event.payload.gate }}"
  kg: "{{ event.payload.door_code }}"
""",
        {**NORTH, "door_code": "4711-secret", "password": "hunter2"},
        config={"token": "t0psecret"},
    )
    text = repr(run) + repr(rule_data(run))
    assert not any(word in text for word in ("4711-secret", "hunter2", "t0psecret"))
    assert rule_data(run)["action_params"] == {
        "gate": {"unknown": ["config.token"], "text": "Bearer ***"},
        "api_token": "***",
        "kg": "***",
    }


def test_x10_parameters_cannot_grow_without_end(tmp_path: Path) -> None:
    started = time.process_time()
    many = "".join(f"  p{number}: '{'{{ event.payload }}' * 50}'\n" for number in range(500))
    run = play(tmp_path, f"action_params:\n{many}", {"gate": "x" * 500_000})
    assert time.process_time() - started < 10
    assert any("too" in note for note in run.notes)


TASK = "  - name: {name}\n    action: parcels.weigh\n    input: {{gate: north}}\n"


def flow(
    folder: Path, graph: str, *, given: Any = None, config: Any = None, **ends: Any
) -> WorkflowRun:
    """Play a workflow through; `ends` gives the outcomes of tasks: endings and results."""
    pack, catalog = pack_of(folder, {"workflows/sort.yaml": f"version: 1.0.0\n{graph}"})
    (workflow,) = pack.workflows
    settings = configuration(pack.manifest, config or {})
    outcomes = {task: [*map(ending, told)] for task, told in ends.items()}
    return simulate_workflow(
        workflow,
        build(workflow),
        given or {},
        outcomes=outcomes,
        config=settings,
        catalog=catalog,
    )


def ending(told: Any) -> Outcome:
    if told in ("succeeded", "failed", "timed_out"):
        return Outcome(told)
    return Outcome("succeeded", told, known=True)


def path(run: WorkflowRun) -> list[str]:
    return [step.task + ("" if step.certain else "?") for step in run.steps]


def step_of(run: WorkflowRun, task: str) -> Step:
    return next(step for step in run.steps if step.task == task)


def tasks(text: str) -> str:
    """Write tasks as `name: rest`, one a line, each an action with some input."""
    lines = [line.partition(":") for line in text.strip().splitlines()]
    return "tasks:\n" + "".join(
        TASK.format(name=name.strip()) + (f"    {rest.strip()}\n" if rest else "")
        for name, _, rest in lines
    )


def test_all_that_hold_are_taken_in_order(tmp_path: Path) -> None:
    graph = """
a: next: [{when: succeeded(), do: [b, c]}, {when: failed(), do: [d]}, {do: [c, d]}]
b:
c:
d:
"""
    run = flow(tmp_path, tasks(graph))
    assert path(run) == ["a", "b", "c", "d"]
    assert [branch.taken for branch in run.steps[0].branches] == [True, False, True]
    assert (run.status, run.notes) == ("succeeded", ())
    assert step_of(run, "d").after == ("a",)


@pytest.mark.parametrize(
    ("told", "reached", "status"),
    [
        ("succeeded", ["a", "b", "d"], "succeeded"),
        ("failed", ["a", "c", "d"], "failed"),
        ("timed_out", ["a", "d"], "failed"),
    ],
)
def test_outcomes_of_the_classic_form(
    tmp_path: Path, told: str, reached: list[str], status: str
) -> None:
    graph = tasks("a: {on_success: b, on_failure: c, on_complete: d}\nb:\nc:\nd:")
    graph = graph.replace("    {on_success: b, on_failure: c, on_complete: d}",
                          "    on_success: b\n    on_failure: c\n    on_complete: d")  # fmt: skip
    run = flow(tmp_path, graph, a=[told])
    assert (path(run), run.status) == (reached, status)


def test_a_failure_that_leads_nowhere_fails_the_workflow(tmp_path: Path) -> None:
    graph = tasks("a: on_success: b\nb:\nc:") + "output_map: {x: 1}\n"
    run = flow(tmp_path, graph, a=["failed"])
    assert (path(run), run.status, run.output) == (["a", "c"], "failed", {})


def test_a_failure_that_is_handled_fails_the_workflow_too(tmp_path: Path) -> None:
    graph = tasks("a: on_failure: b\nb:") + "output_map: {x: 1}\n"
    run = flow(tmp_path, graph, a=["failed"])
    assert (path(run), run.status, run.output) == (["a", "b"], "failed", {"x": 1})
    assert run.notes == (HANDLED,)
    doubtful = tasks("a: next: [{when: result().x, do: [b]}]\nb: on_failure: c\nc:")
    assert flow(tmp_path / "b", doubtful, b=["failed"]).status == "undecided"


def test_variables_are_published_and_seen(tmp_path: Path) -> None:
    run = flow(
        tmp_path,
        """\
vars: {kg: 0, note: "{{ config.depot }}", list: [1]}
tasks:
  - name: a
    action: parcels.weigh
    input: {gate: north, kg: "{{ workflow.kg }}"}
    next:
      - publish: [{kg: "{{ result().kg }}"}, whole, {sum: "{{ workflow.kg + 1 }}"}]
        do: [b]
      - when: "{{ workflow.sum == 13 }}"
        publish: {late: "{{ vars.whole.kg }}"}
  - name: b
    action: parcels.weigh
    input:
      gate: "{{ note }}: {{ kg }} {{ variables.sum }} {{ task.a.data.kg }} {{ task.a.kg }}"
output_map:
  kg: "{{ workflow.kg }}"
  late: "{{ late }}"
  status: "{{ task.a.status }}"
""",
        a=[{"kg": 12}],
    )
    assert step_of(run, "a").inputs[0] == {"gate": "north", "kg": 0}
    assert step_of(run, "b").inputs[0] == {"gate": "north: 12 13 12 12"}
    assert run.output == {"kg": 12, "late": 12, "status": "completed"}
    assert run.variables["list"] == [1]
    assert run.notes == ()


def test_the_classic_form_sees_its_own_names(tmp_path: Path) -> None:
    run = flow(
        tmp_path,
        """\
parameters: {type: object, properties: {gate: {type: string}, n: {type: integer, default: 3}}}
variables: {office: harbour}
tasks:
  - {name: a, action: parcels.weigh, input: {gate: "{{ gate }}"}, on_failure: c, on_success: b}
  - name: b
    action: parcels.weigh
    input: {gate: "{{ a.output.kg }} {{ workflow.param.n }} {{ office }} {{ parameters.gate }}"}
    on_failure: c
  - {name: c, action: parcels.weigh, input: {gate: "{{ error.task }}: {{ error.message }}"}}
""",
        given={"gate": "east"},
        b=["failed"],
        a=[{"kg": 1.5}],
    )
    assert [dict(step.inputs[0]) for step in run.steps][:2] == [
        {"gate": "east"},
        {"gate": "1.5 3 harbour east"},
    ]
    assert str(step_of(run, "c").inputs[0]["gate"]) == "b: <b.error.message>"


def test_what_only_a_run_can_tell_is_followed_both_ways(tmp_path: Path) -> None:
    graph = """\
vars: {size: unknown, same: 1}
tasks:
  - name: a
    action: parcels.weigh
    input: {gate: north}
    next:
      - {when: "result().kg > 30", publish: [{size: large}, {same: 1}], do: [large]}
      - {when: "result().kg <= 30", publish: {size: small}, do: [small]}
      - {when: "succeeded()", do: [always]}
  - {name: large, action: parcels.weigh, input: {gate: "{{ size }}"}, on_success: end}
  - {name: small, action: parcels.weigh, input: {gate: "{{ size }}"}, on_success: end}
  - {name: always, action: parcels.weigh, input: {gate: "{{ size }} {{ same }}"}}
  - {name: end, action: parcels.weigh, input: {gate: "{{ size }}"}}
output_map: {size: "{{ size }}"}
"""
    run = flow(tmp_path, graph)
    assert path(run) == ["a", "large?", "small?", "always", "end?"]
    assert [branch.taken for branch in run.steps[0].branches] == [None, None, True]
    assert [str(step.inputs[0]["gate"]) for step in run.steps[1:]] == [
        "large", "small", "<a.kg> 1", "large"
    ]  # fmt: skip
    assert run.output == {"size": Unknown(("a.kg",))}
    assert run.notes == ("'end' may run again, after 'small'",)
    decided = flow(tmp_path / "b", graph, a=[{"kg": 12}])
    assert path(decided) == ["a", "small", "always", "end"]
    assert decided.output == {"size": "small"}


def test_failure_in_doubt_leaves_the_workflow_undecided(tmp_path: Path) -> None:
    run = flow(tmp_path, tasks("a: next: [{when: result().x, do: [b]}]\nb:"), b=["failed"])
    assert (path(run), run.status) == (["a", "b?"], "undecided")
    half = flow(tmp_path / "b", tasks("a: next: [{when: result().x, do: [b]}]\nb:"), a=["failed"])
    assert half.status == "failed"


def test_joins_wait_for_their_number(tmp_path: Path) -> None:
    graph = tasks("a: on_complete: c\nb: on_success: c\nc: join: 2")
    run = flow(tmp_path, graph)
    assert (path(run), step_of(run, "c").after) == (["a", "b", "c"], ("a", "b"))
    stuck = flow(tmp_path / "b", graph, b=["failed"])
    assert path(stuck) == ["a", "b"]
    assert stuck.notes == ("'c' waits for 2 arrivals, and 1 came",)
    without = flow(tmp_path / "c", graph.replace("join: 2", "timeout: 2"))
    assert path(without) == ["a", "b", "c", "c"]


def test_cycles_end_and_outcomes_follow_each_other(tmp_path: Path) -> None:
    graph = tasks(
        "a: next: [{when: not result().done, do: [a]}, {when: result().done, do: [b]}]\nb:"
    )
    waits = {"done": False}
    run = flow(tmp_path, graph, a=[waits, waits, {"done": True}])
    assert (path(run), run.status) == (["a", "a", "a", "b"], "succeeded")
    endless = flow(tmp_path / "b", graph, a=[waits])
    assert (len(endless.steps), endless.status) == (MAX_RUNS, "stopped")
    assert endless.notes == (f"stopped: 'a' has run {MAX_RUNS} times and goes on",)
    doubtful = flow(tmp_path / "c", graph)
    assert path(doubtful) == ["a", "b?"]
    assert doubtful.notes == ("'a' may run again, after 'a'",)


@pytest.mark.parametrize(
    ("items", "options", "count", "seen"),
    [
        ("'{{ workflow.list }}'", "", 7, ["0 a", "1 b", "2 c", "3 d", "4 e"]),
        (
            "'{{ workflow.list }}'", "batch_size: 3", 3,
            ['0 ["a","b","c"]', '1 ["d","e","f"]', '2 ["g"]'],
        ),
        ("[x, '{{ workflow.one }}']", "", 2, ["0 x", "1 y"]),
        ("'{{ workflow.one }}'", "", 1, ["0 y"]),
        ("'{{ [] }}'", "", 0, []),
        ("'{{ config.unknown }}'", "", -1, ["0 <config.unknown.0>"]),
    ],
)  # fmt: skip
def test_a_task_runs_once_for_each_item_or_batch(
    tmp_path: Path, items: str, options: str, count: int, seen: list[str]
) -> None:
    run = flow(
        tmp_path,
        f"""\
vars: {{list: [a, b, c, d, e, f, g], one: y}}
tasks:
  - name: each
    action: parcels.weigh
    with_items: {items}
    {options}
    input: {{gate: "{{{{ index }}}} {{{{ item }}}}"}}
    next: [{{when: succeeded(), do: [end]}}]
{TASK.format(name="end")}""",
    )
    step = step_of(run, "each")
    assert (step.items, [str(each["gate"]) for each in step.inputs]) == (count, seen)
    assert path(run) == ["each", "end"]


def test_what_comes_from_a_cache_is_unknown(tmp_path: Path) -> None:
    run = flow(
        tmp_path,
        tasks("a: iterate_cache: {namespace: vans}").replace("north", '"{{ item.external_id }}"'),
    )
    (step,) = run.steps
    assert (step.items, str(step.inputs[0]["gate"])) == (-1, "<item.external_id>")


def test_parallel_tasks_end_as_those_inside_do(tmp_path: Path) -> None:
    inside = "".join(f"  {line}\n" for name in "ab" for line in TASK.format(name=name).splitlines())
    graph = f"""\
tasks:
  - name: both
    type: parallel
    tasks:
{"".join(f"  {line}" + chr(10) for line in inside.splitlines())}
    on_success: end
    on_failure: help
{TASK.format(name="end")}{TASK.format(name="help")}"""
    run = flow(tmp_path, graph)
    assert path(run) == ["a", "b", "both", "end"]
    assert [step.within for step in run.steps] == ["both", "both", "", ""]
    failed = flow(tmp_path / "b", graph, b=["failed"])
    assert (path(failed), failed.status) == (["a", "b", "both", "help"], "failed")
    assert path(flow(tmp_path / "c", graph, b=["timed_out"])) == ["a", "b", "both"]


def test_a_guard_decides_whether_a_task_runs(tmp_path: Path) -> None:
    graph = tasks("a: when: 1 > 2\nb: when: config.other\nc: when: nope()")
    run = flow(tmp_path, graph)
    assert [step.ending for step in run.steps] == ["skipped", "succeeded", "succeeded"]
    assert path(run) == ["a", "b?", "c"]
    assert run.steps[2].notes == ("its 'when' cannot be evaluated: no function is called 'nope'",)


def test_an_input_that_cannot_be_worked_out_stops_the_task(tmp_path: Path) -> None:
    graph = tasks("a: on_success: b\nb:").replace("north", '"{{ workflow.nope + 1 }}"')
    run = flow(tmp_path, graph)
    assert [(step.task, step.ending, step.notes) for step in run.steps] == [
        ("a", "not started", ("input 'gate': there is no field 'nope'",))
    ]
    assert run.status == "failed"


def test_conditions_that_cannot_be_evaluated(tmp_path: Path) -> None:
    graph = tasks("a: next: [{when: workflow.nope, do: [b]}]\nb:")
    for told, reached in (("succeeded", ["a", "b"]), ("failed", ["a"])):
        run = flow(tmp_path / told, graph, a=[told])
        assert path(run) == reached
        assert run.steps[0].branches[0].notes == (
            "the condition 'workflow.nope' cannot be evaluated: there is no field 'nope';"
            " Attune then takes the transition if the task succeeded",
        )


def test_conditions_in_braces_are_read_as_text(tmp_path: Path) -> None:
    graph = tasks("""
a: next: [{when: '{{ [] }}', do: [b]}, {when: '[]', do: [c]}, {when: '{{ 0 }}', do: [c]}]
b:
c:
""")
    run = flow(tmp_path, graph)
    assert path(run) == ["a"]
    first, second, third = run.steps[0].branches
    assert first.notes == (
        "today's Attune reads a condition in braces as text, and '[]' as true;"
        " without braces it means what is shown here",
    )
    assert second.notes == third.notes == ()


def test_a_decision_takes_the_first_way_that_holds(tmp_path: Path) -> None:
    graph = tasks("""
a: decision: [{when: result().kg > 5, next: b}, {default: true, next: c}]
b:
c:
""")
    assert path(flow(tmp_path / "a", graph, a=[{"kg": 9}])) == ["a", "b"]
    assert path(flow(tmp_path / "b", graph, a=[{"kg": 1}])) == ["a", "c"]
    assert path(flow(tmp_path / "c", graph)) == ["a", "b?", "c?"]


def test_tasks_without_any_transition_run_in_order(tmp_path: Path) -> None:
    graph = (
        tasks("a:\nb:")
        .replace("north", '"{{ a.output }}"', 2)
        .replace('"{{ a.output }}"', "north", 1)
    )
    run = flow(tmp_path, graph, a=[{"kg": 1}])
    assert path(run) == ["a", "b"]
    assert step_of(run, "b").inputs[0] == {"gate": {"kg": 1}}
    assert run.notes == (
        "no task leads to another: all start at once, and are shown in written order",
    )


def test_notes_on_what_is_odd(tmp_path: Path) -> None:
    run = flow(
        tmp_path,
        """\
parameters: {gate: {type: string, required: true}, n: {type: integer}}
tasks:
  - {name: a, action: parcels.weigh, on_success: nowhere}
  - name: b
    action: parcels.weigh
    wait_for: {inquiry: "{{ task.a.inquiry_id }}"}
    retry: {count: 2, delay: 1}
    input: {gate: "{{ inquiry.b.response.gate }}", kg: heavy, kgs: 1}
output_map: {x: "{{ nope }}"}
""",
        given={"n": "x", "m": 1},
        b=["failed"],
        a=[{"kg": "heavy"}],
    )
    assert run.notes == (
        "input 'gate' is required and missing",
        "input 'm' is not declared",
        "input 'n' is 'x', expected a whole number",
    )
    a, b = run.steps
    assert a.notes == (
        "has no input of its own, so Attune hands it the workflow's",
        "result field 'kg' is 'heavy', expected a number",
        "leads to 'nowhere', which does not exist",
    )
    assert b.notes == (
        "waits until the inquiry <a.inquiry_id> has been answered",
        "input 'kgs' is not declared",
        "input 'kg' is 'heavy', expected a number",
        "is tried 2 more times before it counts as failed",
    )


def test_output_that_cannot_be_worked_out(tmp_path: Path) -> None:
    run = flow(tmp_path, tasks("a:") + "output_map: {x: '{{ nope }}', y: 1}\n")
    assert run.output == {"x": None, "y": 1}
    assert run.notes == ("output 'x': unknown variable 'nope'",)


def test_inputs_that_are_not_given(tmp_path: Path) -> None:
    run = flow(
        tmp_path,
        """\
parameters:
  gate: {type: string, required: true}
  kg: {type: number}
  depot: {type: string}
  n: {type: integer, default: 3}
"""
        + tasks("a:").replace("north", '"{{ parameters }}"'),
        given={"n": None},
    )
    gate = run.steps[0].inputs[0]["gate"]
    assert gate == {"gate": Unknown(("parameters.gate",)), "kg": None, "depot": None, "n": 3}
    assert run.notes == (
        "input 'gate' is required and missing",
        "not given, and null here: 'kg', 'depot'",
    )


def test_a_ring_starts_nowhere(tmp_path: Path) -> None:
    run = flow(tmp_path, tasks("a: on_success: b\nb: on_success: a"))
    assert (run.steps, run.notes) == ((), ("every task follows another one, so none starts",))


def test_secrets_of_a_workflow_are_never_shown(tmp_path: Path) -> None:
    run = flow(
        tmp_path,
        """\
parameters: {password: {type: string}, gate: {type: string}}
vars: {kept: "{{ config.token }}"}
tasks:
  - name: a
    action: parcels.weigh
    input:
      gate: "{{ parameters.password }} {{ workflow.kept }} {{ keystore['db.key'] }}"
      api_token: "{{ parameters.gate }}"
    next: [{publish: [{note: "{{ result().note }}"}]}]
output_map: {all: "{{ parameters }} {{ task.a }}"}
""",
        given={"password": "hunter2", "gate": "visible-once"},
        config={"token": "t0psecret"},
        a=[{"note": "s3cret", "kg": 1}],
    )
    text = repr(run) + repr(workflow_data(run))
    assert not any(word in text for word in ("hunter2", "t0psecret", "s3cret"))
    assert step_of(run, "a").inputs[0]["api_token"] == Unknown(("a.input.api_token",), secret=True)
    assert str(step_of(run, "a").inputs[0]["gate"]) == "*** *** ***"


def test_data_is_deterministic_and_plain(tmp_path: Path) -> None:
    graph = tasks("a: next: [{when: result().x, publish: [{v: 'x{{ result().y }}'}], do: [b]}]\nb:")
    run = flow(tmp_path, graph)
    data = workflow_data(run)
    assert data == workflow_data(flow(tmp_path / "b", graph))
    assert data["variables"] == {"v": {"unknown": ["a.x"]}}
    assert data["steps"][0] == {
        "number": 1,
        "task": "a",
        "action": "parcels.weigh",
        "after": [],
        "within": "",
        "certain": True,
        "items": None,
        "inputs": [{"gate": "north"}],
        "outcome": "succeeded",
        "result": {"unknown": ["a"]},
        "transitions": [
            {
                "when": "result().x",
                "taken": None,
                "publish": {"v": {"unknown": ["a.y"], "text": "x<a.y>"}},
                "do": ["b"],
                "notes": [],
            }
        ],
        "notes": [],
    }
    assert data["steps"][1]["certain"] is False


LEADS_ON = "a: next: [{publish: [{v: PUBLISHED}], do: [a]}]\nb: on_success: a"
SPREADS = ", ".join(f"t{number}" for number in range(0, 200, 9))
HOSTILE = {
    "diamonds": tasks(
        "\n".join(f"t{n}: next: [{{do: [t{n + 1}, t{n + 2}]}}]" for n in range(300))
        + "\nt300:\nt301:"
    ),
    "growing text": "vars: {v: x}\n"
    + tasks(LEADS_ON.replace("PUBLISHED", "'{{ workflow.v }}{{ workflow.v }}'")),
    "growing list": "vars: {v: [1]}\n"
    + tasks(LEADS_ON.replace("PUBLISHED", "'{{ [workflow.v, workflow.v] }}'")),
    "items": tasks("a: with_items: '{{ range(100000) }}'").replace(
        "north", "'{{ range(100000) }}'"
    ),
    "doubts": tasks(
        "\n".join(f"t{n}: next: [{{when: result().x, do: [{SPREADS}]}}]" for n in range(200))
        + "\ns: on_success: t0"
    ),
}


@pytest.mark.parametrize("graph", HOSTILE.values(), ids=HOSTILE)
def test_x10_simulations_are_bounded(tmp_path: Path, graph: str) -> None:
    started = time.process_time()
    run = flow(tmp_path, graph)
    assert time.process_time() - started < 10
    assert len(run.steps) <= 1_000
    assert len(repr(workflow_data(run))) < 50_000_000
