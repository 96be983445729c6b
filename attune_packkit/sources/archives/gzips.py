"""A gzip file of one member and nothing else."""

from __future__ import annotations

import zlib
from typing import IO

from attune_packkit.sources.archives.limits import CHUNK
from attune_packkit.sources.archives.refusal import ArchiveError

_GZIP_FORMAT = 16 + zlib.MAX_WBITS


class GzipStream:
    """The content of a gzip file; zlib verifies its header, length and checksum.

    Reading raises `ArchiveError` if it is damaged or cut, or if anything follows the first member.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._inflater = zlib.decompressobj(_GZIP_FORMAT)
        self._pending = b""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none only at the end."""
        data = b""
        while not data and not self._inflater.eof and size:
            self._pending = self._pending or self._file.read(CHUNK)
            if not self._pending:
                raise ArchiveError("the gzip file is cut: it ends before its content does")
            try:
                data = self._inflater.decompress(self._pending, size)
            except zlib.error as error:
                raise ArchiveError(f"the gzip file is damaged: {error}") from None
            self._pending = self._inflater.unconsumed_tail
        if self._inflater.eof and (self._inflater.unused_data or self._file.read(1)):
            raise ArchiveError("more follows the end of the gzip file, such as a second member")
        return data
