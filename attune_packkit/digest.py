"""Digests: canonical ones for cache keys and fingerprints."""

from __future__ import annotations

import hashlib
import marshal
from typing import Any


def of_bytes(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def of_parts(*parts: Any) -> str:
    """Return a digest of plain data; equal data gives equal digests on every run.

    Marshal version 0 writes no references, so sharing of equal objects cannot show;
    dictionaries count in their own order.
    """
    return hashlib.sha256(marshal.dumps(parts, 0)).hexdigest()
