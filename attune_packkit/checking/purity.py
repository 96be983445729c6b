"""Record what a block of code does to the world, to prove that a check only reads its pack."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from functools import cache
from itertools import islice
from types import FrameType
from typing import Any

from attune_packkit.model.python import NEVER_RUN

_OUTSIDE = frozenset(
    ("compile", "ctypes", "exec", "ftplib", "glob", "http", "import", "open", "os", "shutil",
     "smtplib", "socket", "sqlite3", "subprocess", "tempfile", "time", "urllib", "webbrowser")
)  # fmt: skip
"""First words of the audit events that reach beyond the process or run code that was read."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CALLERS = 6


@contextlib.contextmanager
def watched(root: str = "") -> Iterator[list[str]]:
    """Yield a list that fills with what the block does to the world.

    Opening files below `root` to read is fine, and so is parsing Python that is not run. Imports
    count too, so run the block once before.
    """
    watch = _Watch(root)
    _install()
    _watches.append(watch)
    try:
        yield watch.seen
    finally:
        _watches.remove(watch)


class _Watch:
    def __init__(self, root: str) -> None:
        self._root = os.path.realpath(root) + os.sep if root else ""
        self._thread = threading.get_ident()
        self.seen: list[str] = []

    def notice(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event.partition(".")[0] not in _OUTSIDE or threading.get_ident() != self._thread:
            return
        if event == "open" and self._may_open(*arguments):
            return
        if event in ("compile", "open") and NEVER_RUN in arguments:
            return
        self.seen.append(f"{event} {arguments!r:.200} in {_callers()}")

    def _may_open(self, path: int | str | bytes, mode: object, flags: int) -> bool:
        if isinstance(path, int):
            return True
        if flags & _WRITING or not self._root:
            return False
        return os.path.realpath(os.fsdecode(path)).startswith(self._root)


def _callers() -> str:
    names = (frame.f_code.co_qualname for frame in islice(_frames(sys._getframe(3)), _CALLERS))
    return " < ".join(names)


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


_watches: list[_Watch] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    for watch in _watches:
        watch.notice(event, arguments)


@cache
def _install() -> None:
    """Add the audit hook, once: there is no way to take one away again."""
    sys.addaudithook(_audit)
