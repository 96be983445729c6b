"""template.mixed_condition."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("template.mixed_condition", severity="warning", layer="expressions", since="0.1")
def mixed_condition(slip: Slip) -> Iterator[Finding]:
    """A condition is only partly a template.

    What a template and the text around it give together is text, and text counts as true unless it
    is empty. So the condition always holds: of `{{ a }} and {{ b }}`, of `{{ a }} == 1`, and of the
    `${{ a }}` of other tools.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ result().grams }} > 2000"
                do: freight
          - name: freight
            action: parcels.freight
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ result().grams > 2000 }}"
                do: freight
          - name: freight
            action: parcels.freight
        ```
    """
    yield slip.finding
