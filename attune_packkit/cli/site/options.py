"""What the commands that build a site share: their options, their bar, and what they say."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, emit_json, options_of
from attune_packkit.diagnostics import Severity
from attune_packkit.errors import ExitCode
from attune_packkit.escaping import shown
from attune_packkit.phrases import counted
from attune_packkit.pipeline.publishing import Publication, SiteRequest
from attune_packkit.pipeline.site.progress import Progress, no_progress
from attune_packkit.registry.assembling import DEFAULT_NAME
from attune_packkit.reporters.plain import visible

title_option = click.option(
    "--title",
    metavar="TEXT",
    default=DEFAULT_NAME,
    help=f"Name of the registry; '{DEFAULT_NAME}' if not given.",
)
theme_option = click.option(
    "--theme",
    metavar="DIR",
    type=click.Path(),
    default="",
    help="Folder whose templates and assets replace packkit's own of the same name.",
)
manual_option = click.option(
    "--manual", is_flag=True, help="Add packkit's own manual, from its source folder."
)
site_options = options_of(
    click.option(
        "-o",
        "--output",
        metavar="DIR",
        type=PATH,
        required=True,
        help="Folder of the site: a new one, or one that packkit has made.",
    ),
    title_option,
    click.option(
        "--base-url",
        metavar="URL",
        default="",
        help="Where the site will be served: for canonical links, feeds, the sitemap and 404.html.",
    ),
    theme_option,
    manual_option,
)
"""The options of commands that write a site."""

_MOST_DEAD_LINKS = 20
_MOST_NOTES = 20
_SECONDS = 0.1
"""Time between two updates of the progress bar."""


def base_url(value: str) -> str:
    """Return where the site will be served. Raises `BadParameter` for what is no web address."""
    from urllib.parse import urlsplit

    parts = urlsplit(value)
    sound = (
        parts.scheme in ("http", "https") and parts.netloc and not (parts.query or parts.fragment)
    )
    if value and not (sound and value.isprintable() and not set(value) & set(" \"'<>\\^`{|}")):
        raise click.BadParameter("expected an address such as https://example.org/packs/")
    return value.rstrip("/") + "/" if value else ""


def progress() -> Progress:
    """Return a bar on a terminal, else nothing."""
    return _bar if sys.stderr.isatty() else no_progress


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar that processes forked from this one move by a number they share with it."""
    from multiprocessing import get_context

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    counter: Any = get_context("fork").Value("i", 0)

    def done() -> None:
        with counter.get_lock():
            counter.value += 1

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, ended = bar.add_task(f"{what} of packs", total=total), Event()

        def watch() -> None:
            while not ended.wait(_SECONDS):
                bar.update(task, completed=counter.value)

        thread = Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield done
        finally:
            ended.set()
            thread.join()


def tell(request: SiteRequest, made: Publication, *, json: bool) -> ExitCode:
    """Say what came of a site, and return the exit code."""
    for note in made.notes[:_MOST_NOTES]:
        console.note(f"note: {note}")
    if len(made.notes) > _MOST_NOTES:
        console.note(f"note: and {len(made.notes) - _MOST_NOTES:,} more such notes")
    for dead in made.written.dead_links[:_MOST_DEAD_LINKS] if made.written else ():
        console.note(f"warning: {dead.page} links to {shown(dead.target)}: {dead.reason}")
    if not made.found:
        console.note(f"error: no pack found in {', '.join(request.paths) or 'an empty list'}")
        console.note("hint: a pack is a folder with a pack.yaml")
        return ExitCode.NOTHING_COLLECTED
    if json:
        emit_json(as_data(request, made))
    elif made.written is not None:
        console.emit(summary(request, made))
    if made.written is None:
        console.note("error: nothing was written, because packs have errors")
        console.note("hint: --policy mark shows them with their errors")
        return made.result.exit_code if made.result else ExitCode.DIAGNOSTICS
    return ExitCode.OK


def as_data(request: SiteRequest, made: Publication) -> dict[str, Any]:
    """Return what came of a site as JSON has it."""
    result, written = made.result, made.written
    return {
        "success": written is not None,
        "output": request.output,
        "packs": made.packs,
        "pages": written.pages if written else 0,
        "files": written.files if written else 0,
        "written": written.written if written else 0,
        "removed": written.removed if written else 0,
        "kept": list(made.kept),
        "marked": list(made.marked),
        "validated": result is not None,
        "errors": result.count(Severity.ERROR) if result else 0,
        "warnings": result.count(Severity.WARNING) if result else 0,
        "dead_links": [each._asdict() for each in written.dead_links] if written else [],
        "notes": list(made.notes),
    }


def summary(request: SiteRequest, made: Publication) -> str:
    """Return what was written, in one or a few lines."""
    written = made.written
    assert written is not None
    lines = [
        f"{counted(made.packs, 'pack')}, {counted(written.pages, 'page')} in"
        f" {visible(request.output)}: {counted(written.written, 'file')} written,"
        f" {written.removed:,} removed, {made.seconds:.2f} s"
    ]
    for what, refs in (
        ("last good version kept", made.kept),
        ("published with errors", made.marked),
    ):
        if refs:
            lines.append(visible(f"{what}: {', '.join(refs)}"))
    return "\n".join(lines) + "\n"
