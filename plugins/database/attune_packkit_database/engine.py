"""Connections: which database, and how it is spoken to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from attune_packkit.api import SourceError, UsageError, shown

BUSY_SECONDS = 30
"""How long to wait for other writers of an SQLite file."""

_CONNECT_SECONDS = 10
_FILE = "registry.db"
_WRITES = "packkit_writes"
_DAMAGED = ("database disk image is malformed", "file is not a database")
"""What SQLite says of a file that is cut or something else."""

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
}


def parse_url(packs_base_dir: str, text: str) -> URL:
    """Return the URL of a database; without one, that of a file beside the packs."""
    if not text:
        return URL.create("sqlite", database=os.path.join(_state_folder(packs_base_dir), _FILE))
    try:
        url = make_url(text)
        driver = _DRIVERS.get(url.drivername)
    except (ArgumentError, ValueError):
        driver = None
    if driver is None:  # the text may hold a password, so it is not repeated
        raise UsageError(
            "the database URL is none of SQLite or PostgreSQL",
            hint="for example sqlite:///registry.db or postgresql://user@host/registry",
        )
    if driver == "sqlite" and url.database in (None, "", ":memory:"):
        raise UsageError("the database URL names no file", hint="for example sqlite:///registry.db")
    return url.set(drivername=driver)


def file_of(url: URL) -> str:
    """Return the file of an SQLite database; "" if it is another one."""
    return str(url.database) if url.drivername == "sqlite" else ""


def connect(url: URL) -> Engine:
    """Return an engine; nothing is opened yet."""
    if url.drivername != "sqlite":
        return create_engine(url, connect_args={"connect_timeout": _CONNECT_SECONDS})
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that changes nothing."""
    with reported(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction; SQLite lets one such in at a time, from its begin."""
    with (
        reported(engine),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def reported(engine: Engine) -> Iterator[None]:
    """Turn what the database complains of into an error that names it, without the password."""
    try:
        yield
    except SQLAlchemyError as error:
        cause: BaseException = error.orig if isinstance(error, DBAPIError) and error.orig else error
        lines = str(cause).strip().splitlines() or [type(cause).__name__]
        name = shown(engine.url.render_as_string(hide_password=True), 300)
        damaged = lines[0].endswith(_DAMAGED)
        hint = "put a copy back, or remove it and register the packs again" if damaged else ""
        raise SourceError(f"database {name}: {shown(lines[0], 300)}", hint=hint) from None


def _state_folder(packs_base_dir: str) -> str:
    folder = os.path.join(os.path.realpath(packs_base_dir), ".packkit")
    if os.path.islink(folder):
        raise SourceError(
            f"registry folder {shown(folder)} is a link", hint="put the folder itself there"
        )
    return folder


def _prepare(connection: Any, record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Begin for SQLite: its driver would do so too late, when somebody else may have written."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
