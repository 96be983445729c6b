"""pack.similar_ref."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from attune_packkit.api import (
    MANIFEST,
    Catalog,
    Finding,
    PackSummary,
    Place,
    check,
    finding,
    shown,
)

_LOOKS_LIKE = {"0": "o", "1": "l"}
_BUILT_IN = "core"
_MOST_SWAPS = 6


@check("pack.similar_ref", severity="warning", layer="references", since="0.1")
def similar_ref(summary: PackSummary, catalog: Catalog) -> Iterator[Finding]:
    """A pack's ref looks like that of another pack.

    `c0re` is not `core`, but few will notice. Such names are how a stranger's pack gets installed
    by mistake.

    Bad:
        ```yaml pack.yaml
        ref: parce1s
        label: Parcels
        version: "1.0.0"
        ```
        ```yaml @parcels/pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```
        ```yaml @mail/pack.yaml
        ref: mail
        label: Mail
        version: "1.0.0"
        ```
    """
    for other in _readings(summary.ref):
        if summary.named and (other in catalog.packs or other == _BUILT_IN):
            yield finding(
                Place(MANIFEST, ("ref",)),
                "ref {ref} looks like {other}, the ref of another pack",
                hint="choose a ref that nobody takes for the other one",
                ref=shown(summary.ref),
                other=shown(other),
            )


def _readings(ref: str) -> Iterator[str]:
    """Yield the refs that `ref` can be misread as: each digit may be the letter it looks like."""
    swaps = sum(map(ref.count, _LOOKS_LIKE))
    if 0 < swaps <= _MOST_SWAPS:
        forms = [(each, _LOOKS_LIKE[each]) if each in _LOOKS_LIKE else (each,) for each in ref]
        yield from ("".join(form) for form in product(*forms) if "".join(form) != ref)
