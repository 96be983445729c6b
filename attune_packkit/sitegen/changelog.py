"""The releases that a changelog tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from attune_packkit.api import calendar_day

MAX_RELEASES = 200

_HEADING = re.compile(
    r"#{1,3}[ \t]+\[?v?(?P<version>\d[\w.+-]{0,60})\]?(?:\([^()\s]{0,300}\))?"
    r"(?P<rest>[^\n]{0,200})",
    re.ASCII,
)
_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b", re.ASCII)
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


class Release(NamedTuple):
    """One version: its date as `YYYY-MM-DD`, "" if none is written, and what is said of it."""

    version: str
    released: str
    text: str


def releases(text: str) -> list[Release]:
    """Return the releases in the order of the file, which is newest first."""
    found: list[tuple[str, str, list[str]]] = []
    for line, heading in _lines(text):
        if heading is not None:
            if len(found) == MAX_RELEASES:
                break
            found.append((heading["version"], _date(heading["rest"]), []))
        elif found:
            found[-1][2].append(line)
    return [Release(version, day, "\n".join(lines).strip()) for version, day, lines in found]


def _lines(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Yield each line, with the match where it is the heading of a release."""
    fenced = False
    for line in text.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        yield line, None if fenced else _HEADING.fullmatch(line)


def _date(text: str) -> str:
    match = _DATE.search(text)
    return calendar_day(*map(int, match.groups())) if match else ""
