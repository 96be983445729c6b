"""Indexes made of packs: found, read in parallel, assembled and written in one step."""

from __future__ import annotations

import contextlib
import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from attune_packkit import clock
from attune_packkit.config import Settings
from attune_packkit.errors import PackkitError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.pipeline.index_files import held, read_old, write_index
from attune_packkit.registry import assembling, extended, form
from attune_packkit.registry.assembling import Difference, Entry, Head
from attune_packkit.registry.between_entries import across
from attune_packkit.registry.entry import Draft, Indexed
from attune_packkit.registry.faults import IndexingError
from attune_packkit.registry.sourcing import Sourcing
from attune_packkit.sources.local import find_packs
from attune_packkit.sources.placing import workspace

PARALLEL_FROM = 32
"""Packs from which starting processes pays when the number of jobs is left to packkit."""


class BuildRequest(Struct, frozen=True):
    """What an index is to be made of. `output` is "" if it is not to be written.

    `history` keeps older versions in the extended format; `update` lets a version that is in it
    change. `skip_broken` leaves out what cannot be indexed.
    """

    paths: tuple[str, ...]
    output: str = ""
    head: Head = field(default_factory=Head)
    sourcing: Sourcing = field(default_factory=Sourcing)
    timestamp: str = ""
    jobs: int = 0
    history: bool = False
    update: bool = False
    skip_broken: bool = False
    allow_shrink: bool = False


class Built(Struct, frozen=True):
    """An index that was made. `skipped` holds the path and the reason of each pack left out."""

    index: dict[str, Any]
    difference: Difference
    written: bool
    found: int
    notes: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()

    @property
    def packs(self) -> int:
        """The number of packs in the index."""
        return len({each["ref"] for each in self.index["packs"]})


def build(settings: Settings, request: BuildRequest) -> Built:
    """Make the index of the packs at or below the paths of a request, and write it.

    Nothing is written if a pack cannot be indexed (raises `IndexingError`), unless it may be left
    out, nor if the index would be the same or lose many of its packs.
    """
    found = find_packs(request.paths)
    with held(request.output):
        old = read_old(request.output)
        with staged(request.sourcing) as (sourcing, keep):
            before = assembling.newest((old or {"packs": []})["packs"])
            known = {each["ref"]: each for each in before}
            works = read_packs(
                settings, sourcing, known, [each.root for each in found], request.jobs
            )
            paths = [each.path for each in found]
            made, skipped = sorted_out(paths, works, skip=request.skip_broken)
            _refuse_double(made)
            entries = _with_history(made, old, request)
            index = assembling.assemble(
                entries,
                request.head,
                old=old,
                now=request.timestamp or clock.timestamp(),
                history=request.history,
            )
            difference = assembling.compare(old, index)
            if not request.allow_shrink:
                assembling.refuse_shrink(old, difference)
            written = index != old and bool(request.output) and bool(found)
            if found:
                keep()
            if written:
                write_index(request.output, index)
    notes = [note for _, each in made for note in each.notes]
    return Built(
        index=index,
        difference=difference,
        written=written,
        found=len(found),
        notes=(*notes, *_doubts(index)),
        skipped=tuple(skipped),
    )


class EntryWork:
    """Makes the entry of one pack, here or in another process."""

    def __init__(self, sourcing: Sourcing, old: dict[str, Entry]) -> None:
        self._sourcing = sourcing
        self._old = old

    def __call__(self, root: str) -> tuple[bytes, bytes]:
        """Return the entry with its checksum and notes, or why there is none, as bytes."""
        try:
            draft = Draft(root)
            made = self._sourcing.indexed(draft, self._old.get(draft.ref))
        except PackkitError as error:
            return b"", marshal.dumps((error.message, error.hint))
        return marshal.dumps((made.entry, made.checksum, made.notes)), b""


def read_packs(
    settings: Settings, sourcing: Sourcing, old: dict[str, Entry], roots: list[str], jobs: int
) -> Sequence[tuple[bytes, bytes]]:
    """Make the entries of packs, here or in other processes; `old` are those of before by ref."""
    work = EntryWork(sourcing, old)
    jobs = jobs or ((os.cpu_count() or 1) if len(roots) >= PARALLEL_FROM else 1)
    if min(jobs, len(roots)) <= 1:
        return [work(root) for root in roots]
    from attune_packkit.session import Session

    return Session(settings).executor().run(work, roots, min(jobs, len(roots)))


def sorted_out(
    paths: Sequence[str], works: Sequence[tuple[bytes, bytes]], *, skip: bool
) -> tuple[list[tuple[str, Indexed]], list[tuple[str, str]]]:
    """Return what was made, and what could not be. Raises `IndexingError` unless `skip`."""
    made: list[tuple[str, Indexed]] = []
    broken: list[tuple[str, str]] = []
    hints: list[str] = []
    for path, (good, bad) in zip(paths, works, strict=True):
        if good:
            made.append((path, Indexed(*marshal.loads(good))))  # noqa: S302 - runs no code
        else:
            message, hint = marshal.loads(bad)  # noqa: S302 - runs no code
            broken.append((path, message))
            hints.append(hint)
    if broken and not skip:
        more = f" (and {len(broken) - 1} more packs)" if len(broken) > 1 else ""
        path, message = broken[0]
        where = "" if shown_path(path) in message else f"{shown_path(path)}: "
        raise IndexingError(
            f"{where}{message}{more}",
            hint=hints[0] or "nothing was written; --skip-broken leaves such packs out",
        )
    return made, broken


def _refuse_double(made: Iterable[tuple[str, Indexed]]) -> None:
    owners: dict[str, str] = {}
    for path, each in made:
        other = owners.setdefault(each.ref, path)
        if other != path:
            raise IndexingError(
                f"Duplicate pack ref {shown(each.ref)}: in {shown_path(other)}"
                f" and in {shown_path(path)}"
            )


def _with_history(
    made: Iterable[tuple[str, Indexed]], old: dict[str, Any] | None, request: BuildRequest
) -> list[Entry]:
    """Return the entries of an index: with history, those of older versions as well."""
    entries = [each.entry for _, each in made]
    if not request.history or old is None:
        return entries
    kept = {(each["ref"], each["version"]): each for each in old["packs"]}
    for each in entries:
        key = (each["ref"], each["version"])
        before, marks = extended.split(kept.get(key, each))
        if before != each and not request.update:
            raise IndexingError(
                f"version {each['version']} of {shown(each['ref'])} is in the index with other"
                " content",
                hint="raise the version, or use --update if nobody has it yet",
            )
        kept[key] = {**each, **marks}
    return list(kept.values())


def _doubts(index: dict[str, Any]) -> Iterator[str]:
    """Say what is odd about the packs of an index, entry by entry and among them."""
    official = [extended.split(each)[0] for each in index["packs"]]
    for each in official:
        for fault in form.entry_faults(each):
            if fault.code != "index.placeholder_url":
                yield f"{each['ref']}: {fault.message}"
    for fault in across(list(enumerate(official))):
        yield fault.message


@contextlib.contextmanager
def staged(sourcing: Sourcing) -> Iterator[tuple[Sourcing, Callable[[], None]]]:
    """Yield a sourcing that writes archives aside, and what puts these in their place."""
    if not sourcing.archives:
        yield sourcing, lambda: None
        return
    with workspace(sourcing.archives) as aside:

        def keep() -> None:
            for name in sorted(os.listdir(aside)):
                os.replace(os.path.join(aside, name), os.path.join(sourcing.archives, name))

        yield sourcing.with_archives(aside), keep
