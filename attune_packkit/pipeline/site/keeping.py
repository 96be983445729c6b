"""The last good version of each pack, kept in the site as an archive for when the newest breaks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from attune_packkit.errors import PackkitError
from attune_packkit.escaping import shown_path
from attune_packkit.pipeline.site.gathering import Gathered
from attune_packkit.registry.tracked import belongs
from attune_packkit.sitegen.addresses import slug
from attune_packkit.sources.archives import extract, pack_root, write_archive
from attune_packkit.sources.placing import workspace

FOLDER = ".packkit-kept"
"""Folder in the site; nothing of it is linked."""


class Kept:
    """The archives in one site, one of each pack, named by ref and checksum.

    `notes` say which packs could not be kept, or unpacked again.
    """

    def __init__(self, site: str) -> None:
        self._folder = os.path.join(site, FOLDER)
        self.notes: list[str] = []

    def keep(self, packs: Iterable[Gathered]) -> None:
        """Keep packs as they are now, in place of what was kept of them."""
        try:
            os.makedirs(self._folder, exist_ok=True)
        except OSError as error:
            problem = f"{shown_path(self._folder)} cannot be made: {error.strerror}"
            self.notes.append(f"no pack could be kept: {problem}")
            return
        known = self._archives()
        for pack in packs:
            name = f"{slug(pack.card.ref)}+{pack.checksum.rpartition(':')[2][:16]}.tar.gz"
            old = known.get(slug(pack.card.ref), "")
            if old == name or not pack.checksum:
                continue
            try:
                archive = os.path.join(self._folder, name)
                write_archive(pack.root, archive, replace=True, wanted=belongs(pack.root))
            except PackkitError as error:
                self.notes.append(f"{pack.card.ref} could not be kept: {error.message}")
                continue
            if old:
                os.unlink(os.path.join(self._folder, old))

    @contextmanager
    def unpacked(self, refs: Iterable[str]) -> Iterator[dict[str, str]]:
        """Yield the folders of what was kept of these packs, by ref, for as long as needed."""
        known = self._archives()
        wanted = {ref: known[slug(ref)] for ref in refs if slug(ref) in known}
        if not wanted:
            yield {}
            return
        with workspace(self._folder) as folder:
            found = {ref: self._unpack(name, ref, folder) for ref, name in wanted.items()}
            yield {ref: root for ref, root in found.items() if root}

    def _unpack(self, name: str, ref: str, folder: str) -> str:
        """Unpack what was kept of a pack; return its folder, "" if it is damaged."""
        into = os.path.join(folder, slug(ref))
        try:
            extract(os.path.join(self._folder, name), into)
            return pack_root(into)
        except PackkitError as error:
            self.notes.append(f"what was kept of {ref} is of no use: {error.message}")
            return ""

    def _archives(self) -> dict[str, str]:
        try:
            names = os.listdir(self._folder)
        except OSError:
            return {}
        return {name.partition("+")[0]: name for name in sorted(names) if name.endswith(".tar.gz")}
