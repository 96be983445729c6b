"""The registry in a database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite

from attune_packkit.api import (
    AlreadyRegisteredError,
    NotRegisteredError,
    Record,
    Registered,
    Registration,
    RegistrationError,
    Stored,
    do_nothing,
)
from attune_packkit_database import schema
from attune_packkit_database.engine import connect, file_of, parse_url, reading, writing
from attune_packkit_database.models import OTHERS, PACK, TABLES

_LOCK = 0x7061636B
"""With the hash of a ref, the number by which PostgreSQL knows who writes a pack."""

_KEPT = frozenset({"id", "ref", "kind", "pack", "created"})
"""Columns that an update leaves as they are."""

_NO_FIELDS = _KEPT | {"updated"}


def open_store(packs_base_dir: str, url: str, *, create: bool = True) -> DatabaseStore:
    """Open the database at a URL; with `create` make its tables if it has none."""
    parsed = parse_url(packs_base_dir, url)
    path = file_of(parsed)
    if not create and path and not os.path.lexists(path):
        return DatabaseStore(None)
    engine = connect(parsed)
    try:
        if create:
            schema.ensure(engine)
        elif found := schema.version(engine):
            schema.refuse_other(found)
        else:
            engine.dispose()
            return DatabaseStore(None)
    except BaseException:
        engine.dispose()
        raise
    return DatabaseStore(engine)


class DatabaseStore:
    """An open registry; without an engine, one that is not there yet."""

    def __init__(self, engine: Engine | None) -> None:
        self._engine = engine

    def register(
        self,
        registration: Registration,
        *,
        at: str,
        replace: bool,
        meanwhile: Callable[[], None] = do_nothing,
    ) -> tuple[Registered, ...]:
        """Add or update a pack with its components and drop those that it no longer has."""
        with self._writing(registration.ref) as connection:
            pack = _put_pack(connection, registration.pack, at, replace=replace)
            known = _refs(connection, pack.id)
            components = _put(connection, pack.id, registration.components, known, at)
            _drop(connection, known, {(each.kind, each.ref) for each in components})
            meanwhile()
        return (pack, *components)

    def sync(
        self, pack_ref: str, kind: str, records: Sequence[Record], *, keep: Sequence[str], at: str
    ) -> tuple[Registered, ...]:
        """Add or update the components of one kind of a pack; drop others not in `keep`."""
        with self._writing(pack_ref) as connection:
            pack = _pack(connection, pack_ref)
            if pack is None:
                raise NotRegisteredError(pack_ref)
            known = {key: number for key, number in _refs(connection, pack.id).items()
                     if key[0] == kind}  # fmt: skip
            components = _put(connection, pack.id, records, known, at)
            kept = {(kind, ref) for ref in (*keep, *(each.ref for each in components))}
            _drop(connection, known, kept)
        return components

    def packs(self) -> list[Stored]:
        """Return all packs by id."""
        if self._engine is None:
            return []
        with reading(self._engine) as connection:
            rows = connection.execute(select(PACK).order_by(PACK.c.id))
            return [_stored(PACK, "pack", row) for row in rows]

    def pack(self, ref: str) -> Stored | None:
        """Return the pack with a ref."""
        if self._engine is None or not _is_text(ref):
            return None
        with reading(self._engine) as connection:
            row = _pack(connection, ref)
            return None if row is None else _stored(PACK, "pack", row)

    def components(self, pack_ref: str, kind: str) -> list[Stored]:
        """Return the components of one kind of a pack by id."""
        if self._engine is None or not _is_text(pack_ref):
            return []
        table = TABLES.get(kind, OTHERS)
        wanted = select(table).join(PACK).where(PACK.c.ref == pack_ref).order_by(table.c.id)
        if table is OTHERS:
            wanted = wanted.where(OTHERS.c.kind == kind)
        with reading(self._engine) as connection:
            return [_stored(table, kind, row, pack_ref) for row in connection.execute(wanted)]

    def remove(self, ref: str, *, meanwhile: Callable[[], None] = do_nothing) -> bool:
        """Remove a pack with all its components; tell whether it was there."""
        if not _is_text(ref):
            return False
        with self._writing(ref) as connection:
            gone = connection.execute(delete(PACK).where(PACK.c.ref == ref)).rowcount > 0
            if gone:
                meanwhile()
        return gone

    def close(self) -> None:
        """Close all connections."""
        if self._engine is not None:
            self._engine.dispose()

    @contextmanager
    def _writing(self, ref: str) -> Iterator[Connection]:
        """Give a connection in a transaction, in which nobody else writes the pack."""
        assert self._engine is not None, "the registry was opened to be read only"
        with writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:number, hashtext(:ref))"),
                    {"number": _LOCK, "ref": ref},
                )
            yield connection


def _pack(connection: Connection, ref: str) -> Row[Any] | None:
    return connection.execute(select(PACK).where(PACK.c.ref == ref)).one_or_none()


def _put_pack(connection: Connection, record: Record, at: str, *, replace: bool) -> Registered:
    before = _pack(connection, record.ref)
    number = None
    if before is None or replace:
        values = {**record.fields, "ref": record.ref, "created": at, "updated": at}
        number = _upsert(connection, PACK, values, replace=replace)
    if number is None:
        raise AlreadyRegisteredError(record.ref)
    return Registered("pack", record.ref, number, before is None)


def _put(
    connection: Connection,
    pack: int,
    records: Sequence[Record],
    known: dict[tuple[str, str], int],
    at: str,
) -> tuple[Registered, ...]:
    """Add or update components. Those of all packs come in one order: no two writers block."""
    return tuple(_put_one(connection, pack, record, known, at) for record in records)


def _put_one(
    connection: Connection, pack: int, record: Record, known: dict[tuple[str, str], int], at: str
) -> Registered:
    table = TABLES.get(record.kind, OTHERS)
    values = {**record.fields, "ref": record.ref, "pack": pack, "created": at, "updated": at}
    if table is OTHERS:
        values["kind"] = record.kind
    number = _upsert(connection, table, values, replace=True)
    if number is None:
        raise RegistrationError(
            f"{record.kind} '{record.ref}' is already registered by pack"
            f" '{_owner(connection, table, values)}'"
        )
    return Registered(record.kind, record.ref, number, (record.kind, record.ref) not in known)


def _upsert(
    connection: Connection, table: Table, values: dict[str, Any], *, replace: bool
) -> int | None:
    """Insert a row or update the one with its ref; return its id.

    None if there is one that is not to be replaced or is another pack's.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table).values(values)
    unique = ["kind", "ref"] if table is OTHERS else ["ref"]
    if not replace:
        statement = insert.on_conflict_do_nothing(index_elements=unique)
    else:
        statement = insert.on_conflict_do_update(
            index_elements=unique,
            set_={name: insert.excluded[name] for name in values if name not in _KEPT},
            where=None if table is PACK else table.c.pack == insert.excluded.pack,
        )
    found: int | None = connection.execute(statement.returning(table.c.id)).scalar()
    return found


