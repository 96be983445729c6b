"""package_json.duplicate_key."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, check, finding, read_document, shown

_PATH = "package.json"


@check(
    "package_json.duplicate_key",
    severity="info",
    layer="structure",
    since="0.1",
    only_with=("package.json",),
)
def duplicate_key(pack: Pack) -> Iterator[Finding]:
    """An object of `package.json` has the same key twice.

    npm takes the last one without a word.

    Bad:
        ```json package.json
        {
          "name": "parcels",
          "private": true,
          "name": "mail"
        }
        ```

    Good:
        ```json package.json
        {
          "name": "parcels",
          "private": true
        }
        ```
    """
    data = pack.tree.read(_PATH)
    for fault in read_document(_PATH, data).faults if data else ():
        if fault.code == "yaml.duplicate_key":
            yield finding(
                fault.place,
                "key {key} is already defined on line {on_line}",
                hint="remove one of the two",
                key=shown(str(fault["key"])),
                on_line=fault["first"],
            )
