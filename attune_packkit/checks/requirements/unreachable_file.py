"""requirements.unreachable_file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, check, finding, shown
from attune_packkit.checks.requirements._lines import Entry, entries

_FILES = frozenset({"-r", "--requirement", "-c", "--constraint"})
_FOLDERS = frozenset({"", "-e", "--editable"})


@check(
    "requirements.unreachable_file",
    severity="warning",
    layer="structure",
    since="0.1",
    only_with=("requirements.txt",),
)
def unreachable_file(pack: Pack) -> Iterator[Finding]:
    """`requirements.txt` names a file or folder that is not in the pack.

    What lies beside the pack on your machine is not there where the pack is installed, so its
    environment cannot be built.

    Bad:
        ```text requirements.txt
        -r ../common/requirements.txt
        ```

    Good:
        ```text requirements.txt
        -r requirements-scales.txt
        ```
        ```text requirements-scales.txt
        pyserial>=3.5
        ```
    """
    for entry in entries(pack):
        path = _path(entry)
        if path and not _is_in(pack, path):
            yield finding(
                entry.place,
                "{path} is not in the pack",
                hint="copy what is needed into the pack, or require a released package",
                path=shown(entry.value),
            )


def _path(entry: Entry) -> str:
    """Return the local path an entry names; "" if it names none."""
    if entry.option in _FILES:
        return "" if "://" in entry.value else entry.value
    if entry.option in _FOLDERS:
        return entry.address.partition("[")[0].strip() if entry.is_local else ""
    return ""


def _is_in(pack: Pack, path: str) -> bool:
    inside = posixpath.normpath(path)
    return inside == "." or inside in pack.tree.entries or not pack.tree.complete
