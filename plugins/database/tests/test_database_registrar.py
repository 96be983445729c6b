"""The registrar holds to the contract of registrars, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from attune_packkit_database.plugin import Database

from attune_packkit.testing import RegistrarContract


class TestSqlite(RegistrarContract):
    registrar = Database()


@pytest.mark.loopback
class TestPostgresql(RegistrarContract):
    registrar = Database()
    _url = ""

    @pytest.fixture(autouse=True)
    def _database(self, database: str) -> None:
        type(self)._url = database

    def url(self) -> str:
        return self._url
