"""Read the members of a tar archive; refuse what different programs read differently."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.escaping import shown
from attune_packkit.sources.archives import tar_headers
from attune_packkit.sources.archives.limits import CHUNK
from attune_packkit.sources.archives.members import Member, Stream, read_exactly
from attune_packkit.sources.archives.refusal import ArchiveError
from attune_packkit.sources.archives.tar_headers import (
    BLOCK,
    EXTENDED,
    FOLDER,
    GLOBAL,
    LONG_NAME,
    Header,
)

MAX_TRAILING_BYTES = 1024 * 1024
MAX_GLOBAL_HEADERS = 16

_HERE = "./"


class TarReader:
    """Reads a tar archive once, from its first block to its end.

    An archive may begin with the folder `./` and have all else in that, as `tar .` writes it.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._globals = 0
        self._under_here: bool | None = None

    def members(self) -> Iterator[Member]:
        """Yield the members; each must be read before the next one is asked for."""
        while (found := self._next_header()) is not None:
            header, name = found
            if header.kind == FOLDER and header.size:
                raise ArchiveError(f"folder {shown(name)} has content")
            if self._under_here is None:
                self._under_here = header.kind == FOLDER and name == _HERE
                if self._under_here:
                    continue
            yield self._member(header, name.removeprefix(_HERE) if self._under_here else name)
        self._expect_the_end()

    def _member(self, header: Header, name: str) -> Member:
        is_folder = header.kind == FOLDER
        if is_folder:
            name = name.removesuffix("/")
        executable = bool(header.mode & 0o100)
        return Member(name, is_folder, header.size, executable, self._content(header))

    def _next_header(self) -> tuple[Header, str] | None:
        """Return the next file or folder and its name; None at the end of the archive."""
        records: dict[str, str] | None = None
        long_name: bytes | None = None
        while (header := self._header()) is not None:
            if header.kind == GLOBAL:
                self._skip_global(header)
            elif header.kind == EXTENDED and records is None:
                records = tar_headers.pax_records(self._extension(header))
                tar_headers.refuse_special(records)
            elif header.kind == LONG_NAME and long_name is None:
                long_name = tar_headers.long_name(self._extension(header))
            elif header.kind in (EXTENDED, LONG_NAME):
                raise ArchiveError("a tar member has several extended headers")
            else:
                return header, _named(header, records or {}, long_name)
        if records is not None or long_name is not None:
            raise ArchiveError("the tar archive ends with an extended header of no member")
        return None

    def _header(self) -> Header | None:
        block = self._exactly(BLOCK)
        if any(block):
            return tar_headers.parse_header(block)
        if any(self._exactly(BLOCK)):
            raise ArchiveError("more follows the end of the tar archive")
        return None

    def _skip_global(self, header: Header) -> None:
        """Take a global header such as git writes, with the commit as comment."""
        self._globals += 1
        records = tar_headers.pax_records(self._extension(header))
        tar_headers.refuse_special(records)
        if self._globals > MAX_GLOBAL_HEADERS or records.keys() & {"path", "size"}:
            raise ArchiveError("a global PAX header changes the members that follow")

    def _extension(self, header: Header) -> bytes:
        if header.size > tar_headers.MAX_EXTENSION_BYTES:
            raise ArchiveError(
                f"an extended tar header has more than {tar_headers.MAX_EXTENSION_BYTES:,} bytes"
            )
        return self._exactly(header.padded_size)[: header.size]

    def _content(self, header: Header) -> Iterator[bytes]:
        left = header.size
        while left:
            chunk = self._stream.read(min(left, CHUNK))
            if not chunk:
                raise _cut()
            left -= len(chunk)
            yield chunk
        self._exactly(header.padded_size - header.size)

    def _expect_the_end(self) -> None:
        left = MAX_TRAILING_BYTES
        while chunk := self._stream.read(CHUNK):
            left -= len(chunk)
            if any(chunk) or left < 0:
                raise ArchiveError("more follows the end of the tar archive")

    def _exactly(self, size: int) -> bytes:
        data = read_exactly(self._stream, size)
        if len(data) < size:
            raise _cut()
        return data


def _named(header: Header, records: dict[str, str], long_name: bytes | None) -> str:
    name = tar_headers.apply(records, header)
    if long_name is not None:
        if "path" in records or not header.is_gnu or not long_name.startswith(header.name):
            raise ArchiveError("a tar member has two names that do not agree")
        name = long_name
    return tar_headers.decoded(name)


def _cut() -> ArchiveError:
    return ArchiveError("the tar archive is cut: it ends in the middle of a member")
