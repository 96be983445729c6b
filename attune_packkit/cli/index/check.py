"""packkit index check."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, emit_json, json_option
from attune_packkit.errors import ExitCode
from attune_packkit.pipeline import index_files
from attune_packkit.pipeline.index_files import Audited
from attune_packkit.registry.auditing import Policy
from attune_packkit.spans import pointer_text


@click.command("check", cls=Command)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@click.option(
    "--policy",
    type=click.Choice(["custom", "standard"]),
    default="custom",
    help="Rules beyond the form: standard are those of the public index.",
)
@click.option(
    "--packs",
    metavar="DIR",
    type=PATH,
    help="Compare entries with the packs in this folder.",
)
@json_option
def command(files: tuple[str, ...], policy: Policy, packs: str | None, form: str) -> int:
    """Check index files.

    Each problem is told with the place in the file. Exit code 1 if there are errors.
    """
    done = index_files.check_files(files, policy=policy, packs=packs)
    if form == "json":
        reports = [_report(each) for each in done]
        emit_json(reports[0] if len(reports) == 1 else reports)
    else:
        for each in done:
            _print(each, several=len(done) > 1)
    return ExitCode.OK if all(each.valid for each in done) else ExitCode.DIAGNOSTICS


def _print(audited: Audited, *, several: bool) -> None:
    name = f"{audited.path}: " if several else ""
    for fault, line, _ in audited.faults:
        at = f" (line {line})" if line else ""
        console.note(f"{fault.severity}: {name}{fault.where}: {fault.message} [{fault.code}]{at}")
        if fault.hint:
            console.note(f"hint: {fault.hint}")
    if audited.valid:
        console.emit(f"{name}Validated {audited.packs} pack entries\n")


def _report(audited: Audited) -> dict[str, Any]:
    severities = [fault.severity for fault, _, _ in audited.faults]
    return {
        "path": audited.path,
        "valid": audited.valid,
        "packs": audited.packs,
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "diagnostics": [
            {
                "severity": fault.severity,
                "code": fault.code,
                "path": fault.where,
                "pointer": pointer_text(fault.path),
                "line": line,
                "column": column,
                "message": fault.message,
                "hint": fault.hint,
            }
            for fault, line, column in audited.faults
        ],
    }
