"""Why an archive is not unpacked."""

from __future__ import annotations

from attune_packkit.errors import SourceError


class ArchiveError(SourceError):
    """An archive is damaged, ambiguous, dangerous or none at all; nothing of it was kept."""
