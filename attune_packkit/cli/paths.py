"""What the paths on a command line stand for: lists of paths, and the working directory."""

from __future__ import annotations

import os
from collections.abc import Iterable

from attune_packkit.errors import UsageError
from attune_packkit.sources.local import NoPackError, find_packs

MAX_LIST = 1024 * 1024
"""Characters of a list of paths."""
_STDIN = 0


def places(paths: Iterable[str]) -> list[str]:
    """Return the paths that were given, or the working directory if none was.

    A list of paths may be empty: that gives no path.
    """
    given = list(paths)
    return expand(given) if given else ["."]


def pack_places(paths: Iterable[str]) -> list[str]:
    """Return the paths for a command that reads the packs at all of them together.

    Raises `NoPackError` if some of several folders hold no pack: else nobody would notice.
    """
    found = places(paths)
    empty = [path for path in found if len(found) > 1 and os.path.isdir(path)]
    empty = [path for path in empty if not find_packs([path])]
    if 0 < len(empty) < len(found):
        raise NoPackError(empty)
    return found


def expand(paths: Iterable[str]) -> list[str]:
    """Replace `@FILE` by the paths that the file lists; `@-` is standard input.

    The paths end with lines, or with NUL if there is one. Raises `UsageError` for a list that
    cannot be read, and for a lone `-`.
    """
    found: list[str] = []
    for path in paths:
        if path == "-" and not os.path.lexists(path):
            raise UsageError("'-' is no path", hint="@- is a list of paths on standard input")
        found += _listed(path[1:]) if path.startswith("@") else [path]
    return found


def _listed(path: str) -> list[str]:
    try:
        source: int | str = _STDIN if path == "-" else path
        with open(source, encoding="utf-8", closefd=source != _STDIN) as file:
            text = file.read(MAX_LIST + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise UsageError(f"list of paths '{path}' cannot be read: {reason}") from None
    if len(text) > MAX_LIST:
        raise UsageError(f"list of paths '{path}' is longer than {MAX_LIST} characters")
    return [line for line in text.split("\0" if "\0" in text else "\n") if line.strip()]
