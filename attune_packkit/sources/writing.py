"""Write files into a folder that is new, through open directories only, following no link."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from msgspec import Struct

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.sources.folders import DIRECTORY, told_path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class NewFolder(Struct, frozen=True):
    """A folder of ours that is being filled. Use `new_folder`."""

    _descriptor: int

    def write(self, path: str, chunks: Iterable[bytes], *, executable: bool = False) -> None:
        """Write a file that is not there yet, with one of two modes; raises `OSError`."""
        parent, _, name = path.rpartition("/")
        directory = self._below(parent)
        try:
            descriptor = os.open(name, _NEW, 0o600, dir_fd=directory)
            with open(descriptor, "wb", buffering=0) as file:
                for chunk in chunks:
                    _write_all(file.fileno(), chunk)
                os.fchmod(file.fileno(), 0o755 if executable else 0o644)
        finally:
            os.close(directory)

    def _below(self, path: str) -> int:
        """Open a folder in this one, and make it if need be."""
        directory = os.dup(self._descriptor)
        for name in path.split("/") if path else ():
            try:
                below = _open_or_make(name, directory)
            finally:
                os.close(directory)
            directory = below
        return directory


@contextmanager
def new_folder(path: str) -> Iterator[NewFolder]:
    """Make a folder and fill it; remove it again if that fails. Raises `SourceError`."""
    parent, name = os.path.split(os.path.abspath(path))
    try:
        directory = os.open(os.path.realpath(parent), DIRECTORY)
    except OSError as error:
        raise SourceError(f"folder {shown(parent)} cannot be read: {error.strerror}") from None
    try:
        os.mkdir(name, 0o700, dir_fd=directory)
        with _removed_on_failure(name, directory):
            descriptor = os.open(name, DIRECTORY, dir_fd=directory)
            try:
                yield NewFolder(descriptor)
                os.fchmod(descriptor, 0o755)
                _expect_same(name, directory, descriptor)
            finally:
                os.close(descriptor)
    except OSError as error:
        raise SourceError(f"folder {told_path(path)} cannot be written: {error.strerror}") from None
    finally:
        os.close(directory)


def remove_tree(name: str, directory: int) -> None:
    """Remove a folder and all in it; a link in it is removed, never followed. Raises `OSError`.

    Folders are moved up before they are emptied, so that no depth is too deep.
    """
    top = _open_writable(name, directory)
    try:
        prefix = secrets.token_hex(8)
        folders = _unlink_files(top)
        moved = 0
        while folders:
            folder = folders.pop()
            below = _open_writable(folder, top)
            try:
                for each in _unlink_files(below):
                    os.close(_open_writable(each, below))
                    moved += 1
                    folders.append(f"{prefix}-{moved}")
                    os.rename(each, folders[-1], src_dir_fd=below, dst_dir_fd=top)
            finally:
                os.close(below)
            os.rmdir(folder, dir_fd=top)
    finally:
        os.close(top)
    os.rmdir(name, dir_fd=directory)


def _unlink_files(directory: int) -> list[str]:
    """Remove everything from a folder but the folders in it, whose names are returned."""
    with os.scandir(directory) as listing:
        entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing]
    for name, is_folder in entries:
        if not is_folder:
            os.unlink(name, dir_fd=directory)
    return [name for name, is_folder in entries if is_folder]


def _open_writable(name: str, directory: int) -> int:
    """Open a folder whose content is to be removed, making it writable if it is not."""
    descriptor = os.open(name, DIRECTORY, dir_fd=directory)
    os.fchmod(descriptor, 0o700)
    return descriptor


@contextmanager
def _removed_on_failure(name: str, directory: int) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):  # what is there now may not be ours any more
            remove_tree(name, directory)
        raise


def _expect_same(name: str, directory: int, descriptor: int) -> None:
    """Raise if the folder is no longer what its name leads to."""
    now = os.stat(name, dir_fd=directory, follow_symlinks=False)
    if not os.path.samestat(now, os.fstat(descriptor)):
        raise SourceError(f"folder {shown(name)} was replaced by another while it was being filled")


def _open_or_make(name: str, directory: int) -> int:
    try:
        return os.open(name, DIRECTORY, dir_fd=directory)
    except FileNotFoundError:
        os.mkdir(name, 0o700, dir_fd=directory)
    descriptor = os.open(name, DIRECTORY, dir_fd=directory)
    os.fchmod(descriptor, 0o755)
    return descriptor


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
