"""Run another program within limits of time and output, and leave nothing of it behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from typing import IO

from msgspec import Struct

from attune_packkit import clock

MAX_OUTPUT_BYTES = 1024 * 1024
"""Of one stream that are kept: the last ones."""

_CHUNK = 65536
_GLANCE = 0.05
"""Seconds between looks at whether a program that says nothing has ended."""

_GRACE = 2.0
"""Seconds between asking a group of processes to end and ending it."""


class Finished(Struct, frozen=True):
    """How a program ended: `code` is None if it ran into its time limit or could not be started."""

    code: int | None
    stdout: bytes = b""
    stderr: bytes = b""
    timed_out: bool = False
    missing: bool = False
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether it ran and was content."""
        return self.code == 0

    def last_lines(self, count: int = 8) -> list[str]:
        """Return the last lines that it printed, those of standard error if there are any."""
        text = (self.stderr.strip() or self.stdout.strip()).decode("utf-8", "replace")
        return text.splitlines()[-count:]


def run(
    command: Sequence[str],
    *,
    cwd: str,
    environment: Mapping[str, str],
    timeout: float,
    max_output: int = MAX_OUTPUT_BYTES,
) -> Finished:
    """Run `command` in a process group of its own, for at most `timeout` seconds.

    It gets `environment` and nothing else, and no standard input. When it ends or the time is up,
    everything that it started and that stayed in its group is killed. Never raises for what the
    program does.
    """
    started = clock.elapsed()
    try:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:  # a name with a null byte or half a character in it
        return Finished(None, stderr=str(error).encode("utf-8", "replace"), missing=True)
    with process:
        try:
            kept, in_time = _read(process, started + timeout, max_output)
        finally:
            _end_group(process)
    code = process.returncode if in_time else None
    return Finished(code, *kept, timed_out=not in_time, seconds=clock.elapsed() - started)


class _Tail:
    """The last bytes of a stream."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._chunks: deque[bytes] = deque()
        self._size = 0

    def add(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self._size += len(chunk)
        while self._size - len(self._chunks[0]) >= self._limit:
            self._size -= len(self._chunks.popleft())

    def bytes(self) -> bytes:
        return b"".join(self._chunks)[-self._limit :]


def _read(
    process: subprocess.Popen[bytes], deadline: float, limit: int
) -> tuple[tuple[bytes, bytes], bool]:
    """Read both streams until the program ends; tell whether it did so before `deadline`."""
    tails = (_Tail(limit), _Tail(limit))
    with selectors.DefaultSelector() as streams:
        for stream, tail in zip((process.stdout, process.stderr), tails, strict=True):
            streams.register(_opened(stream), selectors.EVENT_READ, tail)
        in_time = _drain(streams, process, deadline)
    return (tails[0].bytes(), tails[1].bytes()), in_time


def _drain(
    streams: selectors.BaseSelector, process: subprocess.Popen[bytes], deadline: float
) -> bool:
    while streams.get_map() and process.poll() is None:
        left = deadline - clock.elapsed()
        if left <= 0:
            return False
        _take(streams, min(left, _GLANCE))
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(max(0, deadline - clock.elapsed()))
    in_time = process.poll() is not None
    # What still holds the streams open is a child that was left behind, and may never be silent.
    enough = min(deadline, clock.elapsed() + _GLANCE)
    while streams.get_map() and _take(streams, 0) and clock.elapsed() < enough:
        pass
    return in_time


def _take(streams: selectors.BaseSelector, wait: float) -> bool:
    """Read what is there, or comes within `wait` seconds; tell whether it was anything."""
    ready = streams.select(wait)
    for key, _ in ready:
        chunk = os.read(key.fd, _CHUNK)
        if chunk:
            key.data.add(chunk)
        else:
            streams.unregister(key.fileobj)
    return bool(ready)


def _opened(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise AssertionError("both streams are pipes")
    return stream


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ask the group to end, then end it."""
    for number, wait in ((signal.SIGTERM, _GRACE), (signal.SIGKILL, None)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(wait)
