"""packkit checks."""

from __future__ import annotations

import click

from attune_packkit.checking.check import Check
from attune_packkit.checking.codes import matches, with_prefixes
from attune_packkit.cli import console
from attune_packkit.cli.common import (
    Command,
    Globals,
    complete_codes,
    emit_json,
    json_option,
    pass_globals,
)
from attune_packkit.cli.tables import table
from attune_packkit.errors import UsageError
from attune_packkit.session import Session
from attune_packkit.suggest import did_you_mean


@click.command("checks", cls=Command)
@click.argument("prefixes", nargs=-1, metavar="[PREFIX]...", shell_complete=complete_codes)
@json_option
@pass_globals
def command(given: Globals, prefixes: tuple[str, ...], form: str) -> None:
    """List all checks, or those below a PREFIX."""
    checks = Session(given.load().settings).checks
    known = with_prefixes(checks)
    for prefix in prefixes:
        if prefix not in known:
            raise UsageError(f"no check is called '{prefix}'", hint=did_you_mean(prefix, known))
    chosen = [
        check
        for code, check in checks.items()
        if not prefixes or any(matches(prefix, code) for prefix in prefixes)
    ]
    if form == "json":
        emit_json([_facts(check) for check in chosen])
    else:
        rows = [
            (check.id, check.severity.label, check.layer.name.lower(), check.summary)
            for check in chosen
        ]
        console.emit(table(("code", "severity", "layer", "what is wrong"), rows))


def _facts(check: Check) -> dict[str, object]:
    return {
        "code": check.id,
        "severity": check.severity.label,
        "layer": check.layer.name.lower(),
        "since": check.since,
        "source": check.source,
        "summary": check.summary,
        "url": check.url,
    }
