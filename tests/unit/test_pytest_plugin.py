"""Packs as pytest items, in real pytest runs inside of this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from attune_packkit.config import Settings
from attune_packkit.pytest_plugin import collecting
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK, write_pack

LOADED = collecting, Session(Settings(autoload=False)).checks
"""Loaded once here: each run inside forgets the modules that it was the first to import."""

ACTION = """
    ref: parcels.{name}
    label: {name}
    description: Does it
    runner_type: shell
    entry_point: {name}.sh
    parameters: {{}}
"""
PACKS = {
    **{f"@packs/parcels/{path}": text for path, text in BASE_PACK.items()},
    **{f"@packs/tariffs/{path}": text for path, text in BASE_PACK.items()},
    "@packs/tariffs/pack.yaml": BASE_PACK["pack.yaml"].replace("parcels", "tariffs"),
    **{
        f"@packs/parcels/actions/{name}.yaml": dedent(ACTION.format(name=name)).lstrip()
        for name in ("weigh", "label", "trace")
    },
    **{f"@packs/parcels/actions/{name}.sh": "true\n" for name in ("weigh", "label", "trace")},
    "@packs/parcels/actions/dispatch.yaml": (
        "ref: parcels.dispatch\nlabel: Dispatch\ndescription: Sends a parcel\n"
        "workflow_file: workflows/dispatch.workflow.yaml\nparameters: {}\n"
    ),
    "@packs/parcels/actions/workflows/dispatch.workflow.yaml": (
        "version: 1.0.0\ntasks:\n  - name: weigh_parcel\n    action: parcels.weigh\n"
    ),
}
WEIGH = "packs/parcels/actions/weigh.yaml"
GRAPH = "packs/parcels/actions/workflows/dispatch.workflow.yaml"
SOUND = [
    "packs/parcels/pack.yaml::pack::parcels",
    "packs/parcels/pack.yaml::action::parcels.label",
    "packs/parcels/pack.yaml::action::parcels.trace",
    "packs/parcels/pack.yaml::action::parcels.weigh",
    "packs/parcels/pack.yaml::workflow::parcels.dispatch",
    "packs/tariffs/pack.yaml::pack::tariffs",
]


@pytest.fixture
def folder(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with two sound packs below `packs/`."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest")
    return write_pack(pytester.path, PACKS)


def edit(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), "utf-8")


def passed_ids(result: pytest.RunResult) -> list[str]:
    return [line.split()[0] for line in result.outlines if "PASSED" in line]


def test_inert_by_default(folder: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest()
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    result.stdout.no_fnmatch_line("*pack.yaml*")
    pytester.runpytest("--fixtures", "-v").stdout.no_fnmatch_line("*attune_packkit*")


def test_imports_next_to_nothing_while_inert(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import json, sys
        def pytest_unconfigure():
            names = [name for name in sys.modules if name.startswith("attune_packkit")]
            heavy = {"yaml", "jsonschema_rs", "click"} & set(sys.modules)
            print("\\nloaded", json.dumps([names, sorted(heavy)]))
        """
    )
    result = pytester.runpytest_subprocess("-s")
    (line,) = [line for line in result.outlines if line.startswith("loaded ")]
    names, heavy = json.loads(line.removeprefix("loaded "))
    assert sorted(names) == ["attune_packkit", "attune_packkit.pytest_plugin"]
    assert heavy == []


def test_every_component_is_a_test_with_a_readable_id(
    folder: Path, pytester: pytest.Pytester
) -> None:
    result = pytester.runpytest("--packkit", "-v")
    assert result.ret == pytest.ExitCode.OK
    assert passed_ids(result) == SOUND


