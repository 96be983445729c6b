"""packkit test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from attune_packkit.cli import console, reports
from attune_packkit.cli.common import (
    PATH,
    Command,
    Globals,
    Number,
    emit_json,
    json_option,
    pass_globals,
)
from attune_packkit.cli.paths import pack_places
from attune_packkit.errors import ExitCode
from attune_packkit.escaping import clipped
from attune_packkit.model.pack_test_results import PackTestCase, PackTestResult
from attune_packkit.pipeline.pack_tests import expect_manifest, run_tests
from attune_packkit.reporters.plain import visible
from attune_packkit.session import Session
from attune_packkit.sources.local import NoPackError, find_packs

_LINES = 12
"""How many lines of each failure are shown."""


@click.command("test", cls=Command)
@click.argument("paths", nargs=-1, type=PATH)
@click.option(
    "--timeout",
    type=Number(0, min_open=True),
    metavar="SECONDS",
    help="Let no suite take longer, whatever its pack allows.",
)
@click.option("-x", "--fail-fast", is_flag=True, help="Stop after the first suite that fails.")
@click.option("--junit", "junit_path", metavar="FILE", help="Write JUnit XML as well.")
@json_option
@pass_globals
def command(
    given: Globals,
    paths: tuple[str, ...],
    timeout: float | None,
    fail_fast: bool,
    junit_path: str | None,
    form: str,
) -> ExitCode:
    """Run the tests that packs bring along.

    This runs code of the packs at PATHS with your rights: only for packs that you trust. The
    suites of a pack's testing section run in its folder, in its virtual environment if it has one,
    with a private home and hardly any environment variables. A suite that exceeds its time is ended
    with all that it started. The JSON is Attune's result object, or a list of them if there are
    several packs. The exit code is 1 if more tests fail than the pack allows.
    """
    places = pack_places(paths)
    found = find_packs(places)
    if not found:
        raise NoPackError(places)
    for each in found:
        expect_manifest(each.path)
    results = list(
        _results(Session(given.load().settings), [each.path for each in found], timeout, fail_fast)
    )
    if junit_path:
        from attune_packkit.packtests import junit

        reports.write_file(junit_path, junit.render(results))
    if form == "json":
        data = [result.as_data() for result in results]
        emit_json(data[0] if len(found) == 1 else data)
    else:
        console.emit_lines(_lines(results))
    return ExitCode.OK if all(result.ok for result in results) else ExitCode.DIAGNOSTICS


def _results(
    session: Session, paths: Sequence[str], timeout: float | None, fail_fast: bool
) -> Iterator[PackTestResult]:
    for path in paths:
        result = run_tests(session, path, timeout=timeout, fail_fast=fail_fast)
        yield result
        if fail_fast and not result.ok:
            break


def _lines(results: Sequence[PackTestResult]) -> Iterator[str]:
    for result in results:
        yield f"{visible(clipped(result.pack_ref))}: {_outcome(result)}"
        for suite in result.suites:
            name = visible(clipped(f"{suite.name} ({suite.runner_type})"))
            yield f"  {name}: {suite.passed} of {suite.total} passed, {suite.duration_ms} ms"
            for case in suite.cases:
                if case.status == "failed":
                    yield from _failure(case)


def _outcome(result: PackTestResult) -> str:
    if not result.total:
        return "no tests"
    text = f"{result.status}, {result.passed} of {result.total} passed"
    if result.status == "partial":
        return f"{text} (at least {result.min_pass_rate:.0%} must)"
    return text if result.ok or result.blocks else f"{text}; this does not keep it from registering"


def _failure(case: PackTestCase) -> Iterator[str]:
    yield f"    failed: {visible(clipped(case.name))}"
    for line in (case.error_message or "").splitlines()[-_LINES:]:
        yield f"      {visible(clipped(line))}"
