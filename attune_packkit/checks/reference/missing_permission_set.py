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
    if catalog.other_kind(naming.kind, naming.ref):
        return
    meant, severity = _meant(naming, owner, catalog)
    yield finding(
        naming.place,
        "pack '{owner}' defines no permission set '{ref}'",
        hint=f"did you mean '{meant}'?" if meant else "",
        severity=severity,
        owner=owner,
        ref=naming.ref,
    )


def _meant(naming: Reference, owner: str, catalog: Catalog) -> tuple[str, Severity | None]:
    """Return what a ref looks like, if anything, and how bad it is to name what is not there."""
    reserved = very_near(naming.written, (STANDARD_PERMISSION_SET,))
    if "." in naming.written:
        severity = None if owner == naming.pack else Severity.WARNING
        return reserved or catalog.near(naming.kind, naming.ref), severity
    own = very_near(naming.ref, catalog.packs[owner].defined.get("permission_set", {}))
    meant = reserved or own.removeprefix(f"{owner}.")
    return meant, Severity.WARNING if meant else Severity.INFO
