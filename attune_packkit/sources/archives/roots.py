"""Find the pack in what was unpacked or cloned."""

from __future__ import annotations

import os
import stat
from itertools import islice

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.sources.archives.names import components

PREFERRED = "pack"

_MAX_LISTED = 10_000


def pack_root(folder: str, subdirectory: str = "") -> str:
    """Return the folder of the pack: `folder` itself, its `pack/`, or its only folder with a pack.

    If there is none and all lies in one folder, as in archives of repositories, it is looked for
    there. `subdirectory` names it instead. Raises `SourceError` if there is none, or more than
    one.
    """
    if subdirectory:
        return _named(folder, subdirectory)
    found = _candidates(folder) or _candidates(_only_folder(folder))
    if len(found) > 1:
        names = ", ".join(shown(os.path.basename(path)) for path in found[:10])
        raise SourceError(
            f"there are {len(found)} packs, not one: {names}",
            hint="name one as #subdirectory=PATH",
        )
    if not found:
        raise SourceError(
            f"there is no pack: no {MANIFEST} at the top or in a folder below it",
            hint="name a folder further down as #subdirectory=PATH",
        )
    return found[0]


def _candidates(folder: str) -> list[str]:
    """Return the pack that a folder is or prefers, else all packs right below it."""
    for path in (folder, os.path.join(folder, PREFERRED)):
        if _is_folder(path) and _is_pack(path):
            return [path]
    return [path for path in _folders(folder) if _is_pack(path)] if folder else []


def _only_folder(folder: str) -> str:
    """Return the folder that holds all that is in a folder; "" if there is none."""
    names = os.listdir(folder)
    path = os.path.join(folder, names[0]) if len(names) == 1 else ""
    return path if path and _is_folder(path) else ""


def _named(folder: str, subdirectory: str) -> str:
    path = folder
    for part in components(subdirectory.strip("/")):
        path = os.path.join(path, part)
        if not _is_folder(path):
            raise SourceError(f"there is no folder {shown(subdirectory)}")
    if not _is_pack(path):
        raise SourceError(f"there is no {MANIFEST} in folder {shown(subdirectory)}")
    return path


def _folders(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as listing:
            names = [entry.name for entry in islice(listing, _MAX_LISTED)]
    except OSError as error:
        raise SourceError(f"folder {shown(folder)} cannot be read: {error.strerror}") from None
    paths = (os.path.join(folder, name) for name in sorted(names) if not name.startswith("."))
    return [path for path in paths if _is_folder(path)]


def _is_pack(folder: str) -> bool:
    return _kind(os.path.join(folder, MANIFEST)) == stat.S_IFREG


def _is_folder(path: str) -> bool:
    return _kind(path) == stat.S_IFDIR


def _kind(path: str) -> int | None:
    try:
        return stat.S_IFMT(os.lstat(path).st_mode)
    except OSError:
        return None
