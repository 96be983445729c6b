"""Put a finished folder in its place, so that nobody ever finds half of one there.

Everything is made in a workspace beside the destination and takes its place by a rename. Where the
system exchanges two names in one step, the destination always holds the old or the new folder.
Elsewhere the old one is put aside first, under a name that tells the next run where it belongs.
What a killed process leaves is recovered or removed by the next one that works in the same folder.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice

from attune_packkit.errors import SourceError, UsageError, VerificationError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.files import replace_file
from attune_packkit.sources.exchanging import exchange
from attune_packkit.sources.exclusive import LOCK_PREFIX, BusyError, drop_abandoned, locked
from attune_packkit.sources.folders import DIRECTORY, WORK_PREFIX, told_path
from attune_packkit.sources.writing import remove_tree

OLD_PREFIX = ".packkit-old-"
SWAP_PREFIX = ".packkit-swap-"

_SWAP_SECONDS = 30.0
_MAX_LISTED = 100_000
_MAX_NAME = 200


class DestinationExistsError(UsageError):
    """Something is at the destination already, and replacing it was not asked for."""


@contextmanager
def workspace(parent: str) -> Iterator[str]:
    """Make a private folder in `parent`, and always remove it again.

    Also removes what killed processes left in `parent`, and puts back what they had put aside.
    """
    with ExitStack() as stack:
        with _reported(parent):
            os.makedirs(parent, exist_ok=True)
            real = os.path.realpath(parent)
            directory = stack.enter_context(_open(real))
            _recover_all(directory, real)
            name = stack.enter_context(_workspace(directory))
        try:
            yield os.path.join(real, name)
        finally:
            with _reported(parent):
                stack.close()


def place(folder: str, destination: str, *, replace: bool) -> None:
    """Rename a finished folder to `destination`, instead of the folder there if `replace` is set.

    Both must lie in one file system; a folder in a workspace may only be placed beside it or below.
    Raises `DestinationExistsError`, or `VerificationError` if a link leads elsewhere by now.
    """
    source, source_name = os.path.split(os.path.abspath(folder))
    with _swapping(destination, folder) as (directory, name):
        if _kind(name, directory) is not None and not replace:
            raise DestinationExistsError(f"{shown_path(destination)} is there already")
        with _open(os.path.realpath(source)) as source_directory:
            if _kind(source_name, source_directory) != stat.S_IFDIR:
                raise SourceError(f"{shown_path(folder)} is not a folder")
            _swap(source_name, source_directory, name, directory)


def remove(destination: str) -> bool:
    """Take a placed folder away in one step; tell whether there was one."""
    with _swapping(destination) as (directory, name):
        if _kind(name, directory) is None:
            return False
        _discard(name, directory)
        return True


def recover(parent: str) -> None:
    """Put back or remove what killed processes left in `parent`, if there is such a folder."""
    real = os.path.realpath(parent)
    if not os.path.isdir(real):
        return
    with _reported(parent), _open(real) as directory:
        _recover_all(directory, real)


@contextmanager
def _swapping(destination: str, folder: str = "") -> Iterator[tuple[int, str]]:
    """Yield the open parent of a destination and the name in it; `folder` is what shall go there.

    Nothing is written before it is known that no link leads elsewhere.
    """
    parent, name = os.path.split(os.path.abspath(destination))
    if not name or len(os.fsencode(name)) > _MAX_NAME:
        raise UsageError(f"{shown_path(destination)} is no place for a folder")
    real = os.path.realpath(parent)
    _refuse_detour(folder, real)
    with _reported(destination):
        os.makedirs(real, exist_ok=True)
        with _open(real) as directory, locked(_swap_lock(real, name), wait=_SWAP_SECONDS):
            _recover_one(name, directory)
            if _kind(name, directory) not in (None, stat.S_IFDIR):
                raise VerificationError(
                    f"{shown_path(destination)} is a link or a file, not a folder",
                    hint="packkit replaces folders only and follows no link to them",
                )
            yield directory, name


def _swap_lock(real: str, name: str) -> str:
    return os.path.join(real, SWAP_PREFIX + name)


def _swap(source: str, source_directory: int, name: str, directory: int) -> None:
    if _kind(name, directory) is None:
        os.rename(source, name, src_dir_fd=source_directory, dst_dir_fd=directory)
    elif exchange(source, source_directory, name, directory):
        remove_tree(source, source_directory)
    else:
        _swap_in_two_steps(source, source_directory, name, directory)


def _swap_in_two_steps(source: str, source_directory: int, name: str, directory: int) -> None:
    aside = OLD_PREFIX + name
    os.rename(name, aside, src_dir_fd=directory, dst_dir_fd=directory)
    try:
        os.rename(source, name, src_dir_fd=source_directory, dst_dir_fd=directory)
    except BaseException:
        os.rename(aside, name, src_dir_fd=directory, dst_dir_fd=directory)
        raise
    _discard(aside, directory)


def _discard(name: str, directory: int) -> None:
    """Remove a folder, first from its name in one step: half a folder must never be put back."""
    with _workspace(directory) as trash:
        os.rename(name, f"{trash}/discarded", src_dir_fd=directory, dst_dir_fd=directory)


def _recover_all(directory: int, real: str) -> None:
    with os.scandir(directory) as listing:
        names = [entry.name for entry in islice(listing, _MAX_LISTED)]
    for name in names:
        if name.startswith(WORK_PREFIX):
            _remove_abandoned(name, directory)
        elif name.startswith(OLD_PREFIX):
            belongs = name.removeprefix(OLD_PREFIX)
            with suppress(BusyError), locked(_swap_lock(real, belongs)):
                _recover_one(belongs, directory)
        elif name.startswith(LOCK_PREFIX):
            drop_abandoned(os.path.join(real, name))


def write_file(path: str, text: str) -> None:
    """Write a file in one step; what killed processes left beside it goes. Raises `SourceError`."""
    real = os.path.realpath(path)
    folder = os.path.dirname(real)
    with _reported(path), ExitStack() as stack:
        plain = os.path.isfile(real) or (os.path.isdir(folder) and not os.path.lexists(real))
        replace_file(real, text, aside=stack.enter_context(workspace(folder)) if plain else "")


def _recover_one(name: str, directory: int) -> None:
    aside = OLD_PREFIX + name
    if _kind(aside, directory) != stat.S_IFDIR:
        return
    if _kind(name, directory) is None:
        os.rename(aside, name, src_dir_fd=directory, dst_dir_fd=directory)
    else:
        _discard(aside, directory)


@contextmanager
def _workspace(directory: int) -> Iterator[str]:
    """Make a folder with a name that nobody can guess, and hold it as a sign of life."""
    name, descriptor = _new_workspace(directory)
    try:
        yield name
    finally:
        try:
            remove_tree(name, directory)
        finally:
            os.close(descriptor)


def _new_workspace(directory: int) -> tuple[str, int]:
    while True:
        name = WORK_PREFIX + secrets.token_hex(8)
        os.mkdir(name, 0o700, dir_fd=directory)
        with suppress(FileNotFoundError):  # another process took it for abandoned
            descriptor = os.open(name, DIRECTORY, dir_fd=directory)
            if _holds(descriptor, otherwise=True):
                return name, descriptor
            os.close(descriptor)


def _remove_abandoned(name: str, directory: int) -> None:
    """Remove a workspace of ours that no process holds."""
    with suppress(OSError):  # it may be a link, or another user's, or just be going
        descriptor = os.open(name, DIRECTORY, dir_fd=directory)
        try:
            if os.fstat(descriptor).st_uid == os.geteuid() and _holds(descriptor, otherwise=False):
                remove_tree(name, directory)
        finally:
            os.close(descriptor)


def _holds(descriptor: int, *, otherwise: bool) -> bool:
    """Tell whether this process could lock a folder that still exists.

    Some network file systems lock no folders: `otherwise` is the answer there.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return otherwise
    return os.fstat(descriptor).st_nlink > 0


