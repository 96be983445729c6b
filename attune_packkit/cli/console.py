"""Standard output for data, standard error for everything else."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TextIO

from attune_packkit.errors import PackkitError, UsageError

WIDTH = 100
"""Columns of a report that goes to no terminal."""


def emit(text: str) -> None:
    """Write text for people to standard output, in the encoding of the terminal."""
    with _quiet_when_nobody_reads():
        sys.stdout.write(text)
        sys.stdout.flush()


def emit_data(text: str) -> None:
    """Write a machine format to standard output: UTF-8 in every locale, line ends as they are."""
    with _quiet_when_nobody_reads():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()


def note(text: str) -> None:
    """Write one line to standard error."""
    with contextlib.suppress(OSError):
        print(_visible(text), file=sys.stderr, flush=True)


def complain(error: PackkitError) -> None:
    """Write an expected failure and its hint to standard error."""
    note(f"error: {error.message}")
    if error.hint:
        note(f"hint: {error.hint}")


def wants_color(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Tell whether to colour what goes to `stream`; `choice` is auto, always or never."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") != "0" or environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    if environ.get("CLICOLOR") == "0" or environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def width() -> int:
    """Return the columns of the terminal, or of what `COLUMNS` says."""
    if not (os.environ.get("COLUMNS") or sys.stdout.isatty()):
        return WIDTH
    import shutil

    return shutil.get_terminal_size((WIDTH, 24)).columns


@contextlib.contextmanager
def _quiet_when_nobody_reads() -> Iterator[None]:
    """Let the run go on when the reader of a pipe has gone: its exit code still counts."""
    try:
        yield
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        if not isinstance(error, BrokenPipeError):
            raise UsageError(f"standard output cannot be written: {error.strerror}") from None


def _visible(text: str) -> str:
    """Return text in which nothing can be obeyed by a terminal; line breaks stay."""
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)
