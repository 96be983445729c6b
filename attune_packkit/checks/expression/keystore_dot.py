"""expression.keystore_dot."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.keystore_dot", severity="warning", layer="expressions", since="0.1")
def keystore_dot(slip: Slip) -> Iterator[Finding]:
    """A secret is read with dots, or the whole keystore is.

    Attune looks only for `keystore["…"]`, with the whole ref of the key in quotes, to know which
    secrets a run needs.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              token: "{{ keystore.parcels.postage }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              token: "{{ keystore['parcels.postage'] }}"
        ```
    """
    yield slip.finding
