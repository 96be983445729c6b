"""packkit explain."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from textwrap import dedent

import click

from attune_packkit.checking.check import Check
from attune_packkit.checking.codes import matches
from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, complete_codes, pass_globals
from attune_packkit.errors import UsageError
from attune_packkit.reporters.terminal import Ink, wrap
from attune_packkit.suggest import did_you_mean

_SECTION = re.compile(r"^([A-Z]\w+):[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_MARGIN = "    "


@click.command("explain", cls=Command)
@click.argument("code", shell_complete=complete_codes)
@pass_globals
def command(given: Globals, code: str) -> None:
    """Explain what a check finds and how to mend it."""
    loaded = given.load()
    checks = given.session().checks
    if code not in checks:
        raise UsageError(f"no check is called '{code}'", hint=_hint(code, checks))
    ink = Ink(console.wants_color(loaded.settings.color, sys.stdout, os.environ))
    console.emit("\n".join(explain(checks[code], ink, min(console.width(), 88))) + "\n")


def _hint(code: str, checks: dict[str, Check]) -> str:
    if any(matches(code, each) for each in checks):
        return f"packkit checks {code} lists those below it"
    return did_you_mean(code, checks) or "packkit checks lists them all"


def explain(check: Check, ink: Ink, width: int) -> Iterator[str]:
    """Yield the lines of a check's documentation."""
    severity = check.severity.label
    layer = check.layer.name.lower()
    facts = f"{layer} check of {check.source}, since {check.since}"
    yield f"{ink('strong', check.id)}  {ink(severity, severity)}  {ink('faint', facts)}"
    yield ""
    parts = _SECTION.split(check.doc)
    yield from _text(parts[0], width)
    for title, text in zip(parts[1::2], parts[2::2], strict=True):
        yield ""
        yield ink("strong", title)
        yield from _section(dedent(text), ink, width)
    yield ""
    yield ink("faint", check.url)


def _section(text: str, ink: Ink, width: int) -> Iterator[str]:
    parts = _FENCE.split(text)
    yield from _text(parts[0], width)
    for info, code, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        path = info.partition(" ")[2]
        if path:
            yield ink("faint", path)
        yield from (f"{_MARGIN}{line}".rstrip() for line in code.rstrip("\n").split("\n"))
        yield from _text(after, width)


def _text(text: str, width: int) -> Iterator[str]:
    """Yield paragraphs anew, broken to the width; lists keep their lines."""
    paragraphs = [each.strip("\n") for each in re.split(r"\n{2,}", text) if each.strip()]
    for index, paragraph in enumerate(paragraphs):
        if index:
            yield ""
        if paragraph.lstrip().startswith(("- ", "|")):
            yield from paragraph.split("\n")
        else:
            yield from wrap(" ".join(paragraph.split()), width)
