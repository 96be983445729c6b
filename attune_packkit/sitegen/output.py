"""The folder that a site is written to: a marker makes it ours, and no file in it is ever half."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from attune_packkit.api import UsageError

MARKER = ".packkit-site"
"""Lists every file of the site; a folder without it is somebody else's."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_HEAD = "# A site made by packkit. Files listed here are replaced and removed by the next build.\n"
ASIDE = ".packkit-new"
"""Folder in the site for files that are not whole yet."""


class Output:
    """Writes the files whose bytes differ aside, then puts them in place all together.

    So a build that fails leaves the site as it was. Raises `UsageError` for a folder that a site
    must not or cannot be written to.
    """

    def __init__(self, folder: str) -> None:
        self.folder = os.path.abspath(folder)
        self.written = 0
        self._aside = os.path.join(self.folder, ASIDE)
        self._made: set[str] = set()

    def check(self) -> None:
        """Raise `UsageError` if the folder is not ours to fill and empty."""
        refuse(self.folder)

    def open(self) -> frozenset[str]:
        """Make the folder ready; return the addresses that the last build made."""
        self.check()
        with _reported(self.folder):
            os.makedirs(self.folder, exist_ok=True)
            known = frozenset(self._listed())
            if os.path.islink(self._aside):
                raise UsageError(f"'{self._aside}' is a link inside of the site")
            shutil.rmtree(self._aside, ignore_errors=True)
            os.makedirs(self._aside)
        self._made.clear()
        self._mark(known)
        return known

    def put(self, address: str, data: bytes) -> tuple[int, int]:
        """Take one file; return its size and the time that it carries in the site."""
        aside = f"{self._aside}/{address}"
        held = aside if os.path.lexists(aside) else f"{self.folder}/{address}"
        status = _unchanged(held, data)
        if status is None:
            status = self._write(address, data)
            self.written += 1
        return status.st_size, status.st_mtime_ns

    def finish(self, before: Iterable[str], now: Iterable[str]) -> int:
        """Put everything in place, and remove what the last build made and this one did not.

        Returns how many files went.
        """
        kept = frozenset(now)
        gone = frozenset(before) - kept
        self._mark(kept | gone)  # whatever happens from here on, the next build knows all files
        self._place_all()
        removed = sum(self._remove(address) for address in gone if _is_safe(address))
        self._mark(kept)
        self.abandon()
        return removed

    def abandon(self) -> None:
        """Remove the files that were written aside and are not in their place yet."""
        shutil.rmtree(self._aside, ignore_errors=True)

    def _write(self, address: str, data: bytes) -> os.stat_result:
        """Write a file aside."""
        path = f"{self._aside}/{address}"
        with _reported(f"{self.folder}/{address}"):
            self._make(self._aside, os.path.dirname(path))
            descriptor = os.open(path, _NEW, 0o666)
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(descriptor, left) :]
                return os.fstat(descriptor)
            finally:
                os.close(descriptor)

    def _place_all(self) -> None:
        for folder, _, names in os.walk(self._aside):
            inside = os.path.relpath(folder, self._aside)
            target = os.path.normpath(os.path.join(self.folder, inside))
            with _reported(target):
                if names:
                    self._make(self.folder, target)
                for name in names:
                    os.replace(os.path.join(folder, name), os.path.join(target, name))

    def _make(self, root: str, folder: str) -> None:
        if folder not in self._made:
            _make_folder(root, folder)
            self._made.add(folder)

    def _remove(self, address: str) -> int:
        path = os.path.join(self.folder, address)
        try:
            os.unlink(path)
        except OSError:
            return 0
        folder = os.path.dirname(path)
        while folder != self.folder:
            try:
                os.rmdir(folder)
            except OSError:
                break
            folder = os.path.dirname(folder)
        return 1

    def _listed(self) -> Iterator[str]:
        marker = os.path.join(self.folder, MARKER)
        try:
            with open(marker, encoding="utf-8", errors="replace") as file:
                yield from (line.rstrip("\n") for line in file if not line.startswith("#"))
        except OSError:
            return

    def _mark(self, listed: Iterable[str]) -> None:
        data = (_HEAD + "".join(f"{address}\n" for address in sorted(listed))).encode()
        marker = os.path.join(self.folder, MARKER)
        if _unchanged(marker, data) is None:
            self._write(MARKER, data)
            with _reported(marker):
                os.replace(os.path.join(self._aside, MARKER), marker)


@contextmanager
def _reported(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None


def refuse(folder: str) -> None:
    """Raise `UsageError` for a folder that is not ours to fill and empty."""
    path = os.path.abspath(folder)
    hint = "choose a new folder, or one that packkit has made"
    if os.path.islink(path):
        raise UsageError(f"'{folder}' is a link; a site is not written through one", hint=hint)
    if os.path.lexists(path) and not os.path.isdir(path):
        raise UsageError(f"'{folder}' is no folder", hint=hint)
    real = os.path.realpath(path)
    forbidden = {os.path.abspath(os.sep): "the root of the file system", _home(): "a home folder"}
    if real in forbidden:
        raise UsageError(f"'{folder}' is {forbidden[real]}", hint=hint)
    if os.path.realpath(os.getcwd()).startswith(real.rstrip(os.sep) + os.sep) or (
        real == os.path.realpath(os.getcwd())
    ):
        raise UsageError(f"'{folder}' holds the working directory", hint=hint)
    for name in (".git", ".hg", "pack.yaml", "pyproject.toml"):
        if os.path.lexists(os.path.join(real, name)):
            raise UsageError(f"'{folder}' holds a {name}: it is a source, not a site", hint=hint)
    marker = os.path.join(real, MARKER)
    if os.path.lexists(marker) and stat.S_ISREG(os.lstat(marker).st_mode):
        return
    if os.path.isdir(real) and os.listdir(real):
        raise UsageError(f"'{folder}' is not empty and no site that packkit made", hint=hint)


def _home() -> str:
    return os.path.realpath(os.path.expanduser("~"))


def _is_safe(address: str) -> bool:
    """Tell whether an address of the marker file leads to a place below the folder."""
    steps = set(address.split("/"))
    return not os.path.isabs(address) and "\0" not in address and not {"", ".", ".."} & steps


def _unchanged(path: str, data: bytes) -> os.stat_result | None:
    """Return the status of a regular file that holds these bytes; None for anything else."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
            return None
        with open(path, "rb", buffering=0) as file:
            return status if file.read() == data else None
    except OSError:
        return None


def _make_folder(root: str, folder: str) -> None:
    """Make a folder below `root`; refuse to go through a link that somebody put there."""
    steps = os.path.relpath(folder, root).split(os.sep)
    path = root
    for step in steps if steps != ["."] else ():
        path = os.path.join(path, step)
        if os.path.islink(path):
            raise UsageError(f"'{path}' is a link inside of the site")
        if not os.path.isdir(path):
            os.makedirs(path, exist_ok=True)
