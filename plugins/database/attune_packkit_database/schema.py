"""Which version of the tables a database has, and how it gets to another one."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from attune_packkit.api import SourceError, locked, shown
from attune_packkit_database.engine import file_of, reading, reported, writing

HEAD = "0001"
"""The version that this plugin works with."""

MIGRATIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "migrations")

_LOCK = 0x7061636B6B6974
"""The number by which PostgreSQL knows who migrates."""

_LOCK_SECONDS = 60.0
_VERSIONS = "alembic_version"


def version(engine: Engine) -> str:
    """Return the version of a database; "" if it has no tables of ours, or is not there."""
    path = file_of(engine.url)
    if path and not os.path.lexists(path):  # SQLite would make it by looking
        return ""
    with reading(engine) as connection:
        return _version(connection)


def ensure(engine: Engine) -> None:
    """Make the tables in a database that has none. Raises `SourceError` for another version."""
    _make_folder(engine)
    if not version(engine):
        upgrade(engine)
    refuse_other(version(engine))


def refuse_other(found: str) -> None:
    """Raise `SourceError` for a version that this plugin does not work with."""
    if found != HEAD:
        raise SourceError(
            f"the database has tables of version {shown(found)}, this plugin needs '{HEAD}'",
            hint="packkit db upgrade brings them up to date"
            if found < HEAD
            else "install a newer attune-packkit-database",
        )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to a version."""
    _prepare_file(engine)
    _migrate(engine, lambda command, config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database down to a version, if it has one; `base` takes all tables away."""
    if version(engine):
        _migrate(engine, lambda command, config: command.downgrade(config, revision))


def _prepare_file(engine: Engine) -> None:
    """Let readers of an SQLite file read while somebody writes; a file remembers that."""
    path = file_of(engine.url)
    if path:
        _make_folder(engine)
        with locked(path, wait=_LOCK_SECONDS), reported(engine):
            connection = engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()


def _make_folder(engine: Engine) -> None:
    path = file_of(engine.url)
    if path:
        folder = os.path.dirname(os.path.abspath(path))
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError as error:
            raise SourceError(f"{shown(folder)} cannot be made: {error.strerror}") from None


def _migrate(engine: Engine, step: Callable[[Any, Any], None]) -> None:
    """Run a step of Alembic in one transaction that nobody else migrates in."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", MIGRATIONS.replace("%", "%%"))
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        config.attributes["connection"] = connection
        try:
            step(command, config)
        except CommandError as error:
            raise SourceError(f"the tables cannot be changed: {error}") from None


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table(_VERSIONS):
        return ""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found or "")
