"""packkit with the plugin, as processes: several at once, wrong databases, `packkit db`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PLUGIN = Path(__file__).parents[1]
ROOT = PLUGIN.parents[1]
PACKS = ROOT / "site" / "packs"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "base"


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start packkit with the plugin named as a module."""
    plugin = ("-p", "attune_packkit_database.plugin")
    return subprocess.Popen(
        [sys.executable, "-m", "attune_packkit", *plugin, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(PLUGIN)))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def packkit(*arguments: str | Path, code: int = 0) -> str:
    process = start(*arguments)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    assert "Traceback" not in err
    return out if code == 0 or out else err


def data(*arguments: str | Path, code: int = 0) -> Any:
    return json.loads(packkit(*arguments, "--format", "json", code=code))


def test_packs_are_registered_listed_and_removed(base: Path, url: str) -> None:
    where = ("--packs-base-dir", base, "--database-url", url)
    report = data("register", PACKS, "--skip-tests", *where)
    assert report["summary"]["success_count"] == 6
    again = data("register", PACKS, "--skip-tests", "--force", *where)
    ids = {item["pack_ref"]: item["pack_id"] for item in report["registered_packs"]}
    assert ids == {item["pack_ref"]: item["pack_id"] for item in again["registered_packs"]}
    listed = data("packs", "list", *where)
    assert {item["ref"]: item["id"] for item in listed["data"]} == ids
    rules = data("packs", "show", "parcels", "--components", "rules", *where)["data"]
    assert [item["action_ref"] for item in rules] == [
        "parcels.open_claim", "notify.page_oncall", "parcels.search_lost",
    ]  # fmt: skip
    synced = data("workflows", "sync", "parcels", *where)
    assert [item["created"] for item in synced["workflows"]] == [False, False]
    assert data("uninstall", "parcels", "--yes", "--force", *where)["success"] is True
    assert len(data("packs", "list", *where)["data"]) == 5
    assert not (base / "parcels").exists()


def test_without_a_url_the_database_lies_beside_the_packs(base: Path) -> None:
    where = ("--packs-base-dir", base, "--registrar", "database")
    assert data("packs", "list", *where)["data"] == []
    assert not base.exists()
    data("register", PACKS / "notify", "--skip-tests", *where)
    assert (base / ".packkit" / "registry.db").is_file()
    assert [item["ref"] for item in data("packs", "list", *where)["data"]] == ["notify"]


def test_processes_that_register_different_packs_all_succeed(base: Path, url: str) -> None:
    where = ("--packs-base-dir", base, "--database-url", url)
    names = sorted(path.name for path in PACKS.iterdir() if path.is_dir())
    running = [start("register", PACKS / name, "--skip-tests", *where) for name in names]
    ended = [(process, *process.communicate(timeout=60)) for process in running]
    assert {process.returncode for process, _, _ in ended} == {0}, ended
    listed = data("packs", "list", *where)["data"]
    assert sorted(item["ref"] for item in listed) == names
    assert len({item["id"] for item in listed}) == len(names)


def test_of_processes_that_register_one_pack_one_wins(tmp_path: Path, url: str) -> None:
    """Each with a folder of its own, so that nothing but the database keeps them apart."""
    running = [
        start(
            *("register", PACKS / "notify", "--skip-tests", "--format", "json"),
            *("--packs-base-dir", tmp_path / f"base{number}", "--database-url", url),
        )
        for number in range(4)
    ]
    ended = [(process.communicate(timeout=60)[0], process.returncode) for process in running]
    assert sorted(code for _, code in ended) == [0, 1, 1, 1]
    for number, (out, code) in enumerate(ended):
        assert (tmp_path / f"base{number}" / "notify").exists() == (code == 0)
        if code:
            (item,) = json.loads(out)["failed_packs"]
            assert item["error"] == "Pack with ref 'notify' already exists"
            assert item["error_stage"] == "registration"


