"""rule.ignored_condition."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, shown

_NOTES = ("description", "comment", "note", "name", "label", "type", "language", "engine")


@check("rule.ignored_condition", severity="warning", layer="references", since="0.1")
def ignored_condition(rule: Component) -> Iterator[Finding]:
    """A condition stands beside `expression`, where nobody reads it.

    Attune evaluates the expression alone, so the rule fires for events that the other condition was
    to keep out.

    Bad:
        ```yaml rules/note_arrivals.yaml
        ref: parcels.note_arrivals
        trigger_ref: core.alert
        action_ref: core.noop
        conditions:
          expression: "{{ event.payload.grams > 500 }}"
          gate: north
        ```

    Good:
        ```yaml rules/note_arrivals.yaml
        ref: parcels.note_arrivals
        trigger_ref: core.alert
        action_ref: core.noop
        conditions:
          expression: "{{ event.payload.grams > 500 and event.payload.gate == 'north' }}"
        ```
    """
    conditions = rule.get("conditions")
    if isinstance(conditions, dict) and isinstance(conditions.get("expression"), str):
        for key in conditions:
            if key != "expression" and key not in _NOTES and not key.startswith("x-"):
                yield finding(
                    rule.at("conditions").key(key),
                    "{key} is not read, because there is an 'expression'",
                    hint="join it to the expression with 'and'",
                    key=shown(key),
                )
