"""permission_set.missing_grants."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("permission_set.missing_grants", severity="error", layer="schema", since="0.1")
def missing_grants(violation: Violation) -> Iterator[Finding]:
    """A permission set has no grants.

    The list `grants` is what the set is for; Attune refuses a set without it. An empty list is a
    set that allows nothing.

    Bad:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        label: Counter
        ```

    Good:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        label: Counter
        grants:
          - resource: actions
            actions: [execute]
            constraints: {refs: [parcels.weigh]}
        ```
    """
    yield violation.finding(hint="list what the set allows, or '[]' for nothing")
