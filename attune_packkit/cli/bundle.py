"""packkit bundle."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, Globals, complete_paths, pass_globals
from attune_packkit.cli.download import fetch_options, tell, wanted_of
from attune_packkit.cli.progress import progress
from attune_packkit.pipeline.bundling import NOWHERE, bundle
from attune_packkit.pipeline.downloads import DownloadOptions
from attune_packkit.session import Session


@click.command("bundle", cls=Command)
@click.argument("sources", nargs=-1, shell_complete=complete_paths)
@click.option(
    "--output",
    metavar="FILE",
    type=PATH,
    required=True,
    help="File to write, such as packs.tar.gz.",
)
@click.option("--locked", metavar="FILE", help="Bundle exactly what this lock file lists.")
@click.option(
    "--base-url",
    metavar="URL",
    default=NOWHERE,
    help="Where the unpacked bundle will be served, for the index in it.",
)
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@fetch_options
@pass_globals
def command(
    given: Globals,
    /,
    sources: tuple[str, ...],
    output: str,
    locked: str | None,
    base_url: str,
    force: bool,
    cache: bool | None,
    **options: Any,
) -> int:
    """Write packs into one file for a site without a network.

    SOURCES are those of packkit download. The file holds the packs as archives, a lock file and an
    index; the same packs give the same bytes. There, packkit download --from-bundle takes the packs
    out. Unpacked on a web server, or named in the setting mirrors, it is a registry.
    """
    session = Session(given.load(cache=cache).settings)
    wanted = wanted_of(sources, locked)
    with progress("fetched", len(wanted)) as told:
        checksum, result = bundle(
            session,
            wanted,
            DownloadOptions("", **options),
            output,
            base_url=base_url,
            replace_old=force,
            told=told,
        )
    tell(result)
    if checksum:
        console.emit(f"{checksum}  {output}\n")
    return result.exit_code
