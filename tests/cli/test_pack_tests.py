"""packkit test: the tests that packs bring along, run on request, counted and ended in time."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree

import pytest

from attune_packkit.config import Settings
from attune_packkit.errors import SourceError
from attune_packkit.model.pack_test_results import PackTestResult, PackTestSuite
from attune_packkit.pipeline.pack_tests import run_tests
from attune_packkit.session import Session

from .conftest import MakePack, Packkit

EXAMPLES = Path(__file__).parents[2] / "site" / "packs"
GOOD = "import unittest\nclass T(unittest.TestCase):\n    def test_one(self): pass\n"
BAD = (
    GOOD + "    def test_two(self):\n        'What it is about.'\n        self.assertEqual(1, 2)\n"
)
OTHERS = (
    GOOD
    + "    @unittest.skip('not today')\n    def test_two(self): pass\n"
    + "    @unittest.expectedFailure\n    def test_three(self): self.fail()\n"
    + "    def test_four(self): raise OSError('no disk')\n"
)

Make: TypeAlias = Callable[..., str]


@pytest.fixture
def make(make_pack: MakePack) -> Make:
    """Write a pack whose test file is `text`; `runner` and `section` add to its `testing`."""

    def write(
        text: str, file: str = "tests/test_it.py", kind: str = "unittest",
        runner: dict[str, Any] | None = None, name: str = "parcels", **section: Any,
    ) -> str:  # fmt: skip
        suite = {"type": kind, "entry_point": file, **(runner or {})}
        testing = {
            "enabled": True,
            "discovery": {"method": "directory", "path": "tests"},
            "runners": {"unit": suite},
            **section,
        }
        manifest = f'ref: {name}\nversion: "1.2.3"\ntesting: {json.dumps(testing)}\n'
        return str(make_pack({"pack.yaml": manifest, file: text}, name=name))

    return write


def result(packkit: Packkit, *arguments: str) -> Any:
    return packkit("test", *arguments, "--format", "json").json


def outcomes(suite: Any) -> dict[str, str]:
    return {each["name"].rpartition(".")[2]: each["status"] for each in suite["test_cases"]}


def test_the_tests_of_the_example_packs_pass(packkit: Packkit) -> None:
    done = packkit("test", str(EXAMPLES), "--format", "json")
    assert done.code == 0
    found = {each["pack_ref"]: (each["status"], each["total_tests"]) for each in done.json}
    assert found["parcels"] == ("passed", 11)
    assert found["workshop"] == ("passed", 7)
    assert found["notify"] == ("skipped", 0)
    assert len(found) == 6


def test_the_result_has_the_fields_of_the_documents(packkit: Packkit, make: Make) -> None:
    data = result(packkit, make(GOOD))
    assert data.pop("duration_ms") > 0
    assert data["test_suites"][0].pop("duration_ms") > 0
    assert data == {
        "pack_ref": "parcels",
        "pack_version": "1.2.3",
        "execution_time": "2023-11-14T22:13:20Z",
        "status": "passed",
        "total_tests": 1,
        "passed": 1,
        "failed": 0,
        "skipped": 0,
        "pass_rate": 1.0,
        "test_suites": [
            {
                "name": "unit",
                "runner_type": "unittest",
                "total": 1,
                "passed": 1,
                "failed": 0,
                "skipped": 0,
                "test_cases": [
                    {
                        "name": "tests.test_it.T.test_one",
                        "status": "passed",
                        "duration_ms": 0,
                        "error_message": None,
                        "stdout": "",
                        "stderr": "",
                    }
                ],
            }
        ],
    }


def test_a_failure_is_told_and_fails_the_run(packkit: Packkit, make: Make) -> None:
    path = make(BAD)
    done = packkit("test", path)
    assert done.code == 1
    assert "parcels: failed, 1 of 2 passed" in done.out
    assert "AssertionError: 1 != 2" in done.out
    suite = result(packkit, path)["test_suites"][0]
    assert outcomes(suite) == {"test_one": "passed", "test_two": "failed"}


def test_every_way_a_unittest_ends(packkit: Packkit, make: Make) -> None:
    suite = result(packkit, make(OTHERS))["test_suites"][0]
    assert outcomes(suite) == {
        "test_one": "passed", "test_two": "skipped", "test_three": "passed", "test_four": "failed",
    }  # fmt: skip
    messages = [each["error_message"] for each in suite["test_cases"] if each["error_message"]]
    assert any("no disk" in message for message in messages)
    assert any("not today" in message for message in messages)


def test_pytest_suites_are_run_apart_from_what_surrounds_the_pack(
    packkit: Packkit, make: Make, work: Path
) -> None:
    (work / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (work / "conftest.py").write_text("raise SystemExit('above the pack')\n")
    text = (
        "import pytest\ndef test_one(): print('said')\ndef test_two(): assert 1 == 2\n"
        "@pytest.mark.skip(reason='not today')\ndef test_three(): pass\n"
    )
    path = make(text, kind="pytest")
    suite = result(packkit, path)["test_suites"][0]
    assert outcomes(suite) == {"test_one": "passed", "test_two": "failed", "test_three": "skipped"}
    assert "assert 1 == 2" in suite["test_cases"][1]["error_message"]
    assert sorted(os.listdir(path)) == [
        "CHANGELOG.md", "LICENSE", "README.md", "pack.yaml", "tests"
    ]  # fmt: skip
    assert os.listdir(Path(path, "tests")) == ["test_it.py"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exit 0", (1, 0, 0)),
        ("exit 3", (0, 1, 0)),
        ("echo 'Total Tests: 5'\necho 'Passed: 4'\necho 'Failed: 0'\necho 'Skipped: 1'", (4, 0, 1)),
        ("printf 'Total Tests: 5\\r\\nFailed: 2\\r\\n'\nexit 1", (3, 2, 0)),
        ("echo 'Passed: 9'\necho 'Passed: 2'", (2, 0, 0)),
        ("echo 'Passed: 4'\necho 'Failed: 0'\nexit 2", (4, 1, 0)),
        ("echo 'Passed: 99999999999999999999'", (1, 0, 0)),
    ],
)
def test_scripts_count_in_lines_or_by_their_exit_code(
    packkit: Packkit, make: Make, text: str, expected: tuple[int, int, int]
) -> None:
    data = result(packkit, make(text, "tests/run.sh", "script"))
    assert (data["passed"], data["failed"], data["skipped"]) == expected


@pytest.mark.parametrize(("file", "shell"), [("tests/run.sh", "sh"), ("tests/run", "bash")])
def test_the_shell_is_the_one_attune_takes(
    packkit: Packkit, make: Make, file: str, shell: str
) -> None:
    path = make("readlink -f /proc/$$/exe; ps -o comm= -p $$; exit 1", file, "script")
    case = result(packkit, path)["test_suites"][0]["test_cases"][0]
    assert shell in case["stdout"]


def test_tests_run_in_the_pack_with_few_variables_and_a_home_of_their_own(
    packkit: Packkit, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PACKKIT_FORMAT", "json")
    path = make('pwd; env | cut -d= -f1 | sort; echo "$HOME"; exit 1', "tests/run.sh", "script")
    lines = result(packkit, path)["test_suites"][0]["test_cases"][0]["stdout"].split()
    assert lines[0] == path
    assert not {"AWS_SECRET_ACCESS_KEY", "PYTHONPATH", "PACKKIT_FORMAT"} & set(lines)
    assert {"PATH", "HOME", "TMPDIR"} <= set(lines)
    assert lines[-1] != os.environ["HOME"]
    assert not os.path.exists(lines[-1])


def test_nothing_is_written_into_the_pack_or_left_elsewhere(
    packkit: Packkit, make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    litter = "import os, tempfile\nopen(tempfile.mkstemp()[1], 'w').write('x')\n"
    litter += "os.mkdir(os.environ['HOME'] + '/closed', 0o000)\n"
    path = make(litter + GOOD)
    before = sorted(Path(path).rglob("*"))
    assert packkit("test", path).code == 0
    assert sorted(Path(path).rglob("*")) == before
    assert os.listdir(tmp_path / "temporary") == []


def test_the_virtual_environment_of_the_pack_is_used(packkit: Packkit, make: Make) -> None:
    path = make("import sys, unittest\nraise SystemExit('ran by ' + sys.executable)\n")
    environment = Path(path, "venv")
    (environment / "bin").mkdir(parents=True)
    (environment / "pyvenv.cfg").write_text("home = /usr\n")
    ours = environment / "bin" / "python"
    ours.write_text(f'#!/bin/sh\necho by the environment\nexec {sys.executable} "$@"\n')
    ours.chmod(ours.stat().st_mode | stat.S_IXUSR)
    case = result(packkit, path)["test_suites"][0]["test_cases"][0]
    assert "by the environment" in case["stdout"]
    shutil.rmtree(environment)
    assert "ran by" in result(packkit, path)["test_suites"][0]["test_cases"][0]["stderr"]


@pytest.mark.parametrize("source", ["pack", "option"])
def test_a_suite_that_takes_too_long_is_ended(packkit: Packkit, make: Make, source: str) -> None:
    runner = {"timeout": 1} if source == "pack" else {}
    options = [] if source == "pack" else ["--timeout", "1"]
    started = time.monotonic()
    data = result(packkit, make("sleep 60", "tests/run.sh", "script", runner), *options)
    assert time.monotonic() - started < 15
    assert data["status"] == "failed"
    told = data["test_suites"][0]["test_cases"][0]["error_message"]
    assert told == "timed out after 1 s and was ended"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets orphans be adopted")
def test_a_daemon_that_tests_start_is_ended(packkit: Packkit, make: Make) -> None:
    daemon = (
        'setsid sh -c "echo $$ > pid; exec sleep 60" > /dev/null 2>&1 < /dev/null &\n'
        "until test -s pid; do sleep 0.01; done\n"
    )
    path = make(daemon.replace("$$", "\\$\\$"), "tests/run.sh", "script")
    assert packkit("test", path).code == 0
    assert not Path("/proc", Path(path, "pid").read_text().strip()).exists()


def test_fail_fast_leaves_out_the_rest(packkit: Packkit, make: Make, make_pack: MakePack) -> None:
    runners = {
        "a": {"type": "script", "entry_point": "tests/run.sh"},
        "b": {"type": "unittest", "entry_point": "tests/test_it.py"},
    }
    path = make("exit 1", "tests/run.sh", runners=runners)
    make_pack({"tests/test_it.py": GOOD, "pack.yaml": Path(path, "pack.yaml").read_text()})
    assert [each["name"] for each in result(packkit, path)["test_suites"]] == ["a", "b"]
    assert [each["name"] for each in result(packkit, path, "-x")["test_suites"]] == ["a"]


@pytest.mark.parametrize(
    ("rate", "status", "code"), [(0.5, "partial", 0), (0.6, "failed", 1), (None, "failed", 1)]
)
def test_a_pack_may_let_some_tests_fail(
    packkit: Packkit, make: Make, rate: float | None, status: str, code: int
) -> None:
    done = packkit("test", make(BAD, min_pass_rate=rate), "--format", "json")
    assert (done.json["status"], done.code) == (status, code)
    assert done.json["pass_rate"] == 0.5


@pytest.mark.parametrize(
    "section", [{"enabled": False}, {"runners": None}, {"runners": {}}, {"runners": "all"}]
)
def test_without_runners_there_is_nothing_to_run(
    packkit: Packkit, make: Make, section: dict[str, Any]
) -> None:
    done = packkit("test", make("exit 1", "tests/run.sh", "script", **section), "--format", "json")
    assert done.code == 0
    assert done.json["status"] == "skipped"


@pytest.mark.parametrize("kind", ["unittest", "pytest"])
def test_a_file_without_tests_passes_nothing(packkit: Packkit, make: Make, kind: str) -> None:
    done = packkit("test", make("", kind=kind), "--format", "json")
    assert done.code == 0
    assert done.json["status"] == "skipped"


@pytest.mark.parametrize(
    ("runner", "told"),
    [
        ({"type": "pytst"}, "did you mean 'pytest'?"),
        ({"type": 7}, "types: pytest, script, unittest"),
        ({"entry_point": "../run.sh"}, "leaves its folder through '..'"),
        ({"entry_point": "tests"}, "is a folder"),
        ({"entry_point": "tests/gone.py"}, "does not exist in the pack"),
        ({"entry_point": None}, "no entry point is given"),
        ({"entry_point": "-c"}, "starts with a hyphen"),
    ],
)
def test_a_runner_that_cannot_be_started_is_a_failure(
    packkit: Packkit, make: Make, runner: dict[str, Any], told: str
) -> None:
    done = packkit("test", make(GOOD, runner=runner), "--format", "json")
    assert done.code == 1
    assert told in done.json["test_suites"][0]["test_cases"][0]["error_message"]


def test_the_junit_report_is_valid_whatever_tests_print(
    packkit: Packkit, make: Make, assert_valid: Callable[[str, str], None]
) -> None:
    text = OTHERS + "import sys\nprint('\\x00\\x1b[31m\\ud800'.encode('utf-8', 'replace'))\n"
    path = make(text)
    assert packkit("test", path, "--junit", "report.xml").code == 1
    report = Path("report.xml").read_text("utf-8")
    assert_valid("junit", report)
    root = ElementTree.fromstring(report)
    suite = root[0]
    assert (suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("skipped")) == (
        "parcels.unit", "4", "1", "1",
    )  # fmt: skip
    assert packkit("test", path, "--junit", "nowhere/report.xml").code == 4


def test_hostile_output_reaches_nobody(packkit: Packkit, make: Make) -> None:
    text = "printf '\\033]0;owned\\007\\033[2J::set-output name=a::b\\n'; exit 1"
    path = make(text, "tests/run.sh", "script")
    done = packkit("test", path, "--junit", "report.xml")
    assert "\x1b" not in done.out + done.err + Path("report.xml").read_text("utf-8")
    assert not any(line.startswith("::") for line in done.out.splitlines())


def test_much_output_is_cut(packkit: Packkit, make: Make) -> None:
    path = make("yes | head -c 20000000; exit 1", "tests/run.sh", "script")
    assert len(packkit("test", path, "--format", "json").out) < 100_000


def test_where_there_is_no_pack(packkit: Packkit, work: Path) -> None:
    assert packkit("test", "nowhere").code == 6
    assert packkit("test", str(work)).code == 5


def test_what_registration_asks(make: Make) -> None:
    session = Session(Settings(autoload=False, cache=False))
    good = run_tests(session, make(GOOD))
    assert (good.status, good.total, good.passed, good.failed) == ("passed", 1, 1, 0)
    assert good.summary() == {"status": "passed", "total_tests": 1, "passed": 1, "failed": 0}
    partial = run_tests(session, make(BAD, min_pass_rate=0.5))
    assert partial.summary()["status"] == "passed"
    assert run_tests(session, make(BAD)).blocks
    assert not run_tests(session, make(BAD, on_failure="warn")).blocks
    with pytest.raises(SourceError):
        run_tests(session, "nowhere")


def test_a_result_without_tests_is_skipped() -> None:
    now = "2026-01-01T00:00:00Z"
    empty = PackTestResult("p", "1.0.0", "p", now)
    assert (empty.status, empty.pass_rate, empty.ok) == ("skipped", 0.0, True)
    suite = PackTestSuite("a", "script", 0, 0, 3)
    assert PackTestResult("p", "1", "p", now, (suite,)).status == "skipped"


@pytest.mark.parametrize("manifest", ["ref: [\n", "- a\n", ""])
def test_a_pack_whose_manifest_cannot_be_read_does_not_pass(
    packkit: Packkit, make: Make, make_pack: MakePack, manifest: str
) -> None:
    made = Path(make(GOOD, name="good")) / "ran"
    make(f"open({str(made)!r}, 'w')\n" + GOOD, name="good")
    make_pack({"pack.yaml": manifest}, name="odd")
    done = packkit("test", "good", "odd")
    assert (done.code, "'odd': Failed to parse pack.yaml" in done.err) == (6, True)
    assert not made.exists()  # nothing was run in vain
