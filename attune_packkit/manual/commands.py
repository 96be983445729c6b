"""What the manual tells of the command line: commands with their options, and exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from attune_packkit.cli.app import App
from attune_packkit.cli.commands import COMMANDS
from attune_packkit.cli.common import Globals
from attune_packkit.errors import ExitCode

_EXIT_TEXTS = {
    ExitCode.OK: "nothing to report",
    ExitCode.DIAGNOSTICS: "diagnostics at or above `--fail-on`, or a step failed",
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.INTERNAL: "internal error, or a check or plugin crashed",
    ExitCode.USAGE: "wrong usage or configuration",
    ExitCode.NOTHING_COLLECTED: "no pack found",
    ExitCode.SOURCE: "a source that cannot be reached or read",
    ExitCode.VERIFICATION: "a signature, checksum or policy that refuses",
}


def commands() -> Iterator[tuple[click.Command, click.Context]]:
    """Yield every command of packkit's own with the context in which its help is written."""
    app = App()
    top = click.Context(
        app,
        info_name="packkit",
        obj=Globals(),
        max_content_width=80,
        help_option_names=["-h", "--help"],
    )
    for name in COMMANDS:
        command = app.get_command(top, name)
        assert command is not None
        yield from _command(command, top, name)


def _command(
    command: click.Command, parent: click.Context, name: str
) -> Iterator[tuple[click.Command, click.Context]]:
    context = click.Context(command, parent=parent, info_name=name, max_content_width=80)
    yield command, context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from _command(found, context, below)


def exit_codes() -> list[dict[str, Any]]:
    """Return the exit codes and what each says."""
    return [{"value": code.value, "text": text} for code, text in _EXIT_TEXTS.items()]
