"""One fault, one diagnostic: what follows from another is left out, and never for the better."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune_packkit.checking import causes
from attune_packkit.checking.consequences import only_causes
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Diagnostic, Place, Severity
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK, observed, validate_files, write_pack

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


def test_a_fault_that_the_baseline_knows_hides_no_new_one(tmp_path: Path) -> None:
    """Otherwise a gate would pass a rule that refers to an action which is not there."""
    baseline = str(tmp_path / "known.json")
    action = "ref: parcels.gewichtskontrolle\nlaunch: intrinsic\n"
    pack = write_pack(tmp_path, {**BASE_PACK, "actions/weigh.yaml": action})
    settings = Settings(autoload=False, cache=False, severity="info", baseline=baseline)
    Session(settings).validate([str(pack)], update_baseline=True)
    write_pack(tmp_path, {"rules/daily.yaml": _RULE})
    found = observed(Session(settings).validate([str(pack)]), least=Severity.ERROR)
    assert [(each.path, each.code) for each in found] == [
        ("rules/daily.yaml", "reference.missing_local_target")
    ]


def test_what_the_baseline_was_made_of_stays_known(tmp_path: Path) -> None:
    files = {"actions/weigh.yaml": "ref: parcels.gewichtskontrolle\nlaunch: intrinsic\n"}
    pack = write_pack(tmp_path, {**BASE_PACK, **files, "rules/daily.yaml": _RULE})
    settings = Settings(autoload=False, cache=False, baseline=str(tmp_path / "known.json"))
    Session(settings).validate([str(pack)], update_baseline=True)
    assert Session(settings).validate([str(pack)]).exit_code == 0


def test_a_restriction_to_what_is_broken_shows_that_it_is(tmp_path: Path) -> None:
    """The cause, which stands in another component, is not looked at."""
    files = {"actions/weigh.yaml": "ref: parcels.gewichtskontrolle\nlaunch: intrinsic\n"}
    pack = write_pack(tmp_path, {**BASE_PACK, **files, "rules/daily.yaml": _RULE})
    session = Session(Settings(autoload=False, cache=False))
    result = session.validate([str(pack)], keyword="daily")
    codes = [each.code for each in observed(result, least=Severity.ERROR)]
    assert codes == ["reference.missing_local_target"]


def test_of_two_that_explain_each_other_both_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    either, other = "workflow.one_fault", "workflow.other_fault"
    table = {either: frozenset({other}), other: frozenset({either})}
    monkeypatch.setattr(causes, "IN_THE_SAME_FILE", table)
    monkeypatch.setattr(causes, "CONSEQUENCES", frozenset(table))
    found = [
        Diagnostic(code, Severity.ERROR, "parcels", Place("workflows/a.yaml"), "wrong")
        for code in table
    ]
    assert only_causes(found) == found
