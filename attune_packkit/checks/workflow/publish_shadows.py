"""workflow.publish_shadows."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.publish_shadows", severity="info", layer="expressions", since="0.1")
def publish_shadows(slip: Slip) -> Iterator[Finding]:
    """A published name is also that of something else.

    A reader cannot tell which of the two a template means.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ parameters.grams }}"
            next:
              - publish:
                  - grams: "{{ result().grams }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ parameters.grams }}"
            next:
              - publish:
                  - weighed_grams: "{{ result().grams }}"
        ```
    """
    yield slip.finding
