"""packkit workflows: the answers of the workflow API, from files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import MakePack, Packkit

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "site" / "packs"
GOLDEN = ROOT / "tests" / "data" / "workflows"

MY_PACK = 'ref: my_pack\nlabel: My Pack\nversion: "1.0.0"\n'
BROKEN = "label: Broken\ntasks:\n  - name: step1\n    action: invalid.action\n"
SOUND = 'label: Sound\nversion: "1.0.0"\ntasks:\n  - name: one\n    action: my_pack.run\n'
RUN = "ref: my_pack.run\nentry_point: run.sh\n"

INCIDENT: dict[str, Any] = {
    "ref": "slack.incident_workflow",
    "pack_ref": "slack",
    "label": "Incident Response Workflow",
    "description": "Automated incident response with notifications and approvals",
    "version": "1.0.0",
    "param_schema": {
        "type": "object",
        "properties": {
            "severity": {"type": "string", "enum": ["low", "medium", "high", "critical"]},
            "channel": {"type": "string"},
        },
        "required": ["severity", "channel"],
    },
    "out_schema": {
        "type": "object",
        "properties": {"incident_id": {"type": "string"}, "resolved": {"type": "boolean"}},
    },
    "definition": {
        "tasks": [
            {
                "name": "notify_team",
                "action": "slack.post_message",
                "input": {
                    "channel": "{{ channel }}",
                    "message": "Incident detected: {{ severity }}",
                },
            },
            {
                "name": "await_approval",
                "action": "core.inquiry",
                "input": {"timeout": 3600, "approvers": ["oncall@company.com"]},
            },
        ]
    },
    "tags": ["incident", "approval", "slack"],
    "enabled": True,
}
COMPLEX: dict[str, Any] = {
    "label": "Load",
    "version": "1.0.0",
    "enabled": False,
    "tasks": [
        {
            "name": "fetch_data",
            "action": "core.http",
            "on_success": "process_data",
            "on_failure": "notify_error",
        },
        {"name": "process_data", "action": "core.transform"},
        {"name": "notify_error", "action": "slack.post_message"},
    ],
    "variables": {"max_retries": 3, "timeout": 300},
}


@pytest.fixture
def my_pack(make_pack: MakePack) -> Path:
    """The pack of the API document, with a broken workflow and a sound one."""
    return make_pack(
        {
            "pack.yaml": MY_PACK,
            "actions/run.yaml": RUN,
            "actions/run.sh": "#!/bin/sh\n",
            "workflows/broken_workflow.yaml": BROKEN,
            "workflows/sound.yml": SOUND,
        },
        name="my_pack",
    )


@pytest.fixture
def slack(make_pack: MakePack) -> Path:
    """The workflows that the API documents show, as files."""
    return make_pack(
        {
            "pack.yaml": 'ref: slack\nlabel: Slack\nversion: "1.0.0"\n',
            "workflows/incident_workflow.yaml": json.dumps(INCIDENT),
            "workflows/load.yaml": json.dumps(COMPLEX),
        },
        name="slack",
    )


@pytest.mark.parametrize("named", ["my_pack", "./my_pack", "my_pack/workflows/sound.yml"])
def test_validate_says_what_the_api_says(packkit: Packkit, my_pack: Path, named: str) -> None:
    done = packkit("workflows", "validate", named, "--format", "json")
    assert (done.code, done.err) == (1, "")
    assert done.json == {
        "pack_ref": "my_pack",
        "validated_count": 2,
        "error_count": 1,
        "errors": {
            "my_pack.broken_workflow": [
                "Missing required field: version",
                "Task 'step1' references undefined action 'invalid.action'",
            ]
        },
    }


def test_validate_for_people(packkit: Packkit, my_pack: Path) -> None:
    done = packkit("workflows", "validate", "my_pack")
    assert done.code == 1
    assert done.out == (
        "my_pack.broken_workflow\n"
        "  Missing required field: version\n"
        "  Task 'step1' references undefined action 'invalid.action'\n"
        "my_pack: 2 workflows validated, 1 with errors\n"
    )
    assert done.err == "hint: --packs names the folder of the packs whose actions are known\n"


def test_validate_without_tasks(packkit: Packkit, my_pack: Path) -> None:
    (my_pack / "workflows" / "broken_workflow.yaml").write_text('version: "1.0.0"\n', "utf-8")
    done = packkit("workflows", "validate", "my_pack", "--format", "json")
    assert done.json["errors"] == {"my_pack.broken_workflow": ["Missing tasks field"]}


def test_validate_counts_a_workflow_of_an_action(packkit: Packkit, my_pack: Path) -> None:
    action = "ref: my_pack.flow\nworkflow_file: workflows/flow.workflow.yaml\n"
    (my_pack / "actions" / "flow.yaml").write_text(action, "utf-8")
    done = packkit("workflows", "validate", "my_pack", "--format", "json")
    assert (done.json["validated_count"], done.json["error_count"]) == (3, 2)
    assert "my_pack.flow" in done.json["errors"]
    folder = my_pack / "actions" / "workflows"
    folder.mkdir()
    (folder / "flow.workflow.yaml").write_text('version: "1.0.0"\ntasks: []\n', "utf-8")
    done = packkit("workflows", "validate", "my_pack", "--format", "json")
    assert "tasks" in done.json["errors"]["my_pack.flow"][0]


def test_validate_an_unreadable_file(packkit: Packkit, my_pack: Path) -> None:
    (my_pack / "workflows" / "broken_workflow.yaml").write_text("tasks: [", "utf-8")
    done = packkit("workflows", "validate", "my_pack", "--format", "json")
    assert done.code == 1
    assert list(done.json["errors"]) == ["my_pack.broken_workflow"]


def test_validate_knows_the_packs_of_the_installation(
    packkit: Packkit, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    flow = 'version: "1.0.0"\ntasks:\n  - name: one\n    action: scales.weigh\n'
    make_pack({"workflows/send.yaml": flow}, name="all/parcels")
    weigh = {"actions/weigh.yaml": "ref: scales.weigh\nentry_point: weigh.sh\n"}
    weigh |= {"pack.yaml": 'ref: scales\nlabel: Scales\nversion: "1.0.0"\n'}
    make_pack({**weigh, "actions/weigh.sh": "#!/bin/sh\n"}, name="all/scales")
    assert packkit("workflows", "validate", "all/parcels").code == 0
    assert packkit("workflows", "validate", "parcels").code == 0
    assert packkit("workflows", "validate", "parcels", "--packs", "all").code == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    alone = packkit("workflows", "validate", "../work/all/parcels", "--format", "json")
    assert (alone.code, alone.json["error_count"]) == (1, 1)
    given = packkit("workflows", "validate", "../work/all/parcels", "../work/all/scales")
    assert given.code == 0
    monkeypatch.setenv("ATTUNE__PACKS_BASE_DIR", str(tmp_path / "work" / "all"))
    assert packkit("workflows", "validate", "parcels").code == 0
    unknown = packkit("workflows", "validate", "parcles")
    assert (unknown.code, unknown.out) == (4, "")
    assert unknown.err.endswith("hint: did you mean 'parcels'?\n")


def test_validate_does_not_take_a_copy_for_the_pack(packkit: Packkit, my_pack: Path) -> None:
    copy = my_pack.parent / "a_copy"
    copy.mkdir()
    (copy / "pack.yaml").write_text(MY_PACK, "utf-8")
    done = packkit("workflows", "validate", "./my_pack", "--format", "json")
    assert done.json["validated_count"] == 2
    assert list(done.json["errors"]) == ["my_pack.broken_workflow"]
    (my_pack / "workflows" / "broken_workflow.yaml").unlink()
    assert packkit("workflows", "validate", "./my_pack").code == 0
    by_ref = packkit("workflows", "validate", "my_pack", "--packs", ".")
    assert by_ref.code == 0
    my_pack.rename(my_pack.parent / "moved")
    ambiguous = packkit("workflows", "validate", "my_pack")
    assert ambiguous.code == 4
    assert "2 packs are called 'my_pack': a_copy, moved" in ambiguous.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("validate", "./nowhere"), 6, "path './nowhere' does not exist"),
        (("validate", "nowhere"), 5, "no pack found in ."),
        (("validate", "./empty"), 5, "no pack found in ./empty"),
        (("validate", "nowhere", "--packs", "./none"), 6, "path './none' does not exist"),
        (("list",), 5, "no pack found in ."),
        (("list", "nowhere"), 6, "path 'nowhere' does not exist"),
        (("show", "a.b"), 5, "no pack found in ."),
        (("graph", "a.b", "empty"), 5, "no pack found in empty"),
    ],
)
def test_where_there_is_no_pack(
    packkit: Packkit, work: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (work / "empty").mkdir()
    done = packkit("--isolated", "workflows", *arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"error: {message}\n")


def test_validate_takes_one_pack(packkit: Packkit, my_pack: Path, slack: Path) -> None:
    done = packkit("workflows", "validate", ".")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("error: there are 2 packs in '.'\n")


CRASHING = """
from attune_packkit.api import check, hookimpl

