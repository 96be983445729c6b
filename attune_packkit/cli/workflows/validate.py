"""packkit workflows validate."""

from __future__ import annotations

from collections.abc import Iterator

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import (
    PATH,
    Command,
    Globals,
    complete_paths,
    emit_json,
    json_option,
    pass_globals,
)
from attune_packkit.cli.paths import expand
from attune_packkit.errors import ExitCode
from attune_packkit.phrases import counted
from attune_packkit.pipeline.workflow_checking import Validated, validate
from attune_packkit.reporters.plain import visible


@click.command("validate", cls=Command)
@click.argument("pack", metavar="PATH_OR_REF", shell_complete=complete_paths)
@click.argument("paths", nargs=-1, type=PATH)
@click.option(
    "--packs",
    "folder",
    metavar="DIR",
    type=PATH,
    help="Folder of the installed packs; the working directory if not given.",
)
@json_option
@pass_globals
def command(
    given: Globals, pack: str, paths: tuple[str, ...], folder: str | None, form: str
) -> ExitCode:
    """Check the workflows of one pack against the packs that are installed.

    PATH_OR_REF is a pack's folder, or the ref of one below --packs, or else below the setting
    packs-base-dir. The actions of that pack, of the packs below --packs and of those at PATHS are
    known; a task with any other action is an error. The JSON has the fields of the workflow API's
    answer. The exit code is 1 if a workflow has an error.
    """
    places = [*expand(paths), folder or "."]
    done = validate(given.load().settings, pack, places, fall_back=folder is None)
    if form == "json":
        emit_json(
            {
                "pack_ref": done.pack_ref,
                "validated_count": done.count,
                "error_count": len(done.errors),
                "errors": done.errors,
            }
        )
    else:
        console.emit_lines(_lines(done))
        if done.unknown_actions:
            console.note("hint: --packs names the folder of the packs whose actions are known")
    return done.exit_code


def _lines(done: Validated) -> Iterator[str]:
    for ref, messages in done.errors.items():
        yield visible(ref)
        yield from (f"  {visible(message)}" for message in messages)
    workflows = counted(done.count, "workflow")
    yield visible(f"{done.pack_ref}: {workflows} validated, {len(done.errors)} with errors")
