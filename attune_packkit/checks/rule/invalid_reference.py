"""rule.invalid_reference."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    check,
    finding,
    is_template,
    mended_ref,
    ref_fault,
)


@check("rule.invalid_reference", severity="error", layer="references", since="0.1")
def invalid_reference(rule: Component) -> Iterator[Finding]:
    """A rule's trigger or action is not a ref.

    Refs are lowercase names joined by dots, such as `parcels.weigh`; a short name belongs to the
    rule's own pack. Attune refuses anything else, templates included: which action a rule runs is
    fixed when the pack is installed.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: Parcels Weigh
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```

    Good:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        ```
    """
    for name in ("trigger_ref", "action_ref"):
        text = rule.text(name)
        if is_template(text):
            fault, meant = "a template, expected a ref in plain text", ""
        else:
            fault = ref_fault(text) if text else ""
            meant = mended_ref(text) if fault else ""
        if fault:
            yield finding(
                rule.at(name),
                "'{field}' is no ref: {fault}",
                hint=f"did you mean '{meant}'?" if meant else "write it like 'parcels.weigh'",
                field=rule.key(name),
                fault=fault,
            )
