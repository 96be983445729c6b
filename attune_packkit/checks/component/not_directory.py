"""component.not_directory."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import ALL_KINDS, Finding, Pack, Place, check, finding


@check("component.not_directory", severity="error", layer="structure", since="0.1")
def not_directory(pack: Pack) -> Iterator[Finding]:
    """A file has the name of a folder for components.

    Attune expects `actions`, `triggers`, `sensors` and the other names to be folders, and refuses
    the pack if one is a file.

    Bad:
        ```yaml triggers
        ref: parcels.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    for kind in ALL_KINDS.values():
        if kind.directory and pack.tree.is_file(kind.directory):
            yield finding(
                Place(kind.directory),
                "'{name}' is a file, expected a folder with {name}",
                hint=f"move it to {kind.directory}/ under a name that ends in .yaml",
                name=kind.directory,
            )
