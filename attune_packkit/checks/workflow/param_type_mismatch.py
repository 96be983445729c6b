"""workflow.param_type_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Call,
    Catalog,
    Comparison,
    Finding,
    check,
    mistyped_arguments,
    wrong_arguments,
)


@check("workflow.param_type_mismatch", severity="error", layer="references", since="0.1")
def param_type_mismatch(call: Call, comparison: Comparison, catalog: Catalog) -> Iterator[Finding]:
    """A task gives its action a value that the action's schema refuses.

    Values that are written out are judged, and templates that can only give one kind of value.
    Where such a template may also give null, which counts as nothing, it is a warning.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          grams: {type: integer}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: heavy
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          grams: {type: integer}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: 1200
        ```
    """
    if call.task:
        yield from wrong_arguments(call, comparison)
        yield from mistyped_arguments(call, catalog)
