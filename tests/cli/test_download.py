"""packkit download, lock and bundle: from every kind of source, with and without a network."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fetching import PACK, entry_of, index_of
from folders import files
from serving import GitHost, Repository, Server

from attune_packkit.cli.app import run
from attune_packkit.errors import ExitCode
from attune_packkit.registry.extended import VERSION as EXTENDED
from attune_packkit.sources.archives import write_archive
from attune_packkit.sources.checksums import directory_checksum, file_checksum

from .conftest import Done, MakePack, Packkit

KEYS = ["source", "source_type", "pack_path", "pack_ref", "pack_version", "git_commit", "checksum"]
COUNTS = ["total_count", "success_count", "failure_count"]


@dataclass
class World:
    """A registry on loopback: an index, repositories and archives."""

    packkit: Packkit
    host: GitHost
    folder: Path
    entries: list[dict[str, Any]]

    @property
    def web(self) -> Server:
        return self.host.server

    @property
    def index(self) -> str:
        return self.web.serve("/index.json", json.dumps(index_of(*self.entries)).encode())

    def publish(
        self,
        ref: str,
        version: str = "1.0.0",
        needs: tuple[str, ...] = (),
        files: Mapping[str, str] | None = None,
    ) -> Repository:
        """Put a pack into a repository and the index."""
        text = f'ref: {ref}\nlabel: {ref}\nversion: "{version}"\n'
        text += f"dependencies: [{', '.join(needs)}]\n" if needs else ""
        content = {"pack.yaml": text, "actions/go.yaml": f"ref: {ref}.go\nlabel: Go\n"}
        content |= files or {}
        repository = self.host.create(ref)
        commit = repository.commit(content)
        source = {
            "type": "git", "url": self.host.url(repository), "ref": commit,
            "checksum": self.checksum(content),
        }  # fmt: skip
        given = {"dependencies": {"packs": list(needs)}} if needs else {}
        self.entries.append(entry_of([source], ref=ref, version=version) | given)
        self.entries.sort(key=lambda entry: str(entry["ref"]))
        return repository

    def checksum(self, content: dict[str, str]) -> str:
        return directory_checksum(str(self.write(content)))

    def write(self, content: dict[str, str]) -> Path:
        """Write files to a new folder."""
        root = self.folder / f"tree-{len(list(self.folder.iterdir()))}"
        for name, text in content.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return root

    def download(self, *arguments: str) -> Done:
        return self.packkit("download", "--destination-dir", "packs", *arguments)


@pytest.fixture
def world(
    packkit: Packkit, git_host: GitHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> World:
    monkeypatch.setenv("PACKKIT_ALLOW_HTTP", "1")
    monkeypatch.setenv("PACKKIT_ALLOW_PRIVATE_HOSTS", "127.0.0.1")
    folder = tmp_path / "trees"
    folder.mkdir()
    return World(packkit, git_host, folder, [])


def local(folder: Path, ref: str = "parcels", version: str = "1.0.0") -> Path:
    """Write a small pack."""
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(f'ref: {ref}\nlabel: X\nversion: "{version}"\n')
    return folder


def test_a_folder_is_copied(packkit: Packkit, make_pack: MakePack, work: Path) -> None:
    pack = make_pack()
    (pack / ".git").mkdir()
    (pack / "node_modules").mkdir()
    done = packkit("download", str(pack), "--destination-dir", "packs", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == ["downloaded_packs", "failed_packs", *COUNTS]
    (item,) = done.json["downloaded_packs"]
    assert list(item) == KEYS
    assert item == {
        "source": str(pack), "source_type": "local", "pack_path": str(work / "packs" / "parcels"),
        "pack_ref": "parcels", "pack_version": "1.0.0", "git_commit": None,
        "checksum": directory_checksum(str(work / "packs" / "parcels")),
    }  # fmt: skip
    assert not (work / "packs" / "parcels" / "node_modules").exists()
    assert os.listdir(work / "packs") == ["parcels"]


def test_sources_fail_and_succeed_each_by_itself(packkit: Packkit, work: Path) -> None:
    local(work / "one", "one")
    local(work / "two", "two")
    (work / "bare").mkdir()
    (work / "nameless").mkdir()
    (work / "nameless" / "pack.yaml").write_text("label: X\n")
    sources = ["./one", "./bare", "./two", "./nameless", "./none", "bitbucket:a/b"]
    done = packkit("download", *sources, "--destination-dir", "packs", "--format", "json")
    assert done.code == ExitCode.DIAGNOSTICS
    assert [done.json[name] for name in COUNTS] == [6, 2, 4]
    assert [each["pack_ref"] for each in done.json["downloaded_packs"]] == ["one", "two"]
    failed = {each["source"]: each["error"] for each in done.json["failed_packs"]}
    assert list(failed) == ["./bare", "./nameless", "./none", "bitbucket:a/b"]
    assert "no pack" in failed["./bare"]
    assert "no usable ref: it declares none as text" in failed["./nameless"]
    assert all(source in done.err for source in failed)
    assert sorted(os.listdir(work / "packs")) == ["one", "two"]


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        (["./none"], ExitCode.SOURCE),
        (["./none", "./neither"], ExitCode.SOURCE),
        (["bitbucket:a/b"], ExitCode.USAGE),
        (["./none", "bitbucket:a/b"], ExitCode.DIAGNOSTICS),
        (["./none", "git@example.org:a/b.git"], ExitCode.VERIFICATION),
        ([], ExitCode.USAGE),
    ],
)
def test_each_failure_has_its_exit_code(
    packkit: Packkit, sources: list[str], code: ExitCode
) -> None:
    assert packkit("download", *sources, "--destination-dir", "packs").code == code


def test_n01_a_ref_that_is_a_path_is_refused(packkit: Packkit, work: Path) -> None:
    for ref in ("..", "../x", "a/b", ".", "/tmp/x", "a\\\\b", "%2e%2e", "core\\n"):
        shutil.rmtree(work / "bad", ignore_errors=True)
        local(work / "bad")
        (work / "bad" / "pack.yaml").write_text(f'ref: "{ref}"\nlabel: X\nversion: "1.0.0"\n')
        done = packkit("download", "./bad", "--destination-dir", "packs")
        assert done.code == ExitCode.SOURCE, ref
        assert sorted(os.listdir(work)) == ["bad", "packs"]
        assert os.listdir(work / "packs") == []


def test_two_sources_of_one_pack(packkit: Packkit, work: Path) -> None:
    local(work / "one")
    local(work / "two", version="2.0.0")
    done = packkit(
        "download", "./one", "./two", "./one", "--destination-dir", "packs", "--format", "json"
    )
    assert [each["pack_version"] for each in done.json["downloaded_packs"]] == ["1.0.0"]
    assert [each["error"] for each in done.json["failed_packs"]] == [
        "pack 'parcels' comes from './one' already"
    ]


def test_what_is_there_already(packkit: Packkit, work: Path) -> None:
    local(work / "source")
    to = ("--destination-dir", "packs")
    assert packkit("download", "./source", *to).code == 0
    first = (work / "packs" / "parcels").stat().st_ino
    assert packkit("download", "./source", *to).code == 0
    assert (work / "packs" / "parcels").stat().st_ino == first
    (work / "source" / "more.txt").write_text("x")
    assert packkit("download", "./source", *to).code == 0
    assert (work / "packs" / "parcels" / "more.txt").exists()
    (work / "packs" / "parcels" / "pack.yaml").write_text("ref: mine\nlabel: X\n")
    refused = packkit("download", "./source", *to)
    assert refused.code == ExitCode.USAGE
    assert "holds the pack 'mine', not 'parcels'" in refused.err
    assert packkit("download", "./source", *to, "--force").code == 0
    shutil.rmtree(work / "packs" / "parcels")
    os.symlink(work / "source", work / "packs" / "parcels")
    assert packkit("download", "./source", *to, "--force").code == ExitCode.VERIFICATION
    assert (work / "source" / "more.txt").exists()


def test_a_dry_run_writes_nothing_and_tells_all(packkit: Packkit, work: Path) -> None:
    local(work / "source")
    done = packkit("download", "./source", "--destination-dir", "packs", "--dry-run")
    assert done.code == 0
    assert "unverified" in done.out
    assert directory_checksum("source") in done.out
    assert "nothing was written" in done.err
    assert not (work / "packs").exists()
    done = packkit(
        "download", "./source", "--destination-dir", "packs", "--dry-run", "--format", "json"
    )
    assert done.json["downloaded_packs"][0]["checksum"].startswith("sha256:")
    assert "parcels 1.0.0: unverified" in done.err


@pytest.mark.loopback
def test_every_kind_of_source_at_once(world: World, work: Path) -> None:
    core, aws = world.publish("core", "1.2.0"), world.publish("aws")
    deep = world.host.create("deep")
    below = {f"packs/jira/{name}": text.replace("parcels", "jira") for name, text in PACK.items()}
    deep.commit({**below, "README.md": "x"})
    local(work / "vault", "vault")
    write_archive(str(work / "vault"), str(work / "vault.tar.gz"))
    local(work / "salt", "salt")
    write_archive(str(work / "salt"), str(work / "salt.tar.gz"))
    local(work / "mono" / "packs" / "zabbix", "zabbix")
    write_archive(str(work / "mono"), str(work / "mono.tar.gz"))
    served = {name: (work / f"{name}.tar.gz").read_bytes() for name in ("salt", "mono")}
    urls = {name: world.web.serve(f"/{name}.tar.gz", body) for name, body in served.items()}
    sources = [
        "core@^1", f"{world.host.url(aws)}@main", f"{world.host.url(deep)}#subdirectory=packs/jira",
        "vault.tar.gz", urls["salt"], f"{urls['mono']}#subdirectory=packs/zabbix",
    ]  # fmt: skip
    done = world.download(*sources, "--registry-url", world.index, "--format", "json")
    assert done.code == 0, done.err
    items = done.json["downloaded_packs"]
    assert [(each["pack_ref"], each["source_type"]) for each in items] == [
        ("core", "registry"), ("aws", "git"), ("jira", "git"), ("vault", "local"),
        ("salt", "http"), ("zabbix", "http"),
    ]  # fmt: skip
    commits = [core.commits[0], aws.commits[0], deep.commits[0], None, None, None]
    assert [each["git_commit"] for each in items] == commits
    for each in items:
        assert each["checksum"] == directory_checksum(each["pack_path"])
    assert set(files(work / "packs" / "jira")) == set(PACK)


@pytest.mark.loopback
def test_versions_are_chosen_among_those_of_an_index(world: World) -> None:
    for number, version in enumerate(("2.0.0-rc.1", "1.11.0", "1.10.0", "1.9.0")):
        world.publish(f"core{number}", version)
    world.entries[1]["yanked"] = "broken"
    world.entries[3]["deprecated"] = "too old"
    for entry in world.entries:
        repository = world.host.root / f"{entry['ref']}.git"
        entry["ref"] = "core"
        content = {"pack.yaml": f'ref: core\nlabel: X\nversion: "{entry["version"]}"\n'}
        found = Repository(repository, "core")
        source = entry["install_sources"][0]
        source.update(ref=found.commit(content), checksum=world.checksum(content))
    index = {**index_of(*world.entries), "version": EXTENDED}
    url = world.web.serve("/history.json", json.dumps(index).encode())
    for wanted, version in {
        "core": "1.10.0", "core@latest": "1.10.0", "core@^1": "1.10.0", "core@1.9.0": "1.9.0",
        "core@2.0.0-rc.1": "2.0.0-rc.1", "core@<1.10": "1.9.0",
    }.items():  # fmt: skip
        done = world.download(wanted, "--registry-url", url, "--format", "json")
        assert done.code == 0, done.err
        assert done.json["downloaded_packs"][0]["pack_version"] == version
        assert ("is deprecated: 'too old'" in done.err) == (version == "1.9.0")
    done = world.download("core@1.11.0", "--registry-url", url)
    assert done.code == ExitCode.SOURCE
    assert "1.11.0 was withdrawn: broken" in done.err


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("core", 0), ("core@1.2.0", 0), ("core@^1", 0), ("core@>=1,<2", 0), ("core@latest", 0),
        ("core@*", 0), ("core@1.2.1", 6), ("core@^2", 6), ("core@~1.1", 6), ("core@1.2.0.0", 4),
        ("cor", 6),
    ],
)  # fmt: skip
def test_a_version_that_is_wanted(world: World, wanted: str, code: int) -> None:
    world.publish("core", "1.2.0")
    done = world.download(wanted, "--registry-url", world.index)
    assert done.code == code
    if wanted == "cor":
        assert "did you mean 'core'?" in done.err
    elif code == ExitCode.SOURCE:
        assert "has no 'core'" in done.err
        assert "1.2.0" in done.err


@pytest.mark.loopback
def test_n04_the_first_index_owns_a_pack(world: World) -> None:
    world.publish("core", "1.0.0")
    first = world.web.serve("/first.json", json.dumps(index_of(*world.entries)).encode())
    world.entries.clear()
    evil = world.host.create("evil")
    evil.commit(PACK)
    source = {
        "type": "git",
        "url": world.host.url(evil),
        "ref": "main",
        "checksum": "sha256:" + "0" * 64,
    }
    world.entries.append(entry_of([source], ref="core", version="99.0.0"))
    urls = ("--registry-url", first, "--registry-url", world.index)
    done = world.download("core", *urls, "--format", "json")
    assert done.json["downloaded_packs"][0]["pack_version"] == "1.0.0"
    assert "comes first" in done.err
    assert not any("evil" in path for path, _ in world.web.asked)


@pytest.mark.loopback
def test_an_index_that_is_broken_ends_the_search(world: World) -> None:
    world.publish("core")
    broken = world.web.serve("/broken.json", b"{")
    urls = ("--registry-url", broken, "--registry-url", world.index)
    done = world.download("core", *urls)
    assert done.code == ExitCode.SOURCE
    assert "--ignore-broken-index" in done.err
    done = world.download("core", *urls, "--ignore-broken-index")
    assert done.code == 0
    assert "was left out" in done.err


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"version": "1.0.1"}, "version"),
        ({"ref": "cora"}, "ref"),
        ({"checksum": "sha256:" + "0" * 64}, "checksum"),
    ],
)
def test_a_pack_that_is_not_what_the_index_says(
    world: World, change: dict[str, str], what: str, work: Path
) -> None:
    world.publish("core")
    entry = world.entries[0]
    (entry["install_sources"][0] if what == "checksum" else entry).update(change)
    done = world.download(entry["ref"], "--registry-url", world.index)
    assert done.code == ExitCode.VERIFICATION
    assert f"the pack's {what} is" in done.err
    assert os.listdir(work / "packs") == []


@pytest.mark.loopback
def test_an_archive_where_the_repository_cannot_be_had(world: World, work: Path) -> None:
    local(work / "tree", "core")
    write_archive(str(work / "tree"), str(work / "core.tar.gz"))
    url = world.web.serve("/core.tar.gz", (work / "core.tar.gz").read_bytes())
    sources = [
        {"type": "archive", "url": url, "checksum": file_checksum(str(work / "core.tar.gz"))},
        {"type": "git", "url": f"{world.web.url}/none.git", "ref": "main",
         "checksum": "sha256:" + "0" * 64},
    ]  # fmt: skip
    world.entries.append(entry_of(sources, ref="core"))
    done = world.download("core", "--registry-url", world.index)
    assert done.code == 0
    assert "a source of 'core' failed" in done.err
    sources[0]["checksum"] = "sha256:" + "1" * 64
    shutil.rmtree(work / "packs")
    done = world.download("core", "--registry-url", world.index, "--no-cache")
    assert done.code == ExitCode.VERIFICATION
    assert os.listdir(work / "packs") == []


def refuse_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every look-up and connection fail, and let git not be found."""

    def refused(*_: object, **__: object) -> None:
        pytest.fail("a socket was used")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setenv("PATH", "/nowhere")


