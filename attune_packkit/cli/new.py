"""packkit new."""

from __future__ import annotations

import click

from attune_packkit.cli import console, scaffold
from attune_packkit.cli.common import Command


@click.command("new", cls=Command)
@click.argument("kind", type=click.Choice(scaffold.KINDS))
@click.argument("ref")
@click.option(
    "--directory",
    default=".",
    type=click.Path(exists=True, file_okay=False),
    help="Where to make it; for a component, a folder of its pack.",
)
def command(kind: str, ref: str, directory: str) -> None:
    """Make a new pack, or a new component of the pack here.

    REF is a pack's ref, such as parcels, or a component's, such as parcels.weigh. What it makes
    validates at once. A sensor comes with its trigger; a rule or workflow uses the first trigger
    and action of its pack.
    """
    if kind == "pack":
        paths = scaffold.new_pack(ref, directory)
    else:
        paths = scaffold.new_component(kind, ref, directory)
    console.emit("".join(f"{path}\n" for path in paths))
