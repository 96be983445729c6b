"""pack.license_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MANIFEST, Finding, Pack, Place, check, finding

_NAMES = ("license", "licence", "copying", "unlicense")


@check("pack.license_missing", severity="warning", layer="references", since="0.1")
def license_missing(pack: Pack) -> Iterator[Finding]:
    """A pack comes without the text of its licence.

    Without it nobody may use, change or pass on the pack, whatever `license` in the manifest says.
    Most licences also demand that their text goes with every copy.

    Bad:
        ```text LICENSE missing
        ```

    Good:
        ```text LICENSE
        Apache License, Version 2.0
        ```
    """
    names = [entry.path.lower() for entry in pack.tree.children("")]
    if pack.tree.complete and not any(name.startswith(_NAMES) for name in names):
        yield finding(
            Place(MANIFEST),
            "the pack has no LICENSE file",
            hint="add the text of the licence as LICENSE",
        )
