"""workflow.retry_exceeds_timeout."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding

MAX_RETRIES = 100
"""More are told by `workflow.retry_range`."""


@check("workflow.retry_exceeds_timeout", severity="info", layer="references", since="0.1")
def retry_exceeds_timeout(task: Task) -> Iterator[Finding]:
    """The pauses between attempts are longer than the task may take.

    If the timeout spans all attempts, the last of them never happen. If it is meant for each
    attempt, all is well.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            timeout: 60
            retry:
              count: 5
              delay: 30
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            timeout: 600
            retry:
              count: 5
              delay: 30
        ```
    """
    count, delay = task.retry.get("count"), task.retry.get("delay")
    timeout = task.value.get("timeout")
    if not (isinstance(count, int) and isinstance(delay, int) and isinstance(timeout, int)):
        return
    if count * delay > timeout > 0 and count <= MAX_RETRIES:
        yield finding(
            task.at("timeout"),
            "{count} pauses of {delay} seconds exceed the timeout of {timeout}",
            hint="raise the timeout, or retry less",
            count=count,
            delay=delay,
            timeout=timeout,
        )
