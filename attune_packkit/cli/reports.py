"""Which reports a run writes, and where."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping

from msgspec import Struct

from attune_packkit import files
from attune_packkit.checking.result import RenderOptions, Reporter, RunResult
from attune_packkit.cli import console
from attune_packkit.config import Layer, Loaded
from attune_packkit.errors import PluginCrashError, UsageError
from attune_packkit.plugin_manager import blaming
from attune_packkit.session import Session
from attune_packkit.suggest import did_you_mean

STDOUT = "-"
REPORTERS = ("packkit_reporters", "reporter")
"""The hook that gives the reporters, and the word for one in messages."""

TEXT = "text"
"""The one format for people; all others are for programs."""


class Report(Struct, frozen=True):
    """A report to write: its reporter, who provides that, and the file; "-" is standard output."""

    owner: str
    reporter: Reporter
    path: str


def plan(loaded: Loaded, reporters: Mapping[str, tuple[str, Reporter]]) -> list[Report]:
    """Return the reports that the settings ask for, the one on standard output last.

    Raises `UsageError` for a format that does not exist and a place that cannot be written to.
    """
    wanted = sorted(loaded.settings.outputs, key=lambda pair: pair[1] == STDOUT)
    asked = loaded.origins["format"].layer is Layer.COMMAND_LINE
    if asked or not any(path == STDOUT for _, path in wanted):
        wanted.append((loaded.settings.format, STDOUT))
    places = [_real(path) for _, path in wanted]
    for name, path in wanted:
        if name not in reporters:
            raise UsageError(
                f"there is no report format '{name}'",
                hint=did_you_mean(name, reporters) or f"formats: {', '.join(reporters)}",
            )
        if places.count(_real(path)) > 1:
            where = "standard output" if path == STDOUT else f"'{path}'"
            raise UsageError(f"only one report can go to {where}")
        if not os.path.isdir(os.path.dirname(path) or "."):
            raise UsageError(f"the folder of '{path}' does not exist")
        if path != STDOUT and os.path.isdir(path):
            raise UsageError(f"'{path}' is a folder", hint="name a file in it")
    return [Report(*reporters[name], path) for name, path in wanted]


def _real(path: str) -> str:
    return path if path == STDOUT else os.path.realpath(path)


class Style(Struct, frozen=True):
    """How the reports of a run are to look: the settings and options that say so."""

    color: str
    verbosity: int = 0
    durations: int | None = None


def write(
    reports: Iterable[Report], result: RunResult, session: Session, style: Style
) -> RunResult:
    """Write the reports of a run, and return the result that the last of them showed.

    A reporter that fails becomes a diagnostic of the run: the reports after it show that, and those
    before it are written again.
    Raises `UsageError` for a file that cannot be written, `PluginCrashError` if no reporter works.
    """
    crashes: list[PluginCrashError] = []
    sound: list[tuple[Report, RunResult]] = []
    told = result
    for report in reports:
        try:
            write_one(report, told, style)
            sound.append((report, told))
        except PluginCrashError as error:
            crashes.append(error)
            told = session.with_crashes(result, crashes)
    if not sound:
        raise crashes[0]
    for crash in crashes:
        console.complain(crash)
    for report, before in sound:
        if before is not told:
            write_one(report, told, style)
    return told


def write_text(result: RunResult, session: Session, color: str) -> None:
    """Write the report for people to standard output."""
    reporter = session.owned(*REPORTERS)[TEXT]
    write_one(Report(*reporter, STDOUT), result, Style(color))


def write_one(report: Report, result: RunResult, style: Style) -> None:
    """Write one report. Raises `PluginCrashError` if its reporter fails."""
    to_people = report.path == STDOUT and report.reporter.name == TEXT
    options = RenderOptions(
        color=to_people and console.wants_color(style.color, sys.stdout, os.environ),
        width=console.width() if to_people else console.WIDTH,
        verbosity=style.verbosity,
        durations=style.durations,
        directory=os.getcwd().replace(os.sep, "/"),
    )
    text = _render(report, result, options)
    if to_people:
        console.emit(text)
    elif report.path == STDOUT:
        console.emit_data(text)
    else:
        write_file(report.path, text)


def _render(report: Report, result: RunResult, options: RenderOptions) -> str:
    reporter = report.reporter
    with (
        blaming(f"reporter '{reporter.name}' of {report.owner}"),
        contextlib.redirect_stdout(sys.stderr),
    ):
        text = reporter.render(result, options)
        text.encode("utf-8", "backslashreplace")
    return text


def write_file(path: str, text: str) -> None:
    """Write a report in one step. Raises `UsageError` if that fails."""
    with files.usage_errors(path):
        files.replace_file(path, text)
