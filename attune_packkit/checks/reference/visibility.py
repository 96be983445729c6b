"""reference.visibility."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("reference.visibility", severity="warning", layer="schema", since="0.1")
def visibility(violation: Violation) -> Iterator[Finding]:
    """A component lists packs that may name it, though its visibility is not restricted.

    `reference_allowed_pack_refs` counts only beside `reference_visibility: restricted`. Elsewhere
    the list is idle: everybody may name the component, or nobody.

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
    yield violation.finding(hint="add 'reference_visibility: restricted', or remove the list")
