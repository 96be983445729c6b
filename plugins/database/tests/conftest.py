"""A PostgreSQL server of the tests' own, started once a run, and an empty database a test."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from glob import glob
from itertools import count
from pathlib import Path

import pytest

_IN_CI = bool(os.environ.get("CI"))
"""Asked for now: the tests' environment says nothing of it later."""

_USER = "packkit"
_numbers = count()


def _program(name: str) -> str:
    """Return a program of PostgreSQL; Debian keeps the server's out of the path."""
    found = sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return shutil.which(name) or (found[-1] if found else "")


def _run(*command: str, cwd: Path) -> None:
    """Run a program of PostgreSQL, which refuses to be root."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    done = subprocess.run(
        command,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"},
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a running server, without a database; the test fails or is skipped without."""
    if not _program("initdb"):
        if _IN_CI:
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    folder = _folder(tmp_path_factory)
    data, log = folder / "data", folder / "log"
    _run(
        *(_program("initdb"), "--pgdata", str(data), "--username", _USER, "--auth", "trust"),
        *("--encoding", "UTF8", "--no-sync", "--no-instructions"),
        cwd=folder,
    )
    port = _free_port()
    settings = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=50"
    control = (_program("pg_ctl"), "--pgdata", str(data), "--wait")
    _run(*control, "--log", str(log), "--options", settings, "start", cwd=folder)
    try:
        yield f"postgresql://{_USER}@127.0.0.1:{port}"
    finally:
        _run(*control, "--mode", "immediate", "stop", cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder for the server. Its socket needs a short path that its user may enter."""
    if os.geteuid() != 0:
        return tmp_path_factory.mktemp("pg")
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="packkit-pg-"))
    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def database(postgresql: str) -> str:
    """The URL of an empty database."""
    import psycopg

    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{postgresql}/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.loopback)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("database"))
    return f"sqlite:///{tmp_path}/registry.db"
