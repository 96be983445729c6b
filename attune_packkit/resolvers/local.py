"""Packs in folders of this machine."""

from __future__ import annotations

from attune_packkit.api import Fetched, FetchRequest, detect_source


class LocalResolver:
    """Copies a folder."""

    name = "local"

    def accepts(self, source: str, request: FetchRequest) -> bool:
        """Tell whether a source is a folder, or a path where none is."""
        return detect_source(source, request.ref_spec) == "local"

    def fetch(self, source: str, into: str, request: FetchRequest) -> Fetched:
        """Copy the folder that the source names."""
        found = request.parse(source)
        request.copy(found.location, into)
        return Fetched("local", found.location, found.pinned, subdirectory=found.subdirectory)
