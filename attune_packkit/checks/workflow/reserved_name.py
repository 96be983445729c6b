"""workflow.reserved_name."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding

_RESERVED = frozenset(
    ["parameters", "vars", "task", "system", "kv", "pack", "item", "batch", "index"]
)


@check("workflow.reserved_name", severity="error", layer="references", since="0.1")
def reserved_name(task: Task) -> Iterator[Finding]:
    """A task has a name that Attune keeps for itself.

    Templates use these names for inputs, variables, results and items, so Attune refuses a task
    called `parameters`, `vars`, `task`, `system`, `kv`, `pack`, `item`, `batch` or `index`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: pack
            action: parcels.pack
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: pack_parcel
            action: parcels.pack
        ```
    """
    if task.name in _RESERVED:
        yield finding(
            task.name_at,
            "Task name '{name}' conflicts with reserved keyword",
            hint=f"choose another name; reserved are {', '.join(sorted(_RESERVED))}",
            name=task.name,
        )
