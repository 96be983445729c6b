"""workflow.recursion."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Finding, Severity, WorkflowCircles, check, finding


@check("workflow.recursion", severity="warning", layer="references", since="0.1")
def recursion(call: Call, workflow_circles: WorkflowCircles) -> Iterator[Finding]:
    """Workflows run each other in a circle, or one runs itself.

    Where nothing decides whether the call is made, every run starts a further run, until the
    platform stops them. Where a condition or a list of items decides, it is an info. A circle is
    told once, from the workflow whose ref comes first in the alphabet.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: core.echo
            next: [{do: again}]
          - name: again
            action: parcels.dispatch
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: core.echo
            next: [{do: send}]
          - name: send
            action: core.echo
        ```
    """
    circle = workflow_circles.through(call)
    if circle is None:
        return
    yield finding(
        call.target.place,
        "workflow '{ref}' runs itself: {circle}"
        if len(circle.refs) == 1
        else "workflows run each other: {circle}",
        hint="loop inside one workflow, with a condition that ends it",
        severity=None if circle.certain else Severity.INFO,
        ref=call.target.source,
        circle=" → ".join((*circle.refs, circle.refs[0])),
    )
