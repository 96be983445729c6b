"""yaml.multiple_documents."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.multiple_documents", severity="error", layer="structure", since="0.1")
def multiple_documents(fault: Fault) -> Iterator[Finding]:
    """A metadata file holds more than one YAML document.

    Attune refuses such a file: a second document after `---` is not a second component. Only the
    first one is checked.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ---
        ref: parcels.found
        label: Parcel found
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
        ```yaml triggers/found.yaml
        ref: parcels.found
        label: Parcel found
        ```
    """
    yield finding(
        fault.place,
        "a second YAML document starts here; a file holds one component",
        hint="move it to a file of its own",
    )
