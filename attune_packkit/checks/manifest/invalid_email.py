"""manifest.invalid_email."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, shown


@check(
    "manifest.invalid_email",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("email",),
)
def invalid_email(manifest: Component) -> Iterator[Finding]:
    """A pack's email address does not look like one.

    Who finds a fault in the pack has nowhere to write to.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        email: claims desk
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        email: claims@example.org
        ```
    """
    email = manifest.text("email")
    if not email:
        return
    address = email.rpartition("<")[2].removesuffix(">")
    name, _, host = address.rpartition("@")
    if not name or not host or "@" in name or not address.isprintable() or " " in address:
        yield finding(
            manifest.at("email"),
            "{email} is no email address",
            hint="write name@host",
            email=shown(email),
        )
