"""workflow.shadowed_name."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding

_ROOTS = frozenset(
    ["workflow", "variables", "tasks", "config", "keystore", "inquiry", "error", "result", "event"]
)


@check("workflow.shadowed_name", severity="info", layer="references", since="0.1")
def shadowed_name(task: Task) -> Iterator[Finding]:
    """A task has the name of something else that templates can name.

    Attune allows such a name. But `config`, `error`, `result` and their like already stand for
    something in templates, so a reader cannot tell which of the two is meant.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: error
            action: parcels.report
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: report_error
            action: parcels.report
        ```
    """
    if task.name in _ROOTS:
        yield finding(
            task.name_at,
            "task name '{name}' also stands for something else in templates",
            hint="choose a name that says what the task does",
            name=task.name,
        )
