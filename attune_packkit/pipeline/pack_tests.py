"""Run the tests that a pack brings along: the one step that runs code of packs, if asked to.

They run where the pack lies, as Attune runs them, so tests that write leave their traces there. We
write nothing into the pack: no bytecode, no caches; home and temporary folder are private and go
with the run. Of the environment only what `_KEPT` lists is handed on.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from attune_packkit import clock, processes, tree
from attune_packkit.dependencies.environment import VIRTUALENV, virtualenv_python
from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack, load
from attune_packkit.model.pack_test_results import (
    CaseStatus,
    PackTestCase,
    PackTestResult,
    PackTestSuite,
)
from attune_packkit.model.pack_tests import PackTestRunner, SuiteRequest, pack_tests
from attune_packkit.model.scripts import file_fault, path_fault
from attune_packkit.pipeline.contributed import Contributed, contributed
from attune_packkit.pipeline.manifests import ManifestError, read_pack
from attune_packkit.processes import Finished
from attune_packkit.session import Session
from attune_packkit.suggest import did_you_mean

MAX_KEPT_TEXT = 16_000
"""Characters of one output or message that the result keeps: the last ones."""

MAX_CASES = 10_000

_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "COMSPEC", "PATHEXT")
_NO_TESTS = 5
"""Exit code of pytest, and of unittest since Python 3.12, when there is no test to run."""

_NOT_RUN = Finished(None)

_COUNT = re.compile(
    rb"^(?P<name>Total Tests|Passed|Failed|Skipped):[ \t]*(?P<count>[0-9]{1,9})[ \t\r]*$",
    re.MULTILINE,
)


def run_tests(
    session: Session, root: str, *, timeout: float | None = None, fail_fast: bool = False
) -> PackTestResult:
    """Run the tests of the pack in the folder `root`, suite by suite.

    No suite takes longer than `timeout` seconds or what the pack allows it; `fail_fast` leaves out
    what comes after a failure. Raises `SourceError` if there is no pack, or one without a usable
    manifest.
    """
    expect_manifest(root)
    pack = load(tree.walk(os.path.realpath(root)))
    wanted = pack_tests(pack.manifest)
    result = PackTestResult(
        pack.ref,
        pack.version,
        root,
        clock.timestamp(),
        min_pass_rate=wanted.min_pass_rate,
        on_failure=wanted.on_failure,
    )
    if not wanted.runners:
        return result
    started = clock.elapsed()
    suites = []
    for suite in _suites(session, pack, wanted.runners, timeout):
        suites.append(suite)
        if fail_fast and suite.failed:
            break
    return replace(result, suites=tuple(suites), duration_ms=clock.milliseconds_since(started))


def expect_manifest(root: str) -> None:
    """Raise `SourceError` if a folder has no manifest, or one of which nothing can be used."""
    if not os.path.lexists(os.path.join(root, MANIFEST)):
        problem = f"{shown_path(root)} has no {MANIFEST}"
        raise SourceError(problem, hint="a pack is a folder with one")
    try:
        read_pack(root)
    except ManifestError as error:
        raise SourceError(f"{shown_path(root)}: {error}") from None


def _suites(
    session: Session, pack: Pack, runners: tuple[PackTestRunner, ...], timeout: float | None
) -> Iterator[PackTestSuite]:
    known = contributed(session, "packkit_test_runners", "test runner")
    for runner in runners:
        fault = _fault(pack, runner, known)
        if fault:
            yield _failed(runner, fault)
            continue
        limit = runner.timeout if timeout is None else min(timeout, runner.timeout)
        started = clock.elapsed()
        suite = _suite(pack, known[runner.type], runner, limit)
        yield replace(suite, duration_ms=clock.milliseconds_since(started))


def _fault(pack: Pack, runner: PackTestRunner, known: Mapping[str, Contributed]) -> str:
    """Say why a runner cannot be started; "" if it can."""
    if runner.type not in known:
        hint = did_you_mean(runner.type, known) or f"types: {', '.join(sorted(known))}"
        return f"no test runner has the type {shown(runner.type)}; {hint}"
    path = runner.entry_point
    if not path.strip():
        return "no entry point is given"
    fault = path_fault(path) or file_fault(pack.tree, path, folder=runner.takes_folder)
    if not fault and os.path.normpath(path).replace(os.sep, "/") not in pack.tree.entries:
        fault = "does not exist in the pack"
    return f"entry point {shown(path)} {fault}" if fault else ""


def _suite(pack: Pack, of_type: Contributed, runner: PackTestRunner, limit: float) -> PackTestSuite:
    root = pack.tree.root
    python = virtualenv_python(root) or sys.executable
    with tempfile.TemporaryDirectory(
        prefix="packkit-tests-", ignore_cleanup_errors=True
    ) as scratch:
        request = SuiteRequest(runner, root, python, scratch)
        with of_type.blamed("to name the command of pack tests"):
            command = list(of_type.value.command(request))
        finished = processes.run(
            command, cwd=root, environment=_environment(root, scratch), timeout=limit
        )
        if finished.missing:
            return _failed(runner, f"{command[0]} cannot be started", finished)
        if finished.timed_out:
            return _failed(runner, f"timed out after {limit:g} s and was ended", finished)
        with of_type.blamed("to read the result of pack tests"):
            told = _counted(runner, finished) or of_type.value.read(request, finished)
    return _bounded(_settled(runner, told, finished))


def _environment(root: str, scratch: str) -> dict[str, str]:
    """Return few variables: no credentials, no settings of ours, nothing that steers Python."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    if virtualenv_python(root):
        programs = os.path.dirname(virtualenv_python(root))
        kept["PATH"] = programs + os.pathsep + kept.get("PATH", os.defpath)
        kept["VIRTUAL_ENV"] = os.path.join(root, VIRTUALENV)
    return kept | {
        "HOME": scratch,
        "TMPDIR": scratch,
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
    }


