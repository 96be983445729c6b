"""packkit register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.cli.paths import expand
from attune_packkit.cli.registry_options import Opening, installation_options
from attune_packkit.errors import ExitCode
from attune_packkit.model.kinds import BY_DIRECTORY
from attune_packkit.pipeline.registering import RegistrationOptions, RegistrationReport, register
from attune_packkit.reporters.plain import visible


@click.command("register", cls=Command)
@click.argument("paths", nargs=-1, required=True, type=PATH)
@installation_options
@click.option(
    "--skip-validation", is_flag=True, help="Register packs with errors too; still list them."
)
@click.option("--skip-tests", is_flag=True, help="Do not run the tests of the packs.")
@click.option("--force", is_flag=True, help="Replace packs that are registered; let tests fail.")
@json_option
@pass_globals
def command(
    given: Globals, /, paths: tuple[str, ...], opening: Opening, form: str, **flags: bool
) -> ExitCode:
    """Validate packs, test them, and put them among the installed ones.

    PATHS are packs or folders of packs. Each pack is copied to its folder below the packs-base-dir
    and entered in the registry there, both or neither. A pack that fails does not stop the others.
    The tests of a pack run its code: --skip-tests runs none. The JSON is the data of the pack API's
    register-batch. The exit code is 1 if a pack failed.
    """
    with opening.open(given) as (session, installation):
        report = register(session, expand(paths), installation, RegistrationOptions(**flags))
    data = report.as_data()
    if form == "json":
        emit_json(data)
    else:
        console.emit_lines(registered_lines(data))
    tell_hints(report)
    return ExitCode.DIAGNOSTICS if report.failed else ExitCode.OK


def tell_hints(report: RegistrationReport) -> None:
    """Write to standard error how to mend what failed."""
    for ref, hint in report.hints.items():
        console.note(f"hint: {visible(ref)}: {visible(hint)}")


def registered_lines(data: dict[str, Any]) -> Iterator[str]:
    """Yield what registering came to, line by line."""
    for item in data["registered_packs"]:
        counts = item["components_registered"]
        told = ", ".join(_counted(count, name) for name, count in counts.items() if count)
        tests = item["test_result"]
        tested = f"; tests {tests['status']}" if tests else ""
        version = f" {item['pack_version']}" if item["pack_version"] else ""
        yield visible(f"registered {item['pack_ref']}{version} ({told or 'no components'}{tested})")
        for error in item["validation_results"]["errors"]:
            yield visible(f"  error: {error['component_file']}: {error['error']}")
    for item in data["failed_packs"]:
        yield visible(f"failed {item['pack_ref']} ({item['pack_path']}) at {item['error_stage']}")
        yield visible(f"  {item['error']}")
    summary = data["summary"]
    yield (
        f"{summary['success_count']} registered, {summary['failure_count']} failed,"
        f" {summary['total_components']} components"
    )


def _counted(count: int, plural: str) -> str:
    kind = next(kind for kind in BY_DIRECTORY.values() if kind.plural == plural)
    return f"{count} {plural if count != 1 else kind.name}"
