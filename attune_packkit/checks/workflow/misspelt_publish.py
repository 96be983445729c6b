"""workflow.misspelt_publish."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.misspelt_publish", severity="warning", layer="expressions", since="0.1")
def misspelt_publish(slip: Slip) -> Iterator[Finding]:
    """A published name is read by nobody, and looks like that of a variable.

    The variable keeps its first value. So it does where its name is published as a value, as in
    `{name: grams, value: 900}`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 0
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - publish:
                  - garms: "{{ result().grams }}"
                do: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ workflow.grams }}"
        ```

    Good:
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
