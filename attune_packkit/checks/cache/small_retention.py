"""cache.small_retention."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Severity, check, finding

_DEFAULTS = {"max_generation_bytes": 536_870_912, "max_retained_bytes": 2_147_483_648}


@check("cache.small_retention", severity="warning", layer="references", since="0.1")
def small_retention(cache: Component) -> Iterator[Finding]:
    """A cache may keep fewer bytes than one generation of it may have.

    A generation that makes full use of `max_generation_bytes` could then not be kept. It is a note
    where one of the two is not written, and so has the value that Attune gives it.

    Bad:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: depots
        owner_type: pack
        owner_ref: parcels
        max_generation_bytes: 4000000
        max_retained_bytes: 1000000
        ```

    Good:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: depots
        owner_type: pack
        owner_ref: parcels
        max_generation_bytes: 1000000
        max_retained_bytes: 4000000
        ```
    """
    one, all_kept = (_bytes(cache, name) for name in _DEFAULTS)
    if all_kept < one:
        written = "max_retained_bytes" if cache.has("max_retained_bytes") else next(iter(_DEFAULTS))
        yield finding(
            cache.at(written),
            "{kept} bytes are kept, but one generation may have {one}",
            hint="make 'max_retained_bytes' at least 'max_generation_bytes'",
            severity=None if all(map(cache.has, _DEFAULTS)) else Severity.INFO,
            kept=all_kept,
            one=one,
        )


def _bytes(cache: Component, name: str) -> int:
    value = cache.get(name)
    return value if isinstance(value, int) else _DEFAULTS[name]
