"""packkit site build."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli.common import (
    PATH,
    Command,
    Globals,
    jobs_option,
    json_option,
    no_cache_option,
    pass_globals,
)
from attune_packkit.cli.paths import pack_places
from attune_packkit.cli.site.options import base_url, progress, site_options, tell
from attune_packkit.pipeline.publishing import SiteRequest, publish
from attune_packkit.session import Session


@click.command("build", cls=Command)
@click.argument("paths", nargs=-1, type=PATH)
@site_options
@jobs_option
@no_cache_option
@json_option
@pass_globals
def command(given: Globals, /, paths: tuple[str, ...], form: str, **options: Any) -> int:
    """Build the site of packs as they are, without validating them.

    Each of PATHS is a pack or a folder of packs; without PATHS, the packs below the working
    directory. Pages say that nobody has checked the packs; packkit publish checks them first.
    """
    loaded = given.load(cache=options["cache"], jobs=options["jobs"])
    request = SiteRequest(
        tuple(pack_places(paths)),
        options["output"],
        options["title"],
        base_url(options["base_url"]),
        options["theme"],
        validate=False,
        manual=options["manual"],
    )
    return tell(
        request, publish(Session(loaded.settings), request, progress()), json=form == "json"
    )
