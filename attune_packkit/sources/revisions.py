"""A folder as it was at a git revision, written aside: the working copy is not touched.

Nothing of the repository runs: no filter, no attribute, no hook. Links and submodules are left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.sources.copying import is_repository
from attune_packkit.sources.working_copy import refuse_unknown, run_git, top_of
from attune_packkit.sources.writing import new_folder
from attune_packkit.tree import MAX_ENTRIES, MAX_KEPT_BYTES

_FILES = frozenset({b"100644", b"100755"})


class Blob(Struct, frozen=True):
    """What a file held, by git's name for it."""

    path: str
    name: str
    size: int


def write_revision(directory: str, revision: str, into: str) -> None:
    """Write the files of `directory` at `revision` into a folder that does not exist yet.

    Raises `UsageError` for an unknown revision; `SourceError` if the folder is in no working copy,
    was not there then, or is too large.
    """
    top = top_of(directory)
    refuse_unknown(top, revision)
    inside = os.path.relpath(os.path.realpath(directory), os.path.realpath(top))
    tree = f"{revision}^{{commit}}:{'' if inside == '.' else inside}"
    listing = run_git(top, "ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", tree)
    blobs = list(_blobs(listing))
    if not blobs:
        raise SourceError(f"{shown_path(directory)} holds no files at revision {shown(revision)}")
    size = sum(blob.size for blob in blobs)
    if len(blobs) > MAX_ENTRIES or size > MAX_KEPT_BYTES:
        raise SourceError(
            f"{shown_path(directory)} is too large at revision {shown(revision)}",
            hint=f"at most {MAX_ENTRIES:,} files of {MAX_KEPT_BYTES:,} bytes in all are read",
        )
    contents = read_blobs(top, blobs)
    with new_folder(into) as folder:
        for blob, data in contents:
            folder.write(blob.path, (data,))


def read_blobs(top: str, blobs: Sequence[Blob]) -> Iterator[tuple[Blob, bytes]]:
    """Return each file with its bytes. Raises `SourceError` if the repository lacks one."""
    names = "".join(f"{blob.name}\n" for blob in blobs).encode()
    return _contents(blobs, run_git(top, "cat-file", "--batch", given=names))


def _blobs(listing: bytes) -> Iterator[Blob]:
    """Yield the files of a listing; none whose name could lead out of a folder."""
    for line in listing.split(b"\0"):
        mode, _, rest = line.partition(b" ")
        facts, _, path = rest.partition(b"\t")
        if mode not in _FILES or not _is_inside(os.fsdecode(path)):
            continue
        _, name, size = facts.split()
        if not size.isdigit():
            raise _lacking(os.fsdecode(path))
        yield Blob(os.fsdecode(path), name.decode("ascii"), int(size))


def _is_inside(path: str) -> bool:
    steps = path.split("/")
    return {"", ".", ".."}.isdisjoint(steps) and not any(map(is_repository, steps))


def _contents(blobs: Iterable[Blob], data: bytes) -> Iterator[tuple[Blob, bytes]]:
    """Yield each file with its bytes, as `git cat-file --batch` prints them one after another."""
    at = 0
    for blob in blobs:
        head = f"{blob.name} blob {blob.size}\n".encode()
        start = at + len(head)
        end = start + blob.size
        if data[at:start] != head:
            raise _lacking(blob.path)
        yield blob, data[start:end]
        at = end + 1


def _lacking(path: str) -> SourceError:
    return SourceError(
        f"the repository lacks the content of {shown(path)}",
        hint="a partial clone may: fetch the whole repository",
    )
