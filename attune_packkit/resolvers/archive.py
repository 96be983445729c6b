"""Packs in archives: on the network and on this machine."""

from __future__ import annotations

from attune_packkit.api import Fetched, FetchRequest, SourceError, detect_source

_SUFFIXES = (".zip", ".tar", ".gz", ".tgz")
_GIT_HINT = "a git repository is named by a URL that ends in .git"


class ArchiveResolver:
    """Unpacks ZIP, TAR and TGZ archives, and refuses any that are doubtful."""

    name = "archive"

    def accepts(self, source: str, request: FetchRequest) -> bool:
        """Tell whether a source is a URL that names no repository, or a file."""
        return detect_source(source, request.ref_spec) in ("archive_url", "archive_file")

    def fetch(self, source: str, into: str, request: FetchRequest) -> Fetched:
        """Unpack the archive that the source names."""
        found = request.parse(source)
        if found.kind == "archive_url":
            try:
                request.fetch_archive(found.location, into)
            except SourceError as error:
                if not found.location.endswith(_SUFFIXES):
                    error.hint = error.hint or _GIT_HINT
                raise
            kind = "http"
        else:
            request.unpack(found.location, into)
            kind = "local"
        return Fetched(kind, found.location, found.pinned, subdirectory=found.subdirectory)
