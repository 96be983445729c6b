"""Digests: canonical ones for cache keys and fingerprints.

What computes them brings a library of ciphers along, so it is imported when there is something to
digest: a run without a cache and without findings has nothing.
"""

from __future__ import annotations

import marshal
from typing import Any


def raw(data: bytes) -> bytes:
    """Return the SHA-256 of `data`, 32 bytes."""
    import hashlib

    return hashlib.sha256(data).digest()


def of_bytes(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hex digits."""
    return raw(data).hex()


def of_parts(*parts: Any) -> str:
    """Return a digest of plain data; equal data gives equal digests on every run.

    Marshal version 0 writes no references, so sharing of equal objects cannot show;
    dictionaries count in their own order.
    """
    return of_bytes(marshal.dumps(parts, 0))
