"""workflow.invalid_variable_name."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Workflow, check, finding, is_variable_name, shown


@check("workflow.invalid_variable_name", severity="error", layer="references", since="0.1")
def invalid_variable_name(workflow: Workflow) -> Iterator[Finding]:
    """A workflow variable has a name that Attune does not take.

    Names of variables consist of letters, digits, `_` and `-`; Attune refuses others.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          weight.kg: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          weight_kg: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    for variable in workflow.variables:
        if not is_variable_name(variable.name):
            yield finding(
                variable.name_at,
                "Invalid variable name: {name}",
                hint="use letters, digits, '_' and '-'",
                name=shown(variable.name),
            )
