"""packkit explain."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

import click

from attune_packkit.checking.check import Check
from attune_packkit.checking.codes import matches
from attune_packkit.checking.documentation import Code, documentation
from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, complete_codes, pass_globals
from attune_packkit.errors import UsageError
from attune_packkit.reporters.terminal import Ink, wrap
from attune_packkit.session import Session
from attune_packkit.suggest import did_you_mean

_MARGIN = "    "


@click.command("explain", cls=Command)
@click.argument("code", shell_complete=complete_codes)
@pass_globals
def command(given: Globals, code: str) -> None:
    """Explain what a check finds and how to mend it."""
    loaded = given.load()
    checks = Session(loaded.settings).checks
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
    found = documentation(check)
    yield from _text(f"{found.summary}\n\n{found.why}", width)
    for section in found.sections:
        yield ""
        yield ink("strong", section.title)
        for part in section.parts:
            yield from _part(part, ink, width)
    if check.url:
        yield ""
        yield ink("faint", check.url)


def _part(part: str | Code, ink: Ink, width: int) -> Iterator[str]:
    if isinstance(part, str):
        yield from _text(part, width)
        return
    if part.path:
        yield ink("faint", part.path)
    yield from (f"{_MARGIN}{line}".rstrip() for line in part.text.split("\n"))


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
