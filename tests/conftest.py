"""What every test may rely on: a fixed terminal, an empty home, no network."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from hypothesis import settings
from strictness import strict_json

from attune_packkit import schemas

settings.register_profile("packkit", settings(), deadline=None)
settings.load_profile("packkit")

pytest_plugins = ["pytester", "serving", "fetching", "browsing"]

DATA = Path(__file__).parent / "data"

FIXED = {
    "COLUMNS": "100",
    "LINES": "40",
    "NO_COLOR": "1",
    "SOURCE_DATE_EPOCH": "1700000000",
    "TZ": "UTC",
}
UNSET = ("FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "GITHUB_ACTIONS", "GITLAB_CI")
LOOPBACK = ("127.", "::1", "localhost")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what packkit says now as what is right"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for name in list(os.environ):
        if name in UNSET or name.startswith(("PACKKIT_", "ATTUNE_")):
            monkeypatch.delenv(name)
    for name, value in FIXED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Number homes ourselves: `mktemp` lists the folder each time, and there are many tests."""
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in range(10**9))


@pytest.fixture
def home(homes: Iterator[Path]) -> Path:
    """An empty home directory for this test alone."""
    path = next(homes)
    path.mkdir()
    return path


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse sockets to anywhere; with the marker `loopback`, to anywhere else."""
    loopback = request.node.get_closest_marker("loopback") is not None

    def guard(owner: Any, name: str, host_of: Any) -> None:
        real = getattr(owner, name)

        def guarded(*args: Any, **kwargs: Any) -> Any:
            host = host_of(*args, **kwargs)
            if host is not None and not (loopback and str(host).startswith(LOOPBACK)):
                pytest.fail(f"{name} to {host!r}: tests have no network")
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, guarded)

    for name in ("connect", "connect_ex", "bind"):
        guard(socket.socket, name, lambda _, address: _host(address))
    guard(socket.socket, "sendto", lambda _, data, *rest: _host(rest[-1]))
    guard(socket, "getaddrinfo", lambda host, *_, **__: host)


def _host(address: Any) -> Any:
    """Return the host of an internet address; None for a local socket, such as asyncio's pair."""
    return address[0] if isinstance(address, tuple) else None


@pytest.fixture(scope="session")
def assert_valid() -> Callable[[str, str], None]:
    """Return a function that checks a report against what is published about its format."""

    def check(name: str, report: str) -> None:
        if name in _VALIDATORS:
            _VALIDATORS[name](report)

    return check


def _valid_json(report: str) -> None:
    jsonschema_rs.validate(schemas.load("report"), strict_json(report))


def _valid_junit(report: str) -> None:
    _junit_schema().validate(ElementTree.fromstring(report))


def _valid_sarif(report: str) -> None:
    # jsonschema_rs refuses the published schema for a pattern that is no ECMA 262.
    from jsonschema import Draft4Validator  # type: ignore[import-untyped]

    log = strict_json(report)
    Draft4Validator(_read("sarif-2.1.0.schema.json")).validate(log)
    jsonschema_rs.validate(_read("github-sarif.schema.json"), log)
    assert len(json.dumps(log)) < 10_000_000


def _valid_gitlab(report: str) -> None:
    issues = strict_json(report)
    jsonschema_rs.validate(_read("gitlab-code-quality.schema.json"), issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def _valid_github(report: str) -> None:
    """Take the commands apart as the Actions runner does."""
    for line in report.splitlines():
        command = re.fullmatch(r"::(error|warning|notice) (?P<properties>.*?)::(?P<text>.+)", line)
        assert command, line
        properties = dict(pair.split("=", 1) for pair in command["properties"].split(","))
        assert set(properties) in (
            {"title"},
            {"file", "line", "col", "endLine", "endColumn", "title"},
        )
        for text in (*properties.values(), command["text"]):
            assert not re.search(r"%(?!25|0D|0A|3A|2C)", text)


_VALIDATORS: dict[str, Callable[[str], None]] = {
    "json": _valid_json,
    "junit": _valid_junit,
    "sarif": _valid_sarif,
    "gitlab": _valid_gitlab,
    "github": _valid_github,
}


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text("utf-8"))


@cache
def _junit_schema() -> Any:
    import xmlschema

    return xmlschema.XMLSchema(DATA / "junit-10.xsd", allow="local")
