"""A target refuses what only the other Attune knows; without one, nothing is refused."""

from __future__ import annotations

import pytest

from attune_packkit.config import Settings
from attune_packkit.testing import observed, validate_files

CLASSIC = {
    "pack.yaml": (
        "ref: depot.parcels\nlabel: Parcels\ndescription: Sends parcels\nlicense: Apache-2.0\n"
        'version: "1.0.0"\nis_standard: false\nruntime_deps: [1]\n'
        "conf_schema:\n  type: object\n  properties:\n"
        "    scale: {type: string, description: Which scale}\n"
    ),
    "actions/weigh.yaml": (
        "ref: depot.parcels.weigh\nlabel: Weigh\ndescription: Weighs a parcel\n"
        "runner_type: native\nentrypoint: actions/weigh\n"
        "param_schema:\n  type: object\n  properties:\n"
        "    number: {type: string, description: Which parcel}\n"
    ),
    "workflows/dispatch.yaml": (
        'ref: depot.parcels.dispatch\nlabel: Dispatch\nversion: "1.0.0"\nenabled: true\n'
        "definition:\n  variables: {kg: 0}\n  tasks:\n"
        "    - name: weigh\n      action: depot.parcels.weigh\n      on_success: ask\n"
        "    - name: ask\n      action: core.inquiry\n"
    ),
}
CURRENT = {
    "pack.yaml": (
        "ref: parcels\nlabel: Parcels\ndescription: Sends parcels\nlicense: Apache-2.0\n"
        'version: "1.0.0"\n'
        "conf_schema:\n  scale: {type: string, description: Which scale}\n"
    ),
    "actions/weigh.yaml": (
        "ref: parcels.weigh\nlabel: Weigh\ndescription: Weighs a parcel\nrunner_type: native\n"
        "entry_point: weigh\nparameters:\n  number: {type: string, description: Which parcel}\n"
    ),
    "actions/dispatch.yaml": (
        "ref: parcels.dispatch\nlabel: Dispatch\ndescription: Sends a parcel\n"
        "workflow_file: workflows/dispatch.workflow.yaml\n"
    ),
    "actions/workflows/dispatch.workflow.yaml": (
        'version: "1.0.0"\nvars: {kg: 0}\ntasks:\n'
        "  - name: weigh\n    action: parcels.weigh\n    next:\n      - do: [prepare]\n"
        "  - name: prepare\n    type: parallel\n    tasks:\n"
        "      - name: label\n        action: parcels.weigh\n"
    ),
}


def codes(files: dict[str, str], target: str) -> list[str]:
    settings = Settings(target=target, autoload=False, cache=False)
    return [f"{each.severity} {each.code}" for each in observed(validate_files(files, settings))]


@pytest.mark.parametrize("files", [CLASSIC, CURRENT], ids=["classic", "current"])
def test_both_are_sound_when_no_target_is_named(files: dict[str, str]) -> None:
    assert codes(files, "auto") == []


def test_each_is_sound_for_its_own_target() -> None:
    assert codes(CLASSIC, "classic") == []
    assert codes(CURRENT, "current") == []


def test_todays_attune_refuses_the_form_of_the_documents() -> None:
    assert sorted(set(codes(CLASSIC, "current"))) == [
        "error manifest.invalid_ref",
        "error target.schema_dialect",
        "error target.workflow_form",
        "warning target.field_name",
        "warning target.standalone_workflow",
        "warning target.unsupported_action",
        "warning target.workflow_form",
    ]


def test_the_documents_do_not_know_todays_form() -> None:
    assert sorted(set(codes(CURRENT, "classic"))) == [
        "warning target.field_name",
        "warning target.schema_dialect",
        "warning target.workflow_form",
    ]
