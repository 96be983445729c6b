"""packkit download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import (
    PATH,
    Command,
    Globals,
    Whole,
    complete_paths,
    emit_json,
    json_option,
    no_cache_option,
    options_of,
    pass_globals,
)
from attune_packkit.cli.progress import progress
from attune_packkit.cli.tables import table
from attune_packkit.errors import UsageError
from attune_packkit.escaping import shown
from attune_packkit.pipeline.downloading import download
from attune_packkit.pipeline.downloads import DownloadOptions, DownloadResult, Wanted
from attune_packkit.pipeline.locking import read_lock, wanted_packs
from attune_packkit.reporters.plain import visible
from attune_packkit.session import Session
from attune_packkit.sources.urls import masked

MAX_SECONDS = 24 * 3600

fetch_options = options_of(
    click.option(
        "--registry-url",
        "indices",
        multiple=True,
        metavar="URL",
        help="Index to look up names in, URL or file; the setting indices if not given.",
    ),
    click.option(
        "--ref-spec",
        default="",
        metavar="REF",
        help="Branch, tag or commit for git sources that name none.",
    ),
    click.option(
        "--timeout",
        type=Whole(1, MAX_SECONDS),
        default=300,
        metavar="SECONDS",
        help="Time that one source may take; 300 if not given.",
    ),
    click.option(
        "--no-verify-ssl",
        "verify_ssl",
        flag_value=False,
        default=True,
        help="Do not verify certificates.",
    ),
    click.option(
        "--offline/--online",
        default=None,
        help="Use mirrors on this machine and the cache only; the setting offline.",
    ),
    click.option(
        "--ignore-broken-index",
        is_flag=True,
        help="Go on with the next index if one cannot be read.",
    ),
    no_cache_option,
)
"""The options of every command that fetches packs."""


@click.command("download", cls=Command)
@click.argument("sources", nargs=-1, shell_complete=complete_paths)
@click.option(
    "--destination-dir",
    metavar="DIR",
    type=PATH,
    required=True,
    help="Folder to put the packs in, each by its ref.",
)
@fetch_options
@click.option("--locked", metavar="FILE", help="Fetch exactly what this lock file lists.")
@click.option("--from-bundle", metavar="FILE", help="Take the packs from this bundle.")
@click.option("--dry-run", is_flag=True, help="Fetch and verify, but write nothing there.")
@click.option("--force", is_flag=True, help="Replace what is no older state of the pack.")
@json_option
@pass_globals
def command(
    given: Globals,
    /,
    sources: tuple[str, ...],
    locked: str | None,
    from_bundle: str | None,
    cache: bool | None,
    form: str,
    **options: Any,
) -> int:
    """Fetch packs into a folder.

    Each of SOURCES is a pack's name in a registry, such as core or core@^1.2; the https URL of a
    git repository, as URL.git@REF; github:org/repo@REF or gitlab:org/repo@REF; an archive, by URL
    or path; or a folder. A pack below the top is named with #subdirectory=PATH. With --locked or
    --from-bundle, SOURCES are refs of packs listed there, by default all of them.

    A source that fails stops no other. The JSON is the data of the pack API's download. The exit
    code is 7 if a checksum, a lock or a policy refused a source; else 1 if some failed, or what
    they share if all did: 6 if none could be read.
    """
    session = Session(given.load(cache=cache).settings)
    chosen = DownloadOptions(options.pop("destination_dir"), **options)
    if from_bundle:
        from attune_packkit.pipeline.bundling import unbundle

        packs = read_lock(locked) if locked else []
        result = unbundle(
            session, from_bundle, sources, chosen, lock=packs, promised_by=locked or ""
        )
    else:
        result = fetch(session, wanted_of(sources, locked), chosen)
    if form == "json":
        emit_json(result.as_data())
    else:
        console.emit(_table(result, whole=chosen.dry_run))
    tell(result)
    if chosen.dry_run:
        if form == "json":
            tell_trust(result)
        console.note("note: nothing was written")
    return result.exit_code


def fetch(session: Session, wanted: Sequence[Wanted], options: DownloadOptions) -> DownloadResult:
    """Download, showing how far it is."""
    if not options.verify_ssl:
        console.note("warning: certificates are not verified, so anybody may answer")
    with progress("fetched", len(wanted)) as told:
        return download(session, wanted, options, told)


def tell(result: DownloadResult) -> None:
    """Write what there is to say about each source to standard error."""
    for each in result.results:
        source = shown(masked(each.source), 200)
        for text in each.notes:
            console.note(f"note: {source}: {text}")
    for failed in result.failed:
        console.note(f"error: {shown(masked(failed.source), 200)}: {failed.error.message}")
        if failed.error.hint:
            console.note(f"hint: {failed.error.hint}")


def tell_trust(result: DownloadResult) -> None:
    """Write to standard error for each pack what its content was verified against."""
    for each in result.downloaded:
        console.note(f"note: {each.ref} {each.version}: {each.trust}")


def wanted_of(sources: Sequence[str], locked: str | None) -> list[Wanted]:
    """Return what to fetch: the sources or, with a lock file, its packs with these refs or all."""
    if locked:
        return wanted_packs(read_lock(locked), sources, promised_by=locked)
    if not sources:
        raise UsageError("nothing to download", hint="name a source, or --locked FILE")
    return [Wanted(source) for source in dict.fromkeys(sources)]


def _table(result: DownloadResult, *, whole: bool) -> str:
    """Return the fetched packs as a table; `whole` adds checksums and full commits to compare."""
    if not result.downloaded:
        return ""
    head = ["PACK", "VERSION", "SOURCE", "COMMIT", "TRUST", "PATH"]
    rows = [
        [
            visible(each.ref),
            visible(each.version),
            each.fetched.source_type,
            (each.fetched.commit if whole else each.fetched.commit[:12]) or "-",
            visible(each.trust),
            visible(each.path),
        ]
        for each in result.downloaded
    ]
    if whole:
        head.insert(4, "CHECKSUM")
        for row, each in zip(rows, result.downloaded, strict=True):
            row.insert(4, each.checksum)
    return table(head, rows)
