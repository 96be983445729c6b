"""metadata.missing_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Value, Violation, check, ref_fault


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
    if violation.place.pointer:
        yield violation.finding()
        return
    name = str(dict(violation.params).get("name"))
    holder = next((each for each in _DATA if _holds(component.value.get(each), name)), "")
    hint = f"add 'ref: {component.ref}'" if name == "ref" and not ref_fault(component.ref) else ""
    yield violation.finding(hint=f"move it out of '{holder}', to the top level" if holder else hint)


_DATA = ("metadata", "meta")


def _holds(value: Value, name: str) -> bool:
    return isinstance(value, dict) and value.get(name) is not None
