"""manifest.version_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Severity, Target, check, finding


@check("manifest.version_missing", severity="error", layer="references", since="0.1")
def version_missing(manifest: Component, target: Target) -> Iterator[Finding]:
    """A pack has no version.

    Today's Attune requires it, so this is an error under `--target current`. The API documents call
    it optional; otherwise it is for information only. Without a version no other pack can say which
    one it needs.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```
    """
    if manifest.value.get("version") is None:
        yield finding(
            manifest.place,
            "the pack has no version",
            hint="add 'version: \"0.1.0\"'",
            severity=None if target is Target.CURRENT else Severity.INFO,
        )
