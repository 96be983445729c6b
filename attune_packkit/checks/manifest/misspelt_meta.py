"""manifest.misspelt_meta."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, shown, very_near

_KNOWN = (
    "category",
    "author",
    "license",
    "keywords",
    "documentation_url",
    "repository_url",
    "use_case",
    "python_dependencies",
    "tested_attune_versions",
    "default_branch",
)
_LISTS = frozenset({"keywords", "python_dependencies", "tested_attune_versions"})


@check(
    "manifest.misspelt_meta",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("meta",),
)
def misspelt_meta(manifest: Component) -> Iterator[Finding]:
    """A key of `meta` differs by one letter from one that registries read.

    `meta` may hold anything, so nobody refuses the key; but the licence, the category or the link
    that it gives is shown nowhere.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        meta:
          licence: Apache-2.0
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        meta:
          license: Apache-2.0
        ```
    """
    meta = manifest.get("meta")
    keys = list(meta) if isinstance(meta, dict) else []
    for key in keys:
        meant = "" if key in _KNOWN else very_near(key, _KNOWN)
        several = isinstance(meta, dict) and isinstance(meta[key], list) and meant not in _LISTS
        if meant and meant not in keys and not several and key != f"{meant}s":
            yield finding(
                manifest.at("meta").key(key),
                "nobody reads {key} in 'meta'",
                hint=f"did you mean '{meant}'?",
                key=shown(key),
            )
