"""packkit publish."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli import reports
from attune_packkit.cli.common import (
    PATH,
    Command,
    Globals,
    jobs_option,
    json_option,
    no_cache_option,
    pass_globals,
    target_option,
)
from attune_packkit.cli.index.sources import sourcing_of, sourcing_options
from attune_packkit.cli.paths import pack_places
from attune_packkit.cli.site.options import base_url, progress, site_options, tell
from attune_packkit.config import OPTIONS
from attune_packkit.pipeline.publishing import SiteRequest, publish
from attune_packkit.pipeline.site.history import History
from attune_packkit.session import Session

_SETTINGS = ("target", "fail_on", "jobs", "cache")


@click.command("publish", cls=Command)
@click.argument("paths", nargs=-1, type=PATH)
@site_options
@click.option(
    "--policy",
    type=click.Choice(["fail", "keep", "mark"]),
    default="fail",
    help="Of packs with errors: stop, keep their last good version, or publish them marked.",
)
@click.option(
    "--tags",
    metavar="PATTERN",
    default="",
    help="Show older versions too: those that git tags such as 'v*' of the packs' folders name.",
)
@click.option(
    "--versions-from",
    metavar="INDEX",
    default="",
    help="Show older versions too: those that this index with several versions lists.",
)
@sourcing_options
@target_option
@click.option(
    "--fail-on",
    type=click.Choice(OPTIONS["fail_on"].words),
    help="Least severity that stops publishing; error if not given.",
)
@jobs_option
@no_cache_option
@json_option
@pass_globals
def command(given: Globals, /, paths: tuple[str, ...], form: str, **options: Any) -> int:
    """Validate packs, index them, and write the registry as a static site.

    Each of PATHS is a pack or a folder of packs; without PATHS, the packs below the working
    directory. Of several versions of a pack the newest is shown first, the others beside it. With
    the policy fail, a pack with errors stops everything and nothing is written.

    Files are written only where their bytes differ, and those of the last build that are no more
    are removed. The output may not be a folder that packkit did not make.
    """
    loaded = given.load(**{name: options[name] for name in _SETTINGS})
    session = Session(loaded.settings)
    request = _request(paths, options)
    made = publish(session, request, progress())
    code = tell(request, made, json=form == "json")
    if made.written is None and made.result is not None and form == "text":
        reports.write_text(made.result, session, loaded.settings.color)
    return code


def _request(paths: tuple[str, ...], options: dict[str, Any]) -> SiteRequest:
    return SiteRequest(
        paths=tuple(pack_places(paths)),
        output=options["output"],
        title=options["title"],
        base_url=base_url(options["base_url"]),
        theme=options["theme"],
        policy=options["policy"],
        history=History(options["tags"], options["versions_from"]),
        sourcing=sourcing_of(options),
        manual=options["manual"],
    )
