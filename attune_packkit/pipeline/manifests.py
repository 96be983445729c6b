"""Read manifests without the rest of their packs: all that the steps before registration need."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator

from attune_packkit.documents.reasons import reason
from attune_packkit.errors import SourceError
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack, load
from attune_packkit.sources.local import find_packs
from attune_packkit.tree import Entry, EntryKind, Tree

NOT_FOUND = f"{MANIFEST} not found"


class ManifestError(Exception):
    """A manifest of which nothing can be used; the message is in Attune's words."""


def read_pack(root: str) -> Pack:
    """Return a pack with its manifest and nothing else. Raises `ManifestError`."""
    try:
        status = os.lstat(os.path.join(root, MANIFEST))
    except OSError:
        raise ManifestError(NOT_FOUND) from None
    kind: EntryKind = "file" if stat.S_ISREG(status.st_mode) else "special"
    entry = Entry(MANIFEST, kind, status.st_size, (0, 0, 0, 0, 0))
    pack = load(Tree(os.path.realpath(root), {MANIFEST: entry}))
    _refuse_unusable(pack.manifest)
    return pack


def _refuse_unusable(manifest: Component) -> None:
    document = manifest.document
    if document.readable and isinstance(document.value, dict):
        return
    if document.readable:
        raise ManifestError(f"Failed to parse {MANIFEST}: expected a mapping")
    done = "parse" if document.data else "read"
    raise ManifestError(f"Failed to {done} {MANIFEST}: {reason(document)}")


def located(paths: Iterable[str], errors: list[tuple[str, str]]) -> Iterator[tuple[str, Pack]]:
    """Yield the packs at or below paths, each once; add what is none to `errors`."""
    seen: set[str] = set()
    for path in paths:
        try:
            found = find_packs([path])
        except SourceError:
            found = []
        if not found:
            errors.append((path, NOT_FOUND))
        for each in found:
            if each.root in seen:
                continue
            seen.add(each.root)
            try:
                yield each.path, read_pack(each.root)
            except ManifestError as error:
                errors.append((each.path, str(error)))


def installed(packs_base_dir: str) -> Iterator[Pack]:
    """Yield the packs of an installation, by folder; none if it is not there."""
    try:
        with os.scandir(packs_base_dir) as listing:
            names = sorted(
                entry.name
                for entry in listing
                if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return
    for name in names:
        try:
            yield read_pack(os.path.join(packs_base_dir, name))
        except ManifestError:
            continue
