"""packkit install: from every kind of source to the registry, with what packs depend on."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from folders import files
from serving import GitHost, Server

from attune_packkit.testing import BASE_PACK

from .conftest import Done, MakePack, Packkit
from .test_register import ACTION, BASE, JSON, PACKS
from .wheels import write_wheel

NEEDED = ["notify", "tariffs", "weather"]

Install = Callable[..., Done]


@pytest.fixture
def install(packkit: Packkit, work: Path) -> Install:
    """Install without running tests; assert that nothing but packs is left."""

    def run(*arguments: str | Path) -> Done:
        done = packkit("install", *map(str, arguments), *BASE, *JSON, "--skip-tests")
        if (work / "base").exists():
            left = [path for path in (work / "base").iterdir() if path.name.startswith(".packkit-")]
            assert left == []
        return done

    return run


@pytest.fixture
def bundle(packkit: Packkit, work: Path) -> Path:
    """All example packs in one file."""
    sources = sorted(str(path) for path in PACKS.iterdir() if path.is_dir())
    done = packkit("bundle", *sources, "--output", "packs.tar.gz")
    assert done.code == 0, done.err
    return work / "packs.tar.gz"


@pytest.fixture
def registry(packkit: Packkit, web: Server, work: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an index with all example packs."""
    monkeypatch.setenv("PACKKIT_ALLOW_HTTP", "true")
    monkeypatch.setenv("PACKKIT_ALLOW_PRIVATE_HOSTS", "127.0.0.1")
    sources = sorted(str(path) for path in PACKS.iterdir() if path.is_dir())
    done = packkit("bundle", *sources, "--output", "served.tar.gz")
    assert done.code == 0, done.err
    with tarfile.open(work / "served.tar.gz") as archive:
        archive.extractall(work / "served", filter="data")
    for name, data in files(work / "served" / "packkit-bundle").items():
        web.serve(
            f"/{name}", data.replace(b"https://bundle.invalid/packs", f"{web.url}/packs".encode())
        )
    return f"{web.url}/index.json"


def registered(done: Done) -> list[str]:
    return [item["pack_ref"] for item in done.json["register"]["registered_packs"]]


