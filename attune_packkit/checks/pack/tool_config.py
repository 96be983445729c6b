"""pack.tool_config."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, check, finding

_NAMES = ("packkit.toml", ".packkit.toml")


@check("pack.tool_config", severity="info", layer="structure", since="0.1")
def tool_config(pack: Pack) -> Iterator[Finding]:
    """A pack holds settings of packkit.

    They apply while you work inside the pack. For everybody who fetches it they are ignored: a pack
    must not choose the checks it is checked with.

    Bad:
        ```toml packkit.toml
        target = "current"
        ```

    Good:
        ```text lib/rates.csv
        north,12
        ```
    """
    for name in _NAMES:
        if pack.tree.is_file(name):
            yield finding(
                Place(name),
                "'{name}' is ignored when the pack is fetched",
                hint="keep it outside the pack if others are to check the same way",
                name=name,
            )
