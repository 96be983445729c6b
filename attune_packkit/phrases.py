"""Small pieces of sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

T = TypeVar("T")

MOST_KNOWN = 12
"""The most names that a hint lists: nobody reads a longer list."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 error", "2 errors", "1,024 files"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(items: Sequence[T], limit: int, wording: Callable[[T], str] = str) -> str:
    """Return "a, b and 3 more": `items` in the given wording, of many only the first `limit`."""
    named = ", ".join(map(wording, items[:limit]))
    more = len(items) - limit
    return f"{named} and {more:,} more" if more > 0 else named


def known(what: str, names: Collection[str]) -> str:
    """Return the hint "known fields: a, b"; "" where there are none, or too many to read."""
    return f"known {what}: {', '.join(names)}" if 0 < len(names) <= MOST_KNOWN else ""
