"""packkit plugins."""

from __future__ import annotations

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.cli.tables import table
from attune_packkit.session import Session


@click.command("plugins", cls=Command)
@json_option
@pass_globals
def command(given: Globals, form: str) -> None:
    """List the active plugins and the hooks they implement."""
    plugins = Session(given.load().settings).plugins
    found = []
    for name in plugins.names():
        callers = plugins.manager.get_hookcallers(plugins.manager.get_plugin(name)) or []
        hooks = sorted(caller.name for caller in callers)
        found.append({"name": name, "distribution": plugins.owner(name), "hooks": hooks})
    if form == "json":
        emit_json(found)
    else:
        rows = [
            (str(each["name"]), str(each["distribution"]), " ".join(each["hooks"]))
            for each in found
        ]
        console.emit(table(("plugin", "distribution", "hooks"), rows))
