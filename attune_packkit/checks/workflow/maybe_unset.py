"""workflow.maybe_unset."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.maybe_unset", severity="warning", layer="expressions", since="0.1")
def maybe_unset(slip: Slip) -> Iterator[Finding]:
    """A name is read that is published on some of the ways only.

    On the other ways it does not exist, and the run fails. Where conditions decide which way is
    taken, it is an info.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded() }}"
                publish:
                  - grams: "{{ result().grams }}"
                do: send
              - when: "{{ failed() }}"
                do: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ workflow.grams }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 0
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded() }}"
                publish:
                  - grams: "{{ result().grams }}"
                do: send
              - when: "{{ failed() }}"
                do: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ workflow.grams }}"
        ```
    """
    yield slip.finding
