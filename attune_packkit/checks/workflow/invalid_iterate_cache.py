"""workflow.invalid_iterate_cache."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("workflow.invalid_iterate_cache", severity="error", layer="schema", since="0.1")
def invalid_iterate_cache(violation: Violation) -> Iterator[Finding]:
    """`iterate_cache` is not well-formed.

    It needs a `namespace`; caches of actions and sensors also need `owner_ref`, those of the system
    and of identities have none; `page_size` goes from 1 to 1000. Attune refuses unknown keys here.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            iterate_cache:
              owner_type: sensor
              namespace: arrivals
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            iterate_cache:
              owner_type: sensor
              owner_ref: parcels.gate
              namespace: arrivals
        ```
    """
    yield violation.finding()
