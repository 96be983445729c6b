"""metadata.invalid_field_type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Violation, check
from attune_packkit.checks.metadata._templates import is_rendered


@check("metadata.invalid_field_type", severity="error", layer="schema", since="0.1")
def invalid_field_type(violation: Violation, component: Component) -> Iterator[Finding]:
    """A field holds a value of the wrong type.

    Attune refuses it: text is not a number to it, and one value is not a list. A template, of which
    only a run can tell what it will be, is never judged.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        tags: claims
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        tags: [claims]
        ```
    """
    if not is_rendered(component, violation.place.pointer):
        from attune_packkit.checks.metadata._shapes import reshaped

        yield violation.finding(hint=reshaped(component, violation.place.pointer))
