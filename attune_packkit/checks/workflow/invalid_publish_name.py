"""workflow.invalid_publish_name."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding, is_variable_name, shown


@check("workflow.invalid_publish_name", severity="warning", layer="references", since="0.1")
def invalid_publish_name(task: Task) -> Iterator[Finding]:
    """A task publishes something under a name that no variable can have.

    Names of variables consist of letters, digits, `_` and `-`. What stands under another name
    cannot be read again. A bare entry of a `publish` list is the name under which the whole result
    is kept; for a value write `name: value`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - publish:
                  - weight kg
                do: send
          - name: send
            action: parcels.send
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - publish:
                  - weight_kg: "{{ result().kg }}"
                do: send
          - name: send
            action: parcels.send
        ```
    """
    for transition in task.transitions:
        for publish in transition.publish:
            if not is_variable_name(publish.name):
                yield finding(
                    publish.place,
                    "{name} is published, but no variable can have this name",
                    hint="write a name of letters, digits, '_' and '-', then a colon and the value",
                    name=shown(publish.name),
                )
