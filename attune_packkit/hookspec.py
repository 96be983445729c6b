"""Every hook of packkit. These docstrings are the plugin manual.

A plugin is a module (or object) with functions of these names marked `@hookimpl`, installed under
the entry-point group `attune_packkit` or named with `-p`. packkit's own checks and reporters come
through the same hooks. The hooks that *return objects* are asked once when a run starts; choosing
among the objects is packkit's work, so every error can name the plugin at fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import click

    from attune_packkit.checking.check import Check, Input
    from attune_packkit.checking.result import Reporter, RunResult

PROJECT = "attune_packkit"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


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

    Asked only when no built-in command has the name the user gave, or for `--help`.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_session_start(session: Any) -> None:
    """Act once the session is set up and before the first pack is read.

    `session` is the `attune_packkit.session.Session`. All plugins are called.
    """


@hookspec
def packkit_session_finish(session: Any, result: RunResult) -> None:
    """Act when a run is complete, before any report is written.

    All plugins are called, also when packs are broken; not when the run ended with an exception.
    """
