"""Packs are found wherever the path points, and called what the user called them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from attune_packkit.errors import ExitCode, SourceError
from attune_packkit.sources.local import find_packs


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(path: str, *files: str) -> None:
    for name in ("pack.yaml", *files):
        Path(path, name).parent.mkdir(parents=True, exist_ok=True)
        Path(path, name).write_text("ref: x\n")


def paths(*given: str) -> list[str]:
    return [found.path for found in find_packs(given)]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("packs", "packs/parcels"),
        ("packs/", "packs/parcels"),
        (".", "packs/parcels"),
        ("./packs//parcels/.", "packs/parcels"),
        ("packs/parcels/actions/..", "packs/parcels"),
        ("packs/parcels/actions", "packs/parcels"),
        ("packs/parcels/actions/workflows", "packs/parcels"),
        ("packs/parcels/lib/deep", "packs/parcels"),
        ("packs/parcels/pack.yaml", "packs/parcels"),
        ("packs/parcels/lib/deep/x.py", "packs/parcels"),
    ],
)
def test_a_pack_is_found_from_outside_and_inside(given: str, shown: str) -> None:
    make("packs/parcels", "actions/workflows/a.workflow.yaml", "lib/deep/x.py")
    assert paths(given) == [shown]


def test_the_folder_one_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    make("packs/parcels", "actions/workflows/a.workflow.yaml")
    monkeypatch.chdir("packs/parcels")
    assert paths(".") == ["."]
    assert find_packs(["."])[0].root == os.getcwd()
    monkeypatch.chdir("actions")
    assert paths(".") == [".."]


@pytest.mark.parametrize(
    "name",
    ["a b", "a#b", "a%20b", "päckchen", "a\nb", "-rf", "--help", "@x", "~", "*", "$HOME"],
)
def test_any_name_a_folder_may_have(name: str) -> None:
    make(f"packs/{name}")
    assert paths("packs") == paths(f"packs/{name}") == [f"packs/{name}"]


def test_a_name_that_is_no_unicode() -> None:
    name = os.fsdecode(b"caf\xe9")
    make(f"packs/{name}")
    assert paths("packs") == [f"packs/{name}"]


def test_each_pack_counts_once_and_in_order() -> None:
    make("packs/b")
    make("packs/a")
    assert paths("packs/b", "packs", "packs/a/pack.yaml", "packs/b/") == ["packs/a", "packs/b"]


def test_a_link_to_a_pack_is_the_pack_when_named_and_nothing_when_met() -> None:
    make("real/parcels")
    Path("packs").mkdir()
    Path("packs/link").symlink_to("../real/parcels")
    links: list[str] = []
    assert find_packs(["packs"], links) == []
    assert links == ["packs/link"]
    found = find_packs(["packs/link", "real/parcels"])
    assert [each.path for each in found] == ["packs/link"]
    assert found[0].root == str(Path("real/parcels").resolve())


def test_a_ring_of_links_ends() -> None:
    Path("packs").mkdir()
    Path("packs/ring").symlink_to("../packs")
    assert paths("packs") == []
    assert paths("packs/ring") == []


def test_a_pack_inside_a_pack_is_content_unless_named() -> None:
    make("parcels", "tests/packs/broken/pack.yaml")
    assert paths("parcels") == ["parcels"]
    assert paths("parcels/tests") == ["parcels/tests/packs/broken"]


def test_components_without_a_manifest_are_a_broken_pack() -> None:
    make("packs/parcels", "actions/send.yaml")
    os.unlink("packs/parcels/pack.yaml")
    assert paths("packs") == ["packs/parcels"]


@pytest.mark.parametrize("name", ["pack.yml", "Pack.yaml", "PACK.YAML"])
def test_a_misspelt_manifest_is_a_broken_pack(name: str) -> None:
    make("packs/parcels")
    os.rename("packs/parcels/pack.yaml", f"packs/parcels/{name}")
    assert paths("packs") == ["packs/parcels"]


def test_other_peoples_folders_are_not_searched() -> None:
    for name in (".hidden", ".git", "node_modules", "__pycache__"):
        make(f"packs/{name}/parcels")
    make("a/b/c/d/too_deep")
    assert paths("packs", "a") == []


def test_no_pack_is_nothing() -> None:
    Path("empty").mkdir()
    assert paths("empty") == []


@pytest.mark.parametrize("path", ["nowhere", "nowhere/", "packs/x", "\udce9", "x" * 5000, "a\0b"])
def test_a_path_that_does_not_exist_is_a_source_error(path: str) -> None:
    with pytest.raises(SourceError) as caught:
        find_packs([path])
    assert caught.value.exit_code is ExitCode.SOURCE


def test_a_file_outside_any_pack_is_a_source_error() -> None:
    Path("notes.txt").write_text("")
    with pytest.raises(SourceError, match="not inside a pack"):
        find_packs(["notes.txt"])
    os.mkfifo("pipe")
    with pytest.raises(SourceError):
        find_packs(["pipe"])


def test_a_dangling_link_is_a_source_error() -> None:
    Path("link").symlink_to("nowhere")
    with pytest.raises(SourceError):
        find_packs(["link"])


def test_an_unreadable_folder_is_a_source_error(monkeypatch: pytest.MonkeyPatch) -> None:
    make("packs/parcels")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SourceError, match="cannot be read"):
        find_packs(["packs"])


def test_an_unreadable_folder_among_packs_is_never_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make("packs/parcels")
    Path("packs/locked").mkdir()
    listing = os.scandir

    def refused(path: str) -> object:
        if os.path.basename(path) == "locked":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(SourceError, match="'packs/locked' cannot be read, and may hold packs"):
        find_packs(["packs"])