@contextmanager
def _open(real: str) -> Iterator[int]:
    """Open a folder by its real path: a link in it was put there since, so it is refused."""
    directory = os.open("/", DIRECTORY)
    try:
        for name in real.strip("/").split("/") if real.strip("/") else ():
            below = os.open(name, DIRECTORY, dir_fd=directory)
            os.close(directory)
            directory = below
        yield directory
    finally:
        os.close(directory)


def _refuse_detour(folder: str, real: str) -> None:
    """Refuse a destination that is no longer in the folder in which the work began."""
    before, found, _ = os.path.abspath(folder).partition(os.sep + WORK_PREFIX)
    began = before or os.sep
    if folder and found and os.path.commonpath([began, real]) != began:
        raise VerificationError(
            f"the destination leads to {shown(real)} now, outside {shown(began)}",
            hint="a folder was replaced by a link during the work; nothing was written there",
        )


def _kind(name: str, directory: int) -> int | None:
    try:
        return stat.S_IFMT(os.stat(name, dir_fd=directory, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return None


@contextmanager
def _reported(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        no_folder = isinstance(error, FileExistsError) and not os.path.isdir(path)
        reason = "it is a file, expected a folder" if no_folder else error.strerror
        raise SourceError(f"{told_path(path)} cannot be written: {reason}") from None
