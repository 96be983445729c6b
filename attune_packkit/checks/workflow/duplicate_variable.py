"""workflow.duplicate_variable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from attune_packkit.api import Finding, Place, Value, Workflow, check, finding


@check("workflow.duplicate_variable", severity="warning", layer="references", since="0.1")
def duplicate_variable(workflow: Workflow) -> Iterator[Finding]:
    """A variable is set twice in one list, so that one of the values is lost.

    One that is published in steps, each of which reads what it was before, is not meant.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          - grams: 900
          - grams: 1200
        tasks:
          - name: weigh
            action: parcels.weigh
            input: {grams: "{{ workflow.grams }}"}
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          - grams: 900
          - most_grams: 1200
        tasks:
          - name: weigh
            action: parcels.weigh
            input: {grams: "{{ workflow.grams }}", most: "{{ workflow.most_grams }}"}
        ```
    """
    yield from _repeated((each.name, each.name_at, each.value) for each in workflow.variables)
    for task in workflow.all_tasks():
        for transition in task.transitions:
            if len(transition.publish) < 2:
                continue
            published = ((each.name, each.place, each.value) for each in transition.publish)
            for _, listed in groupby(published, key=_list_of):
                yield from _repeated(listed)


def _list_of(setting: tuple[str, Place, Value]) -> tuple[str | int, ...]:
    """Return the way to the list that a published name stands in: a task's own, or another."""
    pointer = setting[1].pointer
    return pointer[: len(pointer) - pointer[::-1].index("publish")]


def _repeated(settings: Iterable[tuple[str, Place, Value]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, place, value in settings:
        if name in seen and not _reads(name, value):
            yield finding(
                place.on_key(),
                "variable '{name}' is set twice in one list, so the first value is lost",
                hint="remove one of the two, or choose another name for it",
                name=name,
            )
        seen.add(name)


def _reads(name: str, value: Value) -> bool:
    """Tell whether a value makes use of a variable."""
    root = r"(?:\b(?:workflow|vars|variables)\.|(?<![\w.]))"
    return re.search(rf"{root}{re.escape(name)}\b", str(value)) is not None
