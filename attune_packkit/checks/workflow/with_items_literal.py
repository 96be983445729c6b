"""workflow.with_items_literal."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding, is_template, shown, texts_in


def _reads_item(task: Task) -> bool:
    """Tell whether the input counts on items."""
    read = (text for _, text in texts_in(task.input) if is_template(text))
    return any("item" in text or "index" in text for text in read)


@check("workflow.with_items_literal", severity="warning", layer="references", since="0.1")
def with_items_literal(task: Task) -> Iterator[Finding]:
    """`with_items` is plain text, so there is no list to go through.

    It has to be a template that gives a list. Without braces the text is taken as it stands; with
    nothing at all there is no `item`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          parcels: []
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: workflow.parcels
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          parcels: []
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ workflow.parcels }}"
        ```
    """
    items = task.value.get("with_items")
    for key in ("with_items", "iterate_cache"):
        if task.value.get(key, "") is None and _reads_item(task):
            yield finding(
                task.key(key),
                "'{key}' is empty, so there is no 'item'",
                hint="name the list or the cache, or remove the key",
                key=key,
            )
    if isinstance(items, str) and not is_template(items):
        yield finding(
            task.at("with_items"),
            "{items} is text, not a list",
            hint='write a template that gives a list, such as "{{ workflow.parcels }}"',
            items=shown(items),
        )
