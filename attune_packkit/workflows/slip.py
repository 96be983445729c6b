"""A slip: one fault in an expression, apart from what finds it, which many packs need not load."""

from __future__ import annotations

from msgspec import Struct

from attune_packkit.diagnostics import Finding


class Slip(Struct, frozen=True):
    """One fault in an expression. `code` is the check that reports it."""

    code: str
    finding: Finding

    @property
    def path(self) -> str:
        """The file it is in."""
        return self.finding.place.path
