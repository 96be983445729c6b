"""Run a command and make sure that no process it started outlives it. A program of its own.

`keeper.py STARTER TOLD COMMAND...` runs the command, on Linux. There the keeper can adopt all
orphaned descendants, even those that moved to a session of their own. It ends all of them when the
command has ended, when it gets SIGTERM, and when the process STARTER is gone. To the descriptor
TOLD it writes `ended CODE`, or `error REASON` if the command could not be started.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress

_DIE_WITH_PARENT = 1
_ADOPT_ORPHANS = 36
"""The option of `prctl` that gives this process the orphans among its descendants."""

_AWAITED = (signal.SIGCHLD, signal.SIGTERM)
_MOMENT = 0.02
_GRACE = 100
"""Moments (`_MOMENT` seconds each) between asking the command to end and killing it."""

_KILLING = 250
"""Moments to wait for killed processes to be gone."""


def main(starter: int, told: int, command: list[str]) -> None:
    """Run a command and end all that it leaves."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
    control = ctypes.CDLL(None).prctl
    control(_ADOPT_ORPHANS, 1, 0, 0, 0)
    control(_DIE_WITH_PARENT, signal.SIGTERM, 0, 0, 0)
    os.set_inheritable(told, False)
    if os.getppid() != starter:  # gone before we asked to be told
        return
    try:
        child = os.posix_spawnp(
            command[0],
            command,
            _environment(),
            setsid=True,
            setsigmask=(),
            setsigdef=(signal.SIGPIPE, signal.SIGXFSZ),
        )
    except OSError as error:
        os.write(told, f"error {error}".encode(errors="replace"))
        return
    _let_go_of_streams()
    code = _waited(child)
    _end_all()
    with suppress(BrokenPipeError):  # nobody is there any more to be told
        os.write(told, f"ended {code}".encode())


def _environment() -> dict[bytes, bytes]:
    """Return the variables as we got them: in some locales Python adds one to its own."""
    with open("/proc/self/environ", "rb") as file:
        pairs = [each.partition(b"=") for each in file.read().split(b"\0") if each]
    return {name: value for name, _, value in pairs}


def _let_go_of_streams() -> None:
    """Close our copies of the command's output streams, so that their readers see them end."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def _waited(child: int) -> int:
    """Wait for the command and return its exit code; if asked to, end it after some grace."""
    while (code := _reap(child)) is None:
        if signal.sigwait(_AWAITED) == signal.SIGTERM:
            return _asked_to_end(child)
    return code


def _asked_to_end(child: int) -> int:
    _signal_all(signal.SIGTERM)
    for _ in range(_GRACE):
        code = _reap(child)
        if code is not None:
            return code
        signal.sigtimedwait(_AWAITED, _MOMENT)
    return -signal.SIGKILL


def _end_all() -> None:
    """Kill all descendants until none is left: each kill may leave further orphans."""
    for _ in range(_KILLING):
        _signal_all(signal.SIGKILL)
        if _is_alone():
            return
        signal.sigtimedwait(_AWAITED, _MOMENT)


def _is_alone() -> bool:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return True
    return False


def _reap(child: int) -> int | None:
    """Collect processes that have ended; return the exit code of `child` if it is among them."""
    found = None
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == child:
                found = os.waitstatus_to_exitcode(ended[1])
    return found


def _signal_all(number: int) -> None:
    for process in _descendants():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process, number)


def _descendants() -> list[int]:
    """Return all processes below this one."""
    children: dict[int, list[int]] = {}
    for name in filter(str.isdecimal, os.listdir("/proc")):
        with suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
            parent = int(file.read().rpartition(b")")[2].split()[1])
            children.setdefault(parent, []).append(int(name))
    found = [os.getpid()]
    for process in found:  # which grows meanwhile
        found += children.get(process, ())
    return found[1:]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
