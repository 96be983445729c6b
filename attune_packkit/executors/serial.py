"""The executor `serial`: one after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Sequence


class Serial:
    """Runs everything in this process."""

    name = "serial"

    def run(
        self, work: Callable[[str], tuple[bytes, bytes]], items: Sequence[str], jobs: int
    ) -> list[tuple[bytes, bytes]]:
        """Return what the work gives for each item."""
        return [work(item) for item in items]
