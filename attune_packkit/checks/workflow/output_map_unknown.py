"""workflow.output_map_unknown."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Severity, Workflow, check, did_you_mean, finding, near


@check("workflow.output_map_unknown", severity="warning", layer="references", since="0.1")
def output_map_unknown(workflow: Workflow) -> Iterator[Finding]:
    """A workflow sets a result that it does not declare.

    Callers see in `output` what they may count on; this value is not there. Where a declared one
    that is never set looks like it, it is a warning.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        output:
          price: {type: number}
        vars:
          price: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        output_map:
          price: "{{ workflow.price }}"
          label: "{{ workflow.price }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        output:
          price: {type: number}
        vars:
          price: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        output_map:
          price: "{{ workflow.price }}"
        ```
    """
    fields = workflow.output.fields if workflow.output is not None else {}
    free = [name for name in fields if name not in workflow.output_map]
    for name in workflow.output_map if fields else ():
        if name not in fields and not name.startswith("x-"):
            yield finding(
                workflow.root.key("output_map", name),
                "output '{name}' is not declared",
                hint=did_you_mean(name, free) or "declare it in output",
                severity=None if near(name, free) else Severity.INFO,
                name=name,
            )