@pytest.mark.loopback
def test_offline_what_was_fetched_comes_again(
    world: World, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = world.publish("core")
    local(work / "salt", "salt")
    write_archive(str(work / "salt"), str(work / "salt.tar.gz"))
    archive = world.web.serve("/salt.tar.gz", (work / "salt.tar.gz").read_bytes())
    other = world.host.create("jira")
    other.commit({name: text.replace("parcels", "jira") for name, text in PACK.items()})
    sources = ["core", archive, f"{world.host.url(other)}@main"]
    arguments = ["--registry-url", world.index, "--format", "json"]
    online = world.download(*sources, *arguments)
    assert online.code == 0, online.err
    world.web.stop()
    shutil.rmtree(work / "packs")
    refuse_sockets(monkeypatch)
    offline = world.download(*sources, *arguments, "--offline")
    assert offline.code == 0, offline.err
    assert offline.json == online.json
    monkeypatch.setenv("PACKKIT_OFFLINE", "1")
    done = world.download(f"{world.host.url(repository)}@other", "https://example.org/x.zip")
    assert done.code == ExitCode.SOURCE
    assert done.err.count("offline: ") == 2
    assert world.download("core", *arguments, "--no-cache", "--force").code == ExitCode.SOURCE


@pytest.mark.loopback
def test_offline_nothing_is_asked_for(
    world: World, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_sockets(monkeypatch)
    local(work / "one", "one")
    sources = ["./one", "core", "https://example.org/x.git", "https://example.org/x.tar.gz"]
    done = world.download(*sources, "--offline", "--format", "json")
    assert done.code == ExitCode.DIAGNOSTICS
    assert [done.json[name] for name in COUNTS] == [4, 1, 3]
    for failed in done.json["failed_packs"]:
        assert "offline: " in failed["error"]


@pytest.mark.loopback
def test_offline_mirrors_on_this_machine_answer(
    world: World, work: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world.publish("core")
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    git = shutil.which("git")
    monkeypatch.setenv("PATH", os.path.dirname(str(git)))
    text = json.dumps(index_of(*world.entries)).replace(world.web.url, "https://h.example/git")
    (mirror / "index.json").write_text(text)
    monkeypatch.setenv(
        "PACKKIT_MIRRORS",
        f"https://h.example/={mirror},https://h.example/git/={world.host.root}",
    )
    done = world.download(
        "core", "--registry-url", "https://h.example/index.json", "--offline", "--no-cache"
    )
    assert done.code == 0, done.err
    assert world.web.asked == []


@pytest.mark.loopback
def test_a_lock_gives_the_same_again_or_fails(world: World, work: Path) -> None:
    repository = world.publish("core", "1.0.0", ("base@^2",))
    world.publish("base", "2.1.0")
    index = ("--registry-url", world.index)
    done = world.packkit("lock", "core", "--with-dependencies", *index)
    assert (done.code, done.err) == (0, "")
    lock = json.loads((work / "packkit.lock").read_text())
    assert [each["ref"] for each in lock["packs"]] == ["base", "core"]
    assert lock["packs"][1]["dependencies"] == {"base": "^2"}
    assert lock["packs"][1]["commit"] == repository.commits[0]
    before = (work / "packkit.lock").read_bytes()
    assert world.packkit("lock", "core", "--with-dependencies", *index).code == 0
    assert (work / "packkit.lock").read_bytes() == before

    done = world.download("--locked", "packkit.lock", "--format", "json")
    assert done.code == 0, done.err
    assert [each["pack_ref"] for each in done.json["downloaded_packs"]] == ["base", "core"]
    assert done.json["downloaded_packs"][1]["source_type"] == "registry"
    assert world.download("core", "--locked", "packkit.lock").code == 0
    assert world.download("coer", "--locked", "packkit.lock").code == ExitCode.USAGE

    lock["packs"][1]["checksum"] = "sha256:" + "0" * 64
    (work / "packkit.lock").write_text(json.dumps(lock))
    shutil.rmtree(work / "packs")
    done = world.download("--locked", "packkit.lock")
    assert done.code == ExitCode.VERIFICATION
    assert "the pack's checksum is" in done.err
    assert os.listdir(work / "packs") == ["base"]


@pytest.mark.loopback
def test_a_lock_that_is_out_of_date(world: World, work: Path) -> None:
    repository = world.publish("core")
    source = f"{world.host.url(repository)}@main"
    assert world.packkit("lock", source).code == 0
    assert world.packkit("lock", source, "--check").code == 0
    repository.commit({**PACK, "pack.yaml": 'ref: core\nlabel: X\nversion: "2.0.0"\n'})
    done = world.packkit("lock", source, "--check")
    assert done.code == ExitCode.VERIFICATION
    assert "version was '1.0.0', is '2.0.0'" in done.err


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"lock_version": 2, "packs": []}', '{"lock_version": 1}',
     '{"lock_version": 1, "packs": [{}]}', '{"lock_version": 1, "packs": [1]}', "[" * 10_000],
)  # fmt: skip
def test_a_lock_that_is_none(packkit: Packkit, work: Path, text: str) -> None:
    (work / "packkit.lock").write_text(text)
    done = packkit("download", "--locked", "packkit.lock", "--destination-dir", "packs")
    assert done.code == ExitCode.SOURCE


