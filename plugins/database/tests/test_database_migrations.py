"""The migrations make the tables that the models describe, and take them away again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from attune_packkit_database import schema
from attune_packkit_database.engine import connect, parse_url, reading, writing
from attune_packkit_database.models import Base
from attune_packkit_database.store import open_store
from sqlalchemy import Engine, inspect, text

from attune_packkit.api import SourceError
from attune_packkit.testing import sample_registration

AT = "2024-01-15T10:30:00Z"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = connect(parse_url("", url))
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(inspect(connection).get_table_names())


def assert_as_described(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_up_and_down_and_up_again(engine: Engine) -> None:
    assert schema.version(engine) == ""
    for _ in range(2):
        schema.upgrade(engine)
        assert schema.version(engine) == schema.HEAD
        assert_as_described(engine)
        schema.downgrade(engine, "base")
        assert schema.version(engine) == ""
        assert tables(engine) == {"alembic_version"}
    schema.ensure(engine)
    assert_as_described(engine)


def test_upgrade_of_what_is_up_to_date_keeps_the_packs(engine: Engine, url: str) -> None:
    store = open_store("", url)
    store.register(sample_registration("parcels", "a"), at=AT, replace=False)
    schema.upgrade(engine)
    assert [each.ref for each in store.packs()] == ["parcels"]
    store.close()


def test_newest_migration_is_the_version_we_work_with() -> None:
    config = Config()
    config.set_main_option("script_location", schema.MIGRATIONS)
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [schema.HEAD]
    assert all(each.down_revision != each.revision for each in script.walk_revisions())


def test_unknown_revision_is_an_error(engine: Engine) -> None:
    with pytest.raises(SourceError, match="the tables cannot be changed"):
        schema.upgrade(engine, "9999")
    assert tables(engine) <= {"alembic_version"}


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize(
    ("found", "hint"), [("9999", "install a newer"), ("0000", "packkit db upgrade")]
)
def test_other_version_is_refused(
    engine: Engine, url: str, found: str, hint: str, create: bool
) -> None:
    schema.upgrade(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": found})
    with pytest.raises(SourceError, match=f"tables of version '{found}'") as caught:
        open_store("", url, create=create)
    assert hint in caught.value.hint


def test_empty_database_is_read_as_an_empty_registry(engine: Engine, url: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE strange (id INTEGER)"))
    assert open_store("", url, create=False).packs() == []
    assert tables(engine) == {"strange"}


def test_rows_go_with_their_pack_whoever_deletes_it(engine: Engine, url: str) -> None:
    store = open_store("", url)
    store.register(sample_registration("parcels", "a", "b"), at=AT, replace=False)
    store.close()
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM pack"))
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM action")).scalar() == 0
