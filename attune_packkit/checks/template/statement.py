"""template.statement."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("template.statement", severity="warning", layer="expressions", since="0.1")
def statement(slip: Slip) -> Iterator[Finding]:
    """A template has a Jinja statement or comment.

    Attune evaluates expressions between `{{` and `}}` and nothing else: `{% if … %}` and `{# …
    #}` stay in the text.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              note: "{% if true %}heavy{% endif %}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              note: "heavy"
        ```
    """
    yield slip.finding
