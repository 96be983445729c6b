"""The pages of the manual that are made from code: checks, hooks, commands, configuration."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import click
import jinja2

from attune_packkit import hookspec, resources
from attune_packkit.checking.check import Check
from attune_packkit.checking.documentation import documentation
from attune_packkit.checking.inputs import BUILT_IN
from attune_packkit.cli.app import App
from attune_packkit.cli.commands import COMMANDS
from attune_packkit.cli.common import Globals
from attune_packkit.config import OPTIONS, Settings
from attune_packkit.errors import ExitCode
from attune_packkit.session import Session

_EXIT_TEXTS = {
    ExitCode.OK: "nothing to report",
    ExitCode.DIAGNOSTICS: "diagnostics at or above `--fail-on`, or a step failed",
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.INTERNAL: "internal error, or a check crashed",
    ExitCode.USAGE: "wrong usage or configuration",
    ExitCode.NOTHING_COLLECTED: "no pack found",
    ExitCode.SOURCE: "a source that cannot be reached or read",
    ExitCode.VERIFICATION: "a signature, checksum or policy that refuses",
}

_TYPES = {tuple: "list or table", int: "number", bool: "`true`, `false`", str: "text"}


def pages() -> dict[str, str]:
    """Return the generated pages by path below `site/content`. Plugins take no part in them."""
    checks = Session(Settings(autoload=False, cache=False)).checks
    topics = [
        (topic, list(group))
        for topic, group in groupby(checks.values(), key=lambda check: check.id.partition(".")[0])
    ]
    made = {
        "checks/index.md": _render("checks", topics=topics, count=len(checks)),
        "hooks.md": _render("hooks", **_hooks()),
        "commands.md": _render("commands", commands=list(_commands()), exit_codes=_exit_codes()),
        "configuration.md": _render("configuration", options=list(_options())),
    }
    for topic, group in topics:
        made[f"checks/{topic}.md"] = _topic(topic, group)
    return made


def _topic(topic: str, checks: list[Check]) -> str:
    return _render("topic", topic=topic, checks=[(each, documentation(each)) for each in checks])


def _render(template: str, **values: Any) -> str:
    # Markdown, not HTML: escaping happens when the site is built.
    environment = jinja2.Environment(  # noqa: S701
        loader=jinja2.FileSystemLoader(resources.data("templates") / "docs"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["anchor"] = lambda code: code.replace(".", "")
    environment.filters["cell"] = lambda text: " ".join(text.split()).replace("|", "\\|")
    text = environment.get_template(f"{template}.md.j2").render(**values)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + "\n"


def _hooks() -> dict[str, Any]:
    hooks = [
        {
            "name": name,
            "signature": f"def {name}{inspect.signature(function)}",
            "text": inspect.getdoc(function),
        }
        for name, function in vars(hookspec).items()
        if name.startswith("packkit_")
    ]
    inputs = [
        {
            "name": each.name,
            "each": each.each,
            "text": inspect.getdoc(each.function),
            "inputs": each.inputs,
        }
        for each in BUILT_IN
    ]
    return {"introduction": inspect.getdoc(hookspec), "hooks": hooks, "inputs": inputs}


def _commands() -> Iterator[dict[str, str]]:
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


def _command(command: click.Command, parent: click.Context, name: str) -> Iterator[dict[str, str]]:
    context = click.Context(command, parent=parent, info_name=name, max_content_width=80)
    yield {"name": context.command_path, "help": command.get_help(context)}
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from _command(found, context, below)


def _exit_codes() -> list[dict[str, Any]]:
    return [{"value": code.value, "text": text} for code, text in _EXIT_TEXTS.items()]


def _options() -> Iterator[dict[str, str]]:
    defaults = Settings()
    for name, option in OPTIONS.items():
        default = getattr(defaults, name)
        shown = (
            "[]" if default == () else str(default).lower() if default in (True, False) else default
        )
        yield {
            "key": option.key,
            "default": "auto" if name == "jobs" else str(shown) or '""',
            "takes": ", ".join(f"`{word}`" for word in option.words) or _TYPES[type(default)],
            "variable": option.variable,
        }
