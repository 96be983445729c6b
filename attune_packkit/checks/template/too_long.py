"""template.too_long."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("template.too_long", severity="warning", layer="expressions", since="0.1")
def too_long(slip: Slip) -> Iterator[Finding]:
    """A text has more expressions than anybody can follow.

    Only the first thousand were checked.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              note: "{{ config.a }}, {{ config.b }} and so on, a thousand times"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              note: "{{ config.a }}"
        ```
    """
    yield slip.finding
