"""testing.entry_point."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    check,
    file_fault,
    finding,
    pack_test_runners,
    path_fault,
    shown,
)


@check(
    "testing.entry_point", severity="error", layer="references", since="0.1", only_with=("testing",)
)
def entry_point(manifest: Component, pack: Pack) -> Iterator[Finding]:
    """A test runner's entry point cannot be the path of a file in the pack.

    It counts from the top of the pack. Absolute paths, ways out through `..`, command lines,
    folders and links are refused; pytest alone takes a folder, in which it looks for tests.

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
            unit: {type: script, entry_point: ../run-tests.sh}
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
    for runner in pack_test_runners(manifest):
        path = runner.entry_point
        fault = path_fault(path) or file_fault(pack.tree, path, folder=runner.takes_folder)
        if fault:
            yield finding(
                runner.place.at("entry_point"),
                "entry point {path} {fault}",
                hint="give the path of a file in the pack, such as 'tests/run.sh'",
                path=shown(path),
                fault=fault,
            )
