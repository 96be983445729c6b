"""manifest.version_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Severity,
    Target,
    check,
    evident_form,
    finding,
)


@check("manifest.version_missing", severity="error", layer="references", since="0.1")
def version_missing(manifest: Component, pack: Pack, target: Target) -> Iterator[Finding]:
    """A pack has no version.

    Today's Attune requires it, so this is an error under `--target current`, and a warning for a
    pack that is evidently written for it. The API documents call it optional; otherwise it is for
    information only. Without a version no other pack can say which one it needs.

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
        written = "version" in manifest.value
        yield finding(
            manifest.place.key("version") if written else manifest.place,
            "the pack has no version",
            hint="add 'version: \"0.1.0\"'",
            severity=_severity(pack, target),
        )


def _severity(pack: Pack, target: Target) -> Severity | None:
    if target is Target.CURRENT:
        return None
    return Severity.WARNING if evident_form(pack) is Target.CURRENT else Severity.INFO
