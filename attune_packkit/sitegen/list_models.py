"""What pages above packs show: lists, the index of names, checks, changes between versions."""

from __future__ import annotations

from dataclasses import dataclass

from attune_packkit.sitegen.models import Frame, KindGroup, Link, PackState, Snippet


@dataclass(frozen=True, slots=True)
class PackLine:
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


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its name, and where it leads."""

    text: str
    number: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page, and its siblings that show some of the packs.

    `total` is how many the list has, `sheets` leads to its other pages if it takes several.
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


@dataclass(frozen=True, slots=True)
class IndexPage:
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


@dataclass(frozen=True, slots=True)
class CheckPage:
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


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference between two versions; `breaking` tells that callers must change."""

    ref: str
    text: str
    breaking: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """The differences of one impact."""

    title: str
    anchor: str
    rows: tuple[DifferenceRow, ...]


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """What changed between two versions of a pack; `verdict` says whether the version fits."""

    frame: Frame
    heading: str
    older: Link
    newer: Link
    verdict: str
    groups: tuple[DifferenceGroup, ...]
