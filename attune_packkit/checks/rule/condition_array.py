"""rule.condition_array."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Severity, Target, check, finding


@check("rule.condition_array", severity="error", layer="references", since="0.1")
def condition_array(rule: Component, target: Target) -> Iterator[Finding]:
    """A rule's conditions are a list, which Attune runs and its checker refuses.

    The list form works once a rule is in the database, but `attune pack check` lets only mappings
    through. This is a note, and an error with `--target current`.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        conditions:
          - field: payload.gate
            operator: equals
            value: north
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
    if isinstance(rule.get("conditions"), list):
        yield finding(
            rule.at("conditions"),
            "the conditions are a list; Attune's checker takes only a mapping",
            hint="write one 'expression' that joins them with 'and'",
            severity=Severity.ERROR if target is Target.CURRENT else Severity.INFO,
        )
