"""The tables: packs, and what belongs to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only what it calls INTEGER."""


class Timestamp(TypeDecorator[str]):
    """A time as packkit tells it, RFC 3339 in UTC, and as the database keeps it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Return what the database takes."""
        return None if value is None else datetime.strptime(value, _FORMAT).replace(tzinfo=UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Return what packkit tells; SQLite forgets the zone, which is always UTC."""
        if value is None:
            return None
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return str(moment.astimezone(UTC).strftime(_FORMAT))


class Base(DeclarativeBase):
    """All tables; plain data is JSON, and its absence is NULL."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: Text,
        bool: Boolean,
        int: Integer,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


class _Entry:
    """What every table has. An id is given once, also by SQLite."""

    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own name

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    ref: Mapped[str] = mapped_column(String(255), unique=True)
    label: Mapped[str]
    description: Mapped[str | None]
    created: Mapped[str] = mapped_column(Timestamp)
    updated: Mapped[str] = mapped_column(Timestamp)


class _Component(_Entry):
    """What belongs to a pack and goes with it."""

    @declared_attr
    def pack(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy gives the class
        """The id of the pack."""
        return mapped_column(Id, ForeignKey("pack.id", ondelete="CASCADE"), index=True)


class Pack(_Entry, Base):
    """A registered pack."""

    __tablename__ = "pack"

    version: Mapped[str | None]
    conf_schema: Mapped[dict[str, Any] | None]
    config: Mapped[dict[str, Any] | None]
    meta: Mapped[dict[str, Any] | None]
    tags: Mapped[list[Any]]
    runtime_deps: Mapped[list[Any]]
    is_standard: Mapped[bool]
    dependencies: Mapped[list[Any]]


class Action(_Component, Base):
    """An action."""

    __tablename__ = "action"

    runtime: Mapped[int | None]
    runner_type: Mapped[str | None]
    entrypoint: Mapped[str | None]
    param_schema: Mapped[dict[str, Any] | None]
    out_schema: Mapped[dict[str, Any] | None]


class Trigger(_Component, Base):
    """A trigger."""

    __tablename__ = "trigger"

    param_schema: Mapped[dict[str, Any] | None]
    out_schema: Mapped[dict[str, Any] | None]
    enabled: Mapped[bool]


class Sensor(_Component, Base):
    """A sensor."""

    __tablename__ = "sensor"

    runtime: Mapped[int | None]
    runner_type: Mapped[str | None]
    entrypoint: Mapped[str | None]
    param_schema: Mapped[dict[str, Any] | None]
    trigger_types: Mapped[list[Any]]
    enabled: Mapped[bool]


class Rule(_Component, Base):
    """A rule; what it names may be of any pack, registered or not."""

    __tablename__ = "rule"

    action_ref: Mapped[str | None]
    trigger_ref: Mapped[str | None]
    conditions: Mapped[dict[str, Any] | None]
    action_params: Mapped[dict[str, Any] | None]
    trigger_params: Mapped[dict[str, Any] | None]
    enabled: Mapped[bool]


class Workflow(_Component, Base):
    """A workflow."""

    __tablename__ = "workflow"

    version: Mapped[str | None]
    param_schema: Mapped[dict[str, Any] | None]
    out_schema: Mapped[dict[str, Any] | None]
    definition: Mapped[dict[str, Any] | None]
    tags: Mapped[list[Any]]
    enabled: Mapped[bool]


class Component(_Component, Base):
    """A component of any other kind, as its file has it."""

    __tablename__ = "component"
    __table_args__ = (UniqueConstraint("kind", "ref"), _Entry.__table_args__)

    kind: Mapped[str] = mapped_column(String(32))
    ref: Mapped[str] = mapped_column(String(255))
    definition: Mapped[dict[str, Any]]


def table(model: type[Base]) -> Table:
    """Return the table of a model."""
    found = model.__table__
    assert isinstance(found, Table)
    return found


PACK = table(Pack)
TABLES: dict[str, Table] = {
    name: table(model)
    for name, model in {
        "action": Action, "trigger": Trigger, "sensor": Sensor, "rule": Rule, "workflow": Workflow
    }.items()
}  # fmt: skip
"""The table of each kind of component that has one of its own."""

OTHERS = table(Component)
"""The table of all other kinds."""
