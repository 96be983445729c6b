"""packkit lock."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, Globals, complete_paths, pass_globals
from attune_packkit.cli.download import fetch_options, tell
from attune_packkit.errors import ExitCode, VerificationError
from attune_packkit.escaping import shown
from attune_packkit.phrases import counted
from attune_packkit.pipeline.downloads import DownloadOptions
from attune_packkit.pipeline.locking import (
    LOCK_FILE,
    differences,
    expect_no_other_file,
    lock,
    read_lock,
    text_of,
)
from attune_packkit.reporters.plain import visible
from attune_packkit.session import Session
from attune_packkit.sources.placing import write_file


@click.command("lock", cls=Command)
@click.argument("sources", nargs=-1, shell_complete=complete_paths, required=True)
@click.option(
    "--output",
    metavar="FILE",
    type=PATH,
    default=LOCK_FILE,
    help=f"File to write, - for standard output; {LOCK_FILE} if not given.",
)
@click.option("--with-dependencies", is_flag=True, help="Lock what the packs need as well.")
@click.option("--check", is_flag=True, help="Write nothing; tell whether the file is up to date.")
@fetch_options
@pass_globals
def command(
    given: Globals,
    /,
    sources: tuple[str, ...],
    output: str,
    with_dependencies: bool,
    check: bool,
    cache: bool | None,
    **options: Any,
) -> int:
    """Write down exactly which packs sources give now.

    SOURCES are those of packkit download. The file holds version, commit, checksum and
    dependencies of each pack, and download --locked fetches the same again or fails. Nothing is
    written if a source fails. With --check the exit code is 7 if the file says otherwise.
    """
    session = Session(given.load(cache=cache).settings)
    if output != "-" and not check:
        expect_no_other_file(output)
    packs, result = lock(
        session, sources, DownloadOptions("", **options), with_dependencies=with_dependencies
    )
    tell(result)
    if result.failed:
        return result.exit_code
    if check:
        different = differences(read_lock(output), packs)
        if different:
            raise VerificationError(
                f"{shown(output, 200)} is out of date: {'; '.join(different)}",
                hint="packkit lock without --check writes it anew",
            )
    elif output == "-":
        console.emit_data(text_of(packs))
    else:
        write_file(output, text_of(packs))
        console.emit(f"wrote {counted(len(packs), 'pack')} to {visible(output)}\n")
    return ExitCode.OK
