"""One fault, one diagnostic: what follows from another is left out, and never for the better."""

from __future__ import annotations

import pytest

from attune_packkit.config import Settings
from attune_packkit.diagnostics import Severity
from attune_packkit.testing import observed, validate_files

_ACTION = "ref: parcels.weigh\nparameters:\n  scale: {type: string, description: Which}\n"
_RULE = "ref: parcels.daily\ntrigger_ref: core.alert\naction_ref: parcels.weigh\n"


def _found(files: dict[str, str], **settings: object) -> list[tuple[str, str, str]]:
    chosen = Settings(autoload=False, **settings)  # type: ignore[arg-type]
    result = validate_files(files, chosen)
    return [(each.path, each.severity, each.code) for each in observed(result, least=Severity.INFO)]


def test_the_misspelt_key_stands_for_what_is_missed_and_is_as_bad() -> None:
    files = {
        "actions/weigh.yaml": _ACTION + "entry-point: weigh.sh\n",
        "actions/weigh.sh": "echo 2.5\n",
    }
    assert _found(files) == [("actions/weigh.yaml", "error", "metadata.unknown_key")]


def test_whoever_selects_only_the_consequence_is_told_of_it() -> None:
    files = {"actions/weigh.yaml": _ACTION + "entry-point: weigh.sh\n"}
    told = _found(files, select=("action.no_implementation",))
    assert told == [("actions/weigh.yaml", "error", "action.no_implementation")]


@pytest.mark.parametrize("severity", ["warning", "info"])
def test_a_wrong_ref_is_told_where_it_stands_not_where_others_use_the_right_one(
    severity: str,
) -> None:
    files = {
        "actions/weigh.yaml": "ref: parcels.gewichtskontrolle\nlaunch: intrinsic\n",
        "rules/daily.yaml": _RULE,
        "rules/weekly.yaml": _RULE.replace("daily", "weekly"),
    }
    told = [each for each in _found(files, severity=severity) if each[1] != "info"]
    assert told == [("actions/weigh.yaml", "error", "metadata.name_mismatch")]


def test_a_missing_action_without_such_a_file_is_told_at_each_place() -> None:
    files = {"rules/daily.yaml": _RULE, "rules/weekly.yaml": _RULE.replace("daily", "weekly")}
    assert [code for _, _, code in _found(files)] == ["reference.missing_local_target"] * 2


def test_two_faults_that_do_not_depend_on_each_other_are_both_told() -> None:
    files = {
        "actions/weigh.yaml": _ACTION + "timeout_secnds: 5\n",
        "actions/post.yaml": "ref: parcels.post\nentry_point: post.sh\n",
    }
    assert sorted(code for _, _, code in _found(files)) == [
        "action.entrypoint_missing",
        "action.no_implementation",
        "metadata.unknown_key",
    ]


def test_a_field_of_the_wrong_type_is_not_ambiguous_besides() -> None:
    files = {"actions/weigh.yaml": "ref: parcels.weigh\nlaunch: intrinsic\nenabled: yes\n"}
    assert _found(files) == [("actions/weigh.yaml", "error", "metadata.invalid_field_type")]


def test_the_only_unknown_key_of_a_mapping_is_the_one_it_lacks() -> None:
    limits = "ref: parcels.calm\naction_ref: core.noop\nrate_limit: {max_executions: 3, per: 5}\n"
    told = [each for each in _found({"policies/calm.yaml": limits}) if each[1] != "info"]
    assert told == [("policies/calm.yaml", "error", "metadata.unknown_key")]
