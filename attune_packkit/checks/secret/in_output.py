"""secret.in_output."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("secret.in_output", severity="warning", layer="expressions", since="0.1")
def in_output(slip: Slip) -> Iterator[Finding]:
    """A secret is given away in the output of a workflow, or in a trace tag.

    Both are stored with the execution and shown to everyone who may look at it, but for an output
    that the schema marks with `secret: true`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          postage_key: {type: string, secret: true}
        tasks:
          - name: send
            action: parcels.send
        output_map:
          key: "{{ parameters.postage_key }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          postage_key: {type: string, secret: true}
          receiver: {type: string}
        tasks:
          - name: send
            action: parcels.send
            input: {key: "{{ parameters.postage_key }}"}
        output_map:
          receiver: "{{ parameters.receiver }}"
        ```
    """
    yield slip.finding
