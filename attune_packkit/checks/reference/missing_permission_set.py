"""reference.missing_permission_set."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    STANDARD_PERMISSION_SET,
    Catalog,
    Finding,
    Reference,
    Severity,
    Standing,
    check,
    finding,
    very_near,
)


@check("reference.missing_permission_set", severity="error", layer="references", since="0.1")
def missing_permission_set(
    naming: Reference, standing: Standing, catalog: Catalog
) -> Iterator[Finding]:
    """An execution is to run with a permission set that is not defined.

    Attune refuses the pack: "Pack references unavailable execution permission sets". For a set of
    another pack this is a warning, and for a short name, which an installation may define by
    itself, only a note, unless it looks like a set of the pack or like `standard`.

    Bad:
        ```yaml actions/open_claim.yaml
        ref: parcels.open_claim
        launch: intrinsic
        default_execution_permission_set_refs: [parcels.claims_desc]
        ```
        ```yaml permission_sets/claims_desk.yaml
        ref: parcels.claims_desk
        grants:
          - {resource: keys, actions: [read], constraints: {owner_types: [pack]}}
        ```

    Good:
        ```yaml actions/open_claim.yaml
        ref: parcels.open_claim
        launch: intrinsic
        default_execution_permission_set_refs: [parcels.claims_desk]
        ```
        ```yaml permission_sets/claims_desk.yaml
        ref: parcels.claims_desk
        grants:
          - {resource: keys, actions: [read], constraints: {owner_types: [pack]}}
        ```
    """
    if naming.kind != "permission_set" or standing is not Standing.MISSING:
        return
    owner = catalog.owner(naming.ref) or naming.ref.rpartition(".")[0]
    if not catalog.other_kind(naming.kind, naming.ref):
        yield finding(
            naming.place,
            "pack '{owner}' defines no permission set '{ref}'",
            hint=_hint(naming, catalog),
            severity=_severity(naming, owner, catalog),
            owner=owner,
            ref=naming.ref,
        )


def _hint(naming: Reference, catalog: Catalog) -> str:
    reserved = very_near(naming.written, (STANDARD_PERMISSION_SET,))
    return f"did you mean '{reserved}'?" if reserved else catalog.hint(naming)


def _severity(naming: Reference, owner: str, catalog: Catalog) -> Severity | None:
    if "." in naming.written:
        return None if owner == naming.pack else Severity.WARNING
    defined = catalog.packs[owner].defined.get("permission_set", {})
    slip = very_near(naming.ref, defined) or very_near(naming.written, (STANDARD_PERMISSION_SET,))
    return Severity.WARNING if slip else Severity.INFO
