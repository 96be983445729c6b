"""packkit index update."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, emit_json, json_option
from attune_packkit.cli.index.sources import install_sources, source_options
from attune_packkit.cli.index.times import timestamp_option
from attune_packkit.pipeline import index_files


@click.command("update", cls=Command)
@click.option("-i", "--index", "index", metavar="FILE", type=PATH, required=True, help="The index.")
@click.argument("path", type=PATH)
@source_options
@click.option("-u", "--update", "replace", is_flag=True, help="Replace the entry that is there.")
@timestamp_option
@json_option
def command(index: str, path: str, replace: bool, timestamp: str, form: str, **given: Any) -> None:
    """Put one pack into an index.

    PATH is the pack's folder. The file is replaced in one step; last_updated changes only if the
    content does. In an index with history, other versions of the pack stay.
    """
    sources = install_sources(given)
    done = index_files.update(
        index,
        path,
        sources,
        replace=replace,
        timestamp=timestamp,
        branch=given["default_branch"],
    )
    for note in done.made.notes:
        console.note(f"note: {note}")
    entry = done.made.entry
    if form == "json":
        emit_json(
            {
                "success": True,
                "index_file": index,
                "pack_ref": entry["ref"],
                "version": entry["version"],
                "directory_checksum": done.made.checksum,
                "action": done.action,
            }
        )
        return
    console.emit(f"{done.action} {entry['ref']} {entry['version']} in {index}\n")
    console.emit(f"directory checksum {done.made.checksum}\n")
