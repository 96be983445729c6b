"""permission_set.invalid_grants."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Violation, check
from attune_packkit.checks.metadata._foreign_values import nearest_value


@check("permission_set.invalid_grants", severity="error", layer="schema", since="0.1")
def invalid_grants(violation: Violation, component: Component) -> Iterator[Finding]:
    """A grant is not written as Attune reads it.

    Resources, actions and the values of constraints come from fixed lists. Things are named by
    `refs`, never by database `ids`, and either by `refs` or by `pack_refs`, not by both.

    Bad:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        grants:
          - resource: action
            actions: [execute]
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
    hint = nearest_value(violation, component)
    yield violation.finding(hint=hint or "write '- resource: actions' and 'actions: [read]' below")
