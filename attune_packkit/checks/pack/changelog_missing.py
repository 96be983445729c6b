"""pack.changelog_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MANIFEST, Finding, Pack, Place, check, finding

_NAMES = ("changelog", "changes", "history", "news", "release")


@check("pack.changelog_missing", severity="info", layer="references", since="0.1")
def changelog_missing(pack: Pack) -> Iterator[Finding]:
    """A pack does not say what changed between its versions.

    `CHANGELOG.md` tells whoever updates what to look out for.

    Bad:
        ```text CHANGELOG.md missing
        ```

    Good:
        ```markdown CHANGELOG.md
        # Changes

        ## 1.0.0

        First release.
        ```
    """
    if not any(entry.path.lower().startswith(_NAMES) for entry in pack.tree.children("")):
        yield finding(
            Place(MANIFEST),
            "the pack has no CHANGELOG.md",
            hint="add one with a heading for each version",
        )
