"""Keep a stranger's check from taking the run down with it.

A plugin is trusted code, but a broken one must neither hang the run, nor end it, nor leave the
process changed, nor write into a report.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

TIME_LIMIT = 10.0
"""Seconds one check of a plugin may take for one subject."""


class CheckTimeoutError(Exception):
    """A plugin's check took longer than `TIME_LIMIT`."""


@contextlib.contextmanager
def contained(limit: float = TIME_LIMIT) -> Iterator[None]:
    """Run the block with stdout swallowed, time bounded, and directory and environment restored."""
    directory, environment = os.getcwd(), dict(os.environ)
    out = sys.stdout
    sys.stdout = io.StringIO()
    try:
        with _time_limit(limit):
            yield
    finally:
        sys.stdout = out
        if os.environ != environment:
            os.environ.clear()
            os.environ.update(environment)
        with contextlib.suppress(OSError):
            if os.getcwd() != directory:
                os.chdir(directory)


@contextlib.contextmanager
def _time_limit(limit: float) -> Iterator[None]:
    """Raise in the block after `limit` seconds, where the platform has timer signals."""
    usable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not usable:
        yield
        return

    def expire(number: int, frame: FrameType | None) -> None:
        raise CheckTimeoutError(f"no answer after {limit:g} s")

    before = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
