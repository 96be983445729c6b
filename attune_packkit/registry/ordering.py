"""Which of two versions is the newer one. Needs no library: an index has many versions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, TypeAlias

Rank: TypeAlias = tuple[Any, ...]

_LONGEST = 255
"""Characters of a version that an index may hold."""

_NUMBER = r"(?:0|[1-9][0-9]*)"
_IDENTIFIER = rf"(?:{_NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_SEMVER = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_IDENTIFIER}(?:\.{_IDENTIFIER})*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.+-]+)?", re.ASCII)
_PARTS = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)(?:-([0-9A-Za-z.-]*))?", re.ASCII)


def is_version(version: str) -> bool:
    """Tell whether a text is a version to an index, which takes more than semver does."""
    return len(version) <= _LONGEST and _VERSION.fullmatch(version) is not None


def is_semver(version: str) -> bool:
    """Tell whether a text is a version after semver 2.0."""
    return len(version) <= _LONGEST and _SEMVER.fullmatch(version) is not None


@lru_cache(maxsize=4096)
def rank(version: str) -> Rank:
    """Return what sorts versions by semver's precedence, build metadata aside.

    What is not quite a version, such as `01.0.0`, ranks by its numbers; anything else first.
    """
    match = _PARTS.match(version[:_LONGEST])
    if match is None:
        return (-1,)
    return (*(int(number) for number in match.groups()[:3]), _suffix(match[4] or ""))


def _suffix(prerelease: str) -> tuple[Any, ...]:
    """Return what sorts pre-releases: numbers by value and before words, none at all last."""
    if not prerelease:
        return (1,)
    parts = (
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in prerelease.split(".")
    )
    return (0, *parts)
