"""workflow.invalid_action_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Pack,
    Task,
    check,
    finding,
    is_full_ref,
    is_template,
    near,
    shown,
)


@check("workflow.invalid_action_ref", severity="error", layer="references", since="0.1")
def invalid_action_ref(task: Task, pack: Pack) -> Iterator[Finding]:
    """A task names its action by something that is no full ref.

    A ref has the name of the pack in front: `pack.action`. Short names are for rules and their
    like; in a task Attune refuses them.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    action = task.action
    if not action or task.type == "parallel" or is_template(action) or is_full_ref(action):
        return
    own = {each.ref for each in (*pack.of("action"), *pack.of("workflow"))}
    full = f"{pack.ref}.{action}"
    meant = full if full in own else near(full, own)
    yield finding(
        task.at("action"),
        "Task '{task}' has invalid action reference: {action}",
        hint=f"did you mean '{meant}'?" if meant else "write the pack in front: pack.action",
        task=task.title,
        action=shown(action),
    )
