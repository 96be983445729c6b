"""reference.visibility."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Violation, check, finding


@check("reference.visibility", severity="warning", layer="schema", since="0.1")
def visibility(violation: Violation, component: Component) -> Iterator[Finding]:
    """A component's visibility and the list of packs that may name it do not go together.

    `reference_allowed_pack_refs` counts only beside `reference_visibility: restricted`. Elsewhere
    the list is idle: everybody may name the component, or nobody. Restricted without a list means
    that nobody may, for which the word is `private`.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        reference_allowed_pack_refs: [tariffs]
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        reference_visibility: restricted
        reference_allowed_pack_refs: [tariffs]
        ```
    """
    if violation.keyword == "required":
        yield finding(
            component.at("reference_visibility"),
            "no pack is listed to which it is restricted, so none may refer to it",
            hint="add 'reference_allowed_pack_refs', or write 'private'",
        )
    else:
        yield violation.finding(hint="add 'reference_visibility: restricted', or remove the list")
