"""template.missing_braces."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("template.missing_braces", severity="warning", layer="expressions", since="0.1")
def missing_braces(slip: Slip) -> Iterator[Finding]:
    """A text is, letter for letter, the way to a value, but has no braces around it.

    Without `{{` and `}}` it is handed on as the text it is, and so it is with the signs of other
    tools, such as `${workflow.grams}`, also in the midst of a text of one line. Only names that
    there are count: a variable, a parameter, a setting, a task, the payload of a rule's event.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          label: fragile
        tasks:
          - name: send
            action: parcels.send
            input:
              note: workflow.label
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          label: fragile
        tasks:
          - name: send
            action: parcels.send
            input:
              note: "{{ workflow.label }}"
        ```
    """
    yield slip.finding
