"""What pages above packs show: lists, the index of names, checks, changes between versions."""

from __future__ import annotations

from msgspec import Struct

from attune_packkit.sitegen.models import Frame, KindGroup, Link, PackState, Snippet


class PackLine(Struct, frozen=True):
    """A pack in a list, with everything that lists sort and filter by."""

    ref: str
    label: str
    url: str
    icon: str
    description: str
    version: str
    category: str
    license: str
    runtimes: tuple[str, ...]
    contents: str
    size: int
    newest: str
    state: PackState


class Count(Struct, frozen=True):
    """A number with its name, and where it leads."""

    text: str
    number: int
    url: str = ""


class HomePage(Struct, frozen=True):
    """The front page, and its siblings that show some of the packs.

    `total` is how many the list has, `sheets` leads to its other pages if it takes several. `order`
    is what it is sorted by, also in words, `orders` leads to the same in other orders; `newest` are
    packs with their dates.
    """

    frame: Frame
    heading: str
    sentence: str
    numbers: tuple[Count, ...]
    groups: tuple[tuple[str, tuple[Count, ...]], ...]
    packs: tuple[PackLine, ...]
    changed: str = ""
    home: bool = False
    total: int = 0
    sheets: tuple[Link, ...] = ()
    order: str = "name"
    order_words: str = "by name"
    orders: tuple[Link, ...] = ()
    newest: tuple[Link, ...] = ()


class IndexPage(Struct, frozen=True):
    """A page of links in groups: tags, A to Z, the checks by topic.

    `jumps` leads to its siblings, `sheets` to the other pages if it takes several.
    """

    frame: Frame
    heading: str
    sentence: str
    jumps: tuple[Link, ...]
    groups: tuple[KindGroup, ...]
    counts: tuple[Count, ...] = ()
    empty: str = ""
    sheets: tuple[Link, ...] = ()


class CheckPage(Struct, frozen=True):
    """One check of packkit: what, why, bad, good."""

    frame: Frame
    code: str
    summary: str
    severity: str
    layer: str
    since: str
    why: str
    sections: tuple[tuple[str, tuple[str | Snippet, ...]], ...]
    siblings: tuple[Link, ...] = ()


class DifferenceRow(Struct, frozen=True):
    """One difference between two versions; `breaking` tells that callers must change."""

    ref: str
    text: str
    breaking: bool
    url: str = ""


class DifferenceGroup(Struct, frozen=True):
    """The differences of one impact."""

    title: str
    anchor: str
    rows: tuple[DifferenceRow, ...]


class DifferencesPage(Struct, frozen=True):
    """What changed between two versions of a pack; `verdict` says whether the version fits."""

    frame: Frame
    heading: str
    older: Link
    newer: Link
    verdict: str
    groups: tuple[DifferenceGroup, ...]
