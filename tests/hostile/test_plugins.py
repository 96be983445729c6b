"""Plugins that misbehave, each in a process of its own: rows P03, P04 and P05.

tests/unit/test_plugin_manager.py has more of the kind.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any, TypeAlias

import pytest

from .conftest import NEIGHBOUR, write

HEADER = """
import locale, os, sys, time
from attune_packkit.api import check, finding, hookimpl

def bad():
    {bad}
"""
CHECK = """
@check("evil.seen", severity="warning", layer="references", since="1")
def seen(manifest):
    "Seen."
    bad()
    yield finding(manifest.place, "seen")

@hookimpl
def packkit_checks():
    return [seen]
"""
HOOK = """
@hookimpl
def {hook}(session):
    bad()
"""
CONTRIBUTION = """
@hookimpl
def {hook}():
    bad()
    return []
"""
EXECUTOR = """
class Evil:
    name = "evil"
    def run(self, work, items, jobs):
        bad()
        return [work(item) for item in items]

@hookimpl
def packkit_executors():
    return [Evil()]
"""
REPORTER = """
class Evil:
    name = "evil"
    def render(self, result, options):
        bad()
        return "evil\\n"

@hookimpl
def packkit_reporters():
    return [Evil()]
"""
KINDS = {
    "check": CHECK,
    "start": HOOK.format(hook="packkit_session_start"),
    "finish": HOOK.format(hook="packkit_session_finish"),
    "checks": CONTRIBUTION.format(hook="packkit_checks"),
    "inputs": CONTRIBUTION.format(hook="packkit_inputs"),
    "reporters": CONTRIBUTION.format(hook="packkit_reporters"),
    "executors": CONTRIBUTION.format(hook="packkit_executors"),
    "executor": EXECUTOR,
    "reporter": REPORTER,
}
FAILURES = {
    "raises": "raise ValueError('evil')",
    "exits": "sys.exit(0)",
    "recurses": "bad()",
}
Run: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Install plugins from their source; validate two packs with one fault in each."""
    for name in ("one", "two"):
        write(tmp_path / "packs" / name, NEIGHBOUR)

    def start(plugins: Mapping[str, str], *arguments: str, **environ: str) -> Any:
        for name, source in plugins.items():
            info = f"site/{name}-1.0.dist-info"
            write(
                tmp_path,
                {
                    f"site/{name}_plugin.py": source,
                    f"{info}/METADATA": f"Name: {name}-checks\nVersion: 1.0\n",
                    f"{info}/entry_points.txt": f"[attune_packkit]\n{name} = {name}_plugin\n",
                },
            )
        return subprocess.run(
            [sys.executable, "-m", "attune_packkit", "validate", "packs", "--no-cache", *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "site"), **environ},
            timeout=60,
            check=False,
        )

    return start


def found(report: str) -> list[tuple[str, str]]:
    """Return code and message of what a JSON report says."""
    return [
        (each["code"], each["message"])
        for pack in json.loads(report)["packs"]
        for each in pack["diagnostics"]
    ]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("kind", KINDS)
def test_p03_a_plugin_that_fails_is_a_diagnostic(
    run: Run, tmp_path: Path, kind: str, failure: str
) -> None:
    """In every report that can be written; all packs are checked all the same."""
    source = HEADER.format(bad=FAILURES[failure]) + KINDS[kind]
    further = {"reporter": ["--output", "evil=evil.txt"]}.get(kind, [])
    environ = {"PACKKIT_EXECUTOR": "evil"} if kind == "executor" else {}
    outputs = ["--output", "junit=report.xml", "--output", "sarif=report.sarif", *further]
    done = run({"evil": source}, "--format", "json", "--jobs", "2", *outputs, **environ)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    told = found(done.stdout)
    internal = [message for code, message in told if code.startswith("internal.")]
    assert all("evil-checks" in message for message in internal)
    assert len(internal) == (2 if kind == "check" else 1)
    assert [code for code, _ in told].count("yaml.duplicate_key") == 2
    for name in ("report.xml", "report.sarif"):
        assert "evil-checks" in (tmp_path / name).read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_p03_what_a_plugin_prints_is_in_no_report(run: Run, kind: str) -> None:
    source = HEADER.format(bad="print('::stop-commands::x')") + KINDS[kind]
    environ = {"PACKKIT_EXECUTOR": "evil"} if kind == "executor" else {}
    further = ["--output", "evil=evil.txt"] if kind == "reporter" else []
    done = run({"evil": source}, "--format", "json", "--jobs", "2", *further, **environ)
    assert done.returncode == 1
    assert "yaml.duplicate_key" in dict(found(done.stdout))
    assert "::stop-commands::x" in done.stderr


