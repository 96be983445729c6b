"""workflow.invalid_name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding, shown

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@check("workflow.invalid_name", severity="info", layer="references", since="0.1")
def invalid_name(task: Task) -> Iterator[Finding]:
    """A task has a name that templates cannot write.

    Attune takes any text for a name, but `{{ check wind.output.gusts }}` is no expression: the
    results of a task whose name has blanks or punctuation in it are out of reach.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: Weigh it!
            action: parcels.weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh_it
            action: parcels.weigh
        ```
    """
    if task.name and not _PLAIN.fullmatch(task.name):
        yield finding(
            task.name_at,
            "templates cannot write the task name {name}",
            hint="use letters, digits, hyphens and underscores, a letter first",
            name=shown(task.name),
        )
