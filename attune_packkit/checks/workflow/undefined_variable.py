"""workflow.undefined_variable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.undefined_variable", severity="error", layer="expressions", since="0.1")
def undefined_variable(slip: Slip) -> Iterator[Finding]:
    """An expression names something that the workflow does not have.

    The run fails when it gets there. Where a workflow does not declare its parameters, an unknown
    bare name may be one, and is an info. A graph file that an action names is read by today's
    Attune alone: names in the manner of the documents, such as `weigh.output.grams` or
    `workflow.param.grams`, mean nothing there and are a warning. Where
    several expressions read a name that a declaration is one letter off, that is told; where
    something declared is not read at all, the name is told once.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 900
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ workflow.garms }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 900
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ workflow.grams }}"
        ```
    """
    yield slip.finding
