"""Regular files, and folders of them, listed and read without opening anything else."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO

from msgspec import Struct

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown, shown_path

MAX_ENTRIES = 50_000
MAX_DEPTH = 64
MAX_TOTAL_BYTES = 1024 * 1024 * 1024
"""Bytes of one folder; a release of a pack may not hold more either."""

CHUNK = 1024 * 1024

WORK_PREFIX = ".packkit-work-"
"""Begins the names of folders in which something is made before it takes its place."""

DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class RegularFile(Struct, frozen=True):
    """One file by its POSIX path below the folder."""

    path: str
    size: int
    executable: bool


class _Bounds(Struct):
    """What a listing looks at, and how much it may meet and has met so far.

    Names that are `ignored` are left out at any depth, as are paths that are not `wanted`.
    """

    root: str
    ignored: Callable[[str], bool]
    wanted: Callable[[str], bool]
    entries: int = 0
    size: int = 0

    def add(self, path: str, depth: int, size: int = 0) -> None:
        self.entries += 1
        self.size += size
        if self.entries > MAX_ENTRIES:
            raise SourceError(f"folder {shown(self.root)} holds more than {MAX_ENTRIES:,} entries")
        if self.size > MAX_TOTAL_BYTES:
            raise SourceError(
                f"folder {shown(self.root)} holds more than {MAX_TOTAL_BYTES:,} bytes"
            )
        if depth > MAX_DEPTH:
            raise SourceError(f"{shown_path(path)} lies more than {MAX_DEPTH} folders deep")


class Folder(Struct, frozen=True):
    """An open folder. Use `opened`."""

    root: str
    _descriptor: int

    def files(
        self,
        ignored: Callable[[str], bool] = lambda name: False,
        wanted: Callable[[str], bool] = lambda path: True,
    ) -> list[RegularFile]:
        """List the regular files, in the order of their paths' components, without ignored names.

        Files and folders whose paths are not wanted are not looked at. Raises `SourceError` for a
        link, a special file, or more than the limits allow.
        """
        return list(_list(self._descriptor, "", _Bounds(self.root, ignored, wanted), 1))

    def chunks(self, file: RegularFile) -> Iterator[bytes]:
        """Yield the content of a listed file; raises `SourceError` if it is no longer that file."""
        with self._opened(file.path) as descriptor:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size != file.size:
                raise _changed(file.path)
            left = file.size
            while chunk := os.read(descriptor, CHUNK):
                left -= len(chunk)
                if left < 0:
                    break
                yield chunk
            if left:
                raise _changed(file.path)

    @contextmanager
    def _opened(self, path: str) -> Iterator[int]:
        *parents, name = path.split("/")
        directory = os.dup(self._descriptor)
        try:
            for parent in parents:
                below = os.open(parent, DIRECTORY, dir_fd=directory)
                os.close(directory)
                directory = below
            descriptor = os.open(name, _FILE, dir_fd=directory)
        except OSError as error:
            raise SourceError(f"file {shown_path(path)} cannot be read: {error.strerror}") from None
        finally:
            os.close(directory)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def told_path(path: str) -> str:
    """Quote a path for a message; of one in a workspace, the folder that the workspace lies in."""
    return shown_path(path.partition(os.sep + WORK_PREFIX)[0])


@contextmanager
def opened(root: str) -> Iterator[Folder]:
    """Open a folder that the user named, through whatever links that name has."""
    try:
        descriptor = os.open(os.path.realpath(root), DIRECTORY)
    except OSError as error:
        raise SourceError(f"folder {shown_path(root)} cannot be read: {error.strerror}") from None
    try:
        yield Folder(root, descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def opened_file(path: str, what: str = "file") -> Iterator[IO[bytes]]:
    """Open a regular file that the user named; messages call it `what`. Waits for no pipe.

    Raises `SourceError` for anything else.
    """
    try:
        file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115 - closed below
    except OSError as error:
        raise SourceError(f"{what} {shown_path(path)} cannot be read: {error.strerror}") from None
    with file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise SourceError(f"{shown_path(path)} is not a regular file")
        yield file


def file_chunks(path: str) -> Iterator[bytes]:
    """Yield the content of a regular file that the user named. Raises `SourceError`."""
    with opened_file(path) as file:
        while True:
            try:
                chunk = file.read(CHUNK)
            except OSError as error:
                problem = f"file {shown_path(path)} cannot be read: {error.strerror}"
                raise SourceError(problem) from None
            if not chunk:
                return
            yield chunk


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _list(directory: int, prefix: str, bounds: _Bounds, depth: int) -> Iterator[RegularFile]:
    for name in _names(directory, prefix):
        path = prefix + name
        if not bounds.wanted(path):
            continue
        status = _status(name, directory, path)
        kind = stat.S_IFMT(status.st_mode)
        if bounds.ignored(name) and kind in (stat.S_IFREG, stat.S_IFDIR):
            continue
        bounds.add(path, depth, status.st_size if kind == stat.S_IFREG else 0)
        if kind == stat.S_IFREG:
            yield RegularFile(path, status.st_size, bool(status.st_mode & stat.S_IXUSR))
        elif kind == stat.S_IFDIR:
            with _below(directory, name, path) as below:
                yield from _list(below, path + "/", bounds, depth + 1)
        else:
            what = "a link" if kind == stat.S_IFLNK else "neither a file nor a folder"
            raise SourceError(
                f"{shown_path(path)} is {what}", hint="a pack holds regular files and folders only"
            )


@contextmanager
def _below(directory: int, name: str, path: str) -> Iterator[int]:
    try:
        below = os.open(name, DIRECTORY, dir_fd=directory)
    except OSError as error:
        raise SourceError(f"folder {shown_path(path)} cannot be read: {error.strerror}") from None
    try:
        yield below
    finally:
        os.close(below)


def _names(directory: int, prefix: str) -> list[str]:
    try:
        with os.scandir(directory) as listing:
            names = [entry.name for entry in islice(listing, MAX_ENTRIES + 1)]
    except OSError as error:
        raise SourceError(f"folder {shown(prefix)} cannot be read: {error.strerror}") from None
    return sorted(names, key=os.fsencode)


def _status(name: str, directory: int, path: str) -> os.stat_result:
    try:
        return os.stat(name, dir_fd=directory, follow_symlinks=False)
    except OSError:
        raise _changed(path) from None


def _changed(path: str) -> SourceError:
    return SourceError(f"{shown_path(path)} changed while it was being read")
