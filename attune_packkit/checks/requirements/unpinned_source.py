"""requirements.unpinned_source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, check, finding, shown
from attune_packkit.checks.requirements._lines import entries

_INSTALLING = frozenset({"", "-e", "--editable"})
_PINNED = re.compile(
    r"[^#]*@[0-9a-f]{40}(?:[0-9a-f]{24})?(?:#|$)|[^#]*#(?:[^#]*&)?sha256=[0-9a-f]{64}"
)


@check(
    "requirements.unpinned_source",
    severity="info",
    layer="structure",
    since="0.1",
    only_with=("requirements.txt",),
)
def unpinned_source(pack: Pack) -> Iterator[Finding]:
    """A requirement is fetched from an address whose content may change.

    A branch or a download page serves something else tomorrow, and nobody can build the pack's
    environment a second time. A full commit, or a `#sha256=` after the address, makes it certain.

    Bad:
        ```text requirements.txt
        scales @ git+https://example.org/scales.git@main
        ```

    Good:
        ```text requirements.txt
        scales>=1.4,<2
        ```
    """
    for entry in entries(pack):
        source = entry.is_remote and entry.option in _INSTALLING
        if source and not _PINNED.match(entry.value):
            yield finding(
                entry.place,
                "{source} may change what it serves",
                hint="name a full commit, add #sha256=…, or require a released version",
                source=shown(entry.value),
            )
