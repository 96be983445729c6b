"""How much an archive may hold, counted while it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from attune_packkit.escaping import shown
from attune_packkit.sources.archives.refusal import ArchiveError

MAX_TOTAL_BYTES = 100 * 1024 * 1024
MAX_ENTRIES = 10_000
MAX_ENTRY_BYTES = 50 * 1024 * 1024
"""Attune's own limits for what it unpacks."""

CHUNK = 256 * 1024


class Budget(Struct):
    """What one archive has used up of its limits."""

    entries: int = 0
    size: int = 0

    def add_entry(self, name: str, size: int) -> None:
        """Count an entry with the size that its header tells; raises `ArchiveError`."""
        self.entries += 1
        if self.entries > MAX_ENTRIES:
            raise ArchiveError("Archive contains too many entries")
        if size > MAX_ENTRY_BYTES:
            raise ArchiveError(
                f"Archive entry exceeds the per-entry extracted size limit: {shown(name)}"
            )
        if self.size + size > MAX_TOTAL_BYTES:
            raise ArchiveError("Archive exceeds the total extracted size limit")

    def counted(self, chunks: Iterable[bytes], name: str, size: int) -> Iterator[bytes]:
        """Pass on the content of an entry; fail at the first byte beyond the size in its header."""
        read = 0
        for chunk in chunks:
            read += len(chunk)
            if read > size:
                break
            self.size += len(chunk)
            yield chunk
        if read != size:
            raise ArchiveError(f"{shown(name)} is not as long as its header tells ({size:,} bytes)")
