"""sensor.unknown_runner."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, Finding, Reference, check, unknown_runners


@check("sensor.unknown_runner", severity="error", layer="references", since="0.1")
def unknown_runner(reference: Reference, catalog: Catalog) -> Iterator[Finding]:
    """A sensor's runner is not a known runtime.

    `runner_type` is one of Attune's runners (`native`, `python`, `nodejs`, `shell`, …) or the ref,
    name or alias of a runtime that some pack defines. An error where the runtime's pack is part of
    this run and lacks it, a warning for an evident slip, and otherwise a note.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: parcels.gate_python
        entry_point: gate.py
        trigger_types: [core.alert]
        ```
        ```python sensors/gate.py
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: python
        entry_point: gate.py
        trigger_types: [core.alert]
        ```
        ```python sensors/gate.py
        ```
    """
    if reference.kind == "runtime" and reference.source_kind == "sensor":
        yield from unknown_runners(reference, catalog)
