"""packkit config."""

from __future__ import annotations

import json

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import (
    Command,
    Globals,
    Group,
    emit_json,
    json_option,
    pass_globals,
)
from attune_packkit.config import OPTIONS
from attune_packkit.sources.urls import masked


@click.command("show", cls=Command)
@json_option
@pass_globals
def show(given: Globals, form: str) -> None:
    """Show every setting, its value and where it comes from."""
    loaded = given.load()
    values = {
        name: _plain(getattr(loaded.settings, name), option.table)
        for name, option in OPTIONS.items()
    }
    values["jobs"] = loaded.settings.jobs or "auto"
    values["database_url"] = masked(loaded.settings.database_url)
    origins = {name: str(loaded.origins[name]) for name in OPTIONS}
    if form == "json":
        emit_json(
            {
                option.key: {"value": values[name], "origin": origins[name]}
                for name, option in OPTIONS.items()
            }
        )
        return
    lines = {name: f"{option.key} = {_toml(values[name])}" for name, option in OPTIONS.items()}
    column = min(max(map(len, lines.values())), 48)
    console.emit("".join(f"{line:{column}}  # {origins[name]}\n" for name, line in lines.items()))


def _plain(value: object, table: bool) -> object:
    """Return a value as JSON has it: pairs as an object, tuples as lists."""
    if not isinstance(value, tuple):
        return value
    return {name: _plain(item, False) for name, item in value} if table else list(value)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        pairs = (f"{json.dumps(name)} = {json.dumps(item)}" for name, item in value.items())
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    return json.dumps(value, ensure_ascii=False)


command = Group("config", "Look at the settings.", [show])
