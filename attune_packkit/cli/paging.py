"""Long lists, shown page by page as the APIs give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

import click
from msgspec import Struct

from attune_packkit.cli import console
from attune_packkit.cli.common import Adding, Whole, options_of

MAX_PER_PAGE = 100

Item = TypeVar("Item")


def page_options(what: str, per_page: int) -> Adding:
    """Return the options that choose a page of a list of `what`, such as "Packs"."""
    return options_of(
        click.option("--page", metavar="N", type=Whole(1), default=1, help="Which page; 1 first."),
        click.option(
            "--per-page",
            metavar="N",
            type=Whole(1, MAX_PER_PAGE),
            default=per_page,
            help=f"{what} on a page; {per_page} if not given, {MAX_PER_PAGE} at most.",
        ),
    )


class Page(Struct, Generic[Item], frozen=True):
    """One page of a list; `every` holds the items of all pages."""

    every: Sequence[Item]
    number: int
    size: int

    @property
    def items(self) -> Sequence[Item]:
        """The items on this page."""
        return self.every[(self.number - 1) * self.size : self.number * self.size]

    @property
    def count(self) -> int:
        """How many pages the list has."""
        return -(-len(self.every) // self.size)

    def as_data(self) -> dict[str, int]:
        """Return what the APIs tell of a page."""
        return {
            "page": self.number,
            "per_page": self.size,
            "total": len(self.every),
            "total_pages": self.count,
        }

    def tell_others(self, what: str) -> None:
        """Note on standard error that there are other pages of `what`, such as "packs"."""
        if not self.items:
            console.note(f"there is no page {self.number}; the last one is {self.count}")
        elif self.count > 1:
            console.note(f"page {self.number} of {self.count}; {len(self.every)} {what} in all")