@pytest.mark.parametrize(
    "bad",
    [
        "os.chdir('/')",
        "os.environ.clear()",
        "locale.setlocale(locale.LC_ALL, 'C')",
    ],
)
def test_p03_what_a_check_changes_is_put_back(run: Run, tmp_path: Path, bad: str) -> None:
    source = HEADER.format(bad=bad) + CHECK
    done = run({"evil": source}, "--output", "json=report.json", "-q")
    assert done.returncode == 1
    codes = [code for code, _ in found((tmp_path / "report.json").read_text("utf-8"))]
    assert codes.count("evil.seen") == codes.count("yaml.duplicate_key") == 2


def test_p03_a_reporter_alone_that_fails_is_an_error(run: Run) -> None:
    source = HEADER.format(bad="sys.exit(0)") + REPORTER
    done = run({"evil": source}, "--format", "evil")
    assert (done.returncode, done.stdout) == (3, "")
    assert "reporter 'evil' of evil-checks failed: SystemExit: 0" in done.stderr


def test_p04_two_plugins_with_one_code_are_an_error_that_names_both(run: Run) -> None:
    source = HEADER.format(bad="pass") + CHECK
    done = run({"evil": source, "good": source})
    assert done.returncode == 4
    assert "check 'evil.seen' is defined by" in done.stderr
    assert "evil-checks" in done.stderr
    assert "good-checks" in done.stderr


@pytest.mark.parametrize("code", ["yaml.duplicate_key", "internal.check_crashed", "ignore.unused"])
def test_p04_a_check_of_packkits_cannot_be_shadowed(run: Run, code: str) -> None:
    source = HEADER.format(bad="pass") + CHECK.replace("evil.seen", code)
    done = run({"evil": source})
    assert done.returncode == 4
    assert f"check '{code}' is defined by packkit and by evil-checks" in done.stderr


@pytest.mark.parametrize("name", ["checks", "reporters"])
def test_p04_a_plugin_of_packkits_cannot_be_shadowed(run: Run, name: str) -> None:
    done = run({name: HEADER.format(bad="pass")})
    assert done.returncode == 4
    assert f"plugin '{name}' is provided by packkit and by {name}-checks" in done.stderr


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("@hookimpl\ndef packkit_rules(): return []", "unknown hook 'packkit_rules'"),
        ("@hookimpl\ndef packkit_chekcs(): return []", "did you mean 'packkit_checks'?"),
        ("@hookimpl\ndef packkit_checks(config): return []", "config"),
        ("def packkit_checks(): return []", "'packkit_checks' without @hookimpl"),
        ("from attune_packkit.api import Rule", "cannot import name 'Rule'"),
        (
            dedent(CHECK).replace("def seen(manifest)", "def seen(mainfest)"),
            "unknown input 'mainfest'",
        ),
    ],
)
def test_p05_a_plugin_for_another_version_is_an_error_at_start(
    run: Run, source: str, told: str
) -> None:
    done = run({"evil": HEADER.format(bad="pass") + source})
    assert done.returncode == 4
    assert done.stdout == ""
    assert told in done.stderr
    assert "evil-checks" in done.stderr
