"""expression.foreign_type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Borrowed, Catalog, Finding, check, misuses


@check("expression.foreign_type", severity="warning", layer="expressions", since="0.1")
def foreign_type(borrowed: Borrowed, catalog: Catalog) -> Iterator[Finding]:
    """What another pack's action or trigger gives is used in a way that its type does not allow.

    Its `output` says of which type it is: a number that is compared with text, one of a few words
    that is compared with another one, a list that shall be a number. Only what is certain is
    reported. Within one pack `expression.type` and others look after it. A variable that is given
    another type than its first value has is an info, as `workflow.publish_type` is.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: scales.weigh
            next:
              - when: "{{ succeeded() and result().grams > '500' }}"
                do: send
          - name: send
            action: scales.send
        ```

        ```yaml @scales/actions/weigh.yaml
        ref: scales.weigh
        entry_point: weigh.sh
        output:
          grams: {type: integer, required: true}
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: scales.weigh
            next:
              - when: "{{ succeeded() and result().grams > 500 }}"
                do: send
          - name: send
            action: scales.send
        ```

        ```yaml @scales/actions/weigh.yaml
        ref: scales.weigh
        entry_point: weigh.sh
        output:
          grams: {type: integer, required: true}
        ```
    """
    yield from misuses(borrowed, catalog)
