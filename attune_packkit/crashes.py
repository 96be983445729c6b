"""Plugins that fail outside of their checks: their failures become diagnostics of the run."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from attune_packkit.checking import own
from attune_packkit.checking.check import Check
from attune_packkit.checking.locating import Locator, locate_all
from attune_packkit.checking.result import RunResult
from attune_packkit.checking.selection import in_order
from attune_packkit.errors import ExitCode, PluginCrashError
from attune_packkit.hookspec import Executor
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.plugin_manager import blaming


def told(
    result: RunResult, crashes: Sequence[PluginCrashError], checks: Mapping[str, Check]
) -> RunResult:
    """Return a result that reports the crashes with its first pack, since every report has packs.

    Raises the first of them if no pack is reported.
    """
    if not result.packs:
        raise crashes[0]
    first, *others = result.packs
    diagnostics = [
        diagnostic
        for error in crashes
        for diagnostic in own.report(own.crashed_plugin, first.ref, MANIFEST, error)
    ]
    located = locate_all(os.path.realpath(first.path), diagnostics, checks, Locator, {})
    packs = (replace(first, reported=in_order((*first.reported, *located))), *others)
    return replace(result, packs=packs, exit_code=ExitCode.INTERNAL)


class BlamedExecutor:
    """An executor of a plugin: its errors name the plugin, and what it prints goes to stderr."""

    def __init__(self, executor: Executor, owner: str) -> None:
        self.name = executor.name
        self._executor = executor
        self._owner = owner

    def run(
        self, work: Callable[[str], tuple[bytes, bytes]], items: Sequence[str], jobs: int
    ) -> Sequence[tuple[bytes, bytes]]:
        """Return what the work gives for each item. Raises `PluginCrashError`."""
        whose = f"executor '{self.name}' of {self._owner}"
        with blaming(whose), contextlib.redirect_stdout(sys.stderr):
            sent = self._executor.run(work, items, jobs)
            return [(head, rest) for _, (head, rest) in zip(items, sent, strict=True)]
