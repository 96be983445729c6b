"""Index files: read, changed by one pack, merged, checked, and always written in one step."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from attune_packkit import clock
from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.registry import assembling, extended, form
from attune_packkit.registry.assembling import Head
from attune_packkit.registry.auditing import Policy, audit
from attune_packkit.registry.entry import Draft, Indexed
from attune_packkit.registry.faults import Fault, IndexingError
from attune_packkit.registry.index import Index, InstallSource, parse, read_index
from attune_packkit.registry.merging import Merged, merge
from attune_packkit.registry.positions import line_and_column
from attune_packkit.registry.strict_json import MAX_LOCAL_BYTES
from attune_packkit.sources.exclusive import locked
from attune_packkit.sources.local import find_packs
from attune_packkit.sources.placing import write_file

WAIT = 10.0
"""Seconds to wait for another process that writes the same index."""

MAX_LOCATED = 200
"""Faults whose lines are looked for."""


def entry(path: str, sources: Sequence[InstallSource], *, branch: str = "") -> Indexed:
    """Make the entry of the pack at `path`. Raises `SourceError` if there is none."""
    return Draft(_only_pack(path)).indexed(sources, branch=branch)


class Updated(Struct, frozen=True):
    """An index in which one pack was put."""

    made: Indexed
    action: str
    written: bool


def update(
    output: str,
    path: str,
    sources: Sequence[InstallSource],
    *,
    replace: bool,
    timestamp: str = "",
    branch: str = "",
) -> Updated:
    """Put the pack at `path` into the index file `output`.

    Raises `IndexingError` if it has the pack already, unless that may be replaced; in the extended
    format, if it has that version.
    """
    made = entry(path, sources, branch=branch)
    with held(output):
        old = parse(read_file(output), name=shown_path(output))
        history = extended.is_extended(old)
        same = [
            each
            for each in old["packs"]
            if isinstance(each, dict)
            and each.get("ref") == made.ref
            and (not history or each.get("version") == made.entry["version"])
        ]
        if same and not replace:
            raise IndexingError(
                f"Pack '{made.ref}' already exists in index. Use --update to replace it."
            )
        entries = [each for each in old["packs"] if each not in same]
        _refuse_broken(entries, output)
        now = timestamp or clock.timestamp()
        index = assembling.assemble(
            [*entries, made.entry], Head(), old=old, now=now, history=history
        )
        if index != old:
            write_index(output, index)
    return Updated(made, "updated" if same else "added", index != old)


def mark(
    output: str, ref: str, version: str, marks: Mapping[str, str], *, timestamp: str = ""
) -> None:
    """Give a version in an index with history these marks, or none, in place of those it has.

    Raises `UsageError` if the index keeps no history or lacks the version.
    """
    with held(output):
        old = parse(read_file(output), name=shown_path(output))
        if not extended.is_extended(old):
            raise UsageError(
                f"{shown_path(output)} keeps no history, so no version of it can be marked",
                hint="make one that does with: packkit index build --history",
            )
        _refuse_broken(old["packs"], output)
        entries = [
            {**extended.split(each)[0], **marks}
            if (each["ref"], each["version"]) == (ref, version)
            else each
            for each in old["packs"]
        ]
        if not any((each["ref"], each["version"]) == (ref, version) for each in entries):
            raise UsageError(
                f"{shown_path(output)} has no version {shown(version)} of {shown(ref)}"
            )
        now = timestamp or clock.timestamp()
        index = assembling.assemble(entries, Head(), old=old, now=now, history=True)
        if index != old:
            write_index(output, index)


def merge_files(
    output: str, inputs: Sequence[str], *, force: bool, history: bool = False
) -> Merged:
    """Write one index of the packs of several.

    Raises `IndexingError` if the output exists, unless `force`, or an input is not sound.
    """
    if os.path.lexists(output) and not force:
        raise IndexingError(f"Output file already exists: {output}. Use --force to overwrite.")
    merged = merge([_sound(path) for path in inputs], history=history)
    write_index(output, merged.index)
    return merged


def read_file(path: str) -> bytes:
    """Return the bytes of an index file. Raises `SourceError`."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_LOCAL_BYTES + 1)
    except FileNotFoundError:
        raise SourceError(f"Index file not found: {path}") from None
    except OSError as error:
        raise SourceError(f"index {shown_path(path)} cannot be read: {error.strerror}") from None
    return data