def _counted(runner: PackTestRunner, finished: Finished) -> PackTestSuite | None:
    """Read the format `simple`: the last line of each count; None if there are none."""
    counts = {match["name"]: int(match["count"]) for match in _COUNT.finditer(finished.stdout)}
    if not {b"Passed", b"Failed"} & counts.keys():
        return None
    failed, skipped = counts.get(b"Failed", 0), counts.get(b"Skipped", 0)
    total = counts.get(b"Total Tests", 0)
    passed = counts.get(b"Passed", max(0, total - failed - skipped))
    return PackTestSuite(runner.name, runner.type, passed, failed, skipped)


def _settled(
    runner: PackTestRunner, told: PackTestSuite | None, finished: Finished
) -> PackTestSuite:
    """Return what the output told, unless the exit code contradicts it: output may mislead."""
    if told is not None and not told.total and finished.code == _NO_TESTS:
        return told
    if told is None and finished.ok:
        return PackTestSuite.of(runner.name, runner.type, [_case(runner, "passed", None, finished)])
    if told is None or (not finished.ok and not told.failed):
        lines = "\n".join(finished.last_lines())
        failure = _failed(runner, f"ended with exit code {finished.code}\n{lines}", finished)
        return failure if told is None else _joined(told, failure)
    return told


def _joined(told: PackTestSuite, failure: PackTestSuite) -> PackTestSuite:
    return replace(told, failed=failure.failed, cases=(*told.cases, *failure.cases))


def _failed(runner: PackTestRunner, message: str, finished: Finished = _NOT_RUN) -> PackTestSuite:
    """Return a suite of one failed test, which stands for the whole."""
    case = _case(runner, "failed", message.strip(), finished)
    return PackTestSuite.of(runner.name, runner.type, [case])


def _case(
    runner: PackTestRunner, status: CaseStatus, message: str | None, finished: Finished
) -> PackTestCase:
    out, err = (each.decode("utf-8", "replace") for each in (finished.stdout, finished.stderr))
    name, duration = runner.entry_point, round(finished.seconds * 1000)
    return PackTestCase(
        name=name,
        status=status,
        duration_ms=duration,
        error_message=message,
        stdout=out,
        stderr=err,
    )


def _bounded(suite: PackTestSuite) -> PackTestSuite:
    """Return a suite that keeps no more than `MAX_CASES` cases and the end of long texts."""
    cases = [
        replace(
            case,
            name=case.name[-MAX_KEPT_TEXT:],
            error_message=case.error_message and case.error_message[-MAX_KEPT_TEXT:],
            stdout=case.stdout[-MAX_KEPT_TEXT:],
            stderr=case.stderr[-MAX_KEPT_TEXT:],
        )
        for case in suite.cases[:MAX_CASES]
    ]
    return replace(suite, cases=tuple(cases))
