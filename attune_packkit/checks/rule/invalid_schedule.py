"""rule.invalid_schedule."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, qualify, timer_fault


@check("rule.invalid_schedule", severity="error", layer="references", since="0.1")
def invalid_schedule(rule: Component, pack: Pack) -> Iterator[Finding]:
    """A rule sets a timer to a time that never comes.

    The cron expression that it gives to a trigger of type `cron` cannot be read, its time zone is
    none of the IANA's, or the interval is not more than 0.

    Bad:
        ```yaml triggers/collection.yaml
        ref: parcels.collection
        type: cron
        parameters:
          expression: {type: string, required: true, description: When the van leaves}
        ```

        ```yaml rules/collect.yaml
        ref: parcels.collect
        trigger_ref: parcels.collection
        trigger_params:
          expression: "0 25 * * 1-6"
        action_ref: vans.start
        ```

    Good:
        ```yaml triggers/collection.yaml
        ref: parcels.collection
        type: cron
        parameters:
          expression: {type: string, required: true, description: When the van leaves}
        ```

        ```yaml rules/collect.yaml
        ref: parcels.collect
        trigger_ref: parcels.collection
        trigger_params:
          expression: "0 17 * * 1-6"
        action_ref: vans.start
        ```
    """
    given = rule.get("trigger_params")
    kind = _kind_of_timer(rule, pack) if isinstance(given, dict) else ""
    for name, value in given.items() if kind and isinstance(given, dict) else ():
        fault, hint = timer_fault(kind, name, value)
        if fault:
            yield finding(rule.at("trigger_params", name), "{fault}", hint=hint, fault=fault)


def _kind_of_timer(rule: Component, pack: Pack) -> str:
    """Return the type of the rule's trigger; the timers of pack core tell it by their names."""
    ref = qualify(rule.text("trigger_ref"), pack.ref)
    for trigger in pack.of("trigger"):
        if trigger.ref == ref:
            return trigger.text("type")
    return _CORE_TIMERS.get(ref, "")


_CORE_TIMERS = {"core.crontimer": "cron", "core.intervaltimer": "interval"}
