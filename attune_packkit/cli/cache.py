"""packkit cache."""

from __future__ import annotations

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
from attune_packkit.homes import cache_folder
from attune_packkit.phrases import counted
from attune_packkit.store import Store


def _store(given: Globals) -> Store:
    return Store(given.load().settings.cache_dir or cache_folder())


@click.command("dir", cls=Command)
@pass_globals
def directory(given: Globals) -> None:
    """Print the folder of the cache."""
    console.emit(f"{_store(given).directory}\n")


@click.command("info", cls=Command)
@json_option
@pass_globals
def info(given: Globals, form: str) -> None:
    """Show how much the cache holds."""
    store = _store(given)
    usage = store.usage()
    if form == "json":
        emit_json({"dir": store.directory, "entries": usage.entries, "bytes": usage.size})
    else:
        entries = counted(usage.entries, "entry", "entries")
        console.emit(f"{entries}, {usage.size / 1e6:.1f} MB in {store.directory}\n")


@click.command("clean", cls=Command)
@pass_globals
def clean(given: Globals) -> None:
    """Remove everything from the cache; nothing is lost but time."""
    store = _store(given)
    before = store.usage().entries
    store.clear()
    console.note(f"{counted(before - store.usage().entries, 'entry', 'entries')} removed")


command = Group("cache", "Look at the cache, or empty it.", [directory, info, clean])
