"""workflow.output_map_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.output_map_ref", severity="error", layer="expressions", since="0.1")
def output_map_ref(slip: Slip) -> Iterator[Finding]:
    """`output_map` names something that the workflow does not have.

    The workflow runs to its end and then cannot give its result.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          price: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        output_map:
          price: "{{ workflow.prise }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          price: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        output_map:
          price: "{{ workflow.price }}"
        ```
    """
    yield slip.finding
