"""The workflows that the API documents show are sound, in a file as in the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from attune_packkit.config import Settings
from attune_packkit.testing import observed, validate_files

SETTINGS = Settings(autoload=False, cache=False)
APPROVERS = {"timeout": 3600, "approvers": ["oncall@company.com"]}

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
                "name": "create_ticket",
                "action": "jira.create_issue",
                "input": {
                    "project": "INC",
                    "summary": "Incident: {{ severity }}",
                    "description": "Auto-generated incident",
                },
            },
            {"name": "await_approval", "action": "core.inquiry", "input": APPROVERS},
        ]
    },
    "tags": ["incident", "approval", "slack"],
    "enabled": True,
}
BASIC: dict[str, Any] = {
    "tasks": [
        {
            "name": "task_name",
            "action": "pack.action_name",
            "input": {"param1": "value1", "param2": "{{ variable }}"},
            "on_success": "next_task",
            "on_failure": "error_handler",
            "retry": {"count": 3, "delay": 60},
            "timeout": 300,
        },
        {"name": "next_task", "action": "pack.action_name"},
        {"name": "error_handler", "action": "pack.action_name"},
    ],
    "variables": {"initial_var": "value"},
}
COMPLEX = {
    "tasks": [
        {
            "name": "fetch_data",
            "action": "core.http",
            "input": {"url": "{{ workflow.param.api_url }}", "method": "GET"},
            "on_success": "process_data",
            "on_failure": "notify_error",
        },
        {
            "name": "process_data",
            "action": "core.transform",
            "input": {"data": "{{ fetch_data.output.body }}"},
            "on_success": "store_result",
        },
        {
            "name": "store_result",
            "action": "database.insert",
            "input": {"table": "results", "data": "{{ process_data.output }}"},
        },
        {
            "name": "notify_error",
            "action": "slack.post_message",
            "input": {
                "channel": "#errors",
                "message": "Workflow failed: {{ error.message }}",
            },
        },
    ],
    "variables": {"max_retries": 3, "timeout": 300},
}
RESPONSE = {
    "tasks": [
        {"name": "create_incident", "action": "pagerduty.create_incident"},
        {"name": "notify_team", "action": "slack.post_message"},
        {"name": "create_ticket", "action": "jira.create_issue"},
    ]
}
APPROVAL = {
    "tasks": [
        {
            "name": "request_approval",
            "action": "core.inquiry",
            "input": {"approvers": ["manager@company.com"], "timeout": 3600},
            "on_success": "execute_action",
            "on_failure": "notify_rejection",
        },
        {"name": "execute_action", "action": "aws.deploy"},
        {"name": "notify_rejection", "action": "email.send"},
    ]
}
PIPELINE = {
    "tasks": [
        {"name": "extract", "action": "database.query"},
        {
            "name": "transform",
            "action": "core.transform",
            "input": {"data": "{{ extract.output }}"},
        },
        {"name": "load", "action": "s3.upload", "input": {"data": "{{ transform.output }}"}},
    ]
}
DEFINITIONS: dict[str, dict[str, Any]] = {
    "basic": BASIC,
    "complex": COMPLEX,
    "response": RESPONSE,
    "approval": APPROVAL,
    "pipeline": PIPELINE,
}
SLACK = {
    "pack.yaml": "ref: slack\nlabel: Slack\ndescription: Posts\nversion: 1.0.0\nlicense: MIT\n",
    "LICENSE": "MIT License\n",
    "actions/post_message.yaml": (
        "ref: slack.post_message\nlabel: Post Message\ndescription: Posts a message\n"
        "runner_type: native\nentry_point: post\nparam_schema:\n  type: object\n  properties:\n"
        "    channel: {type: string}\n    message: {type: string}\n"
    ),
}


def found(files: dict[str, str], target: str = "auto") -> list[str]:
    settings = Settings(target=target, autoload=False, cache=False)
    result = validate_files({**SLACK, **files}, settings)
    return [f"{each.path}:{each.line} {each.severity} {each.code}" for each in observed(result)]


@pytest.mark.parametrize("target", ["auto", "classic"])
def test_the_incident_workflow(target: str) -> None:
    assert found({"workflows/incident_workflow.yaml": json.dumps(INCIDENT)}, target) == []


@pytest.mark.parametrize("target", ["auto", "classic"])
def test_what_the_server_answers_and_what_creates_it(target: str) -> None:
    answer = {"id": 1, "pack": 1, **INCIDENT, "created": "2024-01-13T10:30:00Z"}
    first = INCIDENT["definition"]["tasks"][:1]
    output = {"type": "object", "properties": {"incident_id": {"type": "string"}}}
    body = {**INCIDENT, "out_schema": output, "definition": {"tasks": first}}
    for written in (answer, body):
        assert found({"workflows/incident_workflow.yaml": json.dumps(written)}, target) == []


def test_the_structure_as_shown_leads_to_tasks_that_are_left_out() -> None:
    shown = {**BASIC, "tasks": BASIC["tasks"][:1]}
    body = json.dumps({"label": "Basic", "version": "1.0.0", "definition": shown}, indent=2)
    lines = body.splitlines()
    assert found({"workflows/basic.yaml": body}) == [
        f"workflows/basic.yaml:{number} error workflow.undefined_task"
        for number, line in enumerate(lines, start=1)
        if "next_task" in line or "error_handler" in line
    ]


@pytest.mark.parametrize("target", ["auto", "classic"])
@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_definitions_in_the_envelope(name: str, target: str) -> None:
    body = {"label": name.title(), "version": "1.0.0", "definition": DEFINITIONS[name]}
    assert found({f"workflows/{name}.yaml": json.dumps(body)}, target) == []


@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_definitions_at_the_top(name: str) -> None:
    body = {"label": name.title(), "version": "1.0.0", **DEFINITIONS[name]}
    assert found({f"workflows/{name}.yml": json.dumps(body, indent=2)}) == []


def test_the_errors_of_the_documents_in_their_words() -> None:
    broken = "tasks:\n  - name: step1\n    action: invalid.action\n"
    invalid = "ref: invalid\nlabel: Invalid\ndescription: Has none\nversion: 1.0.0\nlicense: MIT\n"
    files = {
        **SLACK,
        "workflows/broken_workflow.yaml": broken,
        "workflows/empty.yaml": 'version: "1.0.0"\n',
        "workflows/strange.yaml": 'ref: other.strange\nversion: "1.0.0"\n' + broken,
        "@invalid/pack.yaml": invalid,
        "@invalid/LICENSE": "MIT License\n",
    }
    result = validate_files(files, SETTINGS)
    messages = {each.diagnostic.message for pack in result.packs for each in pack.reported}
    assert {
        "Task 'step1' references undefined action 'invalid.action'",
        "Missing tasks field",
        "Workflow ref 'other.strange' does not match pack 'slack'",
    } <= messages
