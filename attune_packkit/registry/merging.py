"""Several indexes as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from attune_packkit import clock
from attune_packkit.errors import UsageError
from attune_packkit.escaping import shown
from attune_packkit.registry.assembling import Entry, Head, assemble, newest
from attune_packkit.registry.index import Index


class Merged(Struct, frozen=True):
    """An index made of others: how many entries they had, and notes on those that clash."""

    index: dict[str, Any]
    loaded: int
    duplicates: int
    notes: tuple[str, ...]


def merge(indexes: Sequence[Index], *, history: bool = False) -> Merged:
    """Return one index of all packs. The first names the registry, the newest dates it.

    Of a pack that several have, the highest version counts, and of equal ones the first. With
    `history` every version is kept. Raises `UsageError` without an index.
    """
    if not indexes:
        raise UsageError("at least one input index is required")
    first = indexes[0]
    entries = [entry for index in indexes for entry in index.raw_entries]
    kept = list(_first_of_each_version(entries)) if history else newest(entries)
    latest = max((index.last_updated for index in indexes), key=clock.in_utc)
    head = Head(first.registry_name, first.registry_url)
    merged = assemble(kept, head, now=latest, history=history)
    return Merged(merged, len(entries), len(entries) - len(kept), tuple(_clashes(indexes)))


def _first_of_each_version(entries: Iterable[Entry]) -> Iterable[Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        found.setdefault((entry["ref"], entry["version"]), entry)
    return found.values()


def _clashes(indexes: Sequence[Index]) -> Iterable[str]:
    """Say which refs two indexes give to packs from different places: one may be an impostor."""
    owners: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for index in indexes:
        for each in index:
            name, owned = owners.setdefault(each.ref, (index.name, each.raw))
            if _home(owned) != _home(each.raw):
                yield (
                    f"{shown(each.ref)} is another pack in {index.name} ({_home(each.raw)})"
                    f" than in {name} ({_home(owned)})"
                )


def _home(entry: Mapping[str, Any]) -> str:
    """Return where a pack comes from: its repository, else its first source."""
    return str(entry.get("repository") or entry["install_sources"][0]["url"])