def test_db_commands_go_up_and_down(url: str) -> None:
    where = ("--database-url", url)
    assert packkit("db", "current", *where) == "no tables (0001 is needed)\n"
    assert packkit("db", "upgrade", *where) == "0001\n"
    assert packkit("db", "current", *where) == "0001\n"
    assert packkit("db", "downgrade", "base", "--yes", *where) == "no tables\n"


def test_db_asks_before_it_loses_data(url: str) -> None:
    packkit("db", "upgrade", "--database-url", url)
    packkit("db", "downgrade", "base", "--database-url", url, code=2)
    assert packkit("db", "current", "--database-url", url) == "0001\n"


def test_db_needs_to_know_which_one() -> None:
    assert "no database is named" in packkit("db", "current", code=4)


@pytest.mark.parametrize(
    "wrong", ["nonsense", "mysql://root:secret@host/x", "sqlite://", "sqlite:///:memory:", "://"]
)
def test_wrong_url_is_refused_and_not_repeated(base: Path, wrong: str) -> None:
    told = packkit("packs", "list", "--packs-base-dir", base, "--database-url", wrong, code=4)
    assert "database URL" in told
    assert "secret" not in told


def test_server_that_does_not_answer_is_an_error_without_the_password(base: Path) -> None:
    wrong = "postgresql://me:secret@127.0.0.1:1/registry"
    told = packkit("packs", "list", "--packs-base-dir", base, "--database-url", wrong, code=6)
    assert "postgresql+psycopg://me:***@127.0.0.1:1/registry" in told
    assert "secret" not in told


def test_file_that_is_no_database_is_an_error(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "registry.db"
    path.write_text("no database, but long enough to be taken for one " * 100)
    url = f"sqlite:///{path}"
    told = packkit("packs", "list", "--packs-base-dir", base, "--database-url", url, code=6)
    assert "not a database" in told
    assert path.read_text().startswith("no database")


KILLED = """
import os, signal, sys
from attune_packkit_database.plugin import Database
from attune_packkit.testing import sample_registration

store = Database().open("", sys.argv[1])
store.register(sample_registration("old", "a"), at="2024-01-15T10:30:00Z", replace=False)
store.register(
    sample_registration("new", "a"), at="2024-01-15T10:30:00Z", replace=False,
    meanwhile=lambda: os.kill(os.getpid(), signal.SIGKILL),
)
"""


def test_kill_before_the_end_leaves_the_old_state_and_no_lock(base: Path, url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, url],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(PLUGIN)))},
        check=False,
        timeout=60,
    )
    assert done.returncode == -9
    where = ("--packs-base-dir", base, "--database-url", url)
    assert [item["ref"] for item in data("packs", "list", *where)["data"]] == ["old"]
    report = data("register", PACKS / "notify", "--skip-tests", *where)
    assert report["summary"]["success_count"] == 1


@pytest.mark.parametrize("size", [100, 20_000])
def test_a_damaged_file_is_told_of(base: Path, tmp_path: Path, size: int) -> None:
    file = tmp_path / "registry.db"
    where = ("--packs-base-dir", base, "--database-url", f"sqlite:///{file}")
    packkit("register", PACKS / "notify", *where)
    os.truncate(file, size)
    told = packkit("packs", "list", *where, code=6)
    assert "is malformed" in told
    assert "hint: put a copy back, or remove it and register the packs again" in told
    registered = data("register", PACKS / "weather", *where, "--skip-tests", code=1)
    assert "is malformed" in registered["failed_packs"][0]["error"]
    assert not (base / "weather").exists()
    file.unlink()
    packkit("register", PACKS / "notify", PACKS / "weather", *where, "--skip-tests", "--force")


@pytest.mark.parametrize("asked", [("current",), ("downgrade", "base", "--yes")])
def test_what_is_not_there_is_not_made_by_looking(tmp_path: Path, asked: tuple[str, ...]) -> None:
    for where in ("--packs-base-dir", tmp_path), ("--database-url", f"sqlite:///{tmp_path}/x/y.db"):
        assert packkit("db", *asked, *where).startswith("no tables")
    assert os.listdir(tmp_path) == []
