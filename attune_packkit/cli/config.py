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


@click.command("show", cls=Command)
@json_option
@pass_globals
def show(given: Globals, form: str) -> None:
    """Show every setting, its value and where it comes from."""
    loaded = given.load()
    values = {name: getattr(loaded.settings, name) for name in OPTIONS}
    origins = {name: str(loaded.origins[name]) for name in OPTIONS}
    if form == "json":
        emit_json(
            {
                option.key: {"value": _plain(values[name]), "origin": origins[name]}
                for name, option in OPTIONS.items()
            }
        )
        return
    lines = {name: f"{option.key} = {_toml(values[name])}" for name, option in OPTIONS.items()}
    column = min(max(map(len, lines.values())), 48)
    console.emit("".join(f"{line:{column}}  # {origins[name]}\n" for name, line in lines.items()))


def _plain(value: object) -> object:
    """Return a value as JSON has it: pairs as an object, tuples as lists."""
    if not isinstance(value, tuple):
        return value
    if value and all(isinstance(item, tuple) for item in value):
        return {name: _plain(item) for name, item in value}
    return list(value)


def _toml(value: object) -> str:
    plain = _plain(value)
    if isinstance(plain, dict):
        pairs = (f"{json.dumps(name)} = {json.dumps(item)}" for name, item in plain.items())
        return f"{{ {', '.join(pairs)} }}"
    return json.dumps(plain, ensure_ascii=False)


command = Group("config", "Look at the settings.", [show])
