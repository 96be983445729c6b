"""The first tables: packs and what belongs to them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NAMES = ("action", "trigger", "sensor", "rule", "workflow", "component")


def upgrade() -> None:
    """Make them."""
    _create(
        "pack",
        _text("version"),
        _json("conf_schema"),
        _json("config"),
        _json("meta"),
        _json("tags", needed=True),
        _json("runtime_deps", needed=True),
        sa.Column("is_standard", sa.Boolean(), nullable=False),
        _json("dependencies", needed=True),
    )
    _component("action", *_run(), _json("out_schema"))
    _component("trigger", _json("param_schema"), _json("out_schema"), _enabled())
    _component("sensor", *_run(), _json("trigger_types", needed=True), _enabled())
    _component(
        "rule",
        _text("action_ref"),
        _text("trigger_ref"),
        _json("conditions"),
        _json("action_params"),
        _json("trigger_params"),
        _enabled(),
    )
    _component(
        "workflow",
        _text("version"),
        _json("param_schema"),
        _json("out_schema"),
        _json("definition"),
        _json("tags", needed=True),
        _enabled(),
    )
    kind = sa.Column("kind", sa.String(32), nullable=False)
    _component("component", kind, _json("definition", needed=True), unique=("kind", "ref"))


def downgrade() -> None:
    """Take them away."""
    for name in reversed(_NAMES):
        op.drop_table(name)
    op.drop_table("pack")


def _component(name: str, *columns: Any, unique: tuple[str, ...] = ("ref",)) -> None:
    pack = sa.ForeignKeyConstraint(
        ["pack"], ["pack.id"], name=f"fk_{name}_pack", ondelete="CASCADE"
    )
    _create(name, sa.Column("pack", _id(), nullable=False), *columns, pack, unique=unique)
    op.create_index(f"ix_{name}_pack", name, ["pack"])


def _create(name: str, *columns: Any, unique: tuple[str, ...] = ("ref",)) -> None:
    op.create_table(
        name,
        sa.Column("id", _id(), nullable=False, autoincrement=True),
        sa.Column("ref", sa.String(255), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        _text("description"),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint(*unique, name=f"uq_{name}_{'_'.join(unique)}"),
        sqlite_autoincrement=True,
    )


def _run() -> tuple[Any, ...]:
    runtime = sa.Column("runtime", sa.Integer())
    return (runtime, _text("runner_type"), _text("entrypoint"), _json("param_schema"))


def _id() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> Any:
    return sa.Column(name, sa.Text())


def _json(name: str, *, needed: bool = False) -> Any:
    return sa.Column(name, sa.JSON(), nullable=not needed)


def _enabled() -> Any:
    return sa.Column("enabled", sa.Boolean(), nullable=False)
