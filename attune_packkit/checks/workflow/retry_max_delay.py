"""workflow.retry_max_delay."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding


@check("workflow.retry_max_delay", severity="error", layer="references", since="0.1")
def retry_max_delay(task: Task) -> Iterator[Finding]:
    """The longest delay between attempts is shorter than the first one.

    Attune refuses a `max_delay` below `delay`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            retry:
              count: 3
              delay: 60
              max_delay: 10
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            retry:
              count: 3
              delay: 10
              max_delay: 60
        ```
    """
    delay, longest = task.retry.get("delay"), task.retry.get("max_delay")
    if isinstance(delay, int) and isinstance(longest, int) and longest < delay:
        yield finding(
            task.at("retry", "max_delay"),
            "'max_delay' is {longest}, less than 'delay' with {delay}",
            hint="swap the two numbers, or leave 'max_delay' out",
            longest=longest,
            delay=delay,
        )
