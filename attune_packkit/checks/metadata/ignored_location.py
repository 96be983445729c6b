"""metadata.ignored_location."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import ALL_KINDS, SUFFIXES, Finding, Pack, Place, Severity, check, finding

_DIRECTORIES = tuple(f"{kind.directory}/" for kind in ALL_KINDS.values() if kind.directory)
_GRAPHS = "actions/workflows/"
_REF = rb"(?m)^ref[ \t]*:[ \t]*[\"']?([a-z][a-z0-9_.-]{0,254})"
_METADATA = (
    rb"(?m)^[\"']?(?:ref|label|tasks|trigger_ref|action_ref|runner_type|entry_point|grants)"
    rb"[\"']?[ \t]*:"
)


@check("metadata.ignored_location", severity="warning", layer="structure", since="0.1")
def ignored_location(pack: Pack) -> Iterator[Finding]:
    """A metadata file lies too deep to be found.

    Attune reads the files that stand directly in `actions/`, `triggers/` and the other folders, and
    none of their subfolders. The only exception are the graph files below `actions/workflows/`. A
    file that holds data or templates for a script is for information only.

    Bad:
        ```yaml triggers/claims/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    for path in pack.tree.entries:
        if not path.endswith(SUFFIXES) or not path.startswith(_DIRECTORIES):
            continue
        directory, _, rest = path.partition("/")
        if "/" in rest and not path.startswith(_GRAPHS) and pack.tree.is_file(path):
            data = pack.tree.read(path) or b""
            ref = re.search(_REF, data)
            yield finding(
                Place(path),
                "Attune reads only files directly in '{directory}/', so it never sees this one",
                hint=f"move it to {directory}/",
                severity=None if re.search(_METADATA, data) else Severity.INFO,
                directory=directory,
                ref=ref[1].decode() if ref else "",
            )
