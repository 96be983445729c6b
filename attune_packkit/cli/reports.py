"""Which reports a run writes, and where."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from msgspec import Struct

from attune_packkit import files
from attune_packkit.checking.result import RenderOptions, Reporter, RunResult
from attune_packkit.cli import console
from attune_packkit.config import Layer, Loaded
from attune_packkit.errors import PluginCrashError, UsageError
from attune_packkit.suggest import did_you_mean

STDOUT = "-"
_STDIN = 0
TEXT = "text"
"""The one format for people; all others are for programs."""

MAX_LIST = 1024 * 1024


class Report(Struct, frozen=True):
    """One report of a run and the file it goes to, "-" for standard output."""

    reporter: Reporter
    path: str


def plan(loaded: Loaded, reporters: Mapping[str, Reporter]) -> list[Report]:
    """Return the reports that the settings ask for, the one on standard output last.

    Raises `UsageError` for a format that does not exist and a place that cannot be written to.
    """
    wanted = sorted(loaded.settings.outputs, key=lambda pair: pair[1] == STDOUT)
    asked = loaded.origins["format"].layer is Layer.COMMAND_LINE
    if asked or not any(path == STDOUT for _, path in wanted):
        wanted.append((loaded.settings.format, STDOUT))
    paths = [path for _, path in wanted]
    for name, path in wanted:
        if name not in reporters:
            raise UsageError(
                f"there is no report format '{name}'",
                hint=did_you_mean(name, reporters) or f"formats: {', '.join(reporters)}",
            )
        if paths.count(path) > 1:
            where = "standard output" if path == STDOUT else f"'{path}'"
            raise UsageError(f"only one report can go to {where}")
        if not os.path.isdir(os.path.dirname(path) or "."):
            raise UsageError(f"the folder of '{path}' does not exist")
    return [Report(reporters[name], path) for name, path in wanted]


def write(
    reports: Iterable[Report],
    result: RunResult,
    color: str,
    verbosity: int,
    durations: int | None,
) -> None:
    """Write the reports of a run. Raises `UsageError` for a file that cannot be written."""
    directory = os.getcwd().replace(os.sep, "/")
    for report in reports:
        to_people = report.path == STDOUT and report.reporter.name == TEXT
        options = RenderOptions(
            color=to_people and console.wants_color(color, sys.stdout, os.environ),
            width=console.width() if to_people else console.WIDTH,
            verbosity=verbosity,
            durations=durations,
            directory=directory,
        )
        text = _render(report.reporter, result, options)
        if to_people:
            console.emit(text)
        elif report.path == STDOUT:
            console.emit_data(text)
        else:
            write_file(report.path, text)


def _render(reporter: Reporter, result: RunResult, options: RenderOptions) -> str:
    try:
        return reporter.render(result, options)
    except Exception as error:
        raise PluginCrashError(
            f"reporter '{reporter.name}' of {type(reporter).__module__} failed:"
            f" {type(error).__name__}: {error}",
            hint="the diagnostics are sound: choose another --format",
        ) from error


def write_file(path: str, text: str) -> None:
    """Write a report in one step. Raises `UsageError` if that fails."""
    try:
        files.replace_file(path, text)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None


def places(paths: Iterable[str]) -> list[str]:
    """Return the paths that are given, the working directory if none is: a list may be empty."""
    given = list(paths)
    return expand(given) if given else ["."]


def expand(paths: Iterable[str]) -> list[str]:
    """Replace `@FILE` by the paths that the file lists; `@-` is standard input.

    Raises `UsageError` if it cannot be read.
    """
    found: list[str] = []
    for path in paths:
        found += _listed(path[1:]) if path.startswith("@") else [path]
    return found


def _listed(path: str) -> list[str]:
    try:
        source: int | str = _STDIN if path == STDOUT else path
        with open(source, encoding="utf-8", closefd=source != _STDIN) as file:
            text = file.read(MAX_LIST + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise UsageError(f"list of paths '{path}' cannot be read: {reason}") from None
    if len(text) > MAX_LIST:
        raise UsageError(f"list of paths '{path}' is longer than {MAX_LIST} characters")
    return [line for line in text.splitlines() if line.strip()]
