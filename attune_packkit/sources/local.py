"""Find packs in folders of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from msgspec import Struct

from attune_packkit.errors import ExitCode, PackkitError, SourceError
from attune_packkit.escaping import shown_path
from attune_packkit.model.kinds import BY_DIRECTORY, MANIFEST, SUFFIXES
from attune_packkit.suggest import near
from attune_packkit.tree import IGNORED_DIRECTORIES

MAX_SEARCH_DEPTH = 3
"""Folders below a given one in which packs are looked for."""

_MAX_ABOVE = 8
"""Folders above a file in which its pack is looked for."""


class NoPackError(PackkitError):
    """Nothing at the given places is a pack."""

    exit_code = ExitCode.NOTHING_COLLECTED

    def __init__(self, places: Iterable[str]) -> None:
        super().__init__(
            f"no pack found in {', '.join(places) or 'an empty list'}",
            hint="a pack is a folder with a pack.yaml",
        )


class Found(Struct, frozen=True):
    """A pack's folder: `path` as the user would write it, `root` absolute."""

    path: str
    root: str


def find_packs(paths: Iterable[str], links: list[str] | None = None) -> list[Found]:
    """Return the packs at or below the given paths, each once, sorted by path.

    A path may be a pack, a folder of packs, or a file or folder inside a pack. In folders, links
    are not followed: those that lead to packs are added to `links`. Raises `SourceError` for a path
    that does not exist or a folder that cannot be read; a path without a pack just adds nothing.
    """
    found: dict[str, Found] = {}
    for path in paths:
        for pack in _packs_at(path, [] if links is None else links):
            found.setdefault(pack.root, pack)
    return sorted(found.values(), key=lambda pack: pack.path)


def _packs_at(path: str, links: list[str]) -> Iterator[Found]:
    if not os.path.lexists(path):
        raise SourceError(f"path {shown_path(path)} does not exist", hint=meant_path(path))
    if not os.path.isdir(path):
        directory = _enclosing_pack(path)
        if directory is None and not os.path.exists(path):
            raise SourceError(f"path {shown_path(path)} is a link that leads nowhere")
        if directory is None:
            raise SourceError(
                f"file {shown_path(path)} is not inside a pack (no {MANIFEST} above it)"
            )
        yield Found(directory, os.path.realpath(directory))
        return
    if not os.access(path, os.R_OK | os.X_OK):
        raise SourceError(f"folder {shown_path(path)} cannot be read")
    root = os.path.realpath(path)
    found = [] if _is_component_folder(path) else list(_search(path, root, 0, links))
    if not found:
        directory = _enclosing_pack(os.path.join(path, ""))
        found = [Found(directory, os.path.realpath(directory))] if directory else []
    yield from found


def meant_path(path: str) -> str:
    """Return what may be meant by a path that does not exist, or ""."""
    folder, name = os.path.split(os.path.normpath(path))
    try:
        beside = os.listdir(folder or ".")
    except (OSError, ValueError):
        return ""
    match = near(name, beside)
    return f"did you mean {shown_path(os.path.join(folder, match))}?" if match else ""


def _is_component_folder(path: str) -> bool:
    """Tell whether a folder is one of a pack's own, such as `actions`."""
    parent, name = os.path.split(os.path.realpath(path))
    return name in BY_DIRECTORY and os.path.lexists(os.path.join(parent, MANIFEST))


def _search(directory: str, root: str, depth: int, links: list[str]) -> Iterator[Found]:
    """Yield the packs at or below a folder; `root` is its real path, which no link changes."""
    if _is_pack(directory):
        yield Found(_tidy(directory), root)
        return
    if depth >= MAX_SEARCH_DEPTH:
        return
    try:
        with os.scandir(directory) as listing:
            items = sorted(listing, key=lambda item: item.name)
    except PermissionError:
        raise SourceError(
            f"folder {shown_path(_tidy(directory))} cannot be read, and may hold packs",
            hint="make it readable, or name the packs that are to be checked",
        ) from None
    except OSError:
        return
    for item in items:
        name, path = item.name, os.path.join(directory, item.name)
        if name.startswith(".") or name in IGNORED_DIRECTORIES:
            continue
        if item.is_dir(follow_symlinks=False):
            yield from _search(path, os.path.join(root, name), depth + 1, links)
        elif item.is_symlink() and os.path.isfile(os.path.join(path, MANIFEST)):
            links.append(_tidy(path))


def _is_pack(directory: str) -> bool:
    """Tell whether a folder is a pack, or was meant to be: components but no manifest."""
    if os.path.lexists(os.path.join(directory, MANIFEST)):
        return True
    try:
        with os.scandir(directory) as listing:
            names = {entry.name for entry in listing}
    except OSError:
        return False
    if any(name.lower() in (MANIFEST, "pack.yml") for name in names):
        return True
    return any(_has_metadata(os.path.join(directory, name)) for name in names & set(BY_DIRECTORY))


def _has_metadata(directory: str) -> bool:
    try:
        with os.scandir(directory) as listing:
            return any(entry.name.endswith(SUFFIXES) for entry in listing)
    except OSError:
        return False


def _enclosing_pack(path: str) -> str | None:
    directory = os.path.dirname(path) or "."
    for _ in range(_MAX_ABOVE):
        if os.path.lexists(os.path.join(directory, MANIFEST)):
            return _tidy(directory)
        parent = os.path.join(directory, "..")
        if os.path.realpath(parent) == os.path.realpath(directory):
            return None
        directory = parent
    return None


def _tidy(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")
