"""action.unknown_runner."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, Finding, Reference, check, unknown_runners


@check("action.unknown_runner", severity="error", layer="references", since="0.1")
def unknown_runner(reference: Reference, catalog: Catalog) -> Iterator[Finding]:
    """An action's runner is not a known runtime.

    `runner_type` is one of Attune's runners (`shell`, `python`, `nodejs`, `native`, …) or the ref,
    name or alias of a runtime that some pack defines. An error where the runtime's pack is part of
    this run and lacks it, a warning for an evident slip, and otherwise a note.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: parcels.scale_pyhton
        entry_point: weigh.py
        ```
        ```python actions/weigh.py
        print(2.5)
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        ```
        ```python actions/weigh.py
        print(2.5)
        ```
    """
    if reference.kind == "runtime" and reference.source_kind == "action":
        yield from unknown_runners(reference, catalog)
