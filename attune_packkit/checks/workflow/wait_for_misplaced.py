"""workflow.wait_for_misplaced."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding


@check("workflow.wait_for_misplaced", severity="error", layer="references", since="0.1")
def wait_for_misplaced(task: Task) -> Iterator[Finding]:
    """A task waits for an inquiry where it cannot.

    Attune allows `wait_for` on an action task that stands at the top level and does not iterate.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          depots: [east, west]
        tasks:
          - name: hear
            action: parcels.decide
            with_items: "{{ workflow.depots }}"
            wait_for:
              inquiry: 12
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: hear
            action: parcels.decide
            wait_for:
              inquiry: 12
        ```
    """
    value = task.value
    if value.get("wait_for") is None:
        return
    if task.type != "action":
        reason = f"it is of type '{task.type}'"
    elif task.nested:
        reason = f"it stands inside '{task.parent}'"
    elif value.get("with_items") is not None or value.get("iterate_cache") is not None:
        reason = "it iterates"
    else:
        return
    yield finding(
        task.key("wait_for"),
        "task '{task}' cannot wait for an inquiry: {reason}",
        hint="wait in an action task of its own, at the top level",
        task=task.title,
        reason=reason,
    )
