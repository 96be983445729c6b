"""packkit deps."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, Globals, emit_json, pass_globals
from attune_packkit.cli.dependency_tree import dot, tree
from attune_packkit.cli.paths import places
from attune_packkit.cli.registry_options import packs_base_dir_option
from attune_packkit.dependencies.resolution import ConflictError, Resolution, TooHardError
from attune_packkit.errors import ExitCode, UsageError
from attune_packkit.escaping import clipped
from attune_packkit.pipeline.dependencies import Surveyed, read_indices, resolution, survey
from attune_packkit.reporters.plain import visible


@click.command("deps", cls=Command)
@click.argument("paths", nargs=-1, type=PATH)
@packs_base_dir_option
@click.option(
    "--resolve", "resolving", is_flag=True, help="Choose a version of everything that is needed."
)
@click.option(
    "--index",
    "indices",
    multiple=True,
    metavar="FILE",
    help="Take packs from this index as well, with --resolve; the setting indices if not given.",
)
@click.option("--skip-validation", is_flag=True, help="Take dependencies as they are written.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "dot"]),
    default="text",
    help="A tree for people, JSON for programs, or a graph for Graphviz.",
)
@pass_globals
def command(
    given: Globals,
    paths: tuple[str, ...],
    packs_base_dir: str | None,
    resolving: bool,
    indices: tuple[str, ...],
    skip_validation: bool,
    form: str,
) -> ExitCode:
    """Show what packs need, and what of it is missing.

    A pack that is needed is missing if no version that will do is installed or among the packs at
    PATHS; the pack core is always there. --resolve chooses versions from the packs at PATHS, the
    installed ones and the indices, and tells the order of installation. Nothing is downloaded. The
    exit code is 1 if a pack cannot be read or something is missing; with --resolve, if there is no
    choice.
    """
    if indices and not resolving:
        raise UsageError("--index is only used with --resolve")
    settings = given.load(packs_base_dir=packs_base_dir).settings
    surveyed = survey(
        places(paths),
        packs_base_dir=settings.packs_base_dir,
        skip_validation=skip_validation,
    )
    chosen, conflict = None, ""
    if resolving:
        chosen, conflict = _resolved(surveyed, indices or settings.indices)
    if form == "json":
        data = surveyed.analysis.as_data()
        emit_json(data | {"resolution": _data(chosen, conflict)} if resolving else data)
    elif form == "dot":
        console.emit_data(dot(surveyed, chosen))
    else:
        console.emit(tree(surveyed, chosen))
    for path, error in surveyed.analysis.errors:
        console.note(f"error: {visible(clipped(path))}: {visible(clipped(error))}")
    if conflict:
        console.note(f"error: {conflict}")
    incomplete = bool(conflict) if resolving else bool(surveyed.analysis.missing)
    return ExitCode.DIAGNOSTICS if incomplete or surveyed.analysis.errors else ExitCode.OK


def _resolved(surveyed: Surveyed, places: tuple[str, ...]) -> tuple[Resolution | None, str]:
    try:
        return resolution(surveyed, read_indices(places)), ""
    except (ConflictError, TooHardError) as error:
        return None, str(error)


def _data(chosen: Resolution | None, conflict: str) -> dict[str, Any]:
    if chosen is None:
        return {"packs": [], "install_order": [], "cycles": [], "conflict": conflict}
    return {
        "packs": [
            {
                "pack_ref": each.ref,
                "version": each.version or None,
                "origin": each.origin,
                "place": each.place or None,
            }
            for each in sorted(chosen.chosen, key=lambda each: each.ref)
        ],
        "install_order": [each.ref for each in chosen.chosen],
        "cycles": [list(cycle) for cycle in chosen.cycles],
        "conflict": None,
    }