def read_old(path: str) -> dict[str, Any] | None:
    """Return an index that is to be replaced, with its sound entries alone; None if there is none.

    Raises `SourceError` for a file that is no index of packs.
    """
    if not path or not os.path.lexists(path):
        return None
    data, name = read_file(path), shown_path(path)
    value = parse(data, name=name)
    sound = read_index(data, name=name, limit=MAX_LOCAL_BYTES)
    return {**value, "packs": list(sound.raw_entries)} if sound.faults else value


class Audited(Struct, frozen=True):
    """An index file that was checked: each fault with its line and column, 0 if unknown."""

    path: str
    packs: int
    faults: tuple[tuple[Fault, int, int], ...]

    @property
    def valid(self) -> bool:
        """Whether nothing is an error."""
        return all(fault.severity != "error" for fault, _, _ in self.faults)


def check_files(paths: Sequence[str], *, policy: Policy, packs: str | None) -> list[Audited]:
    """Check index files; compare their entries with the packs in folder `packs`, if given."""
    folders = _folders(packs) if packs else {}
    return [_check(path, policy, folders) for path in paths]


def _check(path: str, policy: Policy, folders: dict[str, str]) -> Audited:
    data = read_file(path)
    count, faults = audit(data, name=shown_path(path), policy=policy, packs=folders)
    if any(fault.code == "index.unreadable" for fault in faults):
        return Audited(path, count, tuple((fault, 0, 0) for fault in faults))
    text = data.decode()
    located = [(fault, *line_and_column(text, fault.path)) for fault in faults[:MAX_LOCATED]]
    return Audited(path, count, (*located, *((fault, 0, 0) for fault in faults[MAX_LOCATED:])))


def _folders(packs: str) -> dict[str, str]:
    """Return the folders of packs by ref."""
    drafts = (Draft(each.root) for each in find_packs([packs]))
    return {draft.ref: draft.root for draft in drafts}


def _sound(path: str) -> Index:
    index = read_index(read_file(path), name=shown_path(path), limit=MAX_LOCAL_BYTES)
    if index.channels is not None:
        raise IndexingError(
            f"{shown_path(path)} is an index of releases, and only indexes of packs can be merged"
        )
    for fault in index.faults:
        raise IndexingError(
            f"Invalid index in {path}: {fault.where}: {fault.message}", hint=fault.hint
        )
    return index


def _refuse_broken(entries: Iterable[Any], name: str) -> None:
    for raw in entries:
        for fault in form.entry_faults(extended.split(raw)[0]):
            if fault.severity == "error":
                ref = raw.get("ref") if isinstance(raw, dict) else None
                raise IndexingError(
                    f"Invalid index entry {shown(str(ref))} in {name}:"
                    f" {fault.where}: {fault.message}",
                    hint=fault.hint,
                )


def write_index(output: str, index: dict[str, Any]) -> None:
    """Write an index file in one step. Raises `SourceError`."""
    write_file(output, assembling.render(index))


def _only_pack(path: str) -> str:
    found = find_packs([path])
    if len(found) != 1:
        what = "no pack" if not found else f"{len(found)} packs"
        raise SourceError(f"{what} at {shown_path(path)}, expected one folder with a pack.yaml")
    return found[0].root


@contextlib.contextmanager
def held(output: str) -> Iterator[None]:
    """Keep other processes from writing the same index meanwhile."""
    if not output:
        yield
        return
    with locked(output, wait=WAIT):
        yield
