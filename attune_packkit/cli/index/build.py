"""packkit index build."""

from __future__ import annotations

from typing import Any

import click
from msgspec.structs import replace

from attune_packkit.cli import console
from attune_packkit.cli.common import (
    PATH,
    Command,
    Globals,
    emit_json,
    jobs_option,
    pass_globals,
)
from attune_packkit.cli.index.sources import sourcing_of, sourcing_options
from attune_packkit.cli.index.times import timestamp_option
from attune_packkit.errors import ExitCode
from attune_packkit.pipeline import indexing, releasing
from attune_packkit.pipeline.indexing import BuildRequest, Built
from attune_packkit.registry.assembling import Head, render

RELEASES = "releases"


@click.command("build", cls=Command)
@click.argument("paths", metavar="[DIR]...", nargs=-1, type=PATH)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    default="",
    help="The index to write; standard output if not given.",
)
@click.option("--registry-name", metavar="NAME", default="", help="Name of the registry.")
@click.option("--registry-url", metavar="URL", default="", help="Home of the registry; https.")
@sourcing_options
@click.option(
    "--base-url", metavar="URL", default="", help="Where REF-VERSION.tar.gz of each pack is served."
)
@click.option(
    "--archives",
    metavar="DIR",
    type=click.Path(),
    default="",
    help="Write these archives here; needs --base-url.",
)
@click.option(
    "--history",
    is_flag=True,
    help="Keep the older versions of the old index, in the extended format.",
)
@click.option("--update", is_flag=True, help="With --history, let a version change its content.")
@click.option("--skip-broken", is_flag=True, help="Leave out packs that cannot be indexed.")
@click.option(
    "--allow-shrink", is_flag=True, help="Let more than a quarter of the old packs vanish."
)
@timestamp_option
@jobs_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", RELEASES]),
    default="text",
    help="Text for people or JSON for programs; releases makes an index of releases.",
)
@pass_globals
def command(given: Globals, /, paths: tuple[str, ...], form: str, **options: Any) -> int:
    """Make the index of all packs at or below folders.

    Without DIR, of those below the working directory. The same packs give the same bytes;
    last_updated changes only if the content does. If a pack cannot be indexed, nothing is written.

    Each pack needs an install source. The first of these that knows one counts: the list of
    --sources; the templates and --base-url; the pack's own checkout, with its origin and commit
    (commit its changes first); the old index, if the pack has not changed; the repository in its
    manifest, assuming a tag vVERSION; else a placeholder, of which `packkit index check` warns.

    With --format releases it is an index of releases: every version found, and every one that the
    old index has, with the archive that --base-url serves. A published version cannot change.
    """
    loaded = given.load(jobs=options.pop("jobs"))
    places = paths or (".",)
    output = options["output"]
    build = releasing.build_releases if form == RELEASES else indexing.build
    built = build(loaded.settings, _request(places, options, loaded.settings.jobs))
    for note in built.notes:
        console.note(f"note: {note}")
    for path, reason in built.skipped:
        console.note(f"warning: {path} is left out: {reason}")
    if not built.found:
        console.note(f"error: no pack found in {', '.join(places)}")
        return ExitCode.NOTHING_COLLECTED
    if form == "json" and output:
        emit_json(_result(output, built))
    elif output:
        console.emit(_summary(output, built))
    else:
        console.emit_data(render(built.index))
    return ExitCode.OK


def _request(paths: tuple[str, ...], options: dict[str, Any], jobs: int) -> BuildRequest:
    sourcing = replace(
        sourcing_of(options), base_url=options["base_url"], archives=options["archives"]
    )
    return BuildRequest(
        paths=paths,
        output=options["output"],
        head=Head(options["registry_name"], options["registry_url"]),
        sourcing=sourcing,
        timestamp=options["timestamp"],
        jobs=jobs,
        history=options["history"],
        update=options["update"],
        skip_broken=options["skip_broken"],
        allow_shrink=options["allow_shrink"],
    )


def _summary(output: str, built: Built) -> str:
    differ = built.difference
    if not built.written:
        return f"{output} is up to date: {built.packs} packs\n"
    counts = f"{len(differ.added)} added, {len(differ.updated)} updated, "
    return f"wrote {built.packs} packs to {output}: {counts}{len(differ.removed)} removed\n"


def _result(output: str, built: Built) -> dict[str, Any]:
    return {
        "success": True,
        "index_file": output,
        "packs": built.packs,
        "changed": built.written,
        "added": list(built.difference.added),
        "updated": list(built.difference.updated),
        "removed": list(built.difference.removed),
        "skipped": [{"path": path, "error": error} for path, error in built.skipped],
    }
