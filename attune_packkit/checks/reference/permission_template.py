"""reference.permission_template."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("reference.permission_template", severity="error", layer="schema", since="0.1")
def permission_template(violation: Violation) -> Iterator[Finding]:
    """A permission set is named by a template where Attune takes none.

    What an execution may do must be known when the pack is installed, so actions, sensors, rules
    and queues name their permission sets in plain text. Only a workflow's tasks may use templates.

    Bad:
        ```yaml rules/claim_damage.yaml
        ref: parcels.claim_damage
        trigger_ref: core.alert
        action_ref: core.noop
        permission_set_ref: "{{ event.payload.role }}"
        ```

    Good:
        ```yaml rules/claim_damage.yaml
        ref: parcels.claim_damage
        trigger_ref: core.alert
        action_ref: core.noop
        permission_set_ref: parcels.claims_desk
        ```
        ```yaml permission_sets/claims_desk.yaml
        ref: parcels.claims_desk
        grants:
          - {resource: keys, actions: [read], constraints: {owner_types: [pack]}}
        ```
    """
    yield violation.finding(hint="name the permission set itself")
