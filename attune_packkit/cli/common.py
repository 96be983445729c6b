"""What all commands share: the options of every command, and the settings made from them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from msgspec import Struct, field

from attune_packkit.cli import console
from attune_packkit.config import OPTIONS, Loaded, Settings, load
from attune_packkit.config.options import WrongValueError
from attune_packkit.errors import UsageError
from attune_packkit.hookspec import Session
from attune_packkit.suggest import did_you_mean, near

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Adding: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What adds an option to a command, as `click.option` returns it."""

PROGRAM = "packkit"
COMPLETE = "_PACKKIT_COMPLETE"
"""The variable through which a shell asks for completions."""


class Globals(Struct):
    """The values of the options that every command has, as far as they have been read."""

    plugins: list[str] = field(default_factory=list)
    disabled: list[str] = field(default_factory=list)
    config: str | None = None
    isolated: bool = False
    color: str | None = None
    traceback: bool = False
    doubted: set[str] = field(default_factory=set)

    def load(self, **given: object) -> Loaded:
        """Return the settings; `given` holds a command's own options, None where not given."""
        shared = {
            "plugins": tuple(self.plugins) or None,
            "disabled_plugins": tuple(self.disabled) or None,
            "color": self.color,
        }
        cli = {name: value for name, value in (shared | given).items() if value is not None}
        loaded = load(
            cli,
            cwd=_working_directory(),
            environ=os.environ,
            isolated=self.isolated,
            config_file=self.config,
        )
        if loaded.settings.disabled_plugins:
            self._doubt_disabled(loaded.settings)
        return loaded

    def _doubt_disabled(self, settings: Settings) -> None:
        """Note each name that is to be left out and that no plugin has, once.

        A file may be meant for machines with other plugins, so there only what looks misspelt.
        """
        from attune_packkit.plugin_manager import BUILT_IN, installed_names

        strange = {*settings.disabled_plugins} - {*BUILT_IN, *settings.plugins} - self.doubted
        known = installed_names() if strange else []
        for name in sorted(strange.difference(known)):
            match = near(name, [*known, *settings.plugins])
            if match or name in self.disabled:
                self.doubted.add(name)
                meant = f"; did you mean 'no:{match}'?" if match else ""
                console.note(f"note: no plugin is called '{name}', so none is left out{meant}")

    def session(self) -> Session:
        """Return a session of a command that has no settings of its own."""
        from attune_packkit.session import Session

        return Session(self.load().settings)


def _working_directory() -> str:
    try:
        return os.getcwd()
    except FileNotFoundError:
        raise UsageError(
            "the working directory does not exist any more", hint="go to another folder"
        ) from None


pass_globals = click.make_pass_decorator(Globals, ensure=True)


def global_options(*, hidden: bool = False) -> list[click.Option]:
    """Return the options that may stand before or after the name of a command."""
    shared: dict[str, Any] = {
        "expose_value": False, "is_eager": True, "hidden": hidden, "callback": _remember
    }  # fmt: skip
    return [
        click.Option(
            ["-p", "plugins"],
            multiple=True,
            metavar="NAME",
            help="Load a plugin; no:NAME leaves one out.",
            **shared,
        ),
        click.Option(
            ["--config"], metavar="FILE", help="Read this file, not packkit.toml.", **shared
        ),
        click.Option(
            ["--isolated"],
            is_flag=True,
            help="Read no configuration file and no PACKKIT_* variable.",
            **shared,
        ),
        click.Option(
            ["--color"],
            type=click.Choice(OPTIONS["color"].words),
            help="Colour the output: by default, on a terminal.",
            **shared,
        ),
        click.Option(
            ["--traceback"],
            is_flag=True,
            help="Show where an internal error happened.",
            **shared,
        ),
    ]


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    found = context.ensure_object(Globals)
    if parameter.name == "plugins":
        for name in value:
            if name.startswith("no:"):
                found.disabled.append(name.removeprefix("no:"))
            else:
                found.plugins.append(name)
    elif value:
        setattr(found, str(parameter.name), value)


class Command(click.Command):
    """A command that also takes the options of every command."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += global_options(hidden=True)


class Group(click.Group):
    """Several commands under one name; without a command it prints its help and succeeds."""

    def __init__(self, name: str, help: str, commands: Sequence[click.Command] = ()) -> None:
        super().__init__(
            name,
            help=help,
            commands=commands,
            callback=click.pass_context(_print_help),
            invoke_without_command=True,
            subcommand_metavar="COMMAND ...",
        )
        self.params += global_options(hidden=name != PROGRAM)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the named command; for none of that name say which one is like it."""
        if self.get_command(context, args[0]) is None and not args[0].startswith("-"):
            raise UsageError(
                f"there is no command '{args[0]}'",
                hint=_checking(context, args[0])
                or did_you_mean(args[0], self.list_commands(context))
                or f"{context.command_path} --help lists the commands",
            )
        return super().resolve_command(context, args)


def _checking(context: click.Context, name: str) -> str:
    """Say how to check what is given in the place of a command, if it is a path."""
    if context.parent is not None or not os.path.exists(name):
        return ""
    return f"to check it: {context.command_path} validate {name}"


def _print_help(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        console.emit(context.get_help() + "\n")


class _Path(click.Path):
    """A path as it was given; whether it can be read is found out by the code that reads it."""

    def __init__(self) -> None:
        super().__init__(readable=False)

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> Any:
        """Return the path; refuse an empty one, which would stand for the working directory."""
        if value == "":
            self.fail("the path is empty; is a variable not set?", parameter, context)
        return super().convert(value, parameter, context)


class Whole(click.IntRange):
    """A whole number within bounds; messages call it "whole number"."""

    name = "whole number"


class Number(click.FloatRange):
    """A number within bounds; messages call it "number"."""

    name = "number"


PATH = _Path()
"""The type of arguments and options that are paths."""

json_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text for people or JSON for programs.",
)


def _jobs(context: click.Context, parameter: click.Parameter, value: str | None) -> Any:
    option = OPTIONS["jobs"]
    try:
        return None if value is None else option.read(option.from_text(value))
    except WrongValueError as error:
        raise click.BadParameter(f"expected {error.expected}") from None


jobs_option = click.option(
    "-j", "--jobs", metavar="N", callback=_jobs, help="Processes to use: a number or auto."
)


no_cache_option = click.option(
    "--no-cache", "cache", flag_value=False, default=None, help="Neither use nor fill the cache."
)

target_option = click.option(
    "--target",
    type=click.Choice(OPTIONS["target"].words),
    help="Which Attune the packs are for; auto takes either dialect.",
)


def options_of(*options: Adding) -> Adding:
    """Return what adds several options to a command, in this order."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def emit_json(value: Any) -> None:
    """Write a value to standard output as JSON."""
    import json

    console.emit_data(json.dumps(value, indent=2) + "\n")


def complete_paths(
    context: click.Context, parameter: click.Parameter, start: str
) -> list[CompletionItem]:
    """Leave it to the shell to complete what may also be a path."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(start, type="file")]


def complete_codes(context: click.Context, parameter: click.Parameter, start: str) -> list[str]:
    """Return the codes of checks that begin with what is typed behind the last comma."""
    from attune_packkit.session import Session

    before, comma, last = start.rpartition(",")
    codes = Session(Globals().load().settings).checks
    return [f"{before}{comma}{code}" for code in codes if code.startswith(last)]
