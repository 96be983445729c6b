"""icon.ignored_name."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, Severity, Target, check, finding
from attune_packkit.checks.icon._names import ENDINGS, NAMES


@check("icon.ignored_name", severity="warning", layer="structure", since="0.1")
def ignored_name(pack: Pack, target: Target) -> Iterator[Finding]:
    """An icon has a name under which nobody looks for it.

    Attune shows `pack-icon.svg`, `.png`, `.jpg`, `.jpeg` or `.ico`, the first it finds. Older
    documentation speaks of `icon.png`, which is ignored. This is a note, and a warning with
    `--target current`.

    Bad:
        ```xml icon.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        ```

    Good:
        ```xml pack-icon.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        ```
    """
    if any(name in pack.tree.entries for name in NAMES):
        return
    for ending in ENDINGS:
        name = f"icon.{ending}"
        if pack.tree.is_file(name):
            yield finding(
                Place(name),
                "Attune does not look for '{name}', so the pack has no icon",
                hint=f"rename it to pack-{name}",
                severity=None if target is Target.CURRENT else Severity.INFO,
                name=name,
            )
