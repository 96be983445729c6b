"""rule.never_matches."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding


@check("rule.never_matches", severity="warning", layer="references", since="0.1")
def never_matches(rule: Component) -> Iterator[Finding]:
    """A rule's conditions can never hold.

    Attune evaluates a mapping only if it has an `expression` that is text. Any other mapping is
    false for every event, without a word: the rule just never fires.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        conditions:
          gate: {equals: north}
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        ```

    Good:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        conditions:
          expression: "{{ event.payload.gate == 'north' }}"
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        ```
    """
    conditions = rule.get("conditions")
    if not isinstance(conditions, dict) or not conditions:
        return
    if "expression" not in conditions:
        yield finding(
            rule.at("conditions"),
            "the conditions have no 'expression', so no event ever fulfils them",
            hint="write 'expression: \"{{ event.payload.… == … }}\"', or remove 'conditions'",
        )
    elif not isinstance(conditions["expression"], str):
        yield finding(
            rule.at("conditions", "expression"),
            "the expression is not text, so no event ever fulfils it",
            hint="put the expression in quotes",
        )
