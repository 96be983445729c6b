"""icon.too_large."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, check, finding
from attune_packkit.checks.icon._names import NAMES

_LIMIT = 1024 * 1024


@check("icon.too_large", severity="info", layer="structure", since="0.1")
def too_large(pack: Pack) -> Iterator[Finding]:
    """An icon is larger than a picture of a few pixels needs to be.

    It is shown small, beside the pack's name, on every page that lists packs.

    Bad:
        ```xml pack-icon.svg size=1100000
        <svg xmlns="http://www.w3.org/2000/svg"/>
        ```

    Good:
        ```xml pack-icon.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        ```
    """
    for name in NAMES:
        entry = pack.tree.entries.get(name)
        if entry is not None and entry.kind == "file" and entry.size > _LIMIT:
            yield finding(
                Place(name),
                "'{name}' has {size} bytes",
                hint="make it smaller than 1 MiB",
                name=name,
                size=entry.size,
            )
