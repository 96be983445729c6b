"""workflow.wait_for_in_cycle."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Graph, check, finding


@check("workflow.wait_for_in_cycle", severity="error", layer="flow", since="0.1")
def wait_for_in_cycle(graph: Graph) -> Iterator[Finding]:
    """A task that waits for an inquiry can come round again.

    An inquiry is answered once, so Attune refuses `wait_for` on a task that leads back to itself.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: ask
            action: notify.request_approval
            on_success: hear
          - name: hear
            action: parcels.decide
            wait_for:
              inquiry: "{{ task.ask.inquiry_id }}"
            on_failure: ask
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: ask
            action: notify.request_approval
            on_success: hear
          - name: hear
            action: parcels.decide
            wait_for:
              inquiry: "{{ task.ask.inquiry_id }}"
            on_failure: report
          - name: report
            action: parcels.report
        ```
    """
    for number, task in enumerate(graph.tasks):
        if task.value.get("wait_for") is not None and number in graph.cyclic:
            yield finding(
                task.key("wait_for"),
                "task '{task}' waits for an inquiry, so it must not lead back to itself",
                hint="ask again in a task of its own, with its own wait_for task after it",
                task=task.title,
            )
