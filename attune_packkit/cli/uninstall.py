"""packkit uninstall."""

from __future__ import annotations

import sys

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.cli.registry_options import Opening, installation_options
from attune_packkit.errors import UsageError
from attune_packkit.pipeline.uninstalling import expect_installed, uninstall


@click.command("uninstall", cls=Command)
@click.argument("ref")
@installation_options
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--force", is_flag=True, help="Even if other packs depend on it.")
@json_option
@pass_globals
def command(given: Globals, ref: str, opening: Opening, yes: bool, force: bool, form: str) -> None:
    """Remove an installed pack: its folder, its entry and all its components.

    REF is the name of the pack. Refused if another installed pack depends on it.
    """
    with opening.open(given) as (_, installation):
        expect_installed(installation, ref)
        if not yes:
            _ask(ref, installation.folder)
        uninstall(installation, ref, force=force)
    message = f"Pack '{ref}' deleted successfully"
    if form == "json":
        emit_json({"success": True, "message": message})
    else:
        console.emit(f"{message}\n")


def _ask(ref: str, folder: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to confirm the removal", hint="--yes confirms it")
    click.confirm(f"Remove pack '{ref}' from {folder}?", abort=True, err=True)
