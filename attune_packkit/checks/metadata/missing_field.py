"""metadata.missing_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Violation, check, ref_fault


@check("metadata.missing_field", severity="error", layer="schema", since="0.1")
def missing_field(violation: Violation, component: Component) -> Iterator[Finding]:
    """A required field is missing.

    Attune refuses metadata without it.

    Bad:
        ```yaml triggers/lost.yaml
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    top = not violation.place.pointer
    needs_ref = top and ("name", "ref") in violation.params and not ref_fault(component.ref)
    yield violation.finding(hint=f"add 'ref: {component.ref}'" if needs_ref else "")
