"""packkit index mark."""

from __future__ import annotations

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command
from attune_packkit.cli.index.times import timestamp_option
from attune_packkit.errors import UsageError
from attune_packkit.pipeline import index_files


@click.command("mark", cls=Command)
@click.option("-i", "--index", "index", metavar="FILE", type=PATH, required=True, help="The index.")
@click.argument("release", metavar="REF@VERSION")
@click.option("--yanked", metavar="REASON", help="Withdraw it: nobody gets it by a range.")
@click.option("--deprecated", metavar="REASON", help="Advise against it.")
@click.option("--clear", is_flag=True, help="Take both marks away.")
@timestamp_option
def command(
    index: str,
    release: str,
    yanked: str | None,
    deprecated: str | None,
    clear: bool,
    timestamp: str,
) -> None:
    """Withdraw or deprecate one version in an index with history.

    `packkit index build --history` makes such an index; `packkit index merge` makes an official
    one of it, without the versions that were withdrawn.
    """
    ref, _, version = release.partition("@")
    marks = {"yanked": yanked, "deprecated": deprecated}
    given = {name: reason.strip() for name, reason in marks.items() if reason is not None}
    if not version or bool(given) == clear or not all(given.values()):
        raise UsageError("expected REF@VERSION and --yanked REASON, --deprecated REASON or --clear")
    index_files.mark(index, ref, version, given, timestamp=timestamp)
    console.emit(f"marked {release} in {index}\n")