def metadata(work: Path, ref: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((work / "base" / ref / "metadata.json").read_text())
    return told


@pytest.mark.loopback
def test_name_in_a_registry_brings_what_it_needs(
    install: Install, registry: str, work: Path
) -> None:
    done = install("parcels", "--registry-url", registry)
    assert done.code == 0, done.err
    assert registered(done) == [*NEEDED, "parcels"]
    assert done.json["dependencies"]["missing_dependencies"] == []
    told = metadata(work, "notify")
    assert told["installed_from"]["type"] == "registry"
    assert told["registry"] == registry
    assert told["checksum"].startswith("sha256:")
    assert files(work / "base/notify") | {"metadata.json": b""} == (
        files(PACKS / "notify") | {"metadata.json": b""}
    )


@pytest.mark.loopback
def test_what_is_installed_already_is_not_fetched_again(
    install: Install, registry: str, web: Server
) -> None:
    assert install("notify", "weather", "--registry-url", registry).code == 0
    web.asked.clear()
    done = install("parcels", "--registry-url", registry)
    assert registered(done) == ["tariffs", "parcels"]
    asked = {path for path, _ in web.asked}
    assert asked == {"/index.json", "/packs/parcels.tar.gz", "/packs/tariffs.tar.gz"}


@pytest.mark.loopback
def test_commit_of_a_git_repository_is_kept(
    install: Install, git_host: GitHost, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKKIT_ALLOW_HTTP", "true")
    monkeypatch.setenv("PACKKIT_ALLOW_PRIVATE_HOSTS", "127.0.0.1")
    repository = git_host.create()
    commit = repository.commit(BASE_PACK)
    done = install(git_host.url(repository))
    assert done.code == 0, done.err
    told = metadata(work, "parcels")["installed_from"]
    assert (told["type"], told["ref"]) == ("git", commit)
    assert told["url"] == git_host.url(repository)


def test_folder_is_installed_with_all_steps_told(install: Install, work: Path) -> None:
    done = install(PACKS / "notify")
    assert done.code == 0, done.err
    assert list(done.json) == ["download", "dependencies", "build_envs", "register"]
    (item,) = done.json["download"]["downloaded_packs"]
    assert item["pack_path"] == str(work / "base" / "notify")
    assert done.json["dependencies"]["analyzed_packs"][0]["pack_path"] == item["pack_path"]
    assert metadata(work, "notify")["installed_from"] == {
        "type": "local", "url": str(PACKS / "notify"), "ref": None,
    }  # fmt: skip


def test_bundle_brings_what_a_pack_needs(install: Install, bundle: Path) -> None:
    done = install("parcels", "--from-bundle", bundle)
    assert done.code == 0, done.err
    assert registered(done) == [*NEEDED, "parcels"]


def test_whole_bundle_is_installed_unless_packs_are_named(install: Install, bundle: Path) -> None:
    assert len(registered(install("--from-bundle", bundle))) == 6


def test_lock_brings_exactly_what_it_lists(
    install: Install, packkit: Packkit, make_pack: MakePack
) -> None:
    pack = make_pack()
    assert packkit("lock", "parcels").code == 0
    (pack / "README.md").write_text("# Changed\n")
    done = install("--locked", "packkit.lock")
    assert done.code == 7
    assert registered(done) == []
    (pack / "README.md").write_text(BASE_PACK["README.md"])
    assert registered(install("--locked", "packkit.lock")) == ["parcels"]


@pytest.fixture
def needy(make_pack: MakePack, work: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack that needs another one, which the registry does not have."""
    (work / "index.json").write_text(
        json.dumps(
            {
                "registry_name": "none", "registry_url": "https://example.org", "version": "1.0",
                "last_updated": "2024-01-01T00:00:00Z", "packs": [],
            }
        )
    )  # fmt: skip
    monkeypatch.setenv("PACKKIT_INDICES", str(work / "index.json"))
    manifest = BASE_PACK["pack.yaml"] + "dependencies: [notify@^1.4]\n"
    return make_pack({"pack.yaml": manifest})


def test_missing_dependency_stops_a_pack(
    install: Install, needy: Path, make_pack: MakePack
) -> None:
    manifest = BASE_PACK["pack.yaml"]
    on_parcels = "dependencies: [parcels]\n"
    make_pack({"pack.yaml": manifest.replace("parcels", "more") + on_parcels}, name="more")
    make_pack({"pack.yaml": manifest.replace("parcels", "plain")}, name="plain")
    done = install("parcels", "more", "plain")
    assert done.code == 1
    assert registered(done) == ["plain"]
    failed = {item["pack_ref"]: item for item in done.json["register"]["failed_packs"]}
    assert failed["parcels"]["error"] == "Missing dependencies: notify ^1.4"
    assert failed["parcels"]["pack_path"] == "parcels"
    assert failed["more"]["error"] == "Missing dependencies: parcels *"
    (missing,) = done.json["dependencies"]["missing_dependencies"]
    assert missing["pack_ref"] == "notify"
    assert "notify" in done.err


@pytest.mark.parametrize("flag", ["--skip-deps", "--force"])
def test_missing_dependency_may_be_tolerated(install: Install, needy: Path, flag: str) -> None:
    assert registered(install("parcels", flag)) == ["parcels"]


def test_source_that_fails_stops_no_other(install: Install) -> None:
    done = install("./nowhere", PACKS / "notify")
    assert done.code == 1
    assert registered(done) == ["notify"]
    assert len(done.json["download"]["failed_packs"]) == 1


def test_nothing_at_all_is_what_downloading_says(install: Install, packkit: Packkit) -> None:
    assert install("./nowhere").code == 6
    assert packkit("install", "./nowhere", *BASE).out == ""


def test_installed_pack_is_replaced_only_with_force(install: Install) -> None:
    install(PACKS / "notify")
    done = install(PACKS / "notify")
    assert done.code == 1
    (item,) = done.json["register"]["failed_packs"]
    assert item["error"] == "Pack with ref 'notify' already exists"
    assert item["pack_path"] == str(PACKS / "notify")
    assert install(PACKS / "notify", "--force").code == 0


def test_environments_are_built_where_the_pack_lies(
    install: Install, make_pack: MakePack, work: Path
) -> None:
    write_wheel(work / "wheels", "stamp", "1.0")
    manifest = BASE_PACK["pack.yaml"] + 'python: ">=3.11"\n'
    make_pack(
        {"pack.yaml": manifest, "requirements.txt": "stamp==1.0\n", "actions/send.yaml": ACTION,
         "actions/send.sh": "true\n"}
    )  # fmt: skip
    done = install("parcels", "--build", "--wheels", "wheels", "--offline")
    assert done.code == 0, done.err
    (built,) = done.json["build_envs"]["built_environments"]
    assert built["environments"]["python"]["virtualenv_path"] == str(work / "base/parcels/venv")
    assert (work / "base" / "parcels" / "venv" / "bin" / "stamp").exists()


def test_tests_run_before_a_pack_is_registered(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    section = (
        "testing:\n  enabled: true\n  discovery: {method: directory, path: tests}\n"
        "  runners:\n    all: {type: script, entry_point: tests/run.sh}\n"
    )
    make_pack({"pack.yaml": BASE_PACK["pack.yaml"] + section, "tests/run.sh": "exit 1\n"})
    done = packkit("install", "./parcels", *BASE, *JSON)
    assert done.code == 1
    assert done.json["register"]["failed_packs"][0]["error_stage"] == "testing"
    assert packkit("install", "./parcels", *BASE, "--skip-deps").code == 0


def test_text_tells_what_happened(packkit: Packkit) -> None:
    done = packkit("install", str(PACKS / "notify"), *BASE, "--skip-tests")
    assert done.out.splitlines()[-1] == "1 registered, 0 failed, 10 components"


def test_nothing_to_install_is_a_usage_error(packkit: Packkit) -> None:
    assert packkit("install", *BASE).code == 4
