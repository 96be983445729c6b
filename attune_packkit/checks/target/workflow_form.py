"""target.workflow_form."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Target, Workflow, check
from attune_packkit.checks.target._forms import classic_forms, current_forms


@check("target.workflow_form", severity="error", layer="references", since="0.1")
def workflow_form(workflow: Workflow, target: Target) -> Iterator[Finding]:
    """A workflow is written in a form that the other Attune reads differently, or not at all.

    Today's Attune wants lists: of tasks, of transitions in `next`, of tasks in `do`; other forms
    are refused, and the older `on_success` and its like are on their way out (a warning). The API
    documents know `on_success`, `on_failure`, `retry` and `timeout`; what else a task says is
    dropped there (a warning). Reported with `--target current` and `--target classic`.

    Target: current

    Bad:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
        ```

    Good:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded() }}"
                do: [send]
          - name: send
            action: parcels.send
        ```
    """
    if target is Target.CURRENT:
        yield from current_forms(workflow)
    elif target is Target.CLASSIC:
        yield from classic_forms(workflow)