@pytest.mark.parametrize("checksum", ["md5:" + "0" * 32, "sha256:" + "A" * 64, "0" * 64, ""])
def test_n11_a_checksum_that_cannot_be_trusted(packkit: Packkit, work: Path, checksum: str) -> None:
    local(work / "core", "core")
    assert packkit("lock", "./core").code == 0
    lock = json.loads((work / "packkit.lock").read_text())
    lock["packs"][0]["checksum"] = checksum
    (work / "packkit.lock").write_text(json.dumps(lock))
    done = packkit("download", "--locked", "packkit.lock", "--destination-dir", "packs")
    assert done.code == ExitCode.VERIFICATION


@pytest.mark.loopback
def test_dependencies_that_do_not_fit_together(world: World, work: Path) -> None:
    world.publish("core", "1.0.0", ("base@^3",))
    world.publish("base", "2.1.0")
    done = world.packkit("lock", "core", "--with-dependencies", "--registry-url", world.index)
    assert done.code == ExitCode.SOURCE
    assert "base" in done.err
    assert not (work / "packkit.lock").exists()


@pytest.mark.loopback
def test_a_bundle_for_a_site_without_a_network(
    world: World, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core, jira = world.publish("core"), world.publish("jira")
    local(work / "own", "own")
    arguments = ["core", "jira", "./own", "--registry-url", world.index]
    first = world.packkit("bundle", *arguments, "--output", "first.tar.gz")
    second = world.packkit("bundle", *arguments, "--output", "second.tar.gz", "--no-cache")
    assert (first.code, first.err) == (0, "")
    assert first.out.split()[0] == second.out.split()[0] == file_checksum("first.tar.gz")
    assert world.packkit("bundle", *arguments, "--output", "first.tar.gz").code == ExitCode.USAGE
    assert world.packkit("lock", *arguments).code == 0
    world.web.stop()
    refuse_sockets(monkeypatch)

    done = world.download("--from-bundle", "first.tar.gz", "jira", "--format", "json")
    (item,) = done.json["downloaded_packs"]
    assert (item["source_type"], item["git_commit"]) == ("registry", jira.commits[0])
    done = world.download("--from-bundle", "first.tar.gz", "--locked", "packkit.lock")
    assert done.code == 0
    assert sorted(os.listdir(work / "packs")) == ["core", "jira", "own"]
    assert done.out.count("verified against packkit.lock") == 3

    lock = (work / "packkit.lock").read_text()
    (work / "packkit.lock").write_text(lock.replace(core.commits[0], "0" * 40, 1))
    assert world.download("--from-bundle", "first.tar.gz", "none").code == ExitCode.USAGE
    (work / "packkit.lock").write_text(lock.replace('"1.0.0"', '"1.0.1"', 1))
    done = world.download("--from-bundle", "first.tar.gz", "--locked", "packkit.lock")
    assert done.code == ExitCode.VERIFICATION


def test_a_bundle_that_is_a_registry(
    packkit: Packkit, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local(work / "core", "core")
    assert packkit("bundle", "./core", "--output", "b.tar.gz").code == 0
    subprocess.run(["tar", "-xzf", "b.tar.gz"], check=True, cwd=work)
    monkeypatch.setenv("PACKKIT_MIRRORS", f"https://bundle.invalid/={work}/packkit-bundle")
    index = ("--registry-url", "https://bundle.invalid/index.json", "--offline")
    done = packkit("download", "core", *index, "--destination-dir", "packs", "--format", "json")
    assert done.code == 0, done.err
    assert done.json["downloaded_packs"][0]["checksum"] == directory_checksum("core")


def test_a_bundle_that_is_none(packkit: Packkit, work: Path) -> None:
    local(work / "core", "core")
    write_archive("core", "core.tar.gz")
    for name in ("core.tar.gz", "core/pack.yaml", "none.tar.gz"):
        done = packkit("download", "--from-bundle", name, "--destination-dir", "packs")
        assert done.code in (ExitCode.SOURCE, ExitCode.VERIFICATION), name


def test_a_command_line_without_sense(packkit: Packkit) -> None:
    assert packkit("download", "--destination-dir", "packs").code == ExitCode.USAGE
    assert packkit("download", "core").code == ExitCode.USAGE
    assert packkit("download", "core", "--destination-dir", "x", "--timeout", "0").code == 4
    assert packkit("bundle", "--output", "x").code == ExitCode.USAGE
    assert packkit("lock").code == ExitCode.USAGE


def test_progress_is_shown_on_a_terminal_only(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    local(work / "core", "core")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert run(["download", "./core", "--destination-dir", "packs"]) == 0
    told = capsys.readouterr()
    assert "fetched: ./core" in told.err
    assert "fetched" not in told.out


@pytest.mark.loopback
def test_a_web_page_in_place_of_an_archive_is_called_by_its_url(
    world: World, web: Server, work: Path
) -> None:
    page = web.serve("/acme/parcels", b"<!DOCTYPE html><html>")
    done = world.download(page)
    assert done.code == ExitCode.SOURCE
    assert f"archive '{page}': Unsupported archive format" in done.err
    assert (
        "this is an HTML page\nhint: a git repository is named by a URL that ends in .git"
        in done.err
    )
    archive = web.serve("/parcels.zip", b"<html>")
    assert "hint" not in world.download(archive).err


def test_a_lock_replaces_no_other_file(packkit: Packkit, work: Path) -> None:
    local(work / "one", "one")
    (work / "notes.txt").write_text("mine")
    done = packkit("lock", "./one", "--output", "notes.txt")
    assert (done.code, "no lock file" in done.err) == (ExitCode.USAGE, True)
    assert (work / "notes.txt").read_text() == "mine"
    (work / "packkit.lock").write_text('<<<<<<< HEAD\n{"lock_version": 1\n')
    assert packkit("lock", "./one").code == 0


def test_a_bundle_names_the_source_and_no_copy_of_it(packkit: Packkit, work: Path) -> None:
    local(work / "one", "one", "banana")
    done = packkit("bundle", "./one", "--output", "b.tar.gz")
    assert (done.code, "pack.yaml of './one'" in done.err) == (1, True)
    assert not (work / "b.tar.gz").exists()


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_what_is_no_folder_and_no_archive_is_not_waited_for(
    packkit: Packkit, work: Path, make: Callable[[Path], None]
) -> None:
    make(work / "odd")
    done = packkit("download", "./odd", "--destination-dir", "packs")
    assert (done.code, "'./odd' is no folder and no archive" in done.err) == (6, True), done.err
    assert not (work / "packs").exists() or os.listdir(work / "packs") == []
