"""A pack's listing: sorted, bounded, following no link; its stamp moves with every change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit import tree
from attune_packkit.tree import MAX_METADATA_BYTES, NEVER, read_regular, stamp, walk


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    root = tmp_path / "parcels"
    (root / "actions").mkdir(parents=True)
    (root / "pack.yaml").write_text("ref: parcels\n")
    (root / "actions" / "send.yaml").write_text("ref: parcels.send\n")
    (root / "actions" / "send.py").write_text("")
    return root


@given(st.sets(st.lists(st.text("ab.-é ", min_size=1, max_size=3), min_size=1, max_size=3)
               .filter(lambda steps: not {".", ".."} & set(steps)).map("/".join)))  # fmt: skip
def test_what_is_there_is_listed_in_order(paths: set[str]) -> None:
    with tempfile.TemporaryDirectory() as root:
        made = set()
        for path in sorted(paths):
            parents = [part for part in paths if path.startswith(part + "/")]
            if parents or Path(root, path).exists():
                continue
            Path(root, path).parent.mkdir(parents=True, exist_ok=True)
            Path(root, path).write_bytes(path.encode())
            made.add(path)
        listing = walk(root)
        assert {path for path in listing.entries if listing.is_file(path)} == made
        assert list(listing.entries) == sorted(listing.entries)
        assert all(listing.read(path) == path.encode() for path in made)
        assert listing.complete
        assert not listing.unreadable


def test_children_are_the_direct_ones(pack: Path) -> None:
    listing = walk(str(pack))
    assert [entry.path for entry in listing.children("")] == ["actions", "pack.yaml"]
    assert [entry.path for entry in listing.children("actions")] == [
        "actions/send.py", "actions/send.yaml",
    ]  # fmt: skip
    assert listing.children("nowhere") == []


def test_only_regular_files_are_read(pack: Path) -> None:
    (pack / "link.yaml").symlink_to("pack.yaml")
    (pack / "linked").symlink_to("actions")
    os.mkfifo(pack / "pipe.yaml")
    listing = walk(str(pack))
    kinds = {path: entry.kind for path, entry in listing.entries.items()}
    assert kinds["link.yaml"] == kinds["linked"] == "link"
    assert kinds["pipe.yaml"] == "special"
    assert "linked/send.yaml" not in kinds
    for path in ("link.yaml", "linked", "pipe.yaml", "actions", "nowhere"):
        assert listing.read(path) is None
        assert read_regular(str(pack / path), 10) is None


def test_other_peoples_folders_are_not_entered(pack: Path) -> None:
    (pack / ".git").mkdir()
    (pack / ".git" / "config").write_text("")
    assert ".git" in walk(str(pack)).entries
    assert ".git/config" not in walk(str(pack)).entries


def test_a_file_too_large_is_not_read(pack: Path) -> None:
    with open(pack / "large.yaml", "wb") as file:
        file.truncate(MAX_METADATA_BYTES + 1)
    assert walk(str(pack)).read("large.yaml") is None
    os.truncate(pack / "large.yaml", MAX_METADATA_BYTES)
    assert walk(str(pack)).read("large.yaml") == bytes(MAX_METADATA_BYTES)


def test_only_so_much_is_kept_in_memory(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_KEPT_BYTES", 20)
    listing = walk(str(pack))
    assert listing.read("pack.yaml") == b"ref: parcels\n"
    assert listing.read("actions/send.yaml") == b"ref: parcels.send\n"
    (pack / "pack.yaml").write_bytes(b"x")
    (pack / "actions" / "send.yaml").write_bytes(b"x")
    assert listing.read("pack.yaml") == b"ref: parcels\n"
    assert listing.read("actions/send.yaml") == b"x"


def test_files_beyond_what_is_kept_still_count_in_the_digest(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_KEPT_BYTES", 1)
    before = walk(str(pack)).digest()
    assert walk(str(pack)).digest() == before
    os.utime(pack / "pack.yaml", (1, 1))
    assert walk(str(pack)).digest() != before


def test_too_many_entries_are_said_to_be_too_many(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_ENTRIES", 4)
    assert walk(str(pack)).complete
    assert stamp(str(pack))[1] < NEVER
    (pack / "one_more").write_text("")
    assert not walk(str(pack)).complete
    assert stamp(str(pack))[1] == NEVER


def test_folders_too_deep_are_said_to_be_unread(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_DEPTH", 1)
    (pack / "a" / "b" / "c").mkdir(parents=True)
    listing = walk(str(pack))
    assert listing.unreadable == ("a/b",)
    assert "a/b" in listing.entries
    assert "a/b/c" not in listing.entries


def test_a_folder_that_vanishes_is_said_to_be_unread(tmp_path: Path) -> None:
    listing = walk(str(tmp_path / "gone"))
    assert listing.unreadable == ("",)
    assert listing.entries == {}
    assert stamp(str(tmp_path / "gone"))


def append(pack: Path) -> None:
    with open(pack / "pack.yaml", "a") as file:
        file.write("#")


def same_size_and_time(pack: Path) -> None:
    path = pack / "pack.yaml"
    before = path.stat()
    path.write_text("ref: PARCELS\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def swap(pack: Path) -> None:
    (pack / "other").write_text("ref: Parcels\n")
    os.replace(pack / "other", pack / "pack.yaml")


CHANGES: list[Callable[[Path], object]] = [
    append,
    same_size_and_time,
    swap,
    lambda pack: (pack / "new").write_text(""),
    lambda pack: (pack / "new").mkdir(),
    lambda pack: (pack / "actions" / "send.py").unlink(),
    lambda pack: (pack / "actions").rename(pack / "Actions"),
    lambda pack: (pack / "actions" / "send.py").rename(pack / "actions" / "sent.py"),
    lambda pack: (pack / "actions" / "send.py").chmod(0o755),
    lambda pack: (pack / "link").symlink_to("pack.yaml"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_moves_the_stamp(pack: Path, change: Callable[[Path], object]) -> None:
    before = stamp(str(pack))[0]
    assert stamp(str(pack))[0] == before
    change(pack)
    assert stamp(str(pack))[0] != before


@pytest.mark.parametrize("change", [each for each in CHANGES if each is not CHANGES[-2]])
def test_every_change_of_content_moves_the_digest(
    pack: Path, change: Callable[[Path], object]
) -> None:
    before = walk(str(pack)).digest()
    assert walk(str(pack)).digest() == before
    change(pack)
    assert walk(str(pack)).digest() != before


def test_the_digest_knows_bytes_and_names_but_not_times(pack: Path) -> None:
    before = walk(str(pack)).digest()
    os.utime(pack / "pack.yaml", (1, 1))
    assert walk(str(pack)).digest() == before
    pack.rename(pack.parent / "letters")
    assert walk(str(pack.parent / "letters")).digest() != before


def test_the_newest_time_is_that_of_the_last_change(pack: Path) -> None:
    newest = max(path.stat().st_ctime_ns for path in pack.rglob("*") if path.is_file())
    assert stamp(str(pack))[1] == newest


def test_names_that_are_no_unicode(pack: Path) -> None:
    name = b"caf\xe9.yaml"
    Path(os.fsdecode(os.path.join(os.fsencode(pack), name))).write_text("x")
    listing = walk(str(pack))
    assert listing.read(os.fsdecode(name)) == b"x"
    assert listing.digest()
    assert stamp(str(pack))[0]
