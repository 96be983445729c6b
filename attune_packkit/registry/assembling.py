"""An index made of entries: the same bytes whenever the content is the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from attune_packkit.errors import UsageError
from attune_packkit.escaping import shown
from attune_packkit.registry import extended, form
from attune_packkit.registry.faults import IndexingError
from attune_packkit.registry.ordering import Rank, rank
from attune_packkit.registry.sourcing import NOWHERE

Entry: TypeAlias = dict[str, Any]
"""A pack in an index, as the file has it."""

DEFAULT_NAME = "Pack registry"
FIRST = "1970-01-01T00:00:00Z"
"""When an index changed last that never held anything."""

_KEPT_AT_LEAST = 0.75
"""Share of the old packs that a new index keeps unless its maker confirms."""


class Head(Struct, frozen=True):
    """What an index says of its registry; "" takes what the old index says."""

    name: str = ""
    url: str = ""


class Difference(Struct, frozen=True):
    """How the packs of two indexes differ, by ref."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]


def assemble(
    entries: Iterable[Entry],
    head: Head,
    *,
    old: Mapping[str, Any] | None = None,
    now: str,
    history: bool = False,
) -> dict[str, Any]:
    """Return the index of `entries`, dated `now` unless it says what the old one said.

    With `history` it is in the extended format. Raises `UsageError` for a head that no index may
    have.
    """
    before = old or {}
    index = {
        "registry_name": head.name or before.get("registry_name") or DEFAULT_NAME,
        "registry_url": head.url or before.get("registry_url") or NOWHERE,
        "version": extended.VERSION if history else extended.OFFICIAL_VERSION,
        "last_updated": before.get("last_updated", FIRST),
        "packs": sorted(sorted(entries, key=_rank, reverse=True), key=_by_ref),
    }
    if index != {**before, "last_updated": index["last_updated"]}:
        index["last_updated"] = now
    for fault in form.head_faults(extended.as_official_head(index)):
        raise UsageError(f"{fault.where}: {fault.message}")
    return index


def render(index: Mapping[str, Any], *, ascii_only: bool = True) -> str:
    """Return the text of an index file."""
    if not ascii_only:
        return json.dumps(index, indent=2, ensure_ascii=False) + "\n"
    # The same text in half the time: with an indent, `json` does without its own accelerator.
    return msgspec.json.format(json.dumps(index), indent=2) + "\n"


def compare(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Difference:
    """Return which packs came, changed and went."""
    before, after = _grouped(old or {"packs": []}), _grouped(new)
    return Difference(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(ref for ref in after.keys() & before.keys() if after[ref] != before[ref])),
        tuple(sorted(before.keys() - after.keys())),
    )


def refuse_shrink(old: Mapping[str, Any] | None, difference: Difference) -> None:
    """Raise `IndexingError` if more than a quarter of the old packs would be gone."""
    before = len(_grouped(old or {"packs": []}))
    gone = len(difference.removed)
    if gone and before - gone < before * _KEPT_AT_LEAST:
        names = ", ".join(map(shown, difference.removed[:5])) + (", …" if gone > 5 else "")
        raise IndexingError(
            f"{gone} of {before} packs would vanish from the index: {names}",
            hint="nothing was written; confirm with --allow-shrink",
        )


def newest(entries: Sequence[Entry]) -> list[Entry]:
    """Return the official entry of each pack: its newest version that is not withdrawn.

    Of equal versions the first one counts.
    """
    found: dict[str, Entry] = {}
    for entry in entries:
        official, marks = extended.split(entry)
        kept = found.get(official["ref"])
        if "yanked" in marks:
            continue
        if kept is None or rank(official["version"]) > rank(kept["version"]):
            found[official["ref"]] = official
    return list(found.values())


def _grouped(index: Mapping[str, Any]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in index["packs"]:
        found.setdefault(entry["ref"], []).append(entry)
    return found


def _by_ref(entry: Entry) -> str:
    return str(entry["ref"])


def _rank(entry: Entry) -> Rank:
    return rank(entry["version"])
