"""metadata.not_a_file."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding

_KINDS = {"link": "a link", "directory": "a folder", "special": "a device, pipe or socket"}


@check("metadata.not_a_file", severity="error", layer="structure", since="0.1")
def not_a_file(fault: Fault) -> Iterator[Finding]:
    """A metadata file is a link, a folder or a device.

    Attune refuses packs that hold anything but regular files and folders, since a link may lead out
    of the pack. packkit never follows one.

    Bad:
        ```yaml triggers/lost.yaml link
        ../shared/lost.yaml
        ```
        ```yaml shared/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    yield finding(
        fault.place,
        "this is {kind}, expected a regular file",
        hint="put a copy of the file here",
        kind=_KINDS.get(str(fault["kind"]), fault["kind"]),
    )
