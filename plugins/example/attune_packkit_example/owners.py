"""packkit owners: who answers for which pack."""

from __future__ import annotations

import click

from attune_packkit.api import CommandLine, ExitCode
from attune_packkit_example.ownership import owner_of
from attune_packkit_example.text import visible

NOBODY = "(nobody)"


@click.command("owners")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--missing", is_flag=True, help="List only the packs that nobody owns.")
@click.pass_obj
def owners(given: CommandLine, paths: tuple[str, ...], missing: bool) -> int:
    """List the packs at PATHS by owning team, by default those below the working directory."""
    teams: dict[str, list[str]] = {}
    for path, pack in given.session().packs(paths or ["."]):
        team = owner_of(pack.manifest) or NOBODY
        teams.setdefault(visible(team), []).append(visible(f"{pack.ref}  {path}"))
    for team in sorted(teams):
        if team == NOBODY or not missing:
            click.echo("\n    ".join([team, *sorted(teams[team])]))
    return ExitCode.OK if teams else ExitCode.NOTHING_COLLECTED
