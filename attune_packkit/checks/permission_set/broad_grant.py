"""permission_set.broad_grant."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding

_STRONG = ("decrypt", "delete", "manage")


@check(
    "permission_set.broad_grant",
    severity="info",
    layer="references",
    since="0.1",
)
def broad_grant(permission_set: Component) -> Iterator[Finding]:
    """A grant allows strong actions on everything of its kind.

    `manage`, `delete` and `decrypt` without constraints reach the whole installation, other packs'
    things included. Most sets need them for a few refs only.

    Bad:
        ```yaml permission_sets/sender.yaml
        ref: parcels.sender
        grants:
          - resource: keys
            actions: [read, decrypt]
        ```

    Good:
        ```yaml permission_sets/sender.yaml
        ref: parcels.sender
        grants:
          - resource: keys
            actions: [read, decrypt]
            constraints:
              owner_types: [pack]
              owner_refs: [parcels]
        ```
    """
    grants = permission_set.get("grants")
    for index, grant in enumerate(grants if isinstance(grants, list) else ()):
        if not isinstance(grant, dict) or grant.get("constraints"):
            continue
        actions = grant.get("actions")
        strong = [name for name in _STRONG if isinstance(actions, list) and name in actions]
        if strong:
            yield finding(
                permission_set.at("grants", index, "actions"),
                "the grant allows {actions} without constraints",
                hint="add 'constraints', such as pack_refs or refs",
                actions=" and ".join(strong),
            )
