"""One pack as an immutable listing of its files, within limits, following no link.

Reading never opens anything but a regular file: devices, FIFOs and links are listed with their kind
and refused, as Attune refuses them on upload.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Literal, TypeAlias

from msgspec import Struct, field

from attune_packkit import digest

EntryKind: TypeAlias = Literal["file", "directory", "link", "special"]

MAX_ENTRIES = 10_000
"""Entries walked in one pack: Attune's own limit."""

MAX_DEPTH = 64
"""Levels of folders."""

MAX_METADATA_BYTES = 1024 * 1024
"""Bytes of one metadata file: Attune's own limit."""

MAX_KEPT_BYTES = 64 * 1024 * 1024
"""Bytes of one pack that are kept in memory, and read for its digest."""

NEVER = 2**63
"""A time later than any clock shows: it tells that a stamp is not to be trusted."""

IGNORED_DIRECTORIES = frozenset(
    {
        *(".git", ".hg", ".svn", ".venv", "venv", "node_modules"),
        *("__pycache__", ".mypy_cache", ".pytest_cache"),
    }
)
"""Folders that no pack means to bring along; they are listed, and nothing in them is."""


class Entry(Struct, frozen=True):
    """One name in the pack. `stamp` changes whenever the file system says the file may have."""

    path: str
    kind: EntryKind
    size: int
    stamp: tuple[int, int, int, int, int]


class Tree(Struct, frozen=True, eq=False):
    """All entries of one pack by POSIX path relative to `root`, sorted by path."""

    root: str
    entries: dict[str, Entry]
    complete: bool = True
    unreadable: tuple[str, ...] = ()
    _children: dict[str, list[Entry]] = field(default_factory=dict)
    _contents: dict[str, bytes] = field(default_factory=dict)
    _kept: list[int] = field(default_factory=lambda: [0])

    def children(self, directory: str) -> list[Entry]:
        """Return the direct children of `directory` (`""` is the root), sorted by path."""
        if not self._children:
            for entry in self.entries.values():
                self._children.setdefault(entry.path.rpartition("/")[0], []).append(entry)
        return self._children.get(directory, [])

    def is_file(self, path: str) -> bool:
        """Tell whether `path` is a regular file of the pack."""
        entry = self.entries.get(path)
        return entry is not None and entry.kind == "file"

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a regular file of at most `MAX_METADATA_BYTES`.

        None if it is larger, has vanished, or is no longer a regular file. Each file is read once,
        until what was read is more than `MAX_KEPT_BYTES`.
        """
        data = self._contents.get(path)
        if data is None and self.is_file(path):
            data = read_regular(os.path.join(self.root, path), MAX_METADATA_BYTES)
            if data is not None and self._kept[0] + len(data) <= MAX_KEPT_BYTES:
                self._kept[0] += len(data)
                self._contents[path] = data
        return data

    def digest(self) -> str:
        """Return a digest of everything that a check may learn from this tree.

        Of files too large to be read, and of those beyond `MAX_KEPT_BYTES` in all, the stamp counts
        instead of the content.
        """
        parts: list[tuple[str, str, int, bytes | tuple[int, ...]]] = []
        total = 0
        for entry in self.entries.values():
            if entry.kind != "file":
                parts.append((entry.path, entry.kind, 0, b""))
                continue
            total += min(entry.size, MAX_METADATA_BYTES)
            data = self.read(entry.path) if total <= MAX_KEPT_BYTES else None
            content = entry.stamp if data is None else digest.raw(data)
            parts.append((entry.path, entry.kind, entry.size, content))
        return digest.of_parts(
            os.path.basename(self.root), self.complete, self.unreadable, tuple(parts)
        )


def read_regular(path: str, limit: int) -> bytes | None:
    """Return a regular file's bytes, or None: opens nothing else, never blocks, follows no link."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            return None
        data = os.read(descriptor, status.st_size + 1)
        if len(data) == status.st_size:
            return data
        while chunk := os.read(descriptor, limit + 1 - len(data)):
            data += chunk
        return data if len(data) <= limit else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def walk(root: str) -> Tree:
    """List the pack below `root`. Never raises for what it finds: see `complete`, `unreadable`."""
    found: list[Entry] = []
    unreadable: list[str] = []
    for entry in _scan(root, "", 0, unreadable):
        found.append(entry)
        if len(found) > MAX_ENTRIES:
            break
    complete = len(found) <= MAX_ENTRIES
    found.sort(key=lambda entry: entry.path)
    return Tree(root, {entry.path: entry for entry in found}, complete, tuple(sorted(unreadable)))


def _scan(root: str, prefix: str, depth: int, unreadable: list[str]) -> Iterator[Entry]:
    try:
        with os.scandir(os.path.join(root, prefix) if prefix else root) as listing:
            names = list(islice(listing, MAX_ENTRIES + 1))
    except OSError:
        unreadable.append(prefix)
        return
    for item in names:
        path = f"{prefix}/{item.name}" if prefix else item.name
        try:
            entry = _entry(path, item.stat(follow_symlinks=False))
        except OSError:
            continue
        yield entry
        if entry.kind == "directory" and item.name not in IGNORED_DIRECTORIES:
            if depth < MAX_DEPTH:
                yield from _scan(root, path, depth + 1, unreadable)
            else:
                unreadable.append(path)


def _entry(path: str, status: os.stat_result) -> Entry:
    mode = status.st_mode
    kind: EntryKind = "special"
    if stat.S_ISREG(mode):
        kind = "file"
    elif stat.S_ISDIR(mode):
        kind = "directory"
    elif stat.S_ISLNK(mode):
        kind = "link"
    stamp = (mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return Entry(path, kind, status.st_size, stamp)


_Stamped: TypeAlias = tuple[str, int, int, int, int, int]
"""A path with its mode, size, both times of change and inode; of a folder the path alone."""

_TIMES = (3, 4)
"""The positions of the two times of change in a `_Stamped`."""


def _stamped(path: str, status: os.stat_result) -> _Stamped:
    times = status.st_mtime_ns, status.st_ctime_ns
    return (path, status.st_mode, status.st_size, *times, status.st_ino)


def stamp(root: str) -> tuple[str, int]:
    """Return a digest of names, sizes and times below `root`, and the newest time in nanoseconds.

    Equal stamps mean equal content as far as the file system can tell. A file changed within the
    clock's grain of the moment it was stamped can hide, so callers distrust a newest time that is
    close to the time of stamping. Bounded like `walk`; of more than that nothing is certain, so the
    newest time is `NEVER`.
    """
    found: list[_Stamped] = []
    pending = [(root, "", 0)]
    while pending and len(found) <= MAX_ENTRIES:
        directory, prefix, depth = pending.pop()
        try:
            with os.scandir(directory) as listing:
                for item in islice(listing, MAX_ENTRIES + 1):
                    path = prefix + item.name
                    if not item.is_dir(follow_symlinks=False):
                        found.append(_stamped(path, item.stat(follow_symlinks=False)))
                        continue
                    found.append((path, 0, 0, 0, 0, 0))
                    if item.name not in IGNORED_DIRECTORIES and depth < MAX_DEPTH:
                        pending.append((item.path, path + "/", depth + 1))
        except OSError:
            found.append((prefix, -1, 0, 0, 0, 0))
    found.sort()
    newest = max(max(map(itemgetter(at), found), default=0) for at in _TIMES)
    if len(found) > MAX_ENTRIES:
        newest = NEVER
    return digest.of_parts(tuple(found)), newest