def _owner(connection: Connection, table: Table, values: dict[str, Any]) -> Any:
    wanted = select(PACK.c.ref).join(table).where(table.c.ref == values["ref"])
    if table is OTHERS:
        wanted = wanted.where(OTHERS.c.kind == values["kind"])
    return connection.execute(wanted).scalar()


def _refs(connection: Connection, pack: int) -> dict[tuple[str, str], int]:
    """Return the ids of a pack's components by kind and ref."""
    found: dict[tuple[str, str], int] = {}
    for kind, table in TABLES.items():
        wanted = select(table.c.ref, table.c.id).where(table.c.pack == pack)
        found.update({(kind, ref): number for ref, number in connection.execute(wanted)})
    others = select(OTHERS.c.kind, OTHERS.c.ref, OTHERS.c.id).where(OTHERS.c.pack == pack)
    found.update({(kind, ref): number for kind, ref, number in connection.execute(others)})
    return found


def _drop(
    connection: Connection, known: dict[tuple[str, str], int], kept: set[tuple[str, str]]
) -> None:
    for key, number in known.items():
        if key not in kept:
            table = TABLES.get(key[0], OTHERS)
            connection.execute(delete(table).where(table.c.id == number))


def _stored(table: Table, kind: str, row: Row[Any], pack_ref: str = "") -> Stored:
    columns = row._mapping
    fields = {column.name: columns[column] for column in table.c if column.name not in _NO_FIELDS}
    owner = columns["id"] if table is PACK else columns["pack"]
    return Stored(
        Record(kind, columns["ref"], fields),
        columns["id"],
        owner,
        pack_ref or columns["ref"],
        columns["created"],
        columns["updated"],
    )


def _is_text(ref: str) -> bool:
    """Tell whether a database can be asked for a ref at all."""
    return "\0" not in ref and ref.isascii()
