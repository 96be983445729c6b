"""packkit diff."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, complete_paths, emit_json
from attune_packkit.cli.tables import table
from attune_packkit.errors import ExitCode, UsageError
from attune_packkit.pipeline.diffing import Compared, PackDifference, diff
from attune_packkit.reporters.plain import visible

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#])")


@click.command("diff", cls=Command)
@click.argument("old", shell_complete=complete_paths)
@click.argument("new", required=False, shell_complete=complete_paths)
@click.option(
    "--git",
    "revision",
    metavar="REV",
    help="Compare OLD as it was at this git revision with OLD as it is.",
)
@click.option(
    "--packs", metavar="DIR", default="", type=click.Path(), help="Where refs are looked for."
)
@click.option("--require-bump", is_flag=True, help="Fail if the version rose less than it should.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Text for people, JSON for programs, or Markdown for a change log.",
)
def command(
    old: str, new: str | None, revision: str | None, packs: str, require_bump: bool, form: str
) -> int:
    """Tell what changed between two versions of packs for those who use them.

    OLD and NEW are each a pack or a folder of packs, PATH@REV of a git working copy, or a ref with
    --packs. The verdict says which version the changes ask for: MAJOR for what breaks users, MINOR
    for additions, PATCH for the rest; below 1.0.0 a MINOR version may break. How an action works,
    such as its runner or entry point, is no promise.
    """
    if revision is not None:
        if new is not None:
            raise UsageError("--git takes one path, not two")
        old, new = f"{old}@{revision}", old
    if new is None:
        raise UsageError("what is to be compared with it?", hint="give NEW, or --git REV")
    compared = diff(old, new, packs=packs)
    if form == "json":
        emit_json(_data(compared))
    elif form == "markdown":
        console.emit_data("".join(_markdown(compared)))
    else:
        console.emit("".join(_text(compared)))
    lacking = [each for each in compared.packs if not each.verdict.satisfied]
    for each in lacking if require_bump else ():
        console.note(visible(f"error: {each.ref}: {each.verdict.sentence}"))
    return ExitCode.DIAGNOSTICS if require_bump and lacking else ExitCode.OK


def _data(compared: Compared) -> dict[str, object]:
    return {
        "packs": [each.as_data() for each in compared.packs],
        "added": list(compared.added),
        "removed": list(compared.removed),
    }


def _text(compared: Compared) -> Iterator[str]:
    for each in compared.packs:
        rows = [(one.impact.name, one.kind, one.message) for one in each.differences]
        if rows:
            yield table(("impact", "change", "what"), rows)
        yield visible(f"{each.ref}: {each.verdict.sentence}") + "\n"
    for word, refs in (("added", compared.added), ("removed", compared.removed)):
        for ref in refs:
            yield f"{visible(ref)}: {word}\n"


def _markdown(compared: Compared) -> Iterator[str]:
    for each in compared.packs:
        yield from _section(each)
    for word, refs in (("Added", compared.added), ("Removed", compared.removed)):
        if refs:
            yield f"## {word} packs\n\n" + "".join(f"- {_quoted(ref)}\n" for ref in refs) + "\n"


def _section(pack: PackDifference) -> Iterator[str]:
    yield f"## {_quoted(pack.ref)} {_quoted(pack.verdict.new_version)}\n\n"
    yield f"{_quoted(pack.verdict.sentence)}.\n\n"
    for impact in dict.fromkeys(each.impact for each in pack.differences):
        yield f"### {impact.word.capitalize()}\n\n"
        for each in pack.differences:
            if each.impact is impact:
                yield f"- {_quoted(each.message)}\n"
        yield "\n"


def _quoted(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", visible(text))
