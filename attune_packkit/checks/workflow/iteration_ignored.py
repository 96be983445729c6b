"""workflow.iteration_ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding, texts_in

_SETTINGS = ("concurrency", "batch_size")
_ITEM = re.compile(r"\b(?:item|index)\b")


def _reads_item(task: Task) -> bool:
    """Tell whether the input reads an item: that there is none is told there."""
    return any("{{" in text and _ITEM.search(text) for _, text in texts_in(task.input))


@check("workflow.iteration_ignored", severity="warning", layer="references", since="0.1")
def iteration_ignored(task: Task) -> Iterator[Finding]:
    """A task says how it goes through items, but not through which.

    `concurrency` and `batch_size` count only where `with_items` or `iterate_cache` is written. The
    task runs once.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            concurrency: 4
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          numbers: {type: array, description: Which parcels}
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ workflow.param.numbers }}"
            concurrency: 4
        ```
    """
    iterates = any(key in task.value for key in ("with_items", "iterate_cache"))
    known = iterates or task.type == "parallel" or _reads_item(task)
    for key in () if known else _SETTINGS:
        if task.value.get(key) not in (None, 1):
            yield finding(
                task.key(key),
                "'{key}' counts only where a task goes through items, and this one does not",
                hint="name the items with 'with_items', or remove it",
                key=key,
            )
