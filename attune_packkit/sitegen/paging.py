"""Lists that are too long for one page, on several that lead to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.models import Link

Item = TypeVar("Item")


class Sheet(NamedTuple, Generic[Item]):
    """One page of a list: its items, its number, and how many pages the list has."""

    address: str
    items: Sequence[Item]
    number: int
    of: int

    @property
    def title(self) -> str:
        """What follows the list's title."""
        return f", page {self.number}" if self.number > 1 else ""


def sheets(address: str, items: Sequence[Item], most: int) -> Iterator[Sheet[Item]]:
    """Yield the pages of a list, each with up to `most` items; an empty list has one as well."""
    count = pages_of(items, most)
    for number in range(1, count + 1):
        start = (number - 1) * most
        part = items[start : start + most] if count > 1 else items
        yield Sheet(addresses.further(address, number), part, number, count)


def pages_of(items: Sequence[object], most: int) -> int:
    """Return how many pages a list takes."""
    return max(1, -(-len(items) // most))


def jumps(first: str, number: int, count: int) -> tuple[Link, ...]:
    """Return links from one page of a list to all pages; none if it is the only one."""
    here = addresses.further(first, number)
    return tuple(
        Link(f"{each:,}", "" if each == number else _url(first, each, here))
        for each in range(1, count + 1)
        if count > 1
    )


def _url(first: str, number: int, here: str) -> str:
    return addresses.relative(addresses.further(first, number), here)
