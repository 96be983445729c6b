"""Run another program within limits of time and output, and leave nothing of it behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from typing import IO

from msgspec import Struct

from attune_packkit import clock

MAX_OUTPUT_BYTES = 1024 * 1024
"""Bytes of one output stream that are kept: the last ones."""

_CHUNK = 65536
_GLANCE = 0.05
"""Seconds between two looks at whether a program without output has ended."""

_GRACE = 2.0
"""Seconds between asking a group of processes to end and ending it."""

_KEEPERS_GRACE = 10.0
"""Seconds that a keeper gets to end all others before it is killed itself."""

_KEEPER = os.path.join(os.path.dirname(__file__), "keeper.py")
_CAN_KEEP = sys.platform == "linux" and bool(sys.executable) and os.path.isdir("/proc/self")


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
        """Whether it ran and its exit code is 0."""
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
    kept: bool = True,
) -> Finished:
    """Run `command` in a session of its own, for at most `timeout` seconds.

    It gets `environment` and nothing else, and no standard input. When it ends or the time is up,
    everything that it started is killed: on Linux, if `kept`, wherever it went, and also when this
    process is killed; else what stayed in its group. Never raises for what the program does.
    """
    started = clock.elapsed()
    with _Outcome(kept and _CAN_KEEP) as outcome:
        try:
            process = subprocess.Popen(
                outcome.command(command),
                cwd=cwd,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                pass_fds=outcome.descriptors,
            )
        except (OSError, ValueError) as error:  # a name with a null byte or half a character in it
            return _missing(str(error))
        with process:
            try:
                output, in_time = _read(process, started + timeout, max_output)
            finally:
                if not (outcome.kept and process.poll() is not None):
                    _end_group(process, outcome.grace)
        code, fault = outcome.read(process.returncode)
    if fault:
        return _missing(fault)
    seconds = clock.elapsed() - started
    return Finished(code if in_time else None, *output, timed_out=not in_time, seconds=seconds)


def _missing(reason: str) -> Finished:
    return Finished(None, stderr=reason.encode("utf-8", "replace"), missing=True)


class _Outcome:
    """How a program ended: what its keeper tells of it, if it is kept, else its exit code."""

    def __init__(self, kept: bool) -> None:
        self.kept = kept
        self.grace = _KEEPERS_GRACE if kept else _GRACE
        self._pipe = os.pipe() if kept else ()

    def __enter__(self) -> _Outcome:
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._pipe:
            os.close(descriptor)

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What the keeper needs of our open files."""
        return self._pipe[1:]

    def command(self, command: Sequence[str]) -> list[str]:
        """Return the command to start in place of `command`."""
        if not self._pipe:
            return list(command)
        told = (str(os.getpid()), str(self._pipe[1]))
        return [sys.executable, "-I", "-S", _KEEPER, *told, *command]

    def read(self, code: int) -> tuple[int, str]:
        """Return the exit code of the program, and why it could not be started, if so."""
        if not self._pipe:
            return code, ""
        os.set_blocking(self._pipe[0], False)
        try:
            told = os.read(self._pipe[0], _CHUNK).decode("utf-8", "replace")
        except BlockingIOError:  # somebody has ended the keeper itself
            return code, ""
        word, _, value = told.partition(" ")
        return (code, value) if word == "error" else (int(value), "")


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


def _end_group(process: subprocess.Popen[bytes], grace: float) -> None:
    """Ask the group to end, then end it."""
    for number, wait in ((signal.SIGTERM, grace), (signal.SIGKILL, None)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(wait)