def test_can_be_switched_on_by_configuration(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\npackkit = true\n")
    pytester.runpytest().assert_outcomes(passed=len(SOUND))


def test_collect_only_checks_nothing(folder: Path, pytester: pytest.Pytester) -> None:
    edit(folder, WEIGH, "label: weigh", "label: 5")
    result = pytester.runpytest("--packkit", "--collect-only", "-q")
    assert result.ret == pytest.ExitCode.OK
    assert [line for line in result.outlines if "::" in line] == SOUND


def test_failure_shows_place_source_and_message_without_traceback(
    folder: Path, pytester: pytest.Pytester
) -> None:
    edit(folder, WEIGH, "label: weigh", "label: weigh\nlabel: scales")
    result = pytester.runpytest("--packkit")
    result.assert_outcomes(passed=len(SOUND) - 1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ action parcels.weigh _*",
            f"{WEIGH}:3:1*error*yaml.duplicate_key",
            "*3 │ label: scales",
            "*│ ^^^^^ key 'label' is already defined on line 2*",
            "FAILED packs/parcels/pack.yaml::action::parcels.weigh*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*collecting.py*")


def test_paths_are_shown_from_where_pytest_was_started(
    folder: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(folder, WEIGH, "label: weigh", "label: weigh\nlabel: scales")
    monkeypatch.chdir(folder / "packs")
    result = pytester.runpytest("--packkit", "parcels")
    result.stdout.fnmatch_lines(["parcels/actions/weigh.yaml:3:1*"])


def test_a_related_place_in_another_pack_has_the_path_to_it(
    folder: Path, pytester: pytest.Pytester
) -> None:
    manifest = (folder / "packs/tariffs/pack.yaml").read_text("utf-8")
    (folder / "packs/tariffs/pack.yaml").write_text(f"{manifest}dependencies: ['parcels@>=9']\n")
    result = pytester.runpytest("--packkit")
    result.stdout.fnmatch_lines(["*its version: packs/parcels/pack.yaml:*"])


def test_fault_of_a_graph_file_fails_its_workflow(folder: Path, pytester: pytest.Pytester) -> None:
    edit(folder, GRAPH, "tasks:", "tasks: []\ntasks:")
    result = pytester.runpytest("--packkit", "-v")
    result.assert_outcomes(passed=len(SOUND) - 1, failed=1)
    result.stdout.fnmatch_lines(["*pack.yaml::workflow::parcels.dispatch*FAILED*"])


def test_fault_of_another_file_fails_the_manifest(folder: Path, pytester: pytest.Pytester) -> None:
    (folder / "packs/parcels/actions/stray.txt").write_bytes(b"\xff")
    (folder / "packs/parcels/rules").write_text("no folder", "utf-8")
    result = pytester.runpytest("--packkit", "-v", "-o", "packkit_fail_on=warning")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*pack.yaml::pack::parcels*FAILED*"])


def test_packs_are_checked_together(folder: Path, pytester: pytest.Pytester) -> None:
    edit(folder, GRAPH, "parcels.weigh", "tariffs.quote")
    alone = pytester.runpytest("--packkit", "packs/parcels")
    alone.assert_outcomes(passed=5)
    result = pytester.runpytest("--packkit", "packs/parcels", "packs/tariffs")
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines([f"{GRAPH}:4:*workflow.undefined_action"])


def test_packs_of_the_configuration_are_always_known(
    folder: Path, pytester: pytest.Pytester
) -> None:
    edit(folder, GRAPH, "parcels.weigh", "tariffs.quote")
    pytester.makeini("[pytest]\npackkit = true\npackkit_packs = packs\n")
    pytester.runpytest("packs/parcels").assert_outcomes(passed=4, failed=1)


def test_items_are_selected_by_words_of_their_refs(folder: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest("--packkit", "-v", "-k", "weigh or dispatch")
    assert passed_ids(result) == [SOUND[3], SOUND[4]]
    assert passed_ids(pytester.runpytest("--packkit", "-v", "-k", "action and not weigh")) == [
        SOUND[1],
        SOUND[2],
    ]


def test_items_are_selected_by_their_marker(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_own(): pass")
    result = pytester.runpytest("--packkit", "--strict-markers", "-m", "packkit")
    result.assert_outcomes(passed=len(SOUND), deselected=1)


def test_selection_by_id(folder: Path, pytester: pytest.Pytester) -> None:
    assert passed_ids(pytester.runpytest("--packkit", "-v", SOUND[3])) == [SOUND[3]]
    kind = pytester.runpytest("--packkit", "-v", "packs/parcels/pack.yaml::action")
    assert passed_ids(kind) == SOUND[1:4]


def test_exit_at_the_first_failure_and_last_failed(folder: Path, pytester: pytest.Pytester) -> None:
    for name in ("label", "trace"):
        edit(folder, f"packs/parcels/actions/{name}.yaml", "label:", "label: x\nlabel:")
    pytester.runpytest("--packkit", "-x").assert_outcomes(passed=1, failed=1)
    pytester.runpytest("--packkit").assert_outcomes(passed=4, failed=2)
    again = pytester.runpytest("--packkit", "--lf", "-v")
    again.assert_outcomes(failed=2)
    edit(folder, "packs/parcels/actions/label.yaml", "label: x\n", "")
    pytester.runpytest("--packkit", "--lf").assert_outcomes(passed=1, failed=1)


def test_items_can_be_spread_over_processes(folder: Path, pytester: pytest.Pytester) -> None:
    edit(folder, WEIGH, "label: weigh", "label: weigh\nlabel: scales")
    edit(folder, GRAPH, "parcels.weigh", "tariffs.quote")
    result = pytester.runpytest_subprocess("--packkit", "-n", "2")
    result.assert_outcomes(passed=len(SOUND) - 2, failed=2)
    result.stdout.fnmatch_lines_random(
        [f"{WEIGH}:3:1*yaml.duplicate_key", f"{GRAPH}:4:*workflow.undefined_action"]
    )


WARNING = "packs/parcels/pack.yaml:*: warning: *[[]*[]]"


def warn(folder: Path) -> None:
    edit(folder, "packs/parcels/pack.yaml", "license: Apache-2.0\n", "licence: Apache-2.0\n")


def test_warnings_are_listed_and_do_not_fail(folder: Path, pytester: pytest.Pytester) -> None:
    warn(folder)
    for arguments in ((), ("-n", "2"), ("-W", "error")):
        result = pytester.runpytest_subprocess("--packkit", *arguments)
        assert result.ret == pytest.ExitCode.OK
        result.stdout.fnmatch_lines(["*= packkit warnings summary =*", WARNING])
    pytester.runpytest("--packkit", "-q", "-q").stdout.no_fnmatch_line("*warning*")


def test_warnings_fail_where_the_user_says_so(folder: Path, pytester: pytest.Pytester) -> None:
    warn(folder)
    result = pytester.runpytest("--packkit", "-o", "packkit_fail_on=warning")
    result.assert_outcomes(passed=len(SOUND) - 1, failed=1)
    result.stdout.no_fnmatch_line("*packkit warnings summary*")


def test_junit_report_holds_failures_and_warnings(folder: Path, pytester: pytest.Pytester) -> None:
    edit(folder, WEIGH, "label: weigh", "label: weigh\nlabel: scales")
    warn(folder)
    pytester.runpytest("--packkit", "--junitxml=report.xml")
    report = (folder / "report.xml").read_text("utf-8")
    assert f"{WEIGH}:3:1  error  yaml.duplicate_key" in report
    assert '<property name="packkit" value="packs/parcels/pack.yaml:' in report


def test_configuration_of_packkit_counts(folder: Path, pytester: pytest.Pytester) -> None:
    warn(folder)
    (folder / "packkit.toml").write_text('fail-on = "warning"\n', "utf-8")
    pytester.runpytest("--packkit").assert_outcomes(passed=len(SOUND) - 1, failed=1)
    result = pytester.runpytest("--packkit", "-o", "packkit_fail_on=never")
    result.assert_outcomes(passed=len(SOUND))


def test_checks_can_be_left_out(folder: Path, pytester: pytest.Pytester) -> None:
    edit(folder, WEIGH, "label: weigh", "label: weigh\nlabel: scales")
    pytester.makeini("[pytest]\npackkit_ignore = manifest yaml\n")
    pytester.runpytest("--packkit").assert_outcomes(passed=len(SOUND))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "packkit_target=clasic"), "'packkit_target' is 'clasic', expected one of auto*"),
        (("-o", "packkit_packs=nowhere"), "*nowhere' does not exist*"),
        (("-o", "packkit_select=yaml redme"), "no check is called 'redme' (*'readme'?)"),
    ],
)
def test_wrong_settings_are_usage_errors(
    folder: Path, pytester: pytest.Pytester, arguments: tuple[str, ...], told: str
) -> None:
    result = pytester.runpytest_subprocess("--packkit", *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: packkit: " + told])


def test_broken_plugin_is_a_usage_error(folder: Path, pytester: pytest.Pytester) -> None:
    (folder / "packkit.toml").write_text('plugins = ["no_such_plugin"]\n', "utf-8")
    result = pytester.runpytest_subprocess("--packkit")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: packkit: no plugin or module is called 'no_such_plugin'*"])


CRASHING = """
from attune_packkit.api import check, hookimpl

@check("evil.seen", severity="info", layer="references", since="1")
def seen(manifest):
    "Seen."
    yield 1 / 0

@hookimpl
def packkit_checks():
    return [seen]

@hookimpl
def packkit_session_finish():
    raise SystemExit("evil")
"""


@pytest.mark.parametrize("fail_on", ["never", "error"])
def test_a_plugin_that_crashes_fails_packs_whatever_else_does(
    folder: Path, pytester: pytest.Pytester, fail_on: str
) -> None:
    pytester.makepyfile(evil=CRASHING)
    (folder / "packkit.toml").write_text('plugins = ["evil"]\nseverity = "info"\n', "utf-8")
    fail = ("-o", f"packkit_fail_on={fail_on}")
    result = pytester.runpytest_subprocess("--packkit", *fail)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*check 'evil.seen' of evil crashed: ZeroDivisionError*"])
    result.stdout.fnmatch_lines(["*plugin 'evil' of evil failed in packkit_session_finish*"])


def test_pack_inside_a_pack_belongs_to_it(folder: Path, pytester: pytest.Pytester) -> None:
    write_pack(folder / "packs/parcels/tests", {"@data/pack.yaml": "ref: [\n"})
    pytester.runpytest("--packkit").assert_outcomes(passed=len(SOUND))
    named = pytester.runpytest("--packkit", "packs/parcels/tests/data")
    named.assert_outcomes(failed=1)


def test_hostile_refs_make_printable_distinct_ids(folder: Path, pytester: pytest.Pytester) -> None:
    write_pack(
        folder / "packs/tariffs",
        {
            "@actions/a.yaml": 'ref: "tariffs.\\e[2J\\n"\n',
            "@actions/b.yaml": "ref: tariffs.same\n",
            "@actions/c.yaml": "ref: tariffs.same\n",
            "@actions/d.yaml": "ref: [\n",
            "@actions/e.yaml": f"ref: {'x' * 1000}\n",
        },
    )
    result = pytester.runpytest("--packkit", "--collect-only", "-q", "packs/tariffs")
    ids = [line.rpartition("::")[2] for line in result.outlines if "::action::" in line]
    assert ids[:4] == [r"tariffs.\x1b[2J\n", "tariffs.same", "tariffs.same[c.yaml]", "tariffs.d"]
    assert len(ids[4]) < 300


def test_nothing_of_a_pack_is_imported_by_packkit(folder: Path, pytester: pytest.Pytester) -> None:
    """P02, apart from conftest.py and test modules, which pytest itself imports."""
    trap = "raise AssertionError('imported')\n"
    for name in ("setup.py", "sitecustomize.py", "weigh.py", "actions/label.py"):
        (folder / "packs/parcels" / name).write_text(trap, "utf-8")
    pytester.runpytest_subprocess("--packkit").assert_outcomes(passed=len(SOUND))


def test_folders_that_pytest_ignores_are_ignored(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.runpytest("--packkit", "--ignore=packs/tariffs").assert_outcomes(passed=5)


def test_plugin_can_be_switched_off_for_good(folder: Path, pytester: pytest.Pytester) -> None:
    assert pytester.runpytest("-p", "no:packkit").ret == pytest.ExitCode.NO_TESTS_COLLECTED


# Fixtures


INI = "[pytest]\npackkit = true\naddopts = -p no:cacheprovider --strict-markers\n"


def run_test(
    folder: Path, pytester: pytest.Pytester, source: str, at: str = ""
) -> pytest.RunResult:
    """Run one test module at a folder and only it."""
    if not (folder / "tox.ini").exists():
        pytester.makeini(INI)
    path = folder / at / "test_own.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(source), "utf-8")
    return pytester.runpytest(path)


def test_pack_around_the_test(folder: Path, pytester: pytest.Pytester) -> None:
    source = """
        def test_it(pack):
            assert pack.ref == "parcels"
            assert [action.name for action in pack.of("action")][0] == "dispatch"
    """
    run_test(folder, pytester, source, "packs/parcels/tests").assert_outcomes(passed=1)


def test_pack_named_by_ref_or_folder(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.makeini(INI + "packkit_packs = packs\n")
    source = """
        import pytest

        @pytest.mark.packkit_pack("tariffs")
        def test_by_ref(pack, pack_set):
            assert pack is pack_set["tariffs"]
            assert sorted(pack_set) == ["parcels", "tariffs"]

        @pytest.mark.packkit_pack("../packs/tariffs")
        def test_by_folder(pack, pack_set):
            assert pack is pack_set["tariffs"]
    """
    run_test(folder, pytester, source, "checks").assert_outcomes(passed=2)


def test_only_pack_needs_no_name(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.makeini(INI + "packkit_packs = packs/tariffs\n")
    source = "def test_it(pack): assert pack.ref == 'tariffs'"
    run_test(folder, pytester, source).assert_outcomes(passed=1)


def test_pack_that_cannot_be_told(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.makeini(INI + "packkit_packs = packs\n")
    source = """
        import pytest

        def test_unnamed(pack): pass

        @pytest.mark.packkit_pack("parcel")
        def test_unknown(pack): pass

        @pytest.mark.packkit_pack("parcels", "tariffs")
        def test_two(pack): pass
    """
    result = run_test(folder, pytester, source)
    result.assert_outcomes(errors=3)
    result.stdout.fnmatch_lines(
        [
            "no pack around this test: name one with packkit_pack",
            "no pack of this run is called 'parcel'; did you mean 'parcels'?",
            "the marker packkit_pack takes one text",
        ]
    )


def test_a_workflow_is_named_by_its_ref(folder: Path, pytester: pytest.Pytester) -> None:
    pytester.makeini(INI + "packkit_packs = packs\n")
    source = """
        import pytest

        @pytest.mark.packkit_workflow("parcels.dispatch")
        def test_by_ref(workflow):
            (task,) = workflow.all_tasks()
            assert (task.name, task.action) == ("weigh_parcel", "parcels.weigh")

        @pytest.mark.packkit_pack("parcels")
        @pytest.mark.packkit_workflow("dispatch")
        def test_by_name(workflow, pack):
            assert workflow in pack.workflows
    """
    run_test(folder, pytester, source).assert_outcomes(passed=2)


def test_workflow_of_the_pack_around_the_test(folder: Path, pytester: pytest.Pytester) -> None:
    source = """
        import pytest

        @pytest.mark.packkit_workflow("dispatch")
        def test_it(workflow):
            assert workflow.ref == "parcels.dispatch"
    """
    run_test(folder, pytester, source, "packs/parcels/tests").assert_outcomes(passed=1)


def test_workflow_that_cannot_be_told(folder: Path, pytester: pytest.Pytester) -> None:
    source = """
        import pytest

        def test_unnamed(workflow): pass

        @pytest.mark.packkit_workflow("parcels.dispach")
        def test_unknown(workflow): pass
    """
    result = run_test(folder, pytester, source, "packs/parcels/tests")
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(
        [
            "name the workflow with packkit_workflow",
            "no workflow of this run is called 'parcels.dispach'; did you mean 'parcels.dispatch'?",
        ]
    )


def test_import_takes_no_time_to_speak_of() -> None:
    script = (
        "import pytest, sys; before = set(sys.modules); import attune_packkit.pytest_plugin;"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.split() == ["attune_packkit", "attune_packkit.pytest_plugin"]
