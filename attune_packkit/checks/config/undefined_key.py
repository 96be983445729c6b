"""config.undefined_key."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("config.undefined_key", severity="warning", layer="expressions", since="0.1")
def undefined_key(slip: Slip) -> Iterator[Finding]:
    """An expression reads a setting that the pack does not declare.

    Nobody can set it.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        conf_schema:
          depot: {type: string, description: Code of the depot}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              depot: "{{ config.depto }}"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        conf_schema:
          depot: {type: string, description: Code of the depot}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              depot: "{{ config.depot }}"
        ```
    """
    yield slip.finding
