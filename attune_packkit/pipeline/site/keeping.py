"""The last good version of each pack, kept in the site as an archive for when the newest breaks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from attune_packkit.errors import PackkitError
from attune_packkit.pipeline.site.gathering import Gathered
from attune_packkit.sitegen.addresses import slug
from attune_packkit.sources.archives import extract, pack_root, write_archive
from attune_packkit.sources.placing import workspace

FOLDER = ".packkit-kept"
"""Folder in the site; nothing of it is linked."""


class Kept:
    """The archives in one site, one of each pack, named by ref and checksum."""

    def __init__(self, site: str) -> None:
        self._folder = os.path.join(site, FOLDER)

    def keep(self, packs: Iterable[Gathered]) -> list[str]:
        """Keep packs as they are now, in place of what was kept of them.

        Returns a note for each pack that could not be kept.
        """
        os.makedirs(self._folder, exist_ok=True)
        known = self._archives()
        notes = []
        for pack in packs:
            name = f"{slug(pack.card.ref)}+{pack.checksum.rpartition(':')[2][:16]}.tar.gz"
            old = known.get(slug(pack.card.ref), "")
            if old == name or not pack.checksum:
                continue
            try:
                write_archive(pack.root, os.path.join(self._folder, name), replace=True)
            except PackkitError as error:
                notes.append(f"{pack.card.ref} could not be kept: {error.message}")
                continue
            if old:
                os.unlink(os.path.join(self._folder, old))
        return notes

    @contextmanager
    def unpacked(self, refs: Iterable[str]) -> Iterator[dict[str, str]]:
        """Yield the folders of what was kept of these packs, by ref, for as long as needed."""
        known = self._archives()
        wanted = {ref: known[slug(ref)] for ref in refs if slug(ref) in known}
        if not wanted:
            yield {}
            return
        with workspace(self._folder) as folder:
            yield {ref: self._unpack(name, ref, folder) for ref, name in wanted.items()}

    def _unpack(self, name: str, ref: str, folder: str) -> str:
        into = os.path.join(folder, slug(ref))
        extract(os.path.join(self._folder, name), into)
        return pack_root(into)

    def _archives(self) -> dict[str, str]:
        try:
            names = os.listdir(self._folder)
        except OSError:
            return {}
        return {name.partition("+")[0]: name for name in sorted(names) if name.endswith(".tar.gz")}
