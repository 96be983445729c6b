"""The members of a ZIP archive, after its records were found to agree and to fill the file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import IO

from attune_packkit.escaping import shown
from attune_packkit.sources.archives import zip_headers
from attune_packkit.sources.archives.limits import CHUNK
from attune_packkit.sources.archives.members import Member, read_exactly
from attune_packkit.sources.archives.refusal import ArchiveError
from attune_packkit.sources.archives.zip_headers import DEFLATED, HAS_DESCRIPTOR, Central


def members(file: IO[bytes]) -> Iterator[Member]:
    """Yield the members in the order of the directory; raises `ArchiveError`."""
    end = zip_headers.read_end(file)
    entries = zip_headers.read_directory(file, end)
    starts = {entry.offset: zip_headers.read_local(file, entry) for entry in entries}
    _expect_no_gap(file, entries, starts, end.directory_offset)
    for entry in entries:
        content = _content(file, entry, starts[entry.offset])
        name = entry.name.removesuffix("/")
        yield Member(name, entry.is_folder, entry.size, bool(entry.mode & 0o100), content)


def _expect_no_gap(
    file: IO[bytes], entries: list[Central], starts: dict[int, int], directory: int
) -> None:
    """Expect that the members follow each other from the first byte up to the directory."""
    ordered = sorted(entries, key=lambda entry: entry.offset)
    ends = [*(entry.offset for entry in ordered), directory]
    if ends[0] != 0:
        raise ArchiveError("the ZIP archive begins with data that is no member")
    for entry, (_, following) in zip(ordered, pairwise(ends), strict=True):
        after = starts[entry.offset] + entry.packed_size
        if entry.flags & HAS_DESCRIPTOR:
            file.seek(after)
            found = read_exactly(file, max(0, min(following - after, 16)))
            if found not in zip_headers.descriptors(entry):
                raise ArchiveError(f"member {shown(entry.name)} is followed by no right descriptor")
            after += len(found)
        if after != following:
            what = "overlaps another one" if after > following else "is followed by hidden data"
            raise ArchiveError(f"member {shown(entry.name)} {what}")


def _content(file: IO[bytes], entry: Central, start: int) -> Iterator[bytes]:
    file.seek(start)
    checksum = 0
    packed = _packed(file, entry.packed_size)
    for chunk in _inflated(packed, entry.name) if entry.method == DEFLATED else packed:
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if checksum != entry.checksum:
        raise ArchiveError(f"member {shown(entry.name)} is damaged: its checksum is wrong")


def _packed(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size and (chunk := file.read(min(size, CHUNK))):
        size -= len(chunk)
        yield chunk


def _inflated(packed: Iterator[bytes], name: str) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for pending in packed:
        while pending:
            if inflater.eof:
                raise ArchiveError(f"member {shown(name)} has data after its end")
            try:
                yield inflater.decompress(pending, CHUNK)
            except zlib.error as error:
                raise ArchiveError(f"member {shown(name)} is damaged: {error}") from None
            pending = inflater.unconsumed_tail + inflater.unused_data
    if not inflater.eof:
        raise ArchiveError(f"member {shown(name)} is cut: it ends before its content does")
