"""testing.entry_point_missing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Severity,
    check,
    did_you_mean,
    finding,
    kind_at,
    pack_test_runners,
    path_fault,
    shown,
    testing_section,
)


@check(
    "testing.entry_point_missing",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("testing",),
)
def entry_point_missing(manifest: Component, pack: Pack) -> Iterator[Finding]:
    """The file that a test runner starts is not in the pack.

    The tests cannot pass, so Attune does not register the pack. While `enabled` is false nothing
    runs, and this is a note.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        testing:
          enabled: true
          discovery: {path: tests}
          runners:
            unit: {type: pytest, entry_point: tests/test_parcel.py}
        ```
        ```python tests/test_parcels.py
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        testing:
          enabled: true
          discovery: {path: tests}
          runners:
            unit: {type: pytest, entry_point: tests/test_parcels.py}
        ```
        ```python tests/test_parcels.py
        ```
    """
    runs = testing_section(manifest).get("enabled") is not False
    for runner in pack_test_runners(manifest):
        path = runner.entry_point
        if not path.strip() or path_fault(path):
            continue
        if kind_at(pack.tree, posixpath.normpath(path)) == "nothing":
            yield finding(
                runner.place.at("entry_point"),
                "entry point {path} does not exist in the pack",
                hint=did_you_mean(path, pack.tree.entries) or "add the file",
                severity=None if runs else Severity.INFO,
                path=shown(path),
            )
