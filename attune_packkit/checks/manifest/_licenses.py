"""Where a manifest names its licence."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Place


def written(manifest: Component) -> Iterator[tuple[str, Place]]:
    """Yield the licences of a manifest, `license` before `meta.license`."""
    meta = manifest.get("meta")
    inner = meta.get("license") if isinstance(meta, dict) else None
    for value, place in (
        (manifest.get("license"), manifest.at("license")),
        (inner, manifest.at("meta", "license")),
    ):
        if isinstance(value, str) and value.strip():
            yield value, place
