"""target.unsupported_action."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Target, Task, check, finding


@check("target.unsupported_action", severity="warning", layer="references", since="0.1")
def unsupported_action(task: Task, target: Target) -> Iterator[Finding]:
    """A task runs an action that today's Attune no longer has.

    Inquiries are created by the action of a pack now; a later task waits with `wait_for.inquiry`.
    `core.inquiry` and `core.ask` are gone. Reported with `--target current`.

    Target: current

    Bad:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: ask
            action: core.inquiry
        ```

    Good:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: ask
            action: notify.request_approval
            next:
              - do: [hear]
          - name: hear
            action: parcels.decide
            wait_for:
              inquiry: "{{ task.ask.inquiry_id }}"
        ```
    """
    if target is Target.CURRENT and task.action in ("core.inquiry", "core.ask"):
        yield finding(
            task.at("action"),
            "today's Attune has no action '{action}'",
            hint="create the inquiry in an action of a pack, and wait for it with wait_for",
            action=task.action,
        )
