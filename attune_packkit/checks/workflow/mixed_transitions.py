"""workflow.mixed_transitions."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import OUTCOMES, Finding, Related, Task, check, finding


@check("workflow.mixed_transitions", severity="error", layer="references", since="0.1")
def mixed_transitions(task: Task) -> Iterator[Finding]:
    """A task has both `next` and one of the older keys for what follows.

    Attune takes `next` and silently drops the others, so a way that somebody wrote down is never
    gone.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next: send
            on_failure: report
          - name: send
            action: parcels.send
          - name: report
            action: parcels.report
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded() }}"
                do: send
              - when: "{{ failed() }}"
                do: report
          - name: send
            action: parcels.send
          - name: report
            action: parcels.report
        ```
    """
    if not task.value.get("next"):
        return
    for key in (*OUTCOMES, "decision"):
        if task.value.get(key):
            yield finding(
                task.key(key),
                "'{key}' beside 'next' is never read",
                hint="say it all in next",
                related=(Related(task.key("next"), "what Attune reads instead"),),
                key=key,
            )
