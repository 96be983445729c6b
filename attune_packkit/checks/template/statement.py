"""template.statement."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Finding, Severity, Slip, Target, check


@check("template.statement", severity="warning", layer="expressions", since="0.1")
def statement(slip: Slip, target: Target) -> Iterator[Finding]:
    """A template has a Jinja statement or comment.

    Today's Attune evaluates expressions between `{{` and `}}` and nothing else: `{% if … %}` and
    `{# … #}` stay in the text. In `workflows/` it is an info, since the API documents speak of
    Jinja2 as a whole.

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
    found = slip.finding
    classic = target is not Target.CURRENT and found.place.path.startswith("workflows/")
    yield replace(found, severity=Severity.INFO) if classic else found