@check("evil.seen", severity="error", layer="references", since="1")
def seen(manifest):
    "Seen."
    yield 1 / 0

@hookimpl
def packkit_checks():
    return [seen]
"""


def test_a_check_that_crashes_ends_it(
    packkit: Packkit, make_pack: MakePack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pack({"workflows/sound.yaml": SOUND})
    (tmp_path / "evil_workflow_checks.py").write_text(CRASHING)
    monkeypatch.syspath_prepend(tmp_path)
    done = packkit("workflows", "validate", "parcels", "-p", "evil_workflow_checks")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: check 'evil.seen' of evil_workflow_checks crashed: ZeroDiv")


def test_the_examples_are_sound(packkit: Packkit) -> None:
    for path in sorted(EXAMPLES.iterdir()):
        done = packkit("workflows", "validate", str(path), "--packs", str(EXAMPLES))
        assert (done.code, done.err) == (0, ""), done.out


def test_list_has_the_fields_of_the_api(packkit: Packkit, slack: Path) -> None:
    done = packkit("workflows", "list", "--format", "json")
    assert (done.code, done.err) == (0, "")
    kept = ("ref", "pack_ref", "label", "description", "version", "tags", "enabled")
    assert done.json["data"][0] == {name: INCIDENT[name] for name in kept}
    assert done.json["data"][1] == {
        "ref": "slack.load",
        "pack_ref": "slack",
        "label": "Load",
        "description": None,
        "version": "1.0.0",
        "tags": [],
        "enabled": False,
    }
    assert done.json["meta"] == {"page": 1, "per_page": 20, "total": 2, "total_pages": 1}


@pytest.mark.parametrize(
    ("options", "refs"),
    [
        ((), ["incident_workflow", "load"]),
        (("--enabled", "true"), ["incident_workflow"]),
        (("--enabled", "false"), ["load"]),
        (("--tags", "other, approval"), ["incident_workflow"]),
        (("--tags", "other"), []),
        (("--search", "APPROVALS"), ["incident_workflow"]),
        (("--search", "loa"), ["load"]),
        (("--pack", "slack", "--search", "respons", "--tags", "slack"), ["incident_workflow"]),
        (("--page", "2", "--per-page", "1"), ["load"]),
        (("--page", "3", "--per-page", "1"), []),
    ],
)
def test_the_list_shows_what_the_options_ask_for(
    packkit: Packkit, slack: Path, options: tuple[str, ...], refs: list[str]
) -> None:
    done = packkit("workflows", "list", "slack", *options, "--format", "json")
    assert done.code == 0
    assert [each["ref"] for each in done.json["data"]] == [f"slack.{ref}" for ref in refs]


def test_list_for_people(packkit: Packkit, slack: Path) -> None:
    done = packkit("workflows", "list", "--per-page", "1")
    assert (done.code, done.err) == (0, "page 1 of 2; 2 workflows in all\n")
    assert " ".join(done.out.splitlines()[1].split()) == (
        "slack.incident_workflow 1.0.0 yes Incident Response Workflow incident, approval, slack"
    )


def test_list_beyond_the_last_page(packkit: Packkit) -> None:
    done = packkit("workflows", "list", str(EXAMPLES), "--page", "9")
    assert (done.code, done.out) == (0, "")
    assert done.err == "there is no page 9; the last one is 1\n"


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        (["{packs}", "parcels.dispatch"], "is a folder, and 'parcels.dispatch' is none", "first"),
        (
            ["{file}", "{packs}"],
            "no workflow is called",
            "in this file is called 'tariffs.reprice'",
        ),
    ],
)
def test_show_asked_the_wrong_way(
    packkit: Packkit, asked: list[str], message: str, hint: str
) -> None:
    file = EXAMPLES / "tariffs" / "workflows" / "reprice.yaml"
    done = packkit("workflows", "show", *(each.format(packs=EXAMPLES, file=file) for each in asked))
    assert (done.code, done.out) == (4, "")
    assert message in done.err
    assert hint in done.err


def test_validate_names_the_pack_of_a_workflow(packkit: Packkit) -> None:
    done = packkit("workflows", "validate", "parcels.dispatch", "--packs", str(EXAMPLES))
    assert done.code == 4
    assert done.err.endswith("hint: name the pack: parcels\n")


@pytest.mark.parametrize(
    "options", [("--page", "0"), ("--per-page", "101"), ("--enabled", "maybe"), ("--pack", "slak")]
)
def test_the_list_refuses_what_it_cannot_do(
    packkit: Packkit, slack: Path, options: tuple[str, ...]
) -> None:
    assert packkit("workflows", "list", *options).code == 4


def test_list_of_nothing(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    done = packkit("workflows", "list")
    assert (done.code, done.out, done.err) == (0, "", "no workflow found\n")
    empty = packkit("workflows", "list", "--format", "json")
    assert empty.json["meta"] == {"page": 1, "per_page": 20, "total": 0, "total_pages": 0}
    shown = packkit("workflows", "show", "parcels.send")
    assert shown.err.endswith("hint: there is no workflow in these packs\n")


def test_what_cannot_be_read_is_said(packkit: Packkit, slack: Path) -> None:
    (slack / "workflows" / "load.yaml").write_text("tasks: [", "utf-8")
    done = packkit("workflows", "list", "--format", "json")
    assert (done.code, len(done.json["data"])) == (0, 1)
    assert "slack/workflows/load.yaml cannot be read" in done.err
    for name in ("show", "graph"):
        refused = packkit("workflows", name, "slack.load")
        assert (refused.code, refused.out) == (6, "")
        assert refused.err.endswith("hint: packkit validate slack says why\n")


def test_show_has_the_fields_of_the_api(packkit: Packkit, slack: Path) -> None:
    done = packkit("workflows", "show", "slack.incident_workflow", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert done.json == INCIDENT
    assert list(done.json) == list(INCIDENT)
    other = packkit("workflows", "show", "slack.load", "--format", "json").json
    assert other["definition"] == {name: COMPLEX[name] for name in ("tasks", "variables")}
    assert (other["param_schema"], other["out_schema"]) == (None, None)


def test_show_a_flat_schema_as_json_schema(packkit: Packkit, make_pack: MakePack) -> None:
    flow = 'version: "1.0.0"\nparameters:\n  kg: {type: number, required: true}\n'
    flow += "vars: [{sum: 0}]\ntasks: [{name: a, action: parcels.b}]\noutput_map: {x: '1'}\n"
    make_pack({"workflows/send_it.yaml": flow})
    told = packkit("workflows", "show", "parcels.send_it", "--format", "json").json
    assert told["label"] == "Send It"
    assert told["param_schema"]["required"] == ["kg"]
    assert told["param_schema"]["properties"] == {"kg": {"type": "number"}}
    assert list(told["definition"]) == ["tasks", "variables", "output_map"]


@pytest.mark.parametrize("named", ["slack.incident_workflw", "incident_workflow"])
@pytest.mark.parametrize("name", ["show", "graph"])
def test_an_unknown_workflow_is_refused_with_the_likeliest(
    packkit: Packkit, slack: Path, name: str, named: str
) -> None:
    done = packkit("workflows", name, named)
    assert (done.code, done.out) == (4, "")
    assert done.err == (
        f"error: no workflow is called '{named}'\nhint: did you mean 'slack.incident_workflow'?\n"
    )


def test_two_workflows_of_one_name(packkit: Packkit, slack: Path, make_pack: MakePack) -> None:
    files = {path: (slack / path).read_text("utf-8") for path in ("pack.yaml",)}
    make_pack({**files, "workflows/load.yaml": json.dumps(COMPLEX)}, name="copy")
    done = packkit("workflows", "show", "slack.load")
    assert (done.code, done.out) == (4, "")
    assert "copy/workflows/load.yaml, slack/workflows/load.yaml" in done.err
    assert packkit("workflows", "show", "slack.load", "copy").code == 0
    listed = packkit("workflows", "list")
    assert listed.code == 0
    assert "2 workflows are called 'slack.load'" in listed.err


def test_a_short_file_cannot_make_an_endless_answer(packkit: Packkit, make_pack: MakePack) -> None:
    names = [f"t{number}" for number in range(1000)]
    tasks: list[dict[str, Any]] = [{"name": "x" * 100_000, "next": names}]
    flow = {"version": "1.0.0", "tasks": tasks}
    make_pack({"workflows/long.yaml": json.dumps(flow)})
    done = packkit("workflows", "graph", "parcels.long", "--format", "json")
    assert (done.code, done.out) == (6, "")
    assert "'parcels.long' in parcels/workflows/long.yaml is too large" in done.err
    assert len(packkit("workflows", "graph", "parcels.long").out) < 200_000
    drawn = packkit("workflows", "graph", "parcels.long", "--format", "svg")
    assert (drawn.code, drawn.out) == (6, "")
    assert "'parcels.long' in parcels/workflows/long.yaml is too large" in drawn.err
    tasks[0]["next"] = [{"publish": names, "do": names}]
    make_pack({"workflows/long.yaml": json.dumps(flow)})
    assert packkit("workflows", "graph", "parcels.long").code == 6


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("show", "text"),
        ("show", "json"),
        ("graph", "text"),
        ("graph", "json"),
        ("graph", "dot"),
        ("graph", "mermaid"),
        ("graph", "svg"),
    ],
)
def test_an_example_as_it_is_shown(
    packkit: Packkit, name: str, form: str, update_golden: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    done = packkit("workflows", name, "parcels.dispatch", "site/packs", "--format", form)
    assert (done.code, done.err) == (0, "")
    golden = GOLDEN / f"{name}-{form}.txt"
    if update_golden:
        golden.write_text(done.out, "utf-8")
    assert done.out == golden.read_text("utf-8")


APPROVAL = """\
label: Approval
version: "1.0.0"
definition:
  tasks:
    - name: request_approval
      action: core.inquiry
      input: {approvers: ["manager@company.com"], timeout: 3600}
      on_success: execute_action
      on_failure: notify_rejection
    - {name: execute_action, action: aws.deploy}
    - {name: notify_rejection, action: email.send}
