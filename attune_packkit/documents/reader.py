"""Bytes to values: the quick way if nothing in a file can be worth reporting, else with care.

Both give the same value; only the careful one knows faults, and it alone imports `yaml`.
"""

from __future__ import annotations

from attune_packkit.documents import quick
from attune_packkit.documents.document import Document


def read(path: str, data: bytes) -> Document:
    """Parse the YAML file at `path` (of its pack). Never raises for what the bytes hold."""
    document = quick.read(path, data)
    if document is None:
        from attune_packkit.documents import composing

        document = composing.read(path, data)
    return document
