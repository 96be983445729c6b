"""packkit workflows graph."""

from __future__ import annotations

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, emit_json, pass_globals
from attune_packkit.cli.workflows.loading import Located, find, paths_argument, too_large_to_tell
from attune_packkit.workflows import drawing
from attune_packkit.workflows.describe import picture_data, too_large
from attune_packkit.workflows.picture import Picture, picture


@click.command("graph", cls=Command)
@click.argument("ref")
@paths_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "dot", "mermaid", "svg"]),
    default="text",
    help="Outline for people, JSON for programs, a language that draws, or the drawing.",
)
@pass_globals
def command(given: Globals, ref: str, paths: tuple[str, ...], form: str) -> None:
    """Show which task of a workflow leads to which, and when.

    REF is the workflow's full name, such as parcels.dispatch. PATHS are packs or folders of packs
    to look for it; without PATHS, the packs below the working directory. Drawn edges are solid for
    success, dashed for failure, dotted for timeout and bold where any outcome will do; in SVG thin.
    """
    located = find(given, ref, paths)
    drawn = picture(located.workflow)
    if drawn is None:
        raise too_large_to_tell(located)
    if form == "json":
        data = picture_data(drawn)
        if too_large(data):
            raise too_large_to_tell(located)
        emit_json(data)
    elif form == "text":
        console.emit(drawing.outline(drawn))
    elif form == "svg":
        console.emit_data(_svg(located, drawn))
    else:
        render = drawing.dot if form == "dot" else drawing.mermaid
        console.emit_data(render(drawn))


def _svg(located: Located, drawn: Picture) -> str:
    from attune_packkit.sitegen.graph.drawing import draw

    svg = draw(drawn)
    if svg is None:
        raise too_large_to_tell(located)
    return svg + "\n"
