"""packkit simulate: rules and workflows of the example packs, and every way to ask wrongly."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from attune_packkit.simulation.workflow import HANDLED

from .conftest import Done, MakePack, Packkit

EXAMPLES = Path(__file__).parents[2] / "site" / "packs"

GOLDEN = Path(__file__).parents[1] / "data" / "simulate" / "dispatch.txt"

LOST = {"tracking_number": "RR123456785DE", "declared_value": 3000, "last_depot": "Leipzig"}
PARCEL = {
    "tracking_number": "RR123456785DE",
    "scale_grams": 2400,
    "size_cm": {"length": 30, "width": 20, "height": 10},
    "recipient": {"name": "A. Adler", "country": "DE"},
}


def written(folder: Path, name: str, value: Any) -> str:
    (folder / name).write_text(json.dumps(value), "utf-8")
    return name


def rule(packkit: Packkit, work: Path, ref: str, event: Any, *more: str) -> Done:
    file = written(work, "event.json", event)
    return packkit("simulate", ref, "--event", file, "--packs", str(EXAMPLES), *more)


def workflow(packkit: Packkit, work: Path, ref: str, inputs: Any, *more: str) -> Done:
    file = written(work, "input.json", inputs)
    return packkit("simulate", "--workflow", ref, "--input", file, "--packs", str(EXAMPLES), *more)


def test_rule_that_matches(packkit: Packkit, work: Path) -> None:
    event = {"payload": {**LOST, "hours_silent": 30}}
    done = rule(packkit, work, "parcels.page_for_treasure", event)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "parcels.page_for_treasure matches:"
        " the condition '{{ event.payload.declared_value >= 2500 }}' holds\n"
        "  notify.page_oncall gets\n"
        '    rota = "depot"\n'
        '    summary = "RR123456785DE worth 3000 EUR is missing since Leipzig"\n'
        '    severity = "critical"\n'
    )


@pytest.mark.parametrize(
    ("damaged", "told"),
    [(True, "matches"), (False, "does not match"), (None, "does not match")],
)
def test_rule_by_what_the_payload_says(
    packkit: Packkit, work: Path, damaged: bool | None, told: str
) -> None:
    payload = {"tracking_number": "RR123456785DE", "damaged": damaged}
    done = rule(packkit, work, "parcels.claim_damage", {"payload": payload})
    assert done.out.startswith(f"parcels.claim_damage {told}: the condition")
    assert done.code == 0


def test_all_rules_of_a_trigger(packkit: Packkit, work: Path) -> None:
    event = {"payload": {**LOST, "declared_value": 10}, "id": 7}
    done = rule(packkit, work, "parcels.parcel_lost", event, "--format", "json")
    found = {each["rule"]: each["matches"] for each in done.json["rules"]}
    assert found == {"parcels.page_for_treasure": False, "parcels.search_when_lost": True}
    assert done.out == rule(packkit, work, "parcels.parcel_lost", event, "--format", "json").out
    text = rule(packkit, work, "parcels.parcel_lost", event).out
    assert "page_for_treasure does not match" in text
    assert "\nparcels.search_when_lost matches: the rule has no conditions\n" in text


def test_a_file_without_payload_is_the_payload(packkit: Packkit, work: Path) -> None:
    done = rule(packkit, work, "parcels.page_for_treasure", LOST)
    assert done.err == "note: the file has no 'payload', so all of it is taken for the payload\n"
    assert "page_for_treasure matches" in done.out


def test_standard_input_and_yaml(
    packkit: Packkit, monkeypatch: pytest.MonkeyPatch, work: Path
) -> None:
    text = "payload:\n  declared_value: 9999\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    done = packkit(
        "simulate", "parcels.page_for_treasure", "--event", "-", "--packs", str(EXAMPLES)
    )
    assert done.out.startswith("parcels.page_for_treasure matches")


def test_workflow_as_told(packkit: Packkit, work: Path, update_golden: bool) -> None:
    done = workflow(
        packkit,
        work,
        "parcels.dispatch",
        PARCEL,
        "--outcome",
        'weigh_parcel={"oversize": false, "billable_kg": 2.4}',
        "--outcome",
        "check_weather=failed",
        "--outcome",
        'quote_price={"price": 5.9}',
        "--outcome",
        'print_label={"label_ref": "L1"}',
    )
    assert (done.code, done.err) == (0, "")
    if update_golden:
        GOLDEN.write_text(done.out, "utf-8")
    assert done.out == GOLDEN.read_text("utf-8")


def test_workflow_of_which_nothing_is_known(packkit: Packkit, work: Path) -> None:
    done = workflow(packkit, work, "parcels.dispatch", PARCEL, "--format", "json")
    steps = {step["task"]: step for step in done.json["steps"]}
    assert list(steps) == [
        "weigh_parcel", "quote_price", "check_weather", "refuse", "print_label", "announce"
    ]  # fmt: skip
    assert steps["weigh_parcel"]["certain"]
    assert not steps["quote_price"]["certain"]
    assert steps["quote_price"]["inputs"][0]["weight_kg"] == {
        "unknown": ["weigh_parcel.billable_kg"]
    }
    assert done.json["status"] == "succeeded"
    assert done.out == workflow(packkit, work, "parcels.dispatch", PARCEL, "--format", "json").out


def test_workflow_of_the_documents_form(packkit: Packkit, work: Path) -> None:
    inputs = {"list_text": "A;1", "previous": {"A": 2}}
    done = workflow(packkit, work, "tariffs.reprice", inputs, "--outcome", "compare=failed")
    assert done.out.startswith("tariffs.reprice: failed\n")
    assert done.out.endswith(f"note: {HANDLED}\n")
    assert '  text = "New price list refused: <compare.error.message>"\n' in done.out
    assert "3. report_failure, runs notify.post_message, after compare\n" in done.out


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (["parcels.dispatch", "--event", "-"], "is a workflow: name it with --workflow"),
        (
            ["parcels.weigh", "--event", "-"],
            "is of kind action: only rules and workflows are played",
        ),
        (["--workflow", "parcels.claim_damage"], "is a rule: name it without --workflow, and an"),
        (["--workflow", "parcels.parcel_lost"], "is a trigger: name it without --workflow"),
    ],
)
def test_another_kind_of_component(
    packkit: Packkit, monkeypatch: pytest.MonkeyPatch, asked: list[str], hint: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"payload: {}")))
    done = packkit("simulate", *asked, "--packs", str(EXAMPLES))
    assert (done.code, done.out) == (4, "")
    assert hint in done.err


def test_a_misspelt_key_of_an_event_is_refused_with_the_likeliest(
    packkit: Packkit, work: Path
) -> None:
    done = rule(packkit, work, "parcels.page_for_treasure", {"paylod": LOST})
    assert done.err.endswith("; did you mean 'payload' by 'paylod'?\n")


def test_what_does_not_exist(packkit: Packkit, work: Path) -> None:
    text = (EXAMPLES / "tariffs/workflows/reprice.yaml").read_text("utf-8")
    pack = work / "tariffs"
    shutil.copytree(EXAMPLES / "tariffs", pack)
    text = text.replace("tariffs.compare_lists", "tariffs.compare_list")
    (pack / "workflows/reprice.yaml").write_text(text.replace("notify.post", "core.post"), "utf-8")
    inputs = {"list_text": "A;1", "previous": {"A": 2}}
    file = work / "inputs.json"
    file.write_text(json.dumps(inputs), "utf-8")
    asked = [
        "simulate",
        "--workflow",
        "tariffs.reprice",
        "--input",
        str(file),
        "--packs",
        str(pack),
    ]
    done = packkit(*asked)
    said = (
        "note: action 'tariffs.compare_list' does not exist; did you mean 'tariffs.compare_lists'?"
    )
    assert said in done.out
    assert "core.post_message' does not" not in done.out
    catalog = work / "platform.yaml"
    catalog.write_text("replace: true\nactions: [core.post_massage]\n", "utf-8")
    done = packkit(*asked, "--platform-catalog", str(catalog))
    assert "'core.post_message' does not exist; did you mean 'core.post_massage'?" in done.out
    done = packkit(*asked, "--platform-catalog", "nowhere.yaml")
    assert (done.code, done.out) == (4, "")
    assert "platform catalog 'nowhere.yaml' cannot be read" in done.err


def test_triggers_of_the_platform(packkit: Packkit, work: Path) -> None:
    catalog = work / "platform.yaml"
    catalog.write_text("triggers: [core.intruder]\n", "utf-8")
    given = ["--event", "-", "--packs", str(EXAMPLES), "--platform-catalog", str(catalog)]
    for ref in ("core.alert", "core.intruder"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
            done = packkit("simulate", ref, *given)
        assert done.err.splitlines()[-1] == f"error: no rule here has the trigger '{ref}'"


def test_workflow_with_items_and_parallel_tasks(packkit: Packkit, work: Path) -> None:
    inputs = {"van": "LP-007", "wear_percent": 80, "spend_limit": 100}
    told = 'list_parts={"parts": ["pads", "discs"], "cost": 60}'
    done = workflow(packkit, work, "workshop.service_van", inputs, "--outcome", told)
    assert "1. check_brakes, runs workshop.check_system, inside checks\n" in done.out
    assert "   2 executions\n     [0]\n" in done.out
    assert '       part = "pads"\n' in done.out
    assert "tell_bay, runs notify.post_message, after print_sheet and order_parts\n" in done.out
    assert '  status = "ready"\n' in done.out


def test_configuration_of_the_pack(packkit: Packkit, work: Path) -> None:
    config = written(work, "config.json", {"station": "EDDF"})
    done = workflow(packkit, work, "parcels.dispatch", PARCEL, "--pack-config", config)
    assert 'station = "EDDF"' in done.out


def test_every_example_can_be_played_through(packkit: Packkit, work: Path) -> None:
    listed = packkit("workflows", "list", str(EXAMPLES), "--format", "json", "--per-page", "100")
    for found in listed.json["data"]:
        done = packkit("simulate", "--workflow", found["ref"], "--packs", str(EXAMPLES))
        assert done.code == 0
        assert done.out.startswith(f"{found['ref']}: ")


def test_secrets_and_escapes_are_not_shown(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack(
        {
            "rules/r.yaml": "ref: parcels.r\ntrigger_ref: parcels.t\naction_ref: parcels.a\n"
            'action_params: {note: "{{ event.payload.note }}", k: "{{ event.payload.api_key }}"}\n',
            "triggers/t.yaml": "ref: parcels.t\n",
        }
    )
    event = written(work, "event.json", {"payload": {"note": "\x1b[2J‮", "api_key": "hunter2"}})
    for form in ("text", "json"):
        done = packkit("simulate", "parcels.r", "--event", event, "--format", form)
        assert "hunter2" not in done.out + done.err
        assert "\x1b" not in done.out
        assert "***" in done.out
    text = packkit("simulate", "parcels.r", "--event", event).out
    assert "‮" not in text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ((), "name either a rule or trigger, or a workflow with --workflow"),
        (("parcels.r", "--workflow", "parcels.w"), "name either a rule or trigger"),
        (("parcels.r",), "a rule needs an event\nhint: --event FILE gives it; a workflow is named"),
        (("parcels.r", "--event", "e", "--input", "i"), "--input means nothing to a rule"),
        (("parcels.r", "--event", "e", "--outcome", "a=b"), "--outcome means nothing to a rule"),
        (("--workflow", "parcels.w", "--event", "e"), "--event means nothing to a workflow"),
    ],
)
def test_options_that_do_not_go_together(
    packkit: Packkit, make_pack: MakePack, line: tuple[str, ...], message: str
) -> None:
    make_pack()
    done = packkit("simulate", *line)
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(f"error: {message}")


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (None, 6, "'given.json' cannot be read: No such file or directory"),
        (b"{", 4, "'given.json' cannot be read as JSON or YAML: line 1: "),
        (b"a: [1,\nb: 2", 4, "'given.json' cannot be read as JSON or YAML: line 1: "),
        (b"[1, 2]", 4, "'given.json' holds no mapping\nhint: write an object in JSON or YAML"),
        (b"", 4, "'given.json' holds no mapping"),
        (
            b"\xff\xfe{\x00",
            4,
            "'given.json' cannot be read as JSON or YAML: line 1: it is not UTF-8 text",
        ),
        (
            b"[" * 6_000 + b"]" * 6_000,
            4,
            "'given.json' cannot be read as JSON or YAML: line 1: it is nested too deeply",
        ),
        (b" " * 1_100_000, 4, "'given.json' has more than 1048576 bytes"),
    ],
)
def test_files_that_cannot_be_used(
    packkit: Packkit, work: Path, content: bytes | None, code: int, message: str
) -> None:
    if content is not None:
        (work / "given.json").write_bytes(content)
    lines = (
        ("parcels.page_for_treasure", "--event", "given.json"),
        ("--workflow", "parcels.dispatch", "--input", "given.json"),
        ("--workflow", "parcels.dispatch", "--pack-config", "given.json"),
    )
    for line in lines:
        done = packkit("simulate", *line, "--packs", str(EXAMPLES))
        assert (done.code, done.out) == (code, "")
        assert done.err.startswith(f"error: {message}")


@pytest.mark.parametrize(
    ("outcome", "message", "hint"),
    [
        ("weigh_parcel", "expected TASK=OUTCOME, found 'weigh_parcel'", ""),
        ("zzz=failed", "no task is called 'zzz'", "tasks: weigh_parcel, quote_price, check_weat"),
        ("wiegh_parcel=failed", "no task is called", "did you mean 'weigh_parcel'?"),
        ("weigh_parcel=faild", "'faild' is no outcome of a task", "did you mean 'failed'?"),
        ("weigh_parcel={x}", "'{x}' is no outcome of a task", "write succeeded, failed, timed_out"),
        ("weigh_parcel=", "'' is no outcome of a task", "write succeeded"),
        ("weigh_parcel=" + "[" * 5_000, "'[[[", "write succeeded"),
    ],
)
def test_outcomes_that_cannot_be(
    packkit: Packkit, work: Path, outcome: str, message: str, hint: str
) -> None:
    done = workflow(packkit, work, "parcels.dispatch", PARCEL, "--outcome", outcome)
    assert (done.code, done.out) == (4, "")
    error, _, advice = done.err.partition("\n")
    assert error.startswith(f"error: {message}")
    assert advice.startswith(f"hint: {hint}" if hint else "")


def test_refs_that_do_not_exist(packkit: Packkit, work: Path, make_pack: MakePack) -> None:
    for ref, hint in (
        ("parcels.claim_damge", "hint: did you mean 'parcels.claim_damage'?\n"),
        ("claim_damage", "hint: did you mean 'parcels.claim_damage'?\n"),
        ("zzz", ""),
    ):
        done = rule(packkit, work, ref, {"payload": {}})
        assert (done.code, done.out) == (4, "")
        assert done.err == f"error: no rule or trigger is called '{ref}'\n{hint}"
    done = workflow(packkit, work, "parcels.dispath", {})
    assert (done.code, done.out) == (4, "")
    assert done.err.endswith("hint: did you mean 'parcels.dispatch'?\n")
    make_pack({"triggers/t.yaml": "ref: parcels.t\n"})
    file = written(work, "event.json", {"payload": {}})
    done = packkit("simulate", "parcels.t", "--event", file)
    assert (done.code, done.err) == (4, "error: no rule here has the trigger 'parcels.t'\n")


def test_packs_that_are_missing_shared_or_broken(
    packkit: Packkit, work: Path, make_pack: MakePack
) -> None:
    file = written(work, "event.json", {"payload": {}})
    done = packkit("simulate", "parcels.r", "--event", file)
    assert (done.code, done.err.splitlines()[0]) == (5, "error: no pack found in .")
    assert packkit("simulate", "parcels.r", "--event", file, "--packs", "nowhere").code == 6
    files = {
        "rules/r.yaml": "ref: parcels.r\ntrigger_ref: t\naction_ref: a\nlabel: [\n",
        "workflows/w.yaml": "version: 1.0.0\ntasks: [\n",
    }
    make_pack(files)
    done = packkit("simulate", "parcels.r", "--event", file)
    assert (done.code, done.err.splitlines()[0]) == (
        6, "error: rule 'parcels.r' in parcels/rules/r.yaml cannot be read"
    )  # fmt: skip
    done = packkit("simulate", "--workflow", "parcels.w")
    assert (done.code, done.err.splitlines()[0]) == (
        6, "error: workflow 'parcels.w' in parcels/workflows/w.yaml cannot be read"
    )  # fmt: skip
    make_pack(files, name="copy")
    done = packkit("simulate", "--workflow", "parcels.w")
    assert done.code == 4
    assert done.err.startswith("error: 2 workflows are called 'parcels.w': copy/workflows/w.yaml, ")


def test_nothing_is_written(packkit: Packkit, work: Path) -> None:
    before = sorted(path.name for path in work.iterdir())
    workflow(packkit, work, "parcels.dispatch", PARCEL)
    assert sorted(path.name for path in work.iterdir()) == [*before, "input.json"]
