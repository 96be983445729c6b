"""Download within a test, and see from outside that nothing else happened."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, field
from msgspec.structs import replace

from attune_packkit.config import Settings
from attune_packkit.errors import PackkitError
from attune_packkit.pipeline import resolving
from attune_packkit.pipeline.downloading import download
from attune_packkit.pipeline.downloads import Downloaded, DownloadOptions, DownloadResult, Wanted
from attune_packkit.session import Session
from attune_packkit.sources.access import Access

PACK = {
    "pack.yaml": 'ref: parcels\nlabel: Parcels\nversion: "1.0.0"\n',
    "actions/weigh.yaml": "ref: parcels.weigh\nlabel: Weigh\n",
}
LOOPBACK = Settings(allow_http=True, allow_private_hosts=("127.0.0.1",))


def index_of(*entries: dict[str, Any]) -> dict[str, Any]:
    return {
        "registry_name": "Test", "registry_url": "https://packs.example/", "version": "1.0",
        "last_updated": "2024-01-01T00:00:00Z", "packs": list(entries),
    }  # fmt: skip


def entry_of(sources: list[dict[str, str]], **fields: Any) -> dict[str, Any]:
    kinds = ("actions", "sensors", "triggers", "rules", "workflows")
    return {
        "ref": "parcels", "label": "Parcels", "description": "Parcels", "version": "1.0.0",
        "author": "A", "license": "MIT", "keywords": [], "runtime_deps": [],
        "install_sources": sources, "contents": {kind: [] for kind in kinds}, **fields,
    }  # fmt: skip


class Fetching(Struct):
    """Downloads to `destination`; after each call nothing may be left but the packs that came."""

    destination: Path
    settings: Settings = LOOPBACK
    given: dict[str, Any] = field(default_factory=dict)

    def __call__(self, *sources: str | Wanted, **options: Any) -> DownloadResult:
        wanted = [each if isinstance(each, Wanted) else Wanted(each) for each in sources]
        before = self._places()
        result = download(
            Session(self.settings), wanted, DownloadOptions(str(self.destination), **options)
        )
        names = {each.ref for each in result.downloaded}
        assert self._places() <= before | names
        assert not children()
        return result

    def one(self, source: str | Wanted, **options: Any) -> Downloaded:
        """Download what must come."""
        result = self(source, **options)
        assert not result.failed, result.failed
        return result.downloaded[0]

    def error(self, source: str | Wanted, **options: Any) -> PackkitError:
        """Download what must be refused, and leave no trace."""
        before = self._places()
        result = self(source, **options)
        assert [each.source for each in result.downloaded] == []
        assert self._places() == before
        return result.failed[0].error

    def allowing(self, **settings: Any) -> Fetching:
        """Return the same with other settings."""
        return replace(self, settings=replace(self.settings, **settings))

    def _places(self) -> set[str]:
        return set(os.listdir(self.destination)) if self.destination.is_dir() else set()


def children() -> list[int]:
    """Return the processes that this one started and that still run."""
    found = []
    for name in filter(str.isdecimal, os.listdir("/proc")):
        try:
            fields = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and fields[0] != "Z":
            found.append(int(name))
    return found


@pytest.fixture
def fetch(tmp_path: Path) -> Fetching:
    """Download from loopback servers to an empty folder."""
    return Fetching(tmp_path / "packs")


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file that exists only if something of a stranger's has run."""
    return tmp_path / "canary"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, list[str]]], list[str]]:
    """Let host names have addresses; return the names that were looked up."""

    def know(addresses: dict[str, list[str]]) -> list[str]:
        asked: list[str] = []

        def lookup(host: str, port: int) -> list[str]:
            asked.append(host)
            if host not in addresses:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return addresses[host]

        def access(*args: Any, **kwargs: Any) -> Access:
            return replace(made(*args, **kwargs), lookup=lookup)

        made = resolving.access
        monkeypatch.setattr("attune_packkit.pipeline.downloading.access", access)
        return asked

    return know
