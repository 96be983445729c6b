"""Which of the packs that were found is the newest version of each, and which are older ones."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.pipeline.site.gathering import Gathered
from attune_packkit.registry.ordering import Rank, rank


class PackVersions(Struct, frozen=True):
    """The newest version of each pack, and the older ones by ref, newest first.

    `doubles` are packs with the same ref and version as another one.
    """

    newest: tuple[Gathered, ...]
    older: dict[str, tuple[Gathered, ...]]
    doubles: tuple[Gathered, ...] = ()

    def every(self) -> list[Gathered]:
        """Return all versions of all packs."""
        return [*self.newest, *(each for group in self.older.values() for each in group)]


def sorted_by_version(found: Iterable[Gathered]) -> PackVersions:
    """Sort packs by ref and version. Of two with the same of both, the first one counts."""
    groups: dict[str, dict[str, Gathered]] = {}
    doubles = []
    for each in found:
        versions = groups.setdefault(each.card.ref, {})
        other = versions.setdefault(each.card.version, each)
        if other is not each:
            doubles.append(each)
    newest, older = [], {}
    for ref, versions in groups.items():
        first, *rest = sorted(versions.values(), key=_rank, reverse=True)
        newest.append(first)
        if rest:
            older[ref] = tuple(replace(each, card=each.card.as_older()) for each in rest)
    return PackVersions(tuple(newest), older, tuple(doubles))


def _rank(pack: Gathered) -> Rank:
    return rank(pack.card.version)
