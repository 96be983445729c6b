"""Completion in real shells: a line is typed, the tab key pressed, and the line read back."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import MakePack, Packkit

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
IN_CI = bool(os.environ.get("CI"))
SECONDS = 60

TERMINAL = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]))"
"""A process with one thread may fork where pytest's may not."""

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='rea''dy> '; . ./script"),
    "zsh": (
        ["zsh", "-f", "-i"],
        "PS1='rea''dy> '; fpath=($PWD/zfunc $fpath); autoload -U compinit; compinit -u",
    ),
    "fish": (
        ["fish", "--no-config", "--private", "-i"],
        "function fish_prompt; echo -n 'rea''dy> '; end; source script",
    ),
}

TAB = [
    ("packkit vali", "date"),
    ("packkit explain yaml.dup", "licate_key"),
    ("packkit validate --ignore secret,yaml.dup", "licate_key"),
    ("packkit validate --format sa", "rif"),
    ("packkit validate --format=sa", "rif"),
    ("packkit validate --ignore=secret,yaml.dup", "licate_key"),
    ("packkit validate --changed-s", "ince"),
    ("packkit validate spa", "ced"),
    ("packkit download spa", "ced"),
    ("packkit config sh", "ow"),
]
"""What is typed, and what the tab key adds."""


class Shell:
    """A shell at a terminal, with the completions of packkit."""

    def __init__(self, command: list[str], setup: str) -> None:
        programs = Path(sys.executable).parent
        environ = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "TERM": "xterm"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", TERMINAL, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environ,
        )
        self._said = b""
        self._type(setup + "\n")
        self._wait_for(rb"ready> ")

    def completed(self, line: str, added: str) -> str:
        """Return a line after the tab key, which is to add something."""
        self._said = b""
        self._type(f"{line}\t")
        self._wait_for(added.encode())
        self._type("\x01echo 'do''ne' \n")
        found = self._wait_for(rb"done ([^\r\n]*)\r?\n.*ready> ")
        return found[1].decode().strip().rstrip("/")

    def _type(self, keys: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(keys.encode())
        self._process.stdin.flush()

    def _wait_for(self, pattern: bytes) -> re.Match[bytes]:
        assert self._process.stdout is not None
        deadline = time.monotonic() + SECONDS
        while True:
            found = re.search(pattern, self._said, re.DOTALL)
            if found:
                return found
            assert time.monotonic() < deadline, f"{pattern!r} is not in {self._said!r}"
            if select.select([self._process.stdout], [], [], 1)[0]:
                self._said += os.read(self._process.stdout.fileno(), 65536)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def shell(request: Any, packkit: Packkit, make_pack: MakePack, work: Path) -> Iterator[Shell]:
    name = request.param
    if shutil.which(name) is None and not IN_CI:
        pytest.skip(f"{name} is not installed")
    script = packkit("completion", name).out
    (work / "script").write_text(script, "utf-8")
    (work / "zfunc").mkdir()
    (work / "zfunc" / "_packkit").write_text(script, "utf-8")
    make_pack(name="spaced")
    opened = Shell(*SHELLS[name])
    yield opened
    opened.end()


@POSIX
@pytest.mark.parametrize("shell", SHELLS, indirect=True)
def test_the_tab_key(shell: Shell) -> None:
    for line, added in TAB:
        assert shell.completed(line, added) == line + added
