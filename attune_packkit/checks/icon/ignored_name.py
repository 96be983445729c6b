"""icon.ignored_name."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, Severity, Target, check, finding, shown
from attune_packkit.checks.icon._names import ENDINGS, NAMES

_STEMS = ("pack-icon", "packicon", "pack-icons")
_NOT_SHOWN = ("gif", "webp", "bmp")


@check("icon.ignored_name", severity="warning", layer="structure", since="0.1")
def ignored_name(pack: Pack, target: Target) -> Iterator[Finding]:
    """An icon has a name under which nobody looks for it.

    Attune shows `pack-icon.svg`, `.png`, `.jpg`, `.jpeg` or `.ico`, the first it finds. Older
    documentation speaks of `icon.png`, which is ignored. This is a note, and a warning with
    `--target current`. A slip in the right name (`pack_icon.svg`, `pack-icon.gif`) always is one.

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
    yield from _slips(pack)
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


def _slips(pack: Pack) -> Iterator[Finding]:
    for entry in pack.tree.children(""):
        stem, _, ending = entry.path.lower().replace("_", "-").rpartition(".")
        if entry.kind == "file" and stem in _STEMS and ending in (*ENDINGS, *_NOT_SHOWN):
            meant = f"pack-icon.{ending}" if ending in ENDINGS else "pack-icon.png"
            yield finding(
                Place(entry.path),
                "Attune does not look for {name}, so the pack has no icon",
                hint=f"make it {meant}",
                name=shown(entry.path),
            )
