"""metadata.wrong_extension."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from attune_packkit.api import (
    ALL_KINDS,
    SUFFIXES,
    Finding,
    Pack,
    Place,
    belongs,
    check,
    finding,
    very_near,
)

_DIRECTORIES = frozenset(
    {"actions/workflows", *(kind.directory for kind in ALL_KINDS.values() if kind.directory)}
)
_YAML = rb"^(?:ref|label|version|tasks|trigger_ref|action_ref)[ \t]*:"
_JSON = rb'\A\s*\{[^{}]{0,200}"ref"\s*:\s*"([^"]+)"'


@check("metadata.wrong_extension", severity="warning", layer="structure", since="0.1")
def wrong_extension(pack: Pack) -> Iterator[Finding]:
    """A metadata file has an ending under which nobody looks for it.

    Attune reads `.yaml` and `.yml`, in lowercase, and nothing else. Endings that keep a file out on
    purpose, such as `.example` or `.disabled`, are left alone, and so are copies beside the right
    file, such as those that editors make.

    Bad:
        ```yaml triggers/lost.ymal
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
        directory, _, name = path.rpartition("/")
        ending = posixpath.splitext(name)[1]
        if directory not in _DIRECTORIES or ending in SUFFIXES or not _is_slip(name, ending):
            continue
        if f"{directory}/{_right(name)}" in pack.tree.entries:
            continue
        if pack.tree.is_file(path) and _is_metadata(pack, pack.tree.read(path) or b"", ending):
            yield finding(
                Place(path),
                "Attune reads only .yaml and .yml, so it never sees this file",
                hint=f"rename it to {_right(name)}",
            )


def _is_metadata(pack: Pack, data: bytes, ending: str) -> bool:
    if ending != ".json":
        return re.search(_YAML, data, re.MULTILINE) is not None
    found = re.search(_JSON, data)
    return found is not None and belongs(found[1].decode("utf-8", "replace"), pack.ref)


def _is_slip(name: str, ending: str) -> bool:
    """Tell whether an ending is meant to be that of a metadata file."""
    if ending == ".json" or ending.lower() in SUFFIXES:
        return True
    if ending == ".txt":
        return name.removesuffix(ending).endswith(SUFFIXES)
    return bool(very_near(ending.lower(), SUFFIXES)) or ending in (".yam", ".ym", ".ymal", ".yaml~")


def _right(name: str) -> str:
    stem = name.split(".")[0]
    return f"{stem}.workflow.yaml" if ".workflow." in name else f"{stem}.yaml"
