"""The `packkit` command: finds the command that is asked for, runs it, turns errors into exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib import import_module

import click

from attune_packkit import __version__
from attune_packkit.cli import console
from attune_packkit.cli.commands import COMMANDS, GROUPS, module_of
from attune_packkit.cli.common import COMPLETE, PROGRAM, Globals, Group
from attune_packkit.errors import ExitCode, PackkitError, PluginError

ALIASES = {"check": "validate", "lint": "validate"}

HELP = """Validate Attune packs and publish them as a registry.

A pack is a folder with a pack.yaml. Start with: packkit validate
"""


class App(Group):
    """The top group: its commands come from modules imported on demand, then from plugins."""

    def __init__(self) -> None:
        super().__init__(PROGRAM, HELP)
        self._strange: dict[str, tuple[str, click.Command]] | None = None
        self.owner = ""
        self.params.append(
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_print_version,
                help="Show the version and exit.",
            )
        )

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands; without those of plugins if one is at fault."""
        try:
            return sorted([*COMMANDS, *self._of_plugins(context)])
        except PackkitError as error:
            console.complain(error)
            return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command by name; plugins are asked only for a name that is not ours."""
        known = ALIASES.get(name, name)
        if known not in COMMANDS:
            self.owner, strange = self._of_plugins(context).get(name, ("", None))
            return strange
        found: click.Command = import_module(module_of(known)).command
        return found

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their summaries, group by group, those of plugins last."""
        strange = [name for name in self.list_commands(context) if name not in COMMANDS]
        groups: dict[str, dict[str, str]] = dict(GROUPS)
        if strange:
            commands = self._of_plugins(context)
            groups["Of plugins"] = {
                name: commands[name][1].get_short_help_str(200) for name in strange
            }
        width = max(len(name) for group in groups.values() for name in group)
        for title, group in groups.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), text) for name, text in group.items()])

    def _of_plugins(self, context: click.Context) -> dict[str, tuple[str, click.Command]]:
        if self._strange is None:
            from attune_packkit.session import Session

            session = Session(context.ensure_object(Globals).load().settings)
            self._strange = _unique(session.plugins.objects("packkit_commands"))
        return self._strange


def _unique(
    contributed: Iterable[tuple[str, click.Command]],
) -> dict[str, tuple[str, click.Command]]:
    """Return commands with their owners by name. Raises `PluginError` for a name that is taken."""
    owners = dict.fromkeys((*COMMANDS, *ALIASES), PROGRAM)
    found: dict[str, tuple[str, click.Command]] = {}
    for owner, command in contributed:
        name = str(command.name)
        if name in owners:
            raise PluginError(f"command '{name}' is provided by {owners[name]} and by {owner}")
        owners[name] = owner
        found[name] = (owner, command)
    return found


def _print_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        console.emit(f"{PROGRAM} {__version__}\n")
        context.exit()


def run(arguments: list[str], program: str = PROGRAM) -> int:
    """Run one command line and return its exit code."""
    given = Globals(traceback=bool(os.environ.get("PACKKIT_TRACEBACK")))
    app = App()
    if os.environ.get(COMPLETE):
        import_module("attune_packkit.cli.shells")
    try:
        code = app.main(
            arguments,
            program,
            complete_var=COMPLETE,
            standalone_mode=False,
            obj=given,
            help_option_names=["-h", "--help"],
            max_content_width=80,
        )
        return int(code or ExitCode.OK)
    except (click.Abort, KeyboardInterrupt):
        console.note("interrupted")
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except PackkitError as error:
        console.complain(error)
        return error.exit_code
    except OSError as error:
        return _environment_error(error, given.traceback)
    except Exception as error:
        return _internal_error(error, given.traceback, app.owner)


def _environment_error(error: OSError, traceback: bool) -> ExitCode:
    """Report an error of the operating system, such as a full disk or a read-only folder."""
    if traceback:
        sys.excepthook(type(error), error, error.__traceback__)
    place = f"{error.filename}: " if error.filename else ""
    console.note(f"error: {place}{error.strerror or error}")
    return ExitCode.SOURCE


def _internal_error(error: Exception, traceback: bool, owner: str) -> ExitCode:
    """Report an error that is a bug; `owner` is the plugin whose command ran, "" for our own."""
    if traceback:
        sys.excepthook(type(error), error, error.__traceback__)
    console.note(f"internal error: {type(error).__name__}: {error}")
    console.note(
        f"This is a fault of {owner or 'packkit or a plugin'}, not of your packs. Please report it"
        + ("." if traceback else ", with what the same command prints with --traceback.")
    )
    return ExitCode.INTERNAL
