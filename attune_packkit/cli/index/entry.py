"""packkit index entry."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, emit_json
from attune_packkit.cli.index.sources import install_sources, source_options
from attune_packkit.pipeline import index_files


@click.command("entry", cls=Command)
@click.argument("path", type=PATH)
@source_options
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["json"]),
    default="json",
    help="How to print it; JSON is all there is.",
)
def command(path: str, form: str, **given: Any) -> None:
    """Print the entry that a pack would have in an index.

    PATH is the pack's folder. The entry holds the folder's checksum, so it is made best of a clean
    checkout of the commit that --git-ref names.
    """
    sources = install_sources(given)
    made = index_files.entry(path, sources, branch=given["default_branch"])
    for note in made.notes:
        console.note(f"note: {note}")
    emit_json(made.entry)
