"""metadata.read_only_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding

_GIVEN_BY_SERVER = ("id", "created", "updated")


@check("metadata.read_only_field", severity="info", layer="references", since="0.1")
def read_only_field(component: Component) -> Iterator[Finding]:
    """A field is one that only the server writes.

    `id`, `created` and `updated` come back from the API with every record. In a file they have no
    effect, and they say something untrue about every other installation.

    Bad:
        ```yaml triggers/lost.yaml
        id: 17
        ref: parcels.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    for name in _GIVEN_BY_SERVER:
        if name in component.value:
            yield finding(
                component.place.key(name),
                "'{name}' is given by the server and has no effect here",
                hint="remove it",
                name=name,
            )
