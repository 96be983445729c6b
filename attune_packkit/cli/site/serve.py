"""packkit site serve."""

from __future__ import annotations

import signal
import tempfile
from contextlib import ExitStack
from typing import Any

import click

from attune_packkit.cli import console, reports
from attune_packkit.cli.common import PATH, Command, Globals, Whole, jobs_option, pass_globals
from attune_packkit.cli.paths import pack_places
from attune_packkit.cli.site.options import (
    manual_option,
    progress,
    summary,
    theme_option,
    title_option,
)
from attune_packkit.config import Loaded
from attune_packkit.errors import ExitCode, PackkitError
from attune_packkit.pipeline.publishing import Publication, SiteRequest
from attune_packkit.pipeline.serving import Preview
from attune_packkit.session import Session


@click.command("serve", cls=Command)
@click.argument("paths", nargs=-1, type=PATH)
@click.option(
    "--port",
    type=Whole(0, 65535),
    default=8080,
    show_default=True,
    help="Port on the loopback interface; 0 takes one that is free.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=PATH,
    help="Folder to build in; a temporary one if not given.",
)
@title_option
@theme_option
@manual_option
@jobs_option
@pass_globals
def command(given: Globals, /, paths: tuple[str, ...], **options: Any) -> int:
    """Preview the site of packs, and build it again when they change.

    Each of PATHS is a pack or a folder of packs; without PATHS, the packs below the working
    directory. Packs with errors are shown with them. Only this machine can visit the preview;
    pages that are open load themselves anew after each build. Ctrl-C ends it.
    """
    loaded = given.load(jobs=options["jobs"])
    with ExitStack() as stack:
        folder = options["output"] or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="packkit-site-")
        )
        request = SiteRequest(
            tuple(pack_places(paths)),
            folder,
            options["title"],
            theme=options["theme"],
            manual=options["manual"],
        )
        _serve(loaded, request, options["port"])
    return ExitCode.OK


def _serve(loaded: Loaded, request: SiteRequest, port: int) -> None:
    # Ended by another program it removes what it made, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    preview = Preview(request, loaded.settings)
    try:
        with preview.server(port) as server:
            _tell(loaded, request, preview.build(progress()))
            server.start()
            console.emit(f"{server.url}\n")
            for made in preview.rebuilds():
                if isinstance(made, PackkitError):
                    console.complain(made)
                else:
                    _tell(loaded, request, made)
    except KeyboardInterrupt:
        console.note("ended")


def _tell(loaded: Loaded, request: SiteRequest, made: Publication) -> None:
    """Show what is wrong with the packs, then what was built."""
    if made.result is not None and any(made.result.every_reported()):
        reports.write_text(made.result, Session(loaded.settings), loaded.settings.color)
    if made.written is not None:
        console.note(summary(request, made).rstrip())
