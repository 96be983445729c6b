"""workflow.metadata_in_graph_file."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Place,
    Severity,
    Value,
    Workflow,
    check,
    finding,
    is_template,
)

_FIELDS = ("ref", "label", "name", "parameters", "output", "tags", "keywords")


@check("workflow.metadata_in_graph_file", severity="warning", layer="references", since="0.1")
def metadata_in_graph_file(workflow: Workflow) -> Iterator[Finding]:
    """A graph file repeats what its action decides.

    An action that names a `workflow_file` gives the workflow its ref, label, parameters, output and
    tags. What the graph file says of them is not read, and the two drift apart. Templates under
    `output` are a warning: nothing fills them in, and the workflow returns nothing.

    Bad:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        label: Dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        label: Dispatch a Parcel
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

    Good:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        label: Dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    for name in _FIELDS if workflow.linked else ():
        if workflow.source.has(name):
            given = name == "output" and _is_given(workflow.source.get(name))
            yield finding(
                Place(workflow.path).key(workflow.source.key(name)),
                "'{key}' is read from '{action}', not from here",
                hint="write what it returns under 'output_map'" if given else "remove it here",
                severity=None if given else Severity.INFO,
                key=workflow.source.key(name),
                action=workflow.meta.path,
            )


def _is_given(output: Value) -> bool:
    """Tell whether an output is not declared but given: its values are templates."""
    entries = output if isinstance(output, list) else [output]
    values = (value for each in entries if isinstance(each, dict) for value in each.values())
    return any(isinstance(value, str) and is_template(value) for value in values)
