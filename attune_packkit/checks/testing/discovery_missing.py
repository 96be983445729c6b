"""testing.discovery_missing."""

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
    path_fault,
    shown,
    testing_section,
)


@check(
    "testing.discovery_missing",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("testing",),
)
def discovery_missing(manifest: Component, pack: Pack) -> Iterator[Finding]:
    """The folder in which tests are looked for does not exist.

    `discovery.path` is a folder of the pack, nearly always `tests`.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        testing:
          enabled: true
          discovery: {path: test}
          runners:
            unit: {type: script, entry_point: tests/run.sh}
        ```
        ```sh tests/run.sh
        exit 0
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
            unit: {type: script, entry_point: tests/run.sh}
        ```
        ```sh tests/run.sh
        exit 0
        ```
    """
    section = testing_section(manifest)
    discovery = section.get("discovery")
    path = discovery.get("path") if isinstance(discovery, dict) else None
    if not isinstance(path, str) or not path.strip():
        return
    plain = posixpath.normpath(path)
    if plain == "." or kind_at(pack.tree, plain) in ("directory", "unlisted"):
        return
    folders = [each.path for each in pack.tree.entries.values() if each.kind == "directory"]
    yield finding(
        manifest.at("testing", "discovery", "path"),
        "{path} {fault}",
        hint=did_you_mean(path, folders),
        severity=Severity.INFO if section.get("enabled") is False else None,
        path=shown(path),
        fault=path_fault(path) or "is no folder of the pack",
    )
