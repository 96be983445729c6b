"""permission_set.empty_actions."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("permission_set.empty_actions", severity="error", layer="schema", since="0.1")
def empty_actions(violation: Violation) -> Iterator[Finding]:
    """A grant does not say what it allows.

    `actions` lists at least one of read, create, install, configure, update, delete, execute,
    cancel, respond, manage and decrypt. Attune: "Permission grants require actions".

    Bad:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        grants:
          - resource: actions
            actions: []
        ```

    Good:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        grants:
          - resource: actions
            actions: [execute]
            constraints: {refs: [parcels.weigh]}
        ```
    """
    yield violation.finding(hint="list at least one action, such as 'read', or remove the grant")
