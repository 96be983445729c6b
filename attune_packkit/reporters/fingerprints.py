"""Names for diagnostics that stay the same as long as the fault does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attune_packkit.api import PackResult, Reported, RunResult


def numbered(result: RunResult) -> Iterator[tuple[PackResult, Reported, str, int]]:
    """Yield every reported diagnostic with its fingerprint and how often that has occurred so far.

    Equal findings in two copies of a pack share a fingerprint; services drop all but one.
    """
    seen: Counter[str] = Counter()
    for pack, each in result.every_reported():
        fingerprint = each.diagnostic.fingerprint
        seen[fingerprint] += 1
        yield pack, each, fingerprint, seen[fingerprint]
