"""testing.json_results."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, pack_test_runners


@check("testing.json_results", severity="info", layer="references", since="0.1")
def json_results(manifest: Component) -> Iterator[Finding]:
    """A test runner asks for JSON results, which Attune announces and does not read yet.

    Until it does, the numbers are lost and the exit code decides alone. `simple` is read.

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
            unit: {type: script, entry_point: tests/run.sh, result_format: json}
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
            unit: {type: script, entry_point: tests/run.sh, result_format: simple}
        ```
        ```sh tests/run.sh
        exit 0
        ```
    """
    for runner in pack_test_runners(manifest):
        if runner.result_format == "json":
            yield finding(
                runner.place.at("result_format"),
                "Attune does not read JSON results of tests yet",
                hint="use 'simple'",
            )
