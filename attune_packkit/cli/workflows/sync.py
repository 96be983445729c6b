"""packkit workflows sync."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import (
    Command,
    Globals,
    complete_paths,
    emit_json,
    json_option,
    pass_globals,
)
from attune_packkit.cli.registry_options import Opening, installation_options
from attune_packkit.errors import ExitCode
from attune_packkit.pipeline.syncing import sync
from attune_packkit.reporters.plain import visible


@click.command("sync", cls=Command)
@click.argument("pack", metavar="PATH_OR_REF", shell_complete=complete_paths)
@installation_options
@json_option
@pass_globals
def command(given: Globals, pack: str, opening: Opening, form: str) -> ExitCode:
    """Register the workflows of a registered pack anew.

    PATH_OR_REF is a pack's folder, or the ref of an installed pack. A workflow with errors stays as
    it was; one whose file is gone is dropped. The JSON has the fields of the workflow API's answer.
    The exit code is 1 if a workflow has an error.
    """
    with opening.open(given) as (session, installation):
        synced = sync(session.settings, installation, pack)
    if form == "json":
        emit_json(synced.data)
    else:
        console.emit_lines(_lines(synced.data))
    return synced.exit_code


def _lines(data: dict[str, Any]) -> Iterator[str]:
    for each in data["workflows"]:
        yield visible(f"{'created' if each['created'] else 'updated'} {each['ref_name']}")
        yield from (f"  warning: {visible(text)}" for text in each["warnings"])
    yield from (f"error: {visible(text)}" for text in data["errors"])
    counts = f"{data['registered_count']} of {data['loaded_count']}"
    yield visible(f"{data['pack_ref']}: {counts} workflows registered")
