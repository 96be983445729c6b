"""What one build of a site leaves for the next one, in the user's cache and never in the site."""

from __future__ import annotations

import marshal
import os
from typing import TypeAlias

from msgspec import Struct, field

from attune_packkit import digest
from attune_packkit.store import Store

File: TypeAlias = tuple[str, int, int]
"""An address, its size and the time of its file in nanoseconds."""

DeadLink: TypeAlias = tuple[str, str, str]
"""A page, the target of its link, and why that is dead, as far as one part of the site shows."""

Part: TypeAlias = tuple[str, list[File], list[DeadLink]]
"""The key of all that went into a part of the site, its files, and their dead links."""


class Memory(Struct):
    """What was gathered by root (stamp, data), and the parts that were written by name.

    A part is a pack, by its page, or a group of files of no pack. `summaries` are those of
    packkit's checks by id, with the digest of the code that they are told in.
    """

    gathered: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    summaries: tuple[str, dict[str, str]] = ("", {})


def is_untouched(part: Part | None, key: str, folder: str) -> bool:
    """Tell whether the files of a part are as a build with this key makes them."""
    if part is None or not key or part[0] != key:
        return False
    for address, size, time in part[1]:
        try:
            status = os.stat(os.path.join(folder, address), follow_symlinks=False)
        except OSError:
            return False
        if (status.st_size, status.st_mtime_ns) != (size, time):
            return False
    return True


def recall(store: Store | None, folder: str) -> Memory:
    """Return what the last build into a folder left; nothing if that is gone."""
    data = store.get(_name(folder)) if store else None
    if data is None:
        return Memory()
    return Memory(*marshal.loads(data))  # noqa: S302 - the store verified it; runs no code


def remember(store: Store | None, folder: str, memory: Memory) -> None:
    """Leave this for the next build."""
    if store:
        kept = (memory.gathered, memory.parts, memory.summaries)
        store.put(_name(folder), marshal.dumps(kept))
        store.evict()


def _name(folder: str) -> str:
    return digest.of_parts("site", os.path.realpath(folder)) + "-site-2"
