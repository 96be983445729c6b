"""What all builders need: find and run programs, say what went wrong, refuse requirements."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence

from attune_packkit.api import (
    EnvironmentFailure,
    EnvironmentRequest,
    Finished,
    Refused,
    run_program,
)

NEUTRAL = os.path.abspath(os.sep)
"""A folder without settings: several tools obey files in the one they run in and above it."""

_SHORT = 20.0
"""Seconds for a program to tell its version."""

_LINES = 12
"""How many of the last lines of a failed program's output are shown."""

_MOST_REFUSED = 5

TRUST = "if you trust the pack: --allow-unsafe-requirements"
"""The hint where something is refused only because a stranger asks for it."""


def find(name: str, *, beside_us: bool = False) -> str:
    """Return the absolute path of a program on the search path; "" if there is none.

    With `beside_us`, also of one that lies beside our own interpreter.
    """
    found = shutil.which(name) or ""
    if not os.path.isabs(found):
        found = ""
    if not found and beside_us:
        found = shutil.which(name, path=os.path.dirname(sys.executable)) or ""
    return found


def version_of(command: Sequence[str], request: EnvironmentRequest) -> str:
    """Return what a program prints as its version, without a leading `v`; "" if it fails."""
    done = run_program(command, cwd=NEUTRAL, environment=request.variables, timeout=_SHORT)
    text = done.stdout.decode("utf-8", "replace").strip()
    return text.removeprefix("v") if done.ok and text.isprintable() else ""


def is_wished(version: str, wish: str) -> bool:
    """Tell whether a version is the one wished for, of which the last numbers may be open."""
    return not wish or f"{version}.".startswith(f"{wish}.")


def refuse(files: str, refused: Sequence[Refused]) -> None:
    """Raise `EnvironmentFailure` if something in requirement files is refused."""
    if refused:
        told = "\n".join(each.sentence() for each in refused[:_MOST_REFUSED])
        raise EnvironmentFailure(f"{files} is refused\n{told}", hint=TRUST)


class Programs:
    """Runs one program after the other within the time that the whole has."""

    def __init__(self, request: EnvironmentRequest, *, cwd: str = NEUTRAL) -> None:
        self._request = request
        self._cwd = cwd
        self._left = request.options.timeout

    def run(self, what: str, command: Sequence[str]) -> Finished:
        """Run a program. Raises `EnvironmentFailure` with its last lines if it does not succeed."""
        variables = self._request.variables
        done = run_program(command, cwd=self._cwd, environment=variables, timeout=self._left)
        self._left = max(0.0, self._left - done.seconds)
        if done.missing:
            raise EnvironmentFailure(f"{what} cannot be started: {done.stderr.decode()}")
        if done.timed_out:
            limit = self._request.options.timeout
            raise EnvironmentFailure(f"{what} was ended: more than {limit:g} s in all")
        if not done.ok:
            lines = "\n".join(done.last_lines(_LINES))
            raise EnvironmentFailure(f"{what} failed with exit code {done.code}\n{lines}".strip())
        return done
