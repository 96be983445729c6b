"""workflow.declared_variable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Workflow, check, finding, is_declaration, shown


@check(
    "workflow.declared_variable",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("default",),
)
def declared_variable(workflow: Workflow) -> Iterator[Finding]:
    """A variable is declared like a parameter.

    Parameters have a type and a default, variables a first value and nothing else. The variable
    starts as the mapping itself, with its `type` and its `default`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          rounds: {type: integer, default: 0}
        tasks:
          - name: weigh
            action: parcels.weigh
            input: {rounds: "{{ workflow.rounds }}"}
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          rounds: 0
        tasks:
          - name: weigh
            action: parcels.weigh
            input: {rounds: "{{ workflow.rounds }}"}
        ```
    """
    for variable in workflow.variables:
        value = variable.value
        if isinstance(value, dict) and is_declaration(value):
            yield finding(
                variable.name_at,
                "variable {name} starts as a mapping with 'type' and 'default'",
                hint="write the first value alone, without 'type' and 'default'",
                name=shown(variable.name),
            )
