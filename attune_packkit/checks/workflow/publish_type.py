"""workflow.publish_type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.publish_type", severity="info", layer="expressions", since="0.1")
def publish_type(slip: Slip) -> Iterator[Finding]:
    """A variable is published with a value of another type than its first one.

    Whoever reads the variable gets now a number, now text, depending on the way that the workflow
    took. A variable without a value at first (`null`, `""`, `[]`, `{}`) may become anything.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        output:
          grams: {type: integer}
          fragile: {type: boolean}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 0
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - publish:
                  - grams: "{{ result().fragile }}"
                do: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ workflow.grams }}"
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        output:
          grams: {type: integer}
          fragile: {type: boolean}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 0
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - publish:
                  - grams: "{{ result().grams }}"
                do: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ workflow.grams }}"
        ```
    """
    yield slip.finding
