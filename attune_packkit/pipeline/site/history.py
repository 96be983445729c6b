"""Older versions of packs: from tags of their repositories, or from an index with several.

What was fetched stays in the site's own folder: a commit, or an archive with a checksum, never
changes, so the next build finds it there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from attune_packkit import digest
from attune_packkit.errors import PackkitError, SourceError
from attune_packkit.escaping import shown_path
from attune_packkit.pipeline.downloading import download
from attune_packkit.pipeline.downloads import Downloaded, DownloadOptions, Wanted
from attune_packkit.pipeline.index_files import read_file
from attune_packkit.pipeline.site.gathering import Gathered
from attune_packkit.registry.index import IndexEntry, InstallSource, read_index
from attune_packkit.session import Session
from attune_packkit.sitegen.addresses import slug
from attune_packkit.sources.local import Found
from attune_packkit.sources.placing import place, workspace
from attune_packkit.sources.revisions import write_revision
from attune_packkit.sources.working_copy import run_git

FOLDER = ".packkit-versions"
"""Folder in the site; nothing of it is linked."""

MAX_VERSIONS = 100
"""Versions of one pack that are shown: the newest ones."""


class History(Struct, frozen=True):
    """Where older versions are to be found: a pattern of tags such as `v*`, and an index file."""

    tags: str = ""
    index: str = ""


class OlderVersions:
    """The older versions that one site holds.

    `notes` say which could not be had, `sources` where an index says that they can be fetched, by
    `ref@version`, and `marked` are the entries of an index that say something against a version.
    """

    def __init__(self, site: str, session: Session) -> None:
        self._folder = os.path.join(site, FOLDER)
        self._session = session
        self._used: set[str] = set()
        self.notes: list[str] = []
        self.sources: dict[str, tuple[InstallSource, ...]] = {}
        self.marked: list[IndexEntry] = []

    def find(self, history: History, packs: Sequence[Gathered]) -> list[Found]:
        """Return the folders of older versions of these packs, fetched where they are not there."""
        found = [*self._tagged(history.tags, packs), *self._listed(history.index, packs)]
        self._tidy()
        return found

    def _tagged(self, pattern: str, packs: Iterable[Gathered]) -> Iterator[Found]:
        for pack in packs if pattern else ():
            try:
                tags = list(_tags(pack.root, pattern))
            except SourceError as error:
                self.notes.append(f"{pack.card.ref} has no tags: {error.message}")
                continue
            for tag, commit in tags[:MAX_VERSIONS]:
                name = f"{slug(pack.card.ref)}/{commit[:20]}-{digest.of_parts(pack.root)[:8]}"

                def write(into: str, root: str = pack.root, commit: str = commit) -> None:
                    write_revision(root, commit, into)

                yield from self._there(name, f"{pack.card.ref} at tag {tag}", write)

    def _listed(self, path: str, packs: Iterable[Gathered]) -> Iterator[Found]:
        if not path:
            return
        plain = self._session.settings.allow_http
        index = read_index(read_file(path), name=shown_path(path), allow_http=plain)
        for pack in packs:
            entries = index.versions(pack.card.ref, yanked=True)
            self.marked += [each for each in entries if each.yanked or each.deprecated]
            for entry in [each for each in entries if not each.yanked][:MAX_VERSIONS]:
                if entry.version != pack.card.version and entry.sources:
                    yield from self._entry(entry, path)

    def _entry(self, entry: IndexEntry, path: str) -> Iterator[Found]:
        name = f"{slug(entry.ref)}/{digest.of_parts(entry.version, entry.sources[0].checksum)[:32]}"
        wanted = Wanted(f"{entry.ref}@{entry.version}", pack_ref=entry.ref, version=entry.version)

        def fetch(into: str) -> None:
            made = download(self._session, [wanted], DownloadOptions(into, (path,))).results[0]
            if not isinstance(made, Downloaded):
                raise SourceError(made.error.message)

        for found in self._there(name, f"{entry.ref} {entry.version}", fetch):
            self.sources[f"{entry.ref}@{entry.version}"] = entry.sources
            inner = os.path.join(found.root, entry.ref)
            yield Found(inner, inner)

    def _there(self, name: str, what: str, write: Callable[[str], None]) -> Iterator[Found]:
        """Yield a version's folder, written first if it is not there."""
        target = os.path.join(self._folder, *name.split("/"))
        self._used.add(target)
        if not os.path.isdir(target):
            try:
                with workspace(os.path.dirname(target)) as folder:
                    made = os.path.join(folder, "pack")
                    write(made)
                    place(made, target, replace=False)
            except PackkitError as error:
                self.notes.append(f"{what} is left out: {error.message}")
                return
        yield Found(target, target)

    def _tidy(self) -> None:
        """Remove versions that nobody asks for any more."""
        for folder in _folders(self._folder):
            for version in _folders(folder):
                if version not in self._used:
                    shutil.rmtree(version, ignore_errors=True)


def _tags(root: str, pattern: str) -> Iterator[tuple[str, str]]:
    """Yield the tags of a pack's repository with their commits, the newest first."""
    form = "--format=%(refname:short) %(objectname) %(*objectname)"
    listed = run_git(root, "tag", "--list", "--sort=-creatordate", form, "--", pattern)
    for line in listed.decode("utf-8", "replace").splitlines():
        name, commit, *peeled = line.split(" ")
        yield name, peeled[0] if peeled and peeled[0] else commit


def _folders(path: str) -> list[str]:
    try:
        with os.scandir(path) as listing:
            return [each.path for each in listing if each.is_dir(follow_symlinks=False)]
    except OSError:
        return []
