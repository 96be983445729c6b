"""The executor `processes`: forked copies of this process, which inherit what it has loaded."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from typing import TypeAlias

from attune_packkit.api import ExecutorError

Work: TypeAlias = Callable[[str], tuple[bytes, bytes]]

CHUNK = 4

_work: Work | None = None
"""The work of a worker process, inherited by fork."""


class Processes:
    """Runs work in forked processes; where the platform cannot fork, in this one."""

    name = "processes"

    def run(self, work: Work, items: Sequence[str], jobs: int) -> list[tuple[bytes, bytes]]:
        """Return what the work gives for each item.

        Raises `ExecutorError` if a process dies, such as one that the system ran out of memory for.
        """
        import multiprocessing

        if "fork" not in multiprocessing.get_all_start_methods():
            return [work(item) for item in items]
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        context = multiprocessing.get_context("fork")
        pool = ProcessPoolExecutor(jobs, context, _start_worker, (work,))
        try:
            return list(pool.map(_run_in_worker, items, chunksize=CHUNK))
        except BrokenProcessPool:
            raise ExecutorError(
                f"one of {jobs} processes ended before its work was done",
                hint="the system may lack memory: use fewer with --jobs",
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _start_worker(work: Work) -> None:
    """Take the work over, and leave it to the parent to stop: quietly, by ending the worker."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _run_in_worker(item: str) -> tuple[bytes, bytes]:
    if _work is None:
        raise AssertionError("the pool starts its workers with their work")
    return _work(item)
