"""pack.readme_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MANIFEST, Finding, Pack, Place, check, finding


@check("pack.readme_missing", severity="info", layer="references", since="0.1")
def readme_missing(pack: Pack) -> Iterator[Finding]:
    """A pack has no README.

    `README.md` is the first page of the pack in the registry: what it does, how to configure it,
    one example.

    Bad:
        ```text README.md missing
        ```

    Good:
        ```markdown README.md
        # Parcels

        Weighs and sends parcels.
        ```
    """
    if not any(entry.path.lower().startswith("readme") for entry in pack.tree.children("")):
        yield finding(
            Place(MANIFEST), "the pack has no README.md", hint="add one that says what it does"
        )
