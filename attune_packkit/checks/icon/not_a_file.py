"""icon.not_a_file."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, check, finding
from attune_packkit.checks.icon._names import NAMES


@check("icon.not_a_file", severity="warning", layer="structure", since="0.1")
def not_a_file(pack: Pack) -> Iterator[Finding]:
    """A folder has the name of the icon.

    The pack is shown without an icon.

    Bad:
        ```xml pack-icon.svg/parcel.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        ```

    Good:
        ```xml pack-icon.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        ```
    """
    for name in NAMES:
        entry = pack.tree.entries.get(name)
        if entry is not None and entry.kind == "directory":
            yield finding(
                Place(name), "'{name}' is a folder, expected an image", hint="rename it", name=name
            )
