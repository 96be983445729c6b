"""workflow.retry_on_error_ignored."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding


@check("workflow.retry_on_error_ignored", severity="info", layer="references", since="0.1")
def retry_on_error_ignored(task: Task) -> Iterator[Finding]:
    """`retry.on_error` has no effect.

    Attune reads the condition but does not evaluate it yet: every failure is tried again.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            retry:
              count: 3
              delay: 5
              on_error: "{{ task.weigh.error.type == 'busy' }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            retry:
              count: 3
              delay: 5
        ```
    """
    if task.retry.get("on_error") is not None:
        yield finding(
            task.key("retry", "on_error"),
            "Attune does not evaluate 'on_error' yet",
            hint="let the action tell failures apart that are not worth a retry",
        )
