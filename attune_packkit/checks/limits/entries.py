"""limits.entries."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MANIFEST, MAX_ENTRIES, Finding, Pack, Place, check, finding


@check("limits.entries", severity="error", layer="structure", since="0.1")
def entries(pack: Pack) -> Iterator[Finding]:
    """A pack holds more files and folders than Attune looks at.

    The limit is 10,000 names. Everything beyond them is neither checked nor found. Folders such as
    `.git`, `.venv` and `node_modules` do not count here, but do not belong in a release either.

    Bad:
        ```text lib/data/{1..10000}.txt
        ```

    Good:
        ```text lib/data/{1..9}.txt
        ```
    """
    if not pack.tree.complete:
        yield finding(
            Place(MANIFEST),
            "the pack holds more than {limit} files and folders; the rest was not looked at",
            hint="keep generated files and data out of the pack, or split it",
            limit=MAX_ENTRIES,
        )
