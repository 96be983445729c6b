"""template.yaql."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, texts_in

_YAQL = (
    r"<%\s*(?:[^%\"']{0,200}[^\w%\"'])?"
    r"(?:\$\.|(?:ctx|result|item|task|st2kv|succeeded|failed|completed)\s*\()[^%]*%>"
)


@check("template.yaql", severity="warning", layer="expressions", since="0.1")
def yaql(pack: Pack) -> Iterator[Finding]:
    """An expression stands between `<%` and `%>`, where Attune does not look for one.

    It is how YAQL is written in StackStorm's workflows. Attune passes the text on as it stands.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: <% ctx().grams %>
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ parameters.grams }}"
        ```
    """
    for component in (*pack.of("rule"), *(flow.source for flow in pack.workflows)):
        if b"<%" in component.document.data:
            yield from _in_texts(component)


def _in_texts(component: Component) -> Iterator[Finding]:
    for pointer, text in texts_in(component.value):
        match = re.search(_YAQL, text) if "<%" in text else None
        if match is not None and "description" not in pointer:
            yield finding(
                component.place.at(*pointer).part(*match.span()),
                "'{expression}' is YAQL, which Attune passes on as plain text",
                hint="write it in Attune's own language, between '{{' and '}}'",
                expression=match[0] if len(match[0]) <= 60 else f"{match[0][:57]}...",
            )
