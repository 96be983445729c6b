"""packkit validate."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.checking.result import RunResult
from attune_packkit.checking.selection import UnknownCodeError
from attune_packkit.cli import console, reports
from attune_packkit.cli.common import (
    PATH,
    Command,
    Globals,
    Whole,
    complete_codes,
    jobs_option,
    no_cache_option,
    pass_globals,
    target_option,
)
from attune_packkit.cli.paths import pack_places
from attune_packkit.config import OPTIONS, Loaded
from attune_packkit.errors import ConfigError, ExitCode, UsageError
from attune_packkit.session import Session

_SETTINGS = (
    "select", "ignore", "severity", "fail_on", "target", "format", "outputs", "baseline", "jobs",
    "cache", "platform_catalog",
)  # fmt: skip


def _codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Any:
    """Split lists at commas; None tells that the option was not given."""
    if not values:
        return None
    codes = [code.strip() for value in values for code in value.split(",")]
    return tuple(dict.fromkeys(filter(None, codes)))


def _outputs(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Any:
    pairs = [value.partition("=") for value in values]
    for name, _, path in pairs:
        if not name or not path:
            raise click.BadParameter("expected FORMAT=PATH, such as sarif=report.sarif")
    return tuple((name, path) for name, _, path in pairs) or None


def _complete_formats(context: click.Context, parameter: click.Parameter, start: str) -> list[str]:
    names = Session(Globals().load().settings).reporters()
    return [name for name in names if name.startswith(start)]


def _changed_since(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """Refuse an empty revision: it would quietly stand for everything."""
    if value == "":
        raise click.BadParameter("the revision is empty; is a variable not set?")
    return value or ""


@click.command("validate", cls=Command)
@click.argument("paths", nargs=-1, type=PATH)
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    callback=_codes,
    shell_complete=complete_codes,
    help="Report only these codes or prefixes, with commas between them.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODES",
    callback=_codes,
    shell_complete=complete_codes,
    help="Do not report these codes or prefixes.",
)
@click.option(
    "--severity",
    type=click.Choice(OPTIONS["severity"].words),
    help="Least severity shown; warning if not given.",
)
@click.option(
    "--fail-on",
    type=click.Choice(OPTIONS["fail_on"].words),
    help="Least severity that fails the run; error if not given.",
)
@target_option
@click.option(
    "--format",
    metavar="FORMAT",
    shell_complete=_complete_formats,
    help="Report on standard output, such as json; text if not given.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=PATH",
    callback=_outputs,
    help="Write a further report to a file; - is standard output.",
)
@click.option(
    "--platform-catalog",
    metavar="FILE",
    type=PATH,
    help="What Attune has without any pack; by default packkit's own list.",
)
@click.option(
    "--baseline", metavar="FILE", type=PATH, help="Do not report what this file lists as known."
)
@click.option("--update-baseline", is_flag=True, help="Rewrite the baseline with what is found.")
@click.option("-x", "--exitfirst", is_flag=True, help="Stop after the first failure.")
@click.option(
    "--lf",
    "--last-failed",
    "last_failed",
    is_flag=True,
    help="Report only packs that failed last time.",
)
@click.option("-k", "keyword", metavar="EXPR", default="", help="Report only matching refs.")
@click.option(
    "--changed-since",
    metavar="REV",
    callback=_changed_since,
    help="Report only packs changed since a git revision, and those that depend on them.",
)
@jobs_option
@no_cache_option
@click.option("-q", "--quiet", is_flag=True, help="One line for each diagnostic.")
@click.option("-v", "--verbose", count=True, help="Say more; -vv for still more.")
@click.option(
    "--durations",
    type=Whole(0),
    metavar="N",
    help="Show the N slowest checks, 0 for all.",
)
@pass_globals
def command(given: Globals, /, paths: tuple[str, ...], **options: Any) -> int:
    """Check packs and report what is wrong with them.

    Each of PATHS is a pack, a folder of packs, or a file that stands for the pack it lies in; @FILE
    names a file with one path on each line, or with NUL between them, @- is standard input. Without
    PATHS it checks the packs below the working directory. The command is also called check.
    """
    loaded = given.load(**{name: options[name] for name in _SETTINGS})
    session = Session(loaded.settings, survive=True)
    reporters = session.owned(*reports.REPORTERS)
    with session.excused():
        plan = reports.plan(loaded, reporters)
    places = pack_places(paths)
    result = _run(session, loaded, places, options)
    if result.exit_code is ExitCode.NOTHING_COLLECTED:
        _tell_nothing(places, options["keyword"] if result.deselected else "")
    verbosity = -1 if options["quiet"] else min(options["verbose"], 2)
    style = reports.Style(loaded.settings.color, verbosity, options["durations"])
    return reports.write(plan, result, session, style).exit_code


def _tell_nothing(places: list[str], keyword: str) -> None:
    """Say why nothing was checked: there is no pack, or none that -k asks for."""
    if keyword:
        console.note(f"error: no component has a ref that matches -k '{keyword}'")
    else:
        console.note(f"error: no pack found in {', '.join(places) or 'an empty list'}")
        console.note("hint: a pack is a folder with a pack.yaml")


def _run(session: Session, loaded: Loaded, paths: list[str], options: dict[str, Any]) -> RunResult:
    if options["update_baseline"] and not loaded.settings.baseline:
        raise UsageError("--update-baseline needs --baseline FILE", hint="or the setting baseline")
    try:
        return session.validate(
            paths,
            keyword=options["keyword"],
            fail_fast=options["exitfirst"],
            last_failed=options["last_failed"],
            changed_since=options["changed_since"],
            update_baseline=options["update_baseline"],
            timed=options["durations"] is not None,
            excerpts=not options["quiet"],
        )
    except UnknownCodeError as error:
        origin = loaded.origins[error.setting]
        raise ConfigError(f"{origin}: {error.message}", hint=error.hint) from None
