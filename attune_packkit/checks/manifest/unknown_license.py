"""manifest.unknown_license."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Severity,
    check,
    finding,
    near,
    shown,
)
from attune_packkit.checks.manifest import _spdx
from attune_packkit.checks.manifest._licenses import written


@check(
    "manifest.unknown_license",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("license", "meta"),
)
def unknown_license(manifest: Component) -> Iterator[Finding]:
    """A licence is not named by its SPDX identifier.

    Registries, scanners and lawyers look for identifiers such as `Apache-2.0`, or expressions of
    them. A name that looks like none of them is for information only; a licence of your own is
    written `LicenseRef-` and a name.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        license: Apache 2.0
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        license: Apache-2.0
        ```
    """
    for text, place in written(manifest):
        for start, word in _spdx.unknown(text):
            meant = _spdx.meant(word) or near(word, _spdx.identifiers())
            yield finding(
                place._replace(within=(start, start + len(word))),
                "{word} is no SPDX licence identifier",
                hint=f"did you mean '{meant}'?" if meant else "write 'LicenseRef-' before the name",
                severity=None if meant else Severity.INFO,
                word=shown(word),
            )
