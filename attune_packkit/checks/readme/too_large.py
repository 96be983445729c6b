"""readme.too_large."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, check, finding

_README = "README.md"
_LIMIT = 1024 * 1024


@check("readme.too_large", severity="info", layer="structure", since="0.1")
def too_large(pack: Pack) -> Iterator[Finding]:
    """The README is larger than what a registry shows.

    The page of the pack is without it, and nothing in it is checked.

    Bad:
        ```markdown README.md size=1100000
        # Parcels
        ```

    Good:
        ```markdown README.md
        # Parcels
        ```
    """
    entry = pack.tree.entries.get(_README)
    if entry is not None and entry.kind == "file" and entry.size > _LIMIT:
        yield finding(
            Place(_README),
            "'{name}' has {size} bytes",
            hint="keep it below 1 MiB; a longer text may be a file of its own that it links to",
            name=_README,
            size=entry.size,
        )
