"""What a resolver is asked with, and what it answers."""

from __future__ import annotations

import os
import secrets

from msgspec import Struct, field

from attune_packkit import clock
from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.sources.access import Access
from attune_packkit.sources.archives import extract
from attune_packkit.sources.copying import copy_tree
from attune_packkit.sources.git import Exported
from attune_packkit.sources.reference import Reference, parse
from attune_packkit.sources.urls import masked
from attune_packkit.tree import IGNORED_DIRECTORIES

DEFAULT_INDEX = "https://registry.attune.io/index.json"


class Fetched(Struct, frozen=True):
    """What a resolver wrote, and where it came from.

    `source_type` is `registry`, `git`, `http` or `local`. `pinned` is a source that gives the same
    bytes again. `pack_ref`, `pack_version` and `checksum`, of the pack's folder, are what the
    source promised, "" for nothing: packkit holds the files to them. `promised_by` names who did.
    """

    source_type: str
    url: str
    pinned: str
    commit: str = ""
    subdirectory: str = ""
    pack_ref: str = ""
    pack_version: str = ""
    checksum: str = ""
    promised_by: str = ""


class Request(Struct):
    """One source to be fetched, and the means to do it: resolvers open no connection themselves.

    `ref_spec` is the git ref for sources that name none. `indices` are the registry's, the first
    one first. `workspace` is a private folder for what is needed meanwhile. `deadline` is a time of
    `clock.elapsed`.
    """

    access: Access
    workspace: str
    deadline: float
    ref_spec: str = ""
    indices: tuple[str, ...] = (DEFAULT_INDEX,)
    ignore_broken_index: bool = False
    notes: list[str] = field(default_factory=list)

    def parse(self, source: str) -> Reference:
        """Read a source of the forms that packkit knows."""
        found = parse(source, self.ref_spec)
        if found.note:
            self.note(found.note)
        return found

    def note(self, text: str) -> None:
        """Tell the user something about this source."""
        self.notes.append(text)

    def seconds_left(self) -> float:
        """Return the seconds that remain. Raises `SourceError` if none do."""
        left = self.deadline - clock.elapsed()
        if left <= 0:
            raise SourceError("it took longer than allowed", hint="see --timeout")
        return left

    def read(self, url: str) -> bytes:
        """Return a small file by URL or path."""
        return self.access.document(url, self.deadline)

    def fetch_archive(self, url: str, into: str, *, checksum: str = "") -> None:
        """Download an archive, verify it if a checksum is given, and unpack it to a new folder."""
        archive = self._aside()
        self.access.save(url, archive, self.deadline, checksum)
        self.unpack(archive, into, name=masked(url))

    def fetch_git(self, url: str, wanted: str, into: str, *, subdirectory: str = "") -> Exported:
        """Write the files of a repository at a branch, tag or commit to a new folder."""
        archive = self._aside()
        exported = self.access.export(url, wanted, subdirectory, archive, self.deadline)
        for note in exported.notes:
            self.note(note)
        self.unpack(archive, into, name=masked(url))
        return exported

    def unpack(self, archive: str, into: str, *, name: str = "") -> None:
        """Unpack an archive of this machine to a new folder; refuses whatever is doubtful.

        Errors call it `name`, or by its path.
        """
        self.seconds_left()
        extract(archive, into, name=name)

    def copy(self, folder: str, into: str) -> None:
        """Copy a folder of this machine to a new one, without caches and repositories in it."""
        if not os.path.isdir(folder):
            found = "is no folder and no archive" if os.path.lexists(folder) else "does not exist"
            raise SourceError(f"{shown(folder, 200)} {found}")
        copy_tree(folder, into, without=IGNORED_DIRECTORIES)

    def _aside(self) -> str:
        return os.path.join(self.workspace, secrets.token_hex(8))
