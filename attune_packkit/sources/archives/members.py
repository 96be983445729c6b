"""A member of an archive, whatever the kind of archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct


class Member(Struct, frozen=True):
    """A file or a folder as its headers tell; `chunks` is to be read before the next member."""

    name: str
    is_folder: bool
    size: int
    executable: bool
    chunks: Iterator[bytes]


class Stream(Protocol):
    """Bytes that can be read once."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none only at the end."""
        ...


def read_exactly(stream: Stream, size: int) -> bytes:
    """Return `size` bytes, or fewer if the stream ends before."""
    data = stream.read(size)
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data
