"""Every hook of packkit. These docstrings are the plugin manual.

A plugin is a module (or object) with functions of these names marked `@hookimpl`, installed under
the entry-point group `attune_packkit` or named with `-p`. packkit's own checks and reporters come
through the same hooks. The hooks that *return objects* are asked once when a run starts; choosing
among the objects is packkit's work, so every error can name the plugin at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import pluggy

if TYPE_CHECKING:
    import click

    from attune_packkit.checking.check import Check, Input
    from attune_packkit.checking.result import Reporter, RunResult
    from attune_packkit.model.pack import Pack

PROJECT = "attune_packkit"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Session(Protocol):
    """A run, as hooks and commands see it."""

    def packs(self, paths: Sequence[str]) -> Iterable[tuple[str, Pack]]:
        """Read the packs at or below `paths` without checking them; give each with its path."""
        ...

    def validate(self, paths: Sequence[str]) -> RunResult:
        """Check the packs at or below `paths`, each by itself and all together."""
        ...


class CommandLine(Protocol):
    """What a command gets from `click.pass_obj`."""

    def session(self) -> Session:
        """Return a session with the settings of this command line."""
        ...


@hookspec
def packkit_checks() -> Iterable[Check]:
    """Return the checks of this plugin.

    Make them with `attune_packkit.api.check`. All plugins are asked; an id that two plugins define
    is an error at start that names both.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_inputs() -> Iterable[Input]:
    """Return further inputs that checks may name as parameters.

    Make them with `attune_packkit.api.provides`. All plugins are asked; an input's own parameters
    are inputs too.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_reporters() -> Iterable[Reporter]:
    """Return the reporters of this plugin, by the names that `--format` takes.

    A reporter has a `name` and `render(result, options) -> str`, and is a pure function.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_commands() -> Iterable[click.Command]:
    """Return click commands to add to the command line.

    Asked only when no built-in command has the name the user gave, or for `--help`. A command that
    reads packs takes `click.pass_obj`, an `attune_packkit.api.CommandLine`. It prints with
    `click.echo`, raises `attune_packkit.api.UsageError` and the like for what goes wrong, and
    returns its exit code or None.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_session_start(session: Session) -> None:
    """Act once the session is set up and before the first pack is read.

    `session` is an `attune_packkit.api.Session`. All plugins are called.
    """


@hookspec
def packkit_session_finish(session: Session, result: RunResult) -> None:
    """Act when a run is complete, before any report is written.

    All plugins are called, also when packs are broken; not when the run ended with an exception.
    """
