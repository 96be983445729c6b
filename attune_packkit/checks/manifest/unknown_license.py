"""manifest.unknown_license."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Severity,
    check,
    finding,
    near,
    shown,
    very_near,
)
from attune_packkit.checks.manifest import _spdx
from attune_packkit.checks.manifest._licenses import written

_OF_ONES_OWN = "write 'LicenseRef-' and a name of letters, digits and hyphens"
_NO_LICENSE = "unlicensed"
"""What npm calls a package that nobody may use: the opposite of `Unlicense`."""


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
            meant = _spdx.meant(word) or _like(word)
            yield finding(
                place.part(start, start + len(word)),
                "{word} is no SPDX licence identifier",
                hint=f"did you mean '{meant}'?" if meant else _OF_ONES_OWN,
                severity=None if meant else Severity.INFO,
                word=shown(word),
            )


def _like(word: str) -> str:
    """Return the identifier that a text is like; a plain word such as `Internal` has to be near."""
    if "," in word or word.lower() == _NO_LICENSE:
        return ""
    if word.isalpha():
        return very_near(word, _spdx.identifiers())
    meant = near(word, _spdx.identifiers())
    return meant if _begins_like(word.lower(), meant.lower()) else ""


def _begins_like(word: str, meant: str) -> bool:
    """Tell whether the first words of two names are the same, but for a slip: not `Acme-2.0`."""
    one, other = (re.split("[^a-z]", each, maxsplit=1)[0] for each in (word, meant))
    return one == other or sorted(one) == sorted(other) or bool(very_near(one, (other,)))
