"""component.misnamed_directory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from attune_packkit.api import (
    ALL_KINDS,
    MANIFEST,
    SUFFIXES,
    Finding,
    Pack,
    Place,
    Severity,
    belongs,
    check,
    finding,
    shown,
    very_near,
)

_DIRECTORIES = tuple(kind.directory for kind in ALL_KINDS.values() if kind.directory)
_METADATA = rb"^(?:ref|tasks|trigger_ref|action_ref)[ \t]*:"
_REF = re.compile(rb"(?m)^ref[ \t]*:[ \t]*[\"']?([a-z][a-z0-9_.-]{0,254})[\"']?[ \t]*(?:#.*)?\r?$")
_READ = tuple(f"{name}/" for name in _DIRECTORIES)
_AT_THE_TOP = (MANIFEST, "config.schema.yaml")
_KEPT = frozenset(
    {"tests", "test", "docs", "doc", "examples", "example", "samples", "sample", "templates"}
    | {"template", "fixtures", "lib", "data", "drafts", "draft", "disabled", "old", "archive"}
    | {"backup", "contrib", "deprecated", "experimental", "node_modules", "vendor"}
)
"""Folders in which people keep components that are not to be read."""
_SYNONYMS = {
    **dict.fromkeys(("events", "webhooks"), "triggers"),
    **dict.fromkeys(("permissions", "roles"), "permission_sets"),
    **dict.fromkeys(("flows", "playbooks", "pipelines"), "workflows"),
    **dict.fromkeys(("tasks", "commands", "operations", "functions"), "actions"),
    **dict.fromkeys(("listeners", "watchers", "pollers"), "sensors"),
}
_SIGNS = (
    (rb"trigger_types?", "sensors"),
    (rb"(?:trigger_ref|action_params)", "rules"),
    (rb"(?:workflow_file|entry_point|runner_type)", "actions"),
    (rb"grants", "permission_sets"),
    (rb"dispatch_action", "queues"),
    (rb"(?:rate_limit|quotas)", "policies"),
    (rb"tasks", "workflows"),
)
"""Fields that only one kind has, and its folder."""
_MOST_STRAY = 200


def _plain(name: str) -> str:
    """Return a name without case, hyphens and the ending of the plural."""
    letters = name.lower().replace("-", "").replace("_", "").replace(" ", "")
    return letters.removesuffix("ies") + "y" if letters.endswith("ies") else letters.rstrip("s")


_BY_PLAIN = {_plain(name): name for name in _DIRECTORIES}


@check("component.misnamed_directory", severity="warning", layer="structure", since="0.1")
def misnamed_directory(pack: Pack) -> Iterator[Finding]:
    """Metadata lies in a folder that Attune does not look into.

    Attune reads `actions/`, `triggers/`, `permission_sets/` and the others, written exactly so, at
    the top of the pack. What lies in `action/`, `Triggers/`, `src/actions/` or beside `pack.yaml`
    it never sees. Elsewhere a file with a ref of the pack may be a draft, so it is for information
    only; in folders such as `examples/` and `tests/` it is left alone.

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
    yield from _stray(pack)


def _stray(pack: Pack) -> Iterator[Finding]:
    """Yield the components of the pack that lie anywhere else."""
    for path in islice(filter(_is_elsewhere, pack.tree.entries), _MOST_STRAY):
        data = (pack.tree.read(path) or b"") if pack.tree.is_file(path) else b""
        ref = re.search(_REF, data)
        if not ref or not belongs(ref[1].decode(), pack.ref) or _is_defined(pack, ref[1].decode()):
            continue
        folder = path.rpartition("/")[0]
        above = folder.rpartition("/")[2]
        meant = above if above in _DIRECTORIES else _SYNONYMS.get(above) or _told_by(data)
        if meant:
            sure = not folder or above in _DIRECTORIES or above in _SYNONYMS
            yield finding(
                Place(path),
                "Attune does not look {where}, so it never sees this file",
                hint=f"move it to {meant}/",
                severity=None if sure else Severity.INFO,
                ref=ref[1].decode(),
                where=f"into {shown(f'{folder}/')}"
                if folder
                else f"for components beside {MANIFEST}",
            )


def _is_elsewhere(path: str) -> bool:
    """Tell whether a YAML file is where no component can be, and nobody would keep another one."""
    folder = path.partition("/")[0]
    if not path.endswith(SUFFIXES) or path.startswith(_READ) or path in _AT_THE_TOP:
        return False
    return "/" not in path or not (
        folder.startswith(".") or folder.lower() in _KEPT or _meant(folder)
    )


def _is_defined(pack: Pack, ref: str) -> bool:
    return any(each.ref == ref for each in pack.every_component())


def _told_by(data: bytes) -> str:
    """Return the folder of the kind of component that a file evidently describes."""
    for sign, folder in _SIGNS:
        if re.search(rb"(?m)^" + sign + rb"[ \t]*:", data):
            return folder
    return ""


def _meant(name: str) -> str:
    if name in _DIRECTORIES:
        return ""
    return _BY_PLAIN.get(_plain(name)) or very_near(name.lower(), _DIRECTORIES)
