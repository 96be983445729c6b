"""metadata.invalid_field."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Component, Finding, Violation, check
from attune_packkit.checks.metadata._templates import is_rendered


@check("metadata.invalid_field", severity="error", layer="schema", since="0.1")
def invalid_field(violation: Violation, component: Component) -> Iterator[Finding]:
    """A field holds a value that Attune does not accept.

    The type is right, but the value is none of those allowed, too long, too small or blank. A
    template, of which only a run can tell what it will be, is never judged.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        reference_visibility: publik
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        reference_visibility: public
        ```
    """
    if not is_rendered(component, violation.place.pointer):
        from attune_packkit.checks.metadata._foreign_values import nearest_value

        found, nearest = violation.finding(), nearest_value(violation, component)
        yield replace(found, hint=nearest) if nearest else found
