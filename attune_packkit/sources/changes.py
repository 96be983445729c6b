"""What changed in working copies since a git revision."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from attune_packkit.sources.revisions import Blob, read_blobs
from attune_packkit.sources.working_copy import (
    git_text,
    refuse_unknown,
    run_git,
    top_of,
    without_filters,
)
from attune_packkit.tree import MAX_METADATA_BYTES


class Changes:
    """What changed since a revision, in as many working copies as the folders asked for lie in.

    A submodule changed if the repository around it had another commit of it then, or if it holds
    changes that are in no commit. Raises `UsageError` if the revision is unknown, which includes a
    shallow clone that lacks it, and `SourceError` if there is no repository or no git.
    """

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._changed: dict[tuple[str, str], tuple[str, ...]] = {}
        self._within: dict[tuple[str, str], frozenset[str]] = {}
        self._tops: dict[str, str] = {}
        self._around: dict[str, str] = {}

    def touched(self, folder: str, top: str = "") -> bool:
        """Tell whether anything in a folder changed; `folder` is absolute and without links."""
        top = top or self._top(folder)
        if top not in self._around:
            self._around[top] = _around(top)
        around = self._around[top]
        if folder in self._touched(top, "HEAD" if around else self._revision):
            return True
        return bool(around) and self.touched(top, around)

    def former(self, name: str) -> Iterator[bytes]:
        """Yield what files called `name` held that were changed or deleted since."""
        for (top, revision), changed in self._changed.items():
            named = [path for path in changed if os.path.basename(path) == name]
            if named:
                yield from _contents(top, revision, named)

    def _touched(self, top: str, revision: str) -> frozenset[str]:
        """Return the paths that changed, and all folders that they lie in."""
        if (top, revision) not in self._changed:
            changed = self._changed[top, revision] = tuple(sorted(_changed(top, revision)))
            self._within[top, revision] = frozenset(_with_folders(top, changed))
        return self._within[top, revision]

    def _top(self, folder: str) -> str:
        """Return the top folder of the working copy around a folder, asking git once for each."""
        inner = folder
        while not os.path.lexists(os.path.join(inner, ".git")) and inner != os.path.dirname(inner):
            inner = os.path.dirname(inner)
        if inner not in self._tops:
            self._tops[inner] = os.path.realpath(top_of(folder))
        return self._tops[inner]


def _changed(top: str, revision: str) -> Iterator[str]:
    """Yield the absolute paths of files that differ from `revision`, untracked ones too."""
    refuse_unknown(top, revision)
    how = ("--name-only", "--no-ext-diff", "--no-renames", "--ignore-submodules=dirty")
    plain = without_filters(top)
    changed = run_git(top, "diff", *how, "-z", revision, "--", settings=plain)
    untracked = run_git(top, "ls-files", "--others", "--exclude-standard", "-z")
    for name in (changed + untracked).split(b"\0"):
        if name:
            yield os.path.join(top, os.fsdecode(name))


def _with_folders(top: str, paths: Iterable[str]) -> set[str]:
    """Return paths and the folders that they lie in, up to the top one."""
    found: set[str] = set()
    for path in paths:
        while path not in found:
            found.add(path)
            path = os.path.dirname(path) if path != top else top
    return found


def _around(top: str) -> str:
    """Return the working copy of which this one is a submodule; "" if there is none."""
    place = git_text(top, "rev-parse", "--show-superproject-working-tree").removesuffix("\n")
    return place and os.path.realpath(place)


def _contents(top: str, revision: str, paths: Iterable[str]) -> Iterator[bytes]:
    """Yield what files held at a revision; nothing for those that it does not have."""
    names = (os.path.relpath(path, top) for path in paths)
    asked = "".join(f"{revision}:{name}\n" for name in names if "\n" not in name)
    listed = run_git(
        top,
        "cat-file",
        "--batch-check=%(objectsize) %(objectname)",
        given=asked.encode("utf-8", "surrogateescape"),
    )
    facts = (line.split() for line in listed.decode("utf-8", "replace").splitlines())
    blobs = [
        Blob("", name, int(size))
        for size, name in (pair for pair in facts if len(pair) == 2)
        if size.isdigit() and int(size) <= MAX_METADATA_BYTES
    ]
    for _, data in read_blobs(top, blobs):
        yield data
