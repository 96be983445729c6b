"""Repositories of servers that are old, simple or odd, and of folders of this machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from fetching import PACK, Fetching
from folders import files
from serving import GitHost, Handler, Repository

pytestmark = pytest.mark.loopback


@pytest.fixture
def repository(git_host: GitHost) -> Repository:
    """Two commits on main, a tag on the first one."""
    found = git_host.create()
    found.tag("v1", found.commit(PACK), annotated=True)
    found.commit({**PACK, "more.txt": "x"})
    return found


def every_ref(fetch: Fetching, url: str, repository: Repository) -> None:
    """Fetch by branch, tag, commit and default branch."""
    first, second = repository.commits
    for ref, commit in {
        "": second, "@main": second, "@refs/heads/main": second, "@v1": first,
        "@refs/tags/v1": first, f"@{first}": first, f"@{second}": second,
    }.items():  # fmt: skip
        found = fetch.one(url + ref)
        assert found.fetched.commit == commit
        assert ("more.txt" in files(Path(found.path))) == (commit == second)


def test_a_server_of_today(fetch: Fetching, git_host: GitHost, repository: Repository) -> None:
    every_ref(fetch, git_host.url(repository), repository)


def test_a_server_that_speaks_an_old_protocol(
    fetch: Fetching, git_host: GitHost, repository: Repository
) -> None:
    def answer(handler: Handler) -> None:
        del handler.headers["Git-Protocol"]
        git_host.answer(handler)

    git_host.server.fallback = answer
    every_ref(fetch, git_host.url(repository), repository)


def test_a_server_of_plain_files(
    fetch: Fetching, git_host: GitHost, repository: Repository
) -> None:
    repository.git("update-server-info")

    def answer(handler: Handler) -> None:
        path = git_host.root / handler.path.partition("?")[0].lstrip("/")
        if path.is_file():
            handler.reply(path.read_bytes())
        else:
            handler.reply(b"", 404)

    git_host.server.fallback = answer
    every_ref(fetch, git_host.url(repository), repository)


def test_a_folder_that_mirrors_a_server(
    fetch: Fetching, git_host: GitHost, repository: Repository, tmp_path: Path
) -> None:
    worktree = tmp_path / "mirror" / "parcels"
    subprocess.run(
        ["git", "clone", "--quiet", str(repository.path), str(worktree)],
        check=True, env={"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull},
    )  # fmt: skip
    for folder in (git_host.root, worktree.parent):
        mirrored = fetch.allowing(mirrors=(("https://example.org/", str(folder)),))
        every_ref(mirrored, "https://example.org/parcels.git", repository)
    assert git_host.server.asked == []


def test_a_bundle_of_git_that_mirrors_a_server(
    fetch: Fetching, repository: Repository, tmp_path: Path
) -> None:
    repository.git("bundle", "create", "--quiet", str(tmp_path / "parcels.bundle"), "HEAD", "main")
    mirrored = fetch.allowing(mirrors=(("https://example.org/", str(tmp_path)),))
    assert mirrored.one("https://example.org/parcels.git@main").ref == "parcels"


def test_a_repository_without_a_commit(fetch: Fetching, git_host: GitHost) -> None:
    url = git_host.url(git_host.create())
    assert "the repository is empty" in fetch.error(url).message
    assert "the repository is empty" in fetch.error(f"{url}@main").message


def test_a_ref_that_is_nearly_there(
    fetch: Fetching, git_host: GitHost, repository: Repository
) -> None:
    assert fetch.error(f"{git_host.url(repository)}@mian").hint == "did you mean 'main'?"


def test_a_subdirectory_and_one_that_is_not_there(fetch: Fetching, git_host: GitHost) -> None:
    repository = git_host.create()
    repository.commit({f"a b/*/{name}": text for name, text in PACK.items()} | {"x": "y"})
    url = git_host.url(repository)
    found = fetch.one(f"{url}@main#subdirectory=a b/*")
    assert set(files(Path(found.path))) == set(PACK)
    assert "no folder 'other'" in fetch.error(f"{url}@main#subdirectory=other").message
    assert "no folder 'x'" in fetch.error(f"{url}@main#subdirectory=x").message


def test_nothing_can_be_fetched_without_git(
    fetch: Fetching, git_host: GitHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert fetch.error(f"{git_host.server.url}/x.git").message == "git is not installed"