"""
PIPELINE = """\
label: Data Pipeline
version: "1.0.0"
definition:
  tasks:
    - {name: extract, action: database.query}
    - {name: transform, action: core.transform, input: {data: "{{ extract.output }}"}}
    - {name: load, action: s3.upload, input: {data: "{{ transform.output }}"}}
"""


@pytest.fixture
def use_cases(make_pack: MakePack) -> Path:
    """The common use cases of the API document."""
    return make_pack(
        {
            "pack.yaml": 'ref: ops\nlabel: Ops\nversion: "1.0.0"\n',
            "workflows/approval.yaml": APPROVAL,
            "workflows/pipeline.yaml": PIPELINE,
        },
        name="ops",
    )


def test_the_approval_of_the_documents_leads_on_by_its_outcome(
    packkit: Packkit, use_cases: Path
) -> None:
    graph = packkit("workflows", "graph", "ops.approval", "ops", "--format", "json").json
    ways = {(edge["from"], edge["to"], edge["outcome"]) for edge in graph["edges"]}
    assert ways == {
        ("request_approval", "execute_action", "success"),
        ("request_approval", "notify_rejection", "failure"),
    }
    refused = ("--outcome", "request_approval=failed")
    played = packkit(
        "simulate", "--packs", "ops", "--workflow", "ops.approval", *refused, "--format", "json"
    ).json
    assert [step["task"] for step in played["steps"]] == ["request_approval", "notify_rejection"]


def test_the_pipeline_of_the_documents_hands_its_data_on(packkit: Packkit, use_cases: Path) -> None:
    played = packkit("simulate", "--packs", "ops", "--workflow", "ops.pipeline")
    assert "     data = <extract>\n" in played.out
    assert "     data = <transform>\n" in played.out
    listed = packkit("workflows", "list", "ops", "--search", "pipe", "--format", "json").json
    assert [each["ref"] for each in listed["data"]] == ["ops.pipeline"]
