"""limits.depth."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MAX_DEPTH, Finding, Pack, Place, check, finding


@check("limits.depth", severity="error", layer="structure", since="0.1")
def depth(pack: Pack) -> Iterator[Finding]:
    """Folders of a pack are nested beyond reason.

    packkit follows 64 levels, more than file names on most systems allow. What lies deeper was not
    checked.

    Bad:
        ```text a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/van.txt
        ```

    Good:
        ```text lib/vans/north/van.txt
        ```
    """  # noqa: E501 - the Bad example is a long path
    for path in pack.tree.unreadable:
        if path.count("/") >= MAX_DEPTH:
            yield finding(
                Place(path),
                "folders are nested more than {limit} levels deep; the rest was not looked at",
                hint="flatten the folders",
                limit=MAX_DEPTH,
            )
