"""A content-addressed cache of bytes.

Every entry carries a digest of itself, so a damaged one is a missing one. Writers put a file aside
and rename it; readers never see half an entry. Only this user may read the folder.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator

from msgspec import Struct

from attune_packkit import digest

MAX_BYTES = 512 * 1024 * 1024

_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# A cache of packkit; safe to delete. See https://bford.info/cachedir/\n"
)
_DIGEST_BYTES = 32
_ASIDE = ".new-"
_BINARY = getattr(os, "O_BINARY", 0)


class Usage(Struct, frozen=True):
    """How full the cache is."""

    entries: int
    size: int


class Store:
    """Bytes by name, in one folder. Every failure to read or write is only a miss."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self._trusted: bool | None = None

    def get(self, name: str) -> bytes | None:
        """Return what was put under `name`; None if it is not there, or not as it was put."""
        if not self._is_ours():
            return None
        try:
            with open(self._path(name), "rb") as file:
                data = file.read()
        except OSError:
            return None
        payload = data[_DIGEST_BYTES:]
        return payload if digest.raw(payload) == data[:_DIGEST_BYTES] else None

    def put(self, name: str, data: bytes) -> None:
        """Keep `data` under `name`, replacing what was there."""
        path = self._path(name)
        folder = os.path.dirname(path)
        aside = os.path.join(folder, _ASIDE + os.urandom(8).hex())
        try:
            self._make(folder)
            if not self._is_ours():
                return
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except OSError:
            return
        try:
            with open(handle, "wb") as file:
                file.write(digest.raw(data))
                file.write(data)
            os.replace(aside, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(aside)

    def usage(self) -> Usage:
        """Count the entries and their bytes."""
        sizes = [size for _, size, _ in self._entries()]
        return Usage(len(sizes), sum(sizes))

    def clear(self) -> None:
        """Remove every entry; leave the folder, which may hold other things."""
        for path, _, _ in self._entries():
            with contextlib.suppress(OSError):
                os.unlink(path)

    def evict(self, limit: int = MAX_BYTES) -> None:
        """Remove the entries not written for longest until at most `limit` bytes remain."""
        entries = sorted(self._entries(), key=lambda entry: entry[2], reverse=True)
        kept = 0
        for path, size, _ in entries:
            kept += size
            if kept > limit:
                with contextlib.suppress(OSError):
                    os.unlink(path)

    def _path(self, name: str) -> str:
        return os.path.join(self.directory, name[:2], name)

    def _is_ours(self) -> bool:
        """Tell whether nobody else may have put entries here: their digests are no signatures."""
        if self._trusted is None:
            try:
                status = os.stat(self.directory)
            except OSError:
                return False
            shared = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
            self._trusted = os.name == "nt" or (status.st_uid == os.geteuid() and not shared)
        return self._trusted

    def _make(self, directory: str) -> None:
        if os.path.isdir(directory):
            return
        os.makedirs(self.directory, mode=0o700, exist_ok=True)
        tag = os.path.join(self.directory, "CACHEDIR.TAG")
        if not os.path.exists(tag):
            with open(tag, "w", encoding="ascii") as file:
                file.write(_TAG)
        os.makedirs(directory, mode=0o700, exist_ok=True)

    def _entries(self) -> Iterator[tuple[str, int, float]]:
        """Yield (path, bytes, time of writing) of each entry."""
        for folder in _listing(self.directory):
            if len(folder.name) == 2 and folder.is_dir(follow_symlinks=False):
                for entry in _listing(folder.path):
                    if not entry.name.startswith((folder.name, _ASIDE)):
                        continue
                    with contextlib.suppress(OSError):
                        status = entry.stat(follow_symlinks=False)
                        yield entry.path, status.st_size, status.st_mtime


def _listing(directory: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as listing:
            return list(listing)
    except OSError:
        return []
