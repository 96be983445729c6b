"""The folder of a site: whose it is, and what is written to it."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import patch

import pytest
from folders import files

from attune_packkit.errors import UsageError
from attune_packkit.sitegen.output import MARKER, Output, refuse


def build(folder: Path, files: dict[str, bytes]) -> tuple[int, int]:
    """Write a site; return how many files got new bytes and how many went."""
    output = Output(str(folder))
    before = output.open()
    output.written = 0
    for address, data in files.items():
        output.put(address, data)
    return output.written, output.finish(before, files)


def contents(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in files(folder).items() if path != MARKER}


def test_files_are_written_and_found_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(site, {"index.html": b"1", "a/b.html": b"2"}) == (2, 0)
    assert contents(site) == {"index.html": b"1", "a/b.html": b"2"}


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"index.html": b"1", "a/b.html": b"2"})
    stamp = (site / "index.html").stat().st_mtime_ns
    assert build(site, {"index.html": b"1", "a/b.html": b"3"}) == (1, 0)
    assert (site / "index.html").stat().st_mtime_ns == stamp


def test_what_is_no_more_goes_and_its_folders_too(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"index.html": b"1", "a/b/c.html": b"2"})
    assert build(site, {"index.html": b"1"}) == (0, 1)
    assert not (site / "a").exists()


def test_files_of_others_in_the_site_stay(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"index.html": b"1"})
    (site / "CNAME").write_text("packs.example.org")
    build(site, {"index.html": b"2"})
    assert (site / "CNAME").read_text() == "packs.example.org"


def test_a_marker_that_lists_files_elsewhere_removes_none_there(tmp_path: Path) -> None:
    site, other = tmp_path / "site", tmp_path / "other.txt"
    other.write_text("stay")
    build(site, {"index.html": b"1"})
    (site / MARKER).write_text(f"../other.txt\n{other}\n/etc/hostname\nindex.html\n")
    build(site, {"page.html": b"2"})
    assert other.read_text() == "stay"
    assert sorted(contents(site)) == ["page.html"]


def test_a_marker_that_is_no_text_lists_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"index.html": b"1"})
    (site / MARKER).write_bytes(b"\xff\xfe\n\0\nindex.html\n" + b"x" * 5_000 + b"\n")
    assert build(site, {"page.html": b"2"}) == (1, 1)
    assert sorted(contents(site)) == ["page.html"]


def test_nothing_shows_before_everything_does(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"index.html": b"1", "old.html": b"1"})
    output = Output(str(site))
    before = output.open()
    output.put("index.html", b"2")
    output.put("a/new.html", b"2")
    assert (site / "index.html").read_bytes() == b"1"
    assert not (site / "a").exists()
    assert output.finish(before, ["index.html", "a/new.html"]) == 1
    assert contents(site) == {"index.html": b"2", "a/new.html": b"2"}


def test_of_two_files_at_one_address_the_last_one_counts(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"index.html": b"1"})
    output = Output(str(site))
    before = output.open()
    output.put("index.html", b"2")
    output.put("index.html", b"1")
    output.finish(before, ["index.html"])
    assert contents(site) == {"index.html": b"1"}


def test_what_an_interrupted_end_put_in_place_is_known_to_the_next_build(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"index.html": b"1"})
    output = Output(str(site))
    before = output.open()
    output.put("a.html", b"2")
    with (
        patch("attune_packkit.sitegen.output.Output._remove", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        output.finish(before, ["a.html"])
    assert build(site, {"b.html": b"3"}) == (1, 2)
    assert contents(site) == {"b.html": b"3"}


def test_an_interrupted_build_leaves_a_folder_that_is_still_ours(tmp_path: Path) -> None:
    site = tmp_path / "site"
    output = Output(str(site))
    output.open()
    output.put("index.html", b"1")
    assert build(site, {"index.html": b"2"}) == (1, 0)
    assert sorted(os.listdir(site)) == [MARKER, "index.html"]


def test_a_link_inside_the_site_is_not_followed(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    build(site, {"index.html": b"1"})
    (site / "packs").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="link"):
        build(site, {"packs/a.html": b"2"})
    assert list(elsewhere.iterdir()) == []


class TestRefused:
    def test_w14_the_root_and_the_home(self, home: Path) -> None:
        for folder in ("/", str(home), os.path.expanduser("~")):
            with pytest.raises(UsageError):
                refuse(folder)

    def test_w14_a_folder_that_is_not_empty(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(UsageError, match="not empty"):
            refuse(str(tmp_path))

    @pytest.mark.parametrize("name", [".git", "pyproject.toml", "pack.yaml"])
    def test_w14_a_source(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("")
        (tmp_path / MARKER).write_text("")
        with pytest.raises(UsageError, match="source"):
            refuse(str(tmp_path))

    def test_w14_a_link_to_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "real")
        with pytest.raises(UsageError, match="link"):
            refuse(str(tmp_path / "link"))

    def test_w14_the_folder_packkit_runs_in(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "inner").mkdir()
        monkeypatch.chdir(tmp_path / "inner")
        for folder in (".", "..", str(tmp_path)):
            with pytest.raises(UsageError):
                refuse(folder)

    def test_w14_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(UsageError, match="no folder"):
            refuse(str(tmp_path / "file"))

    def test_w14_a_marker_that_is_a_link_counts_for_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "list").write_text("")
        site = tmp_path / "site"
        site.mkdir()
        (site / MARKER).symlink_to(tmp_path / "list")
        with pytest.raises(UsageError, match="not empty"):
            refuse(str(site))

    def test_an_empty_or_missing_folder_is_fine(self, tmp_path: Path) -> None:
        refuse(str(tmp_path))
        refuse(str(tmp_path / "new" / "site"))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": b"1"})
    (tmp_path / ".packkit-new").write_text("in the way")
    with pytest.raises(UsageError, match="cannot be written: File exists"):
        Output(str(tmp_path)).open()
