"""The executor `processes`: this process and forked copies of it, which have what it has loaded."""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn, TypeAlias

from attune_packkit.api import ExecutorError

Result: TypeAlias = tuple[bytes, bytes]
Work: TypeAlias = Callable[[str], Result]

MANY = 4
"""With so many items for each process, the first item is done before the process is copied."""

MOST_SHARES = 256
"""The items are cut into at most so many shares, since one byte in a pipe stands for a share."""


class Processes:
    """Shares work out among this process and copies of it; where none can be made, works alone."""

    name = "processes"

    def run(self, work: Work, items: Sequence[str], jobs: int) -> list[Result]:
        """Return what the work gives for each item.

        Of many items the first comes before the copies are made, so that all have what it loads.
        Raises `ExecutorError` if a copy dies, such as one that the system ran out of memory for.
        """
        if jobs < 2 or len(items) < 2 or not hasattr(os, "fork"):
            return [work(item) for item in items]
        done = {0: work(items[0])} if len(items) >= MANY * jobs else {}
        shares = _Shares(items, len(done))
        with _kept_from_the_collector():
            done |= _together(work, shares, min(jobs, len(items)) - 1)
        return [done[at] if at in done else work(item) for at, item in enumerate(items)]


def _together(work: Work, shares: _Shares, copies: int) -> dict[int, Result]:
    """Let this process and its copies work on all shares; return the results by number of item."""
    done: dict[int, Result] = {}
    helpers: list[_Helper] = []
    try:
        with _undisturbed(), contextlib.suppress(OSError):  # fewer can do it all, too
            for _ in range(copies):
                helpers.append(_Helper(work, shares))
        done.update((number, work(item)) for number, item in shares.taken())
        for helper in helpers:
            done |= helper.results()
    finally:
        for helper in helpers:
            helper.end()
        shares.close()
    return done


@contextlib.contextmanager
def _kept_from_the_collector() -> Iterator[None]:
    """Keep the collector from existing objects: touching them would end sharing with the copies."""
    before = gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if not before:
            gc.unfreeze()


_STOPPING = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold signals back while a copy is made, until each process knows how to answer them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Shares:
    """The items from `start` on, cut into shares. Whichever process is free takes the next one."""

    def __init__(self, items: Sequence[str], start: int) -> None:
        self._items = items
        self._start = start
        self._size = -(-(len(items) - start) // MOST_SHARES)
        self._source, end = os.pipe()
        os.write(end, bytes(range(-(-(len(items) - start) // self._size))))
        os.close(end)

    def taken(self) -> Iterator[tuple[int, str]]:
        """Take one share after the other; yield the items with their numbers."""
        while share := os.read(self._source, 1):
            first = self._start + share[0] * self._size
            yield from enumerate(self._items[first : first + self._size], first)

    def close(self) -> None:
        os.close(self._source)


class _Helper:
    """A copy of this process that takes shares until none is left, and keeps the results."""

    def __init__(self, work: Work, shares: _Shares) -> None:
        import tempfile

        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open until the end
        parent = os.getpid()
        try:
            self._process = os.fork()
        except OSError:
            self._file.close()
            raise
        if not self._process:
            self._help(work, shares, parent)

    def _help(self, work: Work, shares: _Shares, parent: int) -> NoReturn:
        """Work, and leave it to the parent to stop: quietly, by ending this process.

        What the work raises is not told: the parent does that item again and meets it itself.
        """
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
            done: dict[int, Result] = {}
            for number, item in shares.taken():
                if os.getppid() != parent:
                    break
                with contextlib.suppress(Exception):
                    done[number] = work(item)
            marshal.dump(done, self._file)
            self._file.flush()
            code = 0
        finally:
            os._exit(code)

    def results(self) -> dict[int, Result]:
        """Wait for the end; return the results by the number of their item."""
        process, self._process = self._process, 0
        if os.waitpid(process, 0)[1]:
            raise ExecutorError(
                "one of the processes ended before its work was done",
                hint="the system may lack memory: use fewer with --jobs",
            )
        self._file.seek(0)
        found: dict[int, Result] = marshal.load(self._file)  # noqa: S302 - runs no code
        return found

    def end(self) -> None:
        """End the process if it still works."""
        if self._process:
            os.kill(self._process, signal.SIGTERM)
            os.waitpid(self._process, 0)
        self._file.close()
