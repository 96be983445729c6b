"""The cache: what is wrong with it is only a miss, and only its owner can fill it."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from attune_packkit.store import Store, Usage

NAME = "ab" + "0" * 62


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "cache"))


def only_entry(store: Store) -> Path:
    return Path(store.directory, NAME[:2], NAME)


def test_what_was_put_is_got(store: Store) -> None:
    assert store.get(NAME) is None
    store.put(NAME, b"data")
    assert store.get(NAME) == b"data"
    store.put(NAME, b"")
    assert store.get(NAME) == b""


@pytest.mark.parametrize(
    "damage",
    [b"", b"x", b"\0" * 32, b"\0" * 32 + b"data", b"\xff" * 100],
)
def test_a_damaged_entry_is_a_miss(store: Store, damage: bytes) -> None:
    store.put(NAME, b"data")
    only_entry(store).write_bytes(damage)
    assert store.get(NAME) is None
    store.put(NAME, b"data")
    assert store.get(NAME) == b"data"


def test_every_truncation_and_every_flipped_byte_is_a_miss(store: Store) -> None:
    store.put(NAME, b"data")
    whole = only_entry(store).read_bytes()
    for index in range(len(whole)):
        only_entry(store).write_bytes(whole[:index])
        assert store.get(NAME) is None
        flipped = bytes([whole[index] ^ 1])
        only_entry(store).write_bytes(whole[:index] + flipped + whole[index + 1 :])
        assert store.get(NAME) is None


def test_only_the_user_may_read_it(store: Store) -> None:
    os.umask(0o000)
    try:
        store.put(NAME, b"data")
    finally:
        os.umask(0o022)
    for path in (Path(store.directory), only_entry(store).parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE(only_entry(store).stat().st_mode) == 0o600
    assert Path(store.directory, "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d1")


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_p08_a_folder_that_others_may_write_to_is_not_used(store: Store, mode: int) -> None:
    store.put(NAME, b"planted")
    os.chmod(store.directory, mode)
    later = Store(store.directory)
    assert later.get(NAME) is None
    later.put("cd" + NAME[2:], b"data")
    assert not Path(store.directory, "cd", "cd" + NAME[2:]).exists()


def test_p08_a_folder_of_somebody_else_is_not_used(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(NAME, b"planted")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert Store(store.directory).get(NAME) is None


def test_p08_a_link_planted_beside_an_entry_is_replaced_not_followed(
    store: Store, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    store.put(NAME, b"data")
    only_entry(store).unlink()
    only_entry(store).symlink_to(victim)
    store.put(NAME, b"data")
    assert victim.read_text() == "mine"
    assert store.get(NAME) == b"data"


@pytest.mark.parametrize("where", ["cache", "cache/ab", f"cache/ab/{NAME}"])
def test_no_place_to_write_is_only_a_miss(tmp_path: Path, where: str) -> None:
    blocked = tmp_path / where
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.parent.chmod(0o700)
    if blocked.name == NAME:
        (blocked / "folder").mkdir(parents=True)
    else:
        blocked.write_text("a file")
    store = Store(str(tmp_path / "cache"))
    store.put(NAME, b"data")
    assert store.get(NAME) is None


def fill(directory: str, letter: bytes) -> None:
    store = Store(directory)
    for _ in range(200):
        store.put(NAME, letter * 5000)


def test_two_writers_leave_one_of_both_whole(store: Store) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=fill, args=(store.directory, x)) for x in (b"a", b"b")]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        seen.add(store.get(NAME))
    for writer in writers:
        writer.join()
    assert seen <= {None, b"a" * 5000, b"b" * 5000}
    assert store.get(NAME) in (b"a" * 5000, b"b" * 5000)
    assert os.listdir(only_entry(store).parent) == [NAME]


def test_the_oldest_entries_go_first(store: Store) -> None:
    names = [f"{number:02d}{NAME[2:]}" for number in range(10)]
    for age, name in enumerate(names):
        store.put(name, bytes(68))
        os.utime(Path(store.directory, name[:2], name), (age, age))
    assert store.usage() == Usage(10, 1000)
    store.evict(400)
    assert [name for name in names if store.get(name) is not None] == names[6:]
    store.clear()
    assert store.usage() == Usage(0, 0)


def test_only_entries_are_ever_removed(store: Store) -> None:
    store.put(NAME, b"data")
    mine = Path(store.directory, "ab", "notes.txt")
    mine.write_text("mine")
    other = Path(store.directory, "en", "index.md")
    other.parent.mkdir()
    other.write_text("mine")
    store.evict(0)
    store.clear()
    assert mine.exists()
    assert other.exists()
    assert not only_entry(store).exists()
