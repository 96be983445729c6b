"""yaml.encoding."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.encoding", severity="error", layer="structure", since="0.1")
def encoding(fault: Fault) -> Iterator[Finding]:
    """A metadata file is not UTF-8 text.

    Attune reads UTF-8 and nothing else. An editor that saves in an older or wider encoding makes a
    file that looks right and cannot be loaded.

    Bad:
        ```yaml triggers/lost.yaml utf-16
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
        "the file holds {found}, expected UTF-8 text",
        hint="save the file as UTF-8",
        found=fault["found"],
    )
