"""Keep the check of a plugin from doing harm to the run.

A plugin is trusted code, but a broken one must neither hang the run, nor end it, nor leave the
process changed, nor write into a report.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from msgspec import convert, to_builtins

from attune_packkit import clock
from attune_packkit.diagnostics import Finding

TIME_LIMIT = 10.0
"""Seconds one check of a plugin may take for one subject."""

INSISTENCE = 0.1
"""Seconds until a check that caught the timeout and went on is interrupted again."""


class CheckTimeoutError(BaseException):
    """A plugin's check took longer than `TIME_LIMIT`. Not for a check's `except Exception`."""


@contextlib.contextmanager
def contained() -> Iterator[None]:
    """Run the block with stdout sent to stderr, time bounded, and the process left as it was.

    What is put back: the working directory, the environment, the locale. The time is bounded in
    the main thread of systems with timer signals.
    """
    directory, environment, language = os.getcwd(), dict(os.environ), _locale()
    try:
        with contextlib.redirect_stdout(sys.stderr), _time_limit(TIME_LIMIT):
            yield
    finally:
        if os.environ != environment:
            os.environ.clear()
            os.environ.update(environment)
        if _locale() != language:
            _set_locale(language)
        with contextlib.suppress(OSError):
            os.chdir(directory)


def sound(found: object) -> Finding:
    """Return what the check of a plugin found, if every report can show it.

    Raises `ValueError` or `TypeError` for what is no finding, or has no place in the pack.
    """
    whole = convert(to_builtins(found), Finding)
    whole.template.format(**dict(whole.params))
    places = [whole.place, *(each.place for each in whole.related)]
    for place in places:
        if place.path.startswith("/") or ".." in place.path.split("/"):
            raise ValueError(f"'{place.path}' is no path in a pack")
        if place.span and min(place.span) < 1:
            raise ValueError(f"lines and columns count from 1, unlike {tuple(place.span)}")
    return whole


def _locale() -> str:
    import locale

    return locale.setlocale(locale.LC_ALL)


def _set_locale(language: str) -> None:
    import locale

    locale.setlocale(locale.LC_ALL, language)


@contextlib.contextmanager
def _time_limit(limit: float) -> Iterator[None]:
    """Raise in the block after `limit` seconds; a timer that was running before goes on later."""
    usable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not usable:
        yield
        return

    running = True

    def expire(number: int, frame: FrameType | None) -> None:
        if running:
            raise CheckTimeoutError(f"no answer after {limit:g} s")

    handler = signal.signal(signal.SIGALRM, expire)
    started = clock.elapsed()
    remaining, interval = signal.setitimer(signal.ITIMER_REAL, limit, INSISTENCE)
    try:
        try:
            yield
        finally:
            running = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if remaining:
            left = max(remaining - (clock.elapsed() - started), INSISTENCE)
            signal.setitimer(signal.ITIMER_REAL, left, interval)
