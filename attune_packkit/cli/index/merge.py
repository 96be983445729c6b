"""packkit index merge."""

from __future__ import annotations

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, emit_json, json_option
from attune_packkit.pipeline import index_files


@click.command("merge", cls=Command)
@click.option(
    "-o",
    "--output",
    "--file",
    "output",
    metavar="FILE",
    type=PATH,
    required=True,
    help="The index to write.",
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=PATH)
@click.option("-f", "--force", is_flag=True, help="Overwrite the output.")
@click.option(
    "--history", is_flag=True, help="Keep every version, in the extended format of packkit."
)
@json_option
def command(output: str, inputs: tuple[str, ...], force: bool, history: bool, form: str) -> None:
    """Make one index of several.

    Of a pack that several have, the highest version counts, and of equal ones the first. The first
    INPUT names the registry. An index with history becomes an official one, without the versions
    that were withdrawn, unless --history is given. A ref that two indexes give to packs from
    different places is told of: one may be an impostor.
    """
    merged = index_files.merge_files(output, inputs, force=force, history=history)
    for note in merged.notes:
        console.note(f"warning: {note}")
    unique = len({entry["ref"] for entry in merged.index["packs"]})
    if form == "json":
        emit_json(
            {
                "success": True,
                "output_file": output,
                "sources_count": len(inputs),
                "total_loaded": merged.loaded,
                "unique_packs": unique,
                "duplicates_resolved": merged.duplicates,
            }
        )
        return
    console.emit(f"merged {len(inputs)} index files into {output}\n")
    console.emit(
        f"{merged.loaded} packs loaded, {unique} unique, {merged.duplicates} duplicates resolved\n"
    )
