"""manifest.license_conflict."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Related, check, finding, shown
from attune_packkit.checks.manifest._licenses import written


@check(
    "manifest.license_conflict",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("meta",),
)
def license_conflict(manifest: Component) -> Iterator[Finding]:
    """A manifest names two different licences.

    The index takes `license` and falls back to `meta.license`. If the two differ, half of the
    readers are told something that is not so.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        license: Apache-2.0
        meta:
          license: MIT
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        license: Apache-2.0
        ```
    """
    names = list(written(manifest))
    if len(names) < 2:
        return
    (outer, outer_at), (inner, inner_at) = names
    if _words(outer) != _words(inner):
        yield finding(
            inner_at,
            "'meta.license' is {inner}, but 'license' is {outer}",
            hint="keep one of the two",
            related=(Related(outer_at, "'license' stands here"),),
            inner=shown(inner),
            outer=shown(outer),
        )


def _words(expression: str) -> list[str]:
    """Return the words of a licence expression; `MIT OR Apache-2.0` may be written either way."""
    return sorted(expression.lower().replace("(", " ").replace(")", " ").split())
