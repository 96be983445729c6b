"""Contributes the registrar `database` and the command `packkit db`."""

from __future__ import annotations

from collections.abc import Iterable

import click

from attune_packkit.api import Registrar, RegistryStore, hookimpl


class Database:
    """Keeps packs in a database. What it needs is imported when it is first used."""

    name = "database"

    def open(self, packs_base_dir: str, url: str, *, create: bool = True) -> RegistryStore:
        """Open the database at a URL; without one, a file beside the packs."""
        from attune_packkit_database.store import open_store

        return open_store(packs_base_dir, url, create=create)


@hookimpl
def packkit_registrars() -> Iterable[Registrar]:
    """Return the registrar of this plugin."""
    return [Database()]


@hookimpl
def packkit_commands() -> Iterable[click.Command]:
    """Return the command of this plugin."""
    from attune_packkit_database.commands import command

    return [command]
