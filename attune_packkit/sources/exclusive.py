"""One process at a time for one path."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from attune_packkit import clock
from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown, shown_path

LOCK_PREFIX = ".packkit-lock-"

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_POLL_SECONDS = 0.02
_MAX_OWNER = 200


class BusyError(UsageError):
    """Another process works on the same path."""


@contextmanager
def locked(path: str, *, wait: float = 0.0) -> Iterator[None]:
    """Hold `path`, which need not exist, for this thread alone, and leave nothing behind.

    Raises `BusyError`, which names the holder, if `wait` seconds were not enough.
    """
    parent, name = os.path.split(os.path.abspath(path))
    try:
        os.makedirs(parent, exist_ok=True)
        lock = os.path.join(os.path.realpath(parent), LOCK_PREFIX + name)
        descriptor = _claim(lock, clock.elapsed() + wait)
    except OSError as error:
        raise SourceError(
            f"{shown_path(path)} cannot be locked: {error.strerror}",
            hint=f"a lock is made meanwhile in {shown_path(parent)}, which must be writable",
        ) from None
    if isinstance(descriptor, str):
        raise BusyError(
            f"{descriptor} is working on {shown(path)}",
            hint="try again when it has finished; nothing was changed",
        )
    try:
        yield
    finally:
        with suppress(OSError):
            os.unlink(lock)
        os.close(descriptor)


def drop_abandoned(lock: str) -> None:
    """Remove a lock whose holder was killed; leave one that is held."""
    with suppress(OSError):
        descriptor = _claim(lock, clock.elapsed())
        if isinstance(descriptor, int):
            os.unlink(lock)
            os.close(descriptor)


def _claim(lock: str, deadline: float) -> int | str:
    """Return a descriptor that holds the lock, or who holds it."""
    while True:
        descriptor = os.open(lock, _FLAGS, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, _MAX_OWNER).decode("utf-8", "replace")
            os.close(descriptor)
            if clock.elapsed() >= deadline:
                return _named(owner)
            clock.pause(_POLL_SECONDS)
            continue
        if os.fstat(descriptor).st_nlink:
            with suppress(OSError):  # the lock holds without its holder's name on a full disk
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"{os.getpid()} {os.uname().nodename}".encode())
            return descriptor
        os.close(descriptor)  # its last holder removed it before we held it


def _named(owner: str) -> str:
    number, _, host = owner.partition(" ")
    return f"process {number} on {shown(host)}" if number.isdecimal() else "another process"
