"""workflow.output_map_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Related, Severity, Workflow, check, finding, near


@check("workflow.output_map_missing", severity="warning", layer="references", since="0.1")
def output_map_missing(workflow: Workflow) -> Iterator[Finding]:
    """A declared result of a workflow is never set.

    `output` promises values to callers; `output_map` fills them in. Where `output` says which
    values are required, another one is an info.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        output:
          label_ref: {type: string}
          price: {type: number}
        vars:
          price: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        output_map:
          price: "{{ workflow.price }}"
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
    given = workflow.output_map
    if not given or workflow.output is None:
        return
    fields, required = workflow.output.fields, workflow.output.required
    for field in fields.values():
        if field.name not in given:
            if near(field.name, (name for name in given if name not in fields)):
                continue  # told where it is misspelt
            optional = bool(required) and field.name not in required
            yield finding(
                workflow.root.key("output_map"),
                "output '{name}' is declared but never set",
                hint="set it here",
                severity=Severity.INFO if optional else None,
                related=(Related(field.place, "declared here"),) if not workflow.linked else (),
                name=field.name,
            )
