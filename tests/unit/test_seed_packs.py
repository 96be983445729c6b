"""The packs and components that the API documents show are sound, in files as in the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from attune_packkit.config import Settings
from attune_packkit.testing import observed, validate_files

STAMPS = {"created": "2024-01-15T10:30:00Z", "updated": "2024-01-15T10:30:00Z"}

EC2: dict[str, Any] = {
    "id": 1,
    "ref": "aws.ec2",
    "label": "AWS EC2 Pack",
    "description": "Actions and triggers for AWS EC2 management",
    "version": "1.0.0",
    "conf_schema": {
        "type": "object",
        "properties": {
            "region": {"type": "string"},
            "access_key_id": {"type": "string"},
            "secret_access_key": {"type": "string"},
        },
        "required": ["region"],
    },
    "config": {"region": "us-east-1"},
    "meta": {"author": "Attune Team", "license": "MIT"},
    "tags": ["aws", "ec2", "cloud"],
    "runtime_deps": [1, 2],
    "is_standard": True,
    **STAMPS,
}
SLACK: dict[str, Any] = {
    "ref": "slack.notifications",
    "label": "Slack Notifications Pack",
    "description": "Actions for sending Slack notifications",
    "version": "1.0.0",
    "conf_schema": {
        "type": "object",
        "properties": {
            "webhook_url": {"type": "string"},
            "default_channel": {"type": "string"},
        },
        "required": ["webhook_url"],
    },
    "config": {"default_channel": "#general"},
    "meta": {"author": "Your Team", "license": "MIT"},
    "tags": ["slack", "notifications", "messaging"],
    "runtime_deps": [1],
    "is_standard": False,
}
WITHOUT_SETTINGS = {**SLACK, "conf_schema": None, "config": {}, "meta": {}, **STAMPS}
SMALLEST = {
    "ref": "my_pack",
    "label": "My Pack",
    "version": "1.0.0",
    "description": "A custom pack",
}
HEALTH: dict[str, Any] = {
    "ref": "monitoring.healthcheck",
    "label": "Health Check Monitoring",
    "description": "Monitor endpoint health",
    "version": "1.0.0",
    "tags": ["monitoring", "health"],
    "is_standard": False,
}
DOWN = {
    "ref": "monitoring.healthcheck.endpoint_down",
    "pack_ref": "monitoring.healthcheck",
    "label": "Endpoint Down",
    "description": "Triggered when endpoint is unreachable",
}
ALERT = {
    "ref": "monitoring.healthcheck.send_alert",
    "pack_ref": "monitoring.healthcheck",
    "label": "Send Alert",
    "description": "Send notification about endpoint status",
    "entrypoint": "actions/send_alert.py",
    "runtime": 1,
}
ALERT_ON_DOWN = {
    "ref": "monitoring.healthcheck.alert_on_down",
    "pack_ref": "monitoring.healthcheck",
    "label": "Alert on Down",
    "description": "Send alert when endpoint goes down",
    "action_ref": "monitoring.healthcheck.send_alert",
    "trigger_ref": "monitoring.healthcheck.endpoint_down",
    "enabled": True,
}


def found(files: dict[str, str], target: str) -> list[str]:
    result = validate_files(files, Settings(target=target, autoload=False, cache=False))
    return [f"{each.path}:{each.line} {each.severity} {each.code}" for each in observed(result)]


@pytest.mark.parametrize("target", ["auto", "classic"])
@pytest.mark.parametrize("manifest", [EC2, SLACK, WITHOUT_SETTINGS, SMALLEST, HEALTH])
def test_nothing_is_said_of_sound_manifests(manifest: dict[str, Any], target: str) -> None:
    assert found({"pack.yaml": json.dumps(manifest, indent=2)}, target) == []


@pytest.mark.parametrize("target", ["auto", "classic"])
def test_a_pack_with_a_trigger_an_action_and_a_rule(target: str) -> None:
    files = {
        "pack.yaml": HEALTH,
        "triggers/endpoint_down.yaml": DOWN,
        "actions/send_alert.yaml": ALERT,
        "rules/alert_on_down.yaml": ALERT_ON_DOWN,
    }
    written = {path: json.dumps(content) for path, content in files.items()}
    assert found({**written, "actions/send_alert.py": "print(1)\n"}, target) == []
