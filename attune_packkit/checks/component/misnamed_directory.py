"""component.misnamed_directory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import ALL_KINDS, SUFFIXES, Finding, Pack, Place, check, finding, very_near

_DIRECTORIES = tuple(kind.directory for kind in ALL_KINDS.values() if kind.directory)
_METADATA = rb"^(?:ref|tasks|trigger_ref|action_ref)[ \t]*:"


def _plain(name: str) -> str:
    """Return a name without case, hyphens and the ending of the plural."""
    letters = name.lower().replace("-", "").replace("_", "").replace(" ", "")
    return letters.removesuffix("ies") + "y" if letters.endswith("ies") else letters.rstrip("s")


_BY_PLAIN = {_plain(name): name for name in _DIRECTORIES}


@check("component.misnamed_directory", severity="warning", layer="structure", since="0.1")
def misnamed_directory(pack: Pack) -> Iterator[Finding]:
    """Metadata lies in a folder whose name is nearly that of a folder that Attune reads.

    Attune looks into `actions/`, `triggers/`, `permission_sets/` and the others, written exactly
    so. What lies in `action/` or `Triggers/` it never sees.

    Bad:
        ```yaml trigger/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    for entry in pack.tree.children(""):
        meant = _meant(entry.path) if entry.kind == "directory" else ""
        for file in pack.tree.children(entry.path) if meant else ():
            if file.path.endswith(SUFFIXES) and re.search(
                _METADATA, pack.tree.read(file.path) or b"", re.MULTILINE
            ):
                yield finding(
                    Place(file.path),
                    "Attune does not look into '{folder}/', so it never sees this file",
                    hint=f"did you mean '{meant}/'?",
                    folder=entry.path,
                )


def _meant(name: str) -> str:
    if name in _DIRECTORIES:
        return ""
    return _BY_PLAIN.get(_plain(name)) or very_near(name.lower(), _DIRECTORIES)
