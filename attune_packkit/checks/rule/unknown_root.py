"""rule.unknown_root."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("rule.unknown_root", severity="warning", layer="expressions", since="0.1")
def unknown_root(slip: Slip) -> Iterator[Finding]:
    """A rule reads something that rules do not know.

    Rules see the `event`, the pack's `config` and the `system`. Anything else gives null, and a
    condition with it never holds.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: scales.arrived
        action_ref: scales.weigh
        action_params:
          grams: "{{ evnt.payload.grams }}"
        ```

    Good:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: scales.arrived
        action_ref: scales.weigh
        action_params:
          grams: "{{ event.payload.grams }}"
        ```
    """
    yield slip.finding
