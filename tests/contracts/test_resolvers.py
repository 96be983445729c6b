"""The built-in resolvers hold to the contract of resolvers; strangers come before them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
from fetching import PACK, Fetching, entry_of, index_of
from folders import files
from msgspec.structs import replace
from serving import GitHost

from attune_packkit.api import Fetched, FetchRequest, Resolver, hookimpl
from attune_packkit.errors import ExitCode, PluginError
from attune_packkit.resolvers.plugin import packkit_resolvers
from attune_packkit.sources.access import Access
from attune_packkit.sources.archives import write_archive
from attune_packkit.sources.checksums import directory_checksum
from attune_packkit.testing import ResolverContract

RESOLVERS = {resolver.name: resolver for resolver in packkit_resolvers()}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    root = tmp_path / "parcels"
    for name, text in PACK.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


class TestLocal(ResolverContract):
    resolver = RESOLVERS["local"]

    @pytest.fixture(autouse=True)
    def _pack(self, pack: Path) -> None:
        self.pack = pack

    def source(self) -> str:
        return str(self.pack)


class TestArchive(ResolverContract):
    resolver = RESOLVERS["archive"]

    @pytest.fixture(autouse=True)
    def _archive(self, pack: Path, tmp_path: Path) -> None:
        self.path = str(tmp_path / "parcels.tar.gz")
        write_archive(str(pack), self.path)

    def source(self) -> str:
        return self.path


@pytest.mark.loopback
class TestGit(ResolverContract):
    resolver = RESOLVERS["git"]

    @pytest.fixture(autouse=True)
    def _host(self, git_host: GitHost) -> None:
        repository = git_host.create()
        repository.commit(PACK)
        self.url = git_host.url(repository)

    def source(self) -> str:
        return self.url


@pytest.mark.loopback
class TestRegistry(ResolverContract):
    resolver = RESOLVERS["registry"]

    @pytest.fixture(autouse=True)
    def _index(self, git_host: GitHost, pack: Path, tmp_path: Path) -> None:
        repository = git_host.create()
        commit = repository.commit(PACK)
        url = "https://packs.example/parcels.git"
        source = {
            "type": "git", "url": url, "ref": commit, "checksum": directory_checksum(str(pack)),
        }  # fmt: skip
        self.index = tmp_path / "index.json"
        self.index.write_text(json.dumps(index_of(entry_of([source]))))
        self.mirrors = (("https://packs.example/", git_host.server.url),)

    def access(self) -> Access:
        return replace(super().access(), mirrors=self.mirrors)

    def source(self) -> str:
        return "parcels"

    def fetched(self, source: str, request: FetchRequest) -> tuple[Fetched, str]:
        request.indices = (str(self.index),)
        return super().fetched(source, request)


def test_every_built_in_resolver_is_tested() -> None:
    tested = {contract.resolver.name for contract in ResolverContract.__subclasses__()}
    assert set(RESOLVERS) <= tested


class Shelf:
    """A resolver for `shelf:NAME`."""

    def __init__(self, name: str = "shelf") -> None:
        self.name = name

    def accepts(self, source: str, request: FetchRequest) -> bool:
        return source.startswith(("shelf:", "/")) and "raise" not in source

    def fetch(self, source: str, into: str, request: FetchRequest) -> Fetched:
        if "fail" in source:
            raise ValueError("the shelf fell")
        Path(into).mkdir()
        for name, text in PACK.items():
            path = Path(into, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        request.note("from the shelf")
        return Fetched("shelf", source, source)


def plugin(monkeypatch: pytest.MonkeyPatch, name: str, resolver: Resolver) -> None:
    """Make a module with a resolver that `-p` can name."""
    module = ModuleType(name)

    @hookimpl
    def packkit_resolvers() -> Iterable[Resolver]:
        return [resolver]

    vars(module)["packkit_resolvers"] = packkit_resolvers
    module.__spec__ = ModuleSpec(name, None)
    monkeypatch.setitem(sys.modules, name, module)


def test_a_resolver_of_a_plugin_is_asked_first(
    fetch: Fetching, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plugin(monkeypatch, "shelves", Shelf())
    strange = fetch.allowing(plugins=("shelves",))
    for source in ("shelf:x", str(tmp_path)):
        found = strange.one(source)
        assert (found.fetched.source_type, found.notes) == ("shelf", ("from the shelf",))
        assert set(files(Path(found.path))) == set(PACK)


def test_two_plugins_that_accept_one_source_are_named(
    fetch: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin(monkeypatch, "shelves", Shelf())
    plugin(monkeypatch, "boards", Shelf("board"))
    error = fetch.allowing(plugins=("shelves", "boards")).error("shelf:x")
    assert isinstance(error, PluginError)
    assert "'shelf' of shelves and 'board' of boards" in error.message


def test_two_resolvers_of_one_name_are_an_error(
    fetch: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin(monkeypatch, "shelves", Shelf("git"))
    with pytest.raises(PluginError, match="provided by packkit and by shelves"):
        fetch.allowing(plugins=("shelves",))("core")


def test_a_resolver_that_breaks_is_named_and_stops_no_other(
    fetch: Fetching, monkeypatch: pytest.MonkeyPatch, pack: Path
) -> None:
    plugin(monkeypatch, "shelves", Shelf())
    result = fetch.allowing(plugins=("shelves",))("shelf:fail", "shelf:x")
    assert "'shelf' of shelves failed to fetch" in result.failed[0].error.message
    assert [each.ref for each in result.downloaded] == ["parcels"]
    assert result.exit_code is ExitCode.DIAGNOSTICS
