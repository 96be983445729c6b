"""Standard output for data, standard error for everything else."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from attune_packkit.errors import PackkitError, UsageError
from attune_packkit.escaping import escaped

WIDTH = 100
"""Columns of a report that goes to no terminal."""


_PLAIN = {"│": "|", "├": "|", "└": "`", "─": "-", "→": "->", "·": "-", "…": "..."}
"""What stands for the signs of reports where the terminal has none."""


def emit(text: str) -> None:
    """Write text for people to standard output, in the encoding of the terminal."""
    with _quiet_when_nobody_reads():
        sys.stdout.write(text if text.isascii() else _drawn(text, sys.stdout.encoding or "utf-8"))
        sys.stdout.flush()


def _drawn(text: str, encoding: str) -> str:
    """Return text with plain signs for those that an encoding lacks."""

    def lacks(sign: str) -> bool:
        return not sign.encode(encoding, "ignore")

    return text.translate({ord(sign): plain for sign, plain in _PLAIN.items() if lacks(sign)})


def emit_lines(lines: Iterable[str]) -> None:
    """Write lines for people to standard output, all at once."""
    emit("".join(f"{line}\n" for line in lines))


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
    """Escape every character that a terminal would obey, except line breaks."""
    return "".join(c if c.isprintable() or c == "\n" else escaped(c) for c in text)
