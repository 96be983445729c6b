"""Unpack an archive into a new folder, or nothing of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from attune_packkit.escaping import shown
from attune_packkit.sources.archives import kinds, zips
from attune_packkit.sources.archives.gzips import GzipStream
from attune_packkit.sources.archives.limits import MAX_TOTAL_BYTES, Budget
from attune_packkit.sources.archives.members import Member, Stream, read_exactly
from attune_packkit.sources.archives.names import Names
from attune_packkit.sources.archives.refusal import ArchiveError
from attune_packkit.sources.archives.tars import TarReader
from attune_packkit.sources.copying import is_repository
from attune_packkit.sources.folders import opened_file
from attune_packkit.sources.writing import NewFolder, new_folder

MAX_ARCHIVE_BYTES = MAX_TOTAL_BYTES
"""Bytes of the archive itself; Attune limits a download to as many."""


def extract(archive: str, into: str, *, name: str = "") -> None:
    """Unpack an archive into a folder that must not exist yet; git's own folders are left out.

    Raises `ArchiveError` for anything doubtful, and leaves nothing then; `name` is what it calls
    the archive, its path by default.
    """
    with _opened(archive) as file:
        try:
            with new_folder(into) as folder:
                _write(_members(file, archive), folder)
        except ArchiveError as error:
            called = shown(name or archive, 200)
            raise ArchiveError(f"archive {called}: {error.message}") from None


def _members(file: IO[bytes], path: str) -> Iterator[Member]:
    kind = kinds.archive_kind(_head(file), path)
    file.seek(0)
    if kind == "ZIP":
        return zips.members(file)
    if kind == "TAR":
        return TarReader(file).members()
    content = _head(GzipStream(file))
    if not kinds.is_tar(content):
        raise ArchiveError(
            "Unsupported archive format; expected ZIP, TAR, or TGZ: "
            f"this is a gzip file, and its content is {kinds.description(content)}"
        )
    file.seek(0)
    return TarReader(GzipStream(file)).members()


def _head(stream: Stream) -> bytes:
    return read_exactly(stream, kinds.HEAD_BYTES)


def _write(members: Iterator[Member], folder: NewFolder) -> None:
    budget, names = Budget(), Names()
    files = 0
    for member in members:
        budget.add_entry(member.name, member.size)
        parts = names.add(member.name, folder=member.is_folder)
        content = budget.counted(member.chunks, member.name, member.size)
        if member.is_folder or any(map(is_repository, parts)):
            for _ in content:
                pass
        else:
            folder.write(member.name, content, executable=member.executable)
            files += 1
    if not files:
        raise ArchiveError("the archive holds no files")


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    with opened_file(path, "archive") as file:
        if os.fstat(file.fileno()).st_size > MAX_ARCHIVE_BYTES:
            raise ArchiveError(f"archive {shown(path)} has more than {MAX_ARCHIVE_BYTES:,} bytes")
        yield file
