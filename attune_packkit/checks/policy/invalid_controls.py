"""policy.invalid_controls."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Component, Finding, Violation, check, finding
from attune_packkit.checks.metadata._foreign_values import nearest_value

_HINTS = {
    "concurrency": "concurrency takes 'limit', at least 1, and 'method', cancel or enqueue",
    "rate_limit": "rate_limit takes 'max_executions' and 'window_seconds', both at least 1",
    "quotas": "each quota takes 'quota_type' and 'limit', at least 1",
}


@check("policy.invalid_controls", severity="error", layer="schema", since="0.1")
def invalid_controls(violation: Violation, component: Component) -> Iterator[Finding]:
    """A policy's controls are missing or incomplete.

    A policy needs at least one of `concurrency`, `rate_limit` and `quotas`, and each of them all of
    its parts. Attune refuses it otherwise.

    Bad:
        ```yaml policies/one_label.yaml
        ref: parcels.one_label
        concurrency:
          limit: 1
        ```

    Good:
        ```yaml policies/one_label.yaml
        ref: parcels.one_label
        concurrency:
          limit: 1
          method: enqueue
        ```
    """
    if violation.place.pointer:
        found = violation.finding(hint=_HINTS.get(str(violation.place.pointer[0]), ""))
        nearest = nearest_value(violation, component)
        yield replace(found, hint=nearest) if nearest else found
    else:
        yield finding(
            violation.place,
            "the policy bounds nothing: it must configure concurrency, rate_limit or quotas",
            hint="add one of the three",
        )
