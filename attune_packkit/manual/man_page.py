"""The manual page `packkit.1`, made from the commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import click

from attune_packkit.cli.common import global_options
from attune_packkit.config import OPTIONS
from attune_packkit.manual.commands import commands, exit_codes
from attune_packkit.manual.rendering import render

_ESCAPES = str.maketrans({"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga"})


def man_page() -> str:
    """Return the page in roff."""
    every = list(commands())
    text = render(
        "packkit.1.j2",
        {"roff": _roff},
        options=list(_options(global_options(), every[0][1])),
        commands=[_described(command, context) for command, context in every],
        exit_codes=exit_codes(),
        settings=[option.variable for option in OPTIONS.values()],
    )
    return re.sub(r"\n{2,}", "\n", text)


def _described(command: click.Command, context: click.Context) -> dict[str, Any]:
    usage = " ".join(command.collect_usage_pieces(context))
    return {
        "name": context.command_path,
        "usage": f"{context.command_path} {usage}",
        "paragraphs": [_one_line(part) for part in (command.help or "").split("\n\n")],
        "options": list(_options(command.get_params(context), context)),
    }


def _options(
    parameters: Sequence[click.Parameter], context: click.Context
) -> Iterator[dict[str, str]]:
    for parameter in parameters:
        record = parameter.get_help_record(context)
        if record and record[1] and "--help" not in parameter.opts:
            yield {"names": record[0], "help": _one_line(record[1])}


def _one_line(text: str) -> str:
    return " ".join(text.replace("\b", "").split())


def _roff(text: str) -> str:
    """Escape text; a line that begins with a dot would be a request."""
    escaped = text.translate(_ESCAPES)
    return "\\&" + escaped if escaped.startswith(".") else escaped
