"""Find the workflows below some paths, and one among them by its ref."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import click
from msgspec import Struct

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Globals
from attune_packkit.cli.paths import pack_places
from attune_packkit.errors import SourceError, UsageError
from attune_packkit.model.refs import ref_fault
from attune_packkit.model.workflow import Workflow
from attune_packkit.sources.local import NoPackError
from attune_packkit.suggest import did_you_mean

paths_argument = click.argument("paths", nargs=-1, type=PATH)


class Located(Struct, frozen=True):
    """A workflow and its pack's path and ref."""

    pack_path: str
    pack_ref: str
    workflow: Workflow

    @property
    def path(self) -> str:
        """The file that holds the tasks."""
        return f"{self.pack_path}/{self.workflow.path}"

    @property
    def readable(self) -> bool:
        """Whether all of its files could be read."""
        flow = self.workflow
        return flow.source.document.readable and flow.meta.document.readable


class Collection(Struct, frozen=True):
    """The workflows of some packs, sorted by ref."""

    packs: tuple[str, ...]
    workflows: tuple[Located, ...]


def collect(given: Globals, paths: Sequence[str]) -> Collection:
    """Read the workflows of the packs at or below `paths`, the working directory if none.

    Raises `NoPackError` if there is no pack.
    """
    places = pack_places(paths)
    refs: list[str] = []
    found: list[Located] = []
    for path, pack in given.session().packs(places):
        refs.append(pack.ref)
        found += (Located(path, pack.ref, flow) for flow in pack.workflows)
    if not refs:
        raise NoPackError(places)
    found.sort(key=lambda each: (each.workflow.ref, each.path))
    return Collection(tuple(refs), tuple(found))


def find(given: Globals, ref: str, paths: Sequence[str]) -> Located:
    """Return the workflow called `ref`.

    Raises `UsageError` if there is none or more than one, `SourceError` if it cannot be read.
    """
    _refuse_swapped(ref, paths)
    collection = collect(given, paths)
    found = [each for each in collection.workflows if each.workflow.ref == ref]
    if not found:
        raise UsageError(f"no workflow is called '{ref}'", hint=_hint(ref, collection))
    if len(found) > 1:
        files = ", ".join(each.path for each in found)
        several = len({each.pack_path for each in found}) > 1
        hint = "name the pack behind the ref" if several else "rename all but one of them"
        raise UsageError(f"{len(found)} workflows are called '{ref}': {files}", hint=hint)
    if not found[0].readable:
        raise unreadable(found[0])
    return found[0]


def _refuse_swapped(ref: str, paths: Sequence[str]) -> None:
    """Raise `UsageError` where a path stands first and a ref behind it."""
    last = paths[-1] if paths else ""
    if os.path.isdir(ref) and last and not os.path.lexists(last) and not ref_fault(last):
        raise UsageError(
            f"'{ref}' is a folder, and '{last}' is none", hint=f"the ref comes first: {last} {ref}"
        )


def unreadable(located: Located) -> SourceError:
    """Return the error that says that a workflow cannot be read."""
    return SourceError(
        f"workflow '{located.workflow.ref}' in {located.path} cannot be read",
        hint=f"packkit validate {located.pack_path} says why",
    )


def too_large_to_tell(located: Located) -> SourceError:
    """Return the error that says that a workflow grows beyond all bounds when told."""
    return SourceError(f"workflow '{located.workflow.ref}' in {located.path} is too large")


def note_shared_refs(found: Iterable[Located]) -> None:
    """Say which refs belong to more than one of these workflows."""
    files: dict[str, list[str]] = {}
    for each in found:
        files.setdefault(each.workflow.ref, []).append(each.path)
    for ref, paths in files.items():
        if len(paths) > 1:
            console.note(f"note: {len(paths)} workflows are called '{ref}': {', '.join(paths)}")


def _hint(ref: str, collection: Collection) -> str:
    refs = [each.workflow.ref for each in collection.workflows]
    if not refs:
        return "there is no workflow in these packs"
    for each in collection.workflows:
        if os.path.isfile(ref) and os.path.samefile(ref, each.path):
            return f"the workflow in this file is called '{each.workflow.ref}'"
    full = next((each for each in refs if each.endswith(f".{ref}")), "")
    if full:
        return f"did you mean '{full}'?"
    return did_you_mean(ref, refs) or "packkit workflows list shows them"
