"""The options that say where a pack can be fetched."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli.common import PATH, options_of
from attune_packkit.errors import UsageError
from attune_packkit.pipeline.index_files import read_file
from attune_packkit.registry.index import InstallSource
from attune_packkit.registry.sourcing import Sourcing, read_listed
from attune_packkit.sources.checksums import parse_checksum

source_options = options_of(
    click.option("-g", "--git-url", metavar="URL", default="", help="URL of its git repository."),
    click.option(
        "-r", "--git-ref", metavar="REF", default="", help="Commit, tag or branch; best a commit."
    ),
    click.option("-a", "--archive-url", metavar="URL", default="", help="URL of its archive."),
    click.option(
        "--archive-checksum",
        metavar="SUM",
        default="",
        help="sha256 of the bytes of the archive.",
    ),
    click.option(
        "--default-branch",
        metavar="NAME",
        default="",
        help="Default branch of the repository, for the entry's meta.",
    ),
)
"""The options that name the install sources of one pack."""

sourcing_options = options_of(
    click.option("--sources", metavar="FILE", type=PATH, help="JSON: install sources by ref."),
    click.option(
        "--git-url-template",
        "git_url",
        metavar="URL",
        default="",
        help="Git URL of each pack, such as https://example.org/packs/{ref}.git.",
    ),
    click.option(
        "--git-ref-template",
        "git_ref",
        metavar="REF",
        default="",
        help="Git ref of each pack, such as v{version}.",
    ),
)
"""The options that say for many packs where each can be fetched."""


def sourcing_of(given: dict[str, Any]) -> Sourcing:
    """Return what `sourcing_options` say; `given` holds their values."""
    listed = given["sources"]
    return Sourcing(
        given["git_url"],
        given["git_ref"],
        listed=read_listed(read_file(listed), name=listed) if listed else {},
    )


def install_sources(given: dict[str, Any]) -> list[InstallSource]:
    """Return the sources that the options name; `given` holds their values.

    Raises `UsageError` where one option needs another.
    """
    found = []
    if given["git_ref"] and not given["git_url"]:
        raise UsageError("--git-ref needs --git-url")
    if given["git_url"]:
        if not given["git_ref"]:
            raise UsageError("--git-ref is required with --git-url")
        found.append(InstallSource("git", given["git_url"], "", given["git_ref"]))
    if given["archive_checksum"] and not given["archive_url"]:
        raise UsageError("--archive-checksum requires --archive-url")
    if given["archive_url"]:
        if not given["archive_checksum"]:
            raise UsageError(
                "--archive-checksum is required with --archive-url",
                hint="it is that of the exact bytes: packkit checksum ARCHIVE",
            )
        checksum = parse_checksum(given["archive_checksum"], bare=True)
        found.append(InstallSource("archive", given["archive_url"], checksum))
    if not found:
        raise UsageError(
            "at least one install source is required; provide --git-url or --archive-url"
        )
    return found
