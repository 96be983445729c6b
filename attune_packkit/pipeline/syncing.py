"""Bring the registered workflows of a pack up to date with its files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from attune_packkit import clock, tree
from attune_packkit.config import Settings
from attune_packkit.errors import ExitCode
from attune_packkit.model.pack import load
from attune_packkit.pipeline.installation import Installation
from attune_packkit.pipeline.neighbours import neighbours
from attune_packkit.pipeline.uninstalling import find
from attune_packkit.pipeline.workflow_checking import Validated, validate
from attune_packkit.registration.records import (
    Record,
    RegistrationError,
    readable,
    refuse_foreign,
    workflow_record,
)
from attune_packkit.sources.local import NoPackError, find_packs

NO_DIRECTORY = "Failed to load workflows: Directory not found"


class Synced(Struct, frozen=True):
    """What syncing came to; `data` has the documents' fields."""

    data: dict[str, Any]
    exit_code: ExitCode


def sync(settings: Settings, installation: Installation, pack: str) -> Synced:
    """Register the workflows of the pack at a path or with a ref anew, those without errors.

    One with errors stays as it was registered, one whose file is gone is dropped. Raises
    `NotRegisteredError` if the pack is not registered.
    """
    given = os.path.lexists(pack)
    path = pack if given else installation.place_of(pack)
    if not given and not os.path.isdir(path):
        with installation.reading() as store:
            find(store.packs(), pack)
        return Synced(_data(pack, 0, [], [NO_DIRECTORY]), ExitCode.DIAGNOSTICS)
    here = find_packs([path])
    if not here:
        raise NoPackError([path])
    packs = (load(tree.walk(found.root)) for found in here)
    beside = neighbours(packs, installation.folder)
    validated = validate(settings, path, beside, fall_back=False)
    with installation.reading() as store:
        find(store.packs(), validated.pack_ref)
    with installation.changing(validated.pack_ref):
        return _sync(installation, validated, here[0].root)


def _sync(installation: Installation, validated: Validated, root: str) -> Synced:
    ref = validated.pack_ref
    faults = {name: "; ".join(messages) for name, messages in validated.errors.items()}
    records = {record.ref: record for record in _sound(root, ref, faults)}
    registered = installation.store.sync(
        ref, "workflow", tuple(records.values()), keep=tuple(faults), at=clock.timestamp()
    )
    workflows = [
        {
            "ref_name": each.ref,
            "created": each.created,
            "workflow_def_id": each.id,
            "warnings": validated.warnings.get(each.ref, []),
        }
        for each in registered
    ]
    errors = [f"Validation failed for {name}: {fault}" for name, fault in sorted(faults.items())]
    code = validated.exit_code if not errors else max(validated.exit_code, ExitCode.DIAGNOSTICS)
    return Synced(_data(ref, validated.count, workflows, errors), ExitCode(code))


def _sound(root: str, ref: str, faults: dict[str, str]) -> Iterator[Record]:
    """Yield the workflows that can be registered; add the others to `faults`."""
    for flow in load(tree.walk(root)).workflows:
        if flow.ref in faults or not readable(flow):
            continue
        record = workflow_record(flow)
        try:
            refuse_foreign(record, ref)
        except RegistrationError as error:
            faults[flow.ref] = error.message
        else:
            yield record


def _data(ref: str, count: int, workflows: list[Any], errors: list[str]) -> dict[str, Any]:
    return {
        "pack_ref": ref,
        "loaded_count": count,
        "registered_count": len(workflows),
        "workflows": workflows,
        "errors": errors,
    }
