"""Which files of a working copy belong to it, told by git's own index: git is not run for it."""

from __future__ import annotations

import hashlib
import os
import struct
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property, lru_cache

from msgspec import Struct

from attune_packkit.model.kinds import MANIFEST
from attune_packkit.sources.folders import MAX_TOTAL_BYTES
from attune_packkit.tree import IGNORED_DIRECTORIES, read_regular

_MAX_BYTES = 64 * 1024 * 1024
"""Bytes of git's index of a whole working copy: enough for some 600,000 files."""

_HEAD = struct.Struct(">4sII")
_FIXED = struct.Struct(">40x20sH")
_EXTENSION = struct.Struct(">4sI")
_EXTENDED = 0x4000
_CHECKSUM_BYTES = 20
_ELSEWHERE = (b"link", b"sdir")
"""Extensions by which entries stand in another file, or for whole folders."""


class Tracked(Struct, frozen=True, dict=True):
    """The files that git knows in a pack, each with the id of the content that it knows."""

    files: dict[str, bytes]

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(
            path[:at] for path in self.files for at, sign in enumerate(path) if sign == "/"
        )

    def includes(self, path: str) -> bool:
        """Tell whether a path is a file that git knows, or a folder with one."""
        return path in self.files or path in self._folders

    def changed(self, root: str) -> list[str]:
        """Return the paths of files that hold something else by now, or are gone."""
        return sorted(
            path
            for path, known in self.files.items()
            if _blob(os.path.join(root, path)) not in (known, None)
        )

    def unknown(self, root: str) -> list[str]:
        """Return the files and folders that git does not know, but what tools leave."""
        found = []
        for folder, below, names in os.walk(root):
            start = os.path.relpath(folder, root).replace(os.sep, "/") + "/"
            start = start.removeprefix("./")
            below[:] = sorted(each for each in below if each not in IGNORED_DIRECTORIES)
            found += [start + each for each in names if not self.includes(start + each)]
            found += [f"{start}{each}/" for each in below if not self.includes(start + each)]
            below[:] = [each for each in below if self.includes(start + each)]
        return sorted(found)


def tracked(root: str) -> Tracked | None:
    """Return what git knows of the pack at `root`, the top of a working copy or a folder in it.

    None if that cannot be told, or if git does not know its manifest.
    """
    index, inside = _index_of(os.path.realpath(root))
    try:
        status = os.stat(index)
    except OSError:
        return None
    files = _known(index, (status.st_ino, status.st_size, status.st_mtime_ns)).below(inside)
    return Tracked(files) if MANIFEST in files else None


def belongs(root: str) -> Callable[[str], bool]:
    """Return what tells whether a path belongs to the pack at `root`: if git knows it.

    Where git tells nothing everything belongs to it.
    """
    known = tracked(root)
    return known.includes if known else lambda path: True


class _Known(Struct, frozen=True):
    """What git knows in a whole working copy: the ids of contents by path, and the paths sorted."""

    blobs: dict[str, bytes]
    paths: list[str]

    def below(self, folder: str) -> dict[str, bytes]:
        """Return what lies in a folder, by the path in it; in the whole for ""."""
        if not folder:
            return self.blobs
        start, end = folder + "/", folder + chr(ord("/") + 1)
        inside = self.paths[bisect_left(self.paths, start) : bisect_left(self.paths, end)]
        return {path.removeprefix(start): self.blobs[path] for path in inside}


def _index_of(folder: str) -> tuple[str, str]:
    """Return git's index of the working copy that a folder is in, and the folder's path in that.

    A working copy of another user does not count: anybody can make one in `/tmp`.
    """
    owner = _owner(folder)
    inside: list[str] = []
    while True:
        repository = os.path.join(folder, ".git")
        if os.path.lexists(repository):
            index = os.path.join(repository, "index") if _owner(repository) == owner else ""
            return index, "/".join(reversed(inside))
        folder, name = os.path.split(folder)
        if not name:
            return "", ""
        inside.append(name)


def _owner(path: str) -> int:
    try:
        return os.lstat(path).st_uid
    except OSError:
        return -1


@lru_cache(maxsize=4)
def _known(index: str, stamp: tuple[int, ...]) -> _Known:
    """Read an index once for all packs of its working copy; `stamp` tells when it is another."""
    data = read_regular(index, _MAX_BYTES)
    try:
        blobs = _entries(data) if data else {}
    except (ValueError, struct.error, IndexError):
        blobs = {}
    return _Known(blobs, sorted(blobs))


def _entries(data: bytes) -> dict[str, bytes]:
    magic, version, count = _HEAD.unpack_from(data)
    if magic != b"DIRC" or version not in (2, 3, 4):
        raise ValueError("no index of git")
    found: dict[str, bytes] = {}
    at, name, total = _HEAD.size, b"", 0
    for _ in range(count):
        blob, flags = _FIXED.unpack_from(data, at)
        start = at + _FIXED.size + (2 if flags & _EXTENDED else 0)
        kept = b""
        if version == 4:  # the name continues that of the entry before
            dropped, start = _offset(data, start)
            kept = name[: len(name) - dropped]
        end = data.index(b"\0", start)
        name = kept + data[start:end]
        total += len(name)
        if total > _MAX_BYTES:  # names that continue each other may be far more than the file
            raise ValueError("no index that git would make")
        at = end + 1 if version == 4 else at + (end - at + 8) // 8 * 8
        found[os.fsdecode(name)] = blob
    _expect_all_here(data, at)
    return found


def _offset(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of variable length; return it and where it ends."""
    value = data[at] & 0x7F
    while data[at] & 0x80:
        at += 1
        value = (value + 1) << 7 | data[at] & 0x7F
    return value, at + 1


def _expect_all_here(data: bytes, at: int) -> None:
    while at + _EXTENSION.size <= len(data) - _CHECKSUM_BYTES:
        name, size = _EXTENSION.unpack_from(data, at)
        if name in _ELSEWHERE:
            raise ValueError("entries stand elsewhere")
        at += _EXTENSION.size + size


def _blob(path: str) -> bytes | None:
    """Return git's id of a file's content; b"" if it is gone, None if it is too large to tell."""
    if not os.path.lexists(path):
        return b""
    data = read_regular(path, MAX_TOTAL_BYTES)
    if data is None:
        return None
    head = b"blob %d\0" % len(data)
    return hashlib.sha1(head + data, usedforsecurity=False).digest()
