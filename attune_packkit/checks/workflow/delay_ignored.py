"""workflow.delay_ignored."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding


@check("workflow.delay_ignored", severity="info", layer="references", since="0.1")
def delay_ignored(task: Task) -> Iterator[Finding]:
    """`delay` on a task has no effect.

    Only some documentation knows it; Attune does not read it. Pauses between attempts are set by
    `retry.delay`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            delay: 30
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            retry:
              count: 3
              delay: 30
        ```
    """
    if task.value.get("delay") is not None:
        yield finding(
            task.key("delay"),
            "Attune does not read 'delay' on a task",
            hint="remove it; to pause between attempts, use retry",
        )
