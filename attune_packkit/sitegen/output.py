"""The folder that a site is written to: ours by a marker, and never half a file in it."""

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
    """Writes files only where their bytes differ, and removes those that a build no longer makes.

    Raises `UsageError` for a folder that a site must not be written to.
    """

    def __init__(self, folder: str) -> None:
        self.folder = os.path.abspath(folder)
        self._made: set[str] = set()
        self.written = 0

    def check(self) -> None:
        """Raise `UsageError` if the folder is not ours to fill and empty."""
        refuse(self.folder)

    def open(self) -> frozenset[str]:
        """Make the folder ready; return the addresses that the last build made."""
        self.check()
        aside = os.path.join(self.folder, ASIDE)
        with _reported(self.folder):
            os.makedirs(self.folder, exist_ok=True)
            known = frozenset(self._listed())
            if os.path.islink(aside):
                raise UsageError(f"'{aside}' is a link inside of the site")
            shutil.rmtree(aside, ignore_errors=True)
            os.makedirs(aside)
        # From the first file on the folder is ours, also when the build is interrupted.
        self._mark(known)
        return known

    def write(self, address: str, data: bytes) -> bool:
        """Write one file, aside and then renamed; tell whether its bytes were different."""
        before = self.written
        self.put(address, data)
        return self.written > before

    def put(self, address: str, data: bytes) -> tuple[int, int]:
        """Write one file unless it has these bytes; return its size and the time it carries."""
        path = f"{self.folder}/{address}"
        status = _unchanged(path, data)
        if status is None:
            folder = os.path.dirname(path)
            if folder not in self._made:
                with _reported(folder):
                    _make_folder(self.folder, folder)
                self._made.add(folder)
            status = self._replace(path, data)
            self.written += 1
        return status.st_size, status.st_mtime_ns

    def _replace(self, path: str, data: bytes) -> os.stat_result:
        aside = f"{self.folder}/{ASIDE}/{os.getpid()}"
        with _reported(path):
            descriptor = os.open(aside, _NEW, 0o666)
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(descriptor, left) :]
                status = os.fstat(descriptor)
            finally:
                os.close(descriptor)
            os.replace(aside, path)
        return status

    def read(self, address: str) -> bytes:
        """Return a file of the site."""
        with open(os.path.join(self.folder, address), "rb") as file:
            return file.read()

    def finish(self, before: Iterable[str], now: Iterable[str]) -> int:
        """Remove what the last build made and this one did not; return how many files went."""
        kept = frozenset(now)
        removed = 0
        for address in before:
            if address not in kept and _is_safe(address):
                removed += self._remove(address)
        self._mark(kept)
        with _reported(self.folder):
            shutil.rmtree(os.path.join(self.folder, ASIDE))
        return removed

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
        try:
            with open(os.path.join(self.folder, MARKER), encoding="utf-8") as file:
                yield from (line.rstrip("\n") for line in file if not line.startswith("#"))
        except OSError:
            return

    def _mark(self, listed: Iterable[str]) -> None:
        text = _HEAD + "".join(f"{address}\n" for address in sorted(listed))
        self.write(MARKER, text.encode())


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
    return not os.path.isabs(address) and not {"", ".", ".."} & set(address.split("/"))


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
