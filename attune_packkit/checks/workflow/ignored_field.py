"""workflow.ignored_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Workflow, check, finding

_IN_DEFINITION = ("tasks", "vars", "variables")


@check(
    "workflow.ignored_field",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("definition",),
)
def ignored_field(workflow: Workflow) -> Iterator[Finding]:
    """A part of the graph stands beside `definition`.

    The graph of a workflow is all that is under `definition`, or all that is outside of it. Where
    there are tasks under `definition`, tasks and variables beside it are ignored.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        label: Dispatch
        variables:
          depot: north
        definition:
          tasks:
            - name: weigh
              action: parcels.weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        label: Dispatch
        definition:
          variables:
            depot: north
          tasks:
            - name: weigh
              action: parcels.weigh
        ```
    """
    if not workflow.root.pointer:
        return
    for name in _IN_DEFINITION:
        if name in workflow.source.value:
            yield finding(
                workflow.place.key(name),
                "'{key}' beside 'definition' is not read",
                hint="move it into 'definition'",
                key=name,
            )
