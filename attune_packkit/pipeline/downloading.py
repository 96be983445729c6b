"""Fetch packs from sources of every kind into one folder, each by its ref."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct, field
from msgspec.structs import replace

from attune_packkit import clock
from attune_packkit.dependencies.constraints import MAX_LENGTH
from attune_packkit.errors import PackkitError, SourceError, UsageError, VerificationError
from attune_packkit.escaping import shown
from attune_packkit.model.refs import ref_fault
from attune_packkit.model.summarizing import dependencies
from attune_packkit.pipeline.downloads import (
    Downloaded,
    DownloadOptions,
    DownloadResult,
    Failed,
    Told,
    Wanted,
)
from attune_packkit.pipeline.manifests import ManifestError, read_pack
from attune_packkit.pipeline.resolving import Resolvers, access, resolvers
from attune_packkit.session import Session
from attune_packkit.sources.access import Access
from attune_packkit.sources.archives import pack_root
from attune_packkit.sources.checksums import directory_checksum
from attune_packkit.sources.placing import place, workspace
from attune_packkit.sources.request import DEFAULT_INDEX, Fetched, Request
from attune_packkit.sources.urls import masked, shown_url

MAX_THREADS = 8


class _Run(Struct):
    """What the sources of one call share."""

    options: DownloadOptions
    indices: tuple[str, ...]
    access: Access
    resolvers: Resolvers
    folder: str
    told: Told


class _Arrived(Struct):
    """A pack in the workspace, or why there is none."""

    wanted: Wanted
    root: str = ""
    fetched: Fetched | None = None
    ref: str = ""
    version: str = ""
    checksum: str = ""
    needs: tuple[tuple[str, str], ...] = ()
    error: PackkitError | None = None
    notes: list[str] = field(default_factory=list)


def download(
    session: Session,
    wanted: Sequence[Wanted],
    options: DownloadOptions,
    told: Told = lambda source: None,
) -> DownloadResult:
    """Fetch all sources at the same time, then put their packs in place one after the other.

    A source that fails stops no other. `told` is called with each source that is finished with.
    """
    with _working_folder(options) as folder:
        run = _Run(
            options=options,
            indices=indices_of(session, options),
            access=access(session, offline=options.offline, verify_ssl=options.verify_ssl),
            resolvers=resolvers(session),
            folder=folder,
            told=told,
        )
        arrived = _fetch_all(run, wanted)
        results = tuple(_place_all(run, arrived))
    if session.store:
        session.store.evict()
    return DownloadResult(results)


def indices_of(session: Session, options: DownloadOptions) -> tuple[str, ...]:
    """Return the URLs and paths of the indices to ask, the first one first."""
    return options.indices or session.settings.indices or (DEFAULT_INDEX,)


@contextmanager
def _working_folder(options: DownloadOptions) -> Iterator[str]:
    """Make a folder beside the destination, from which packs move there in one step."""
    if options.dry_run:
        with tempfile.TemporaryDirectory(prefix="packkit-") as folder:
            yield folder
    else:
        with workspace(options.destination) as folder:
            yield folder


def _fetch_all(run: _Run, wanted: Sequence[Wanted]) -> list[_Arrived]:
    from concurrent.futures import ThreadPoolExecutor

    def one(numbered: tuple[int, Wanted]) -> _Arrived:
        try:
            return _fetch(run, *numbered)
        finally:
            run.told(masked(numbered[1].source))

    with ThreadPoolExecutor(max(1, min(MAX_THREADS, len(wanted)))) as threads:
        try:
            return list(threads.map(one, enumerate(wanted)))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _fetch(run: _Run, number: int, wanted: Wanted) -> _Arrived:
    """Fetch one source into the workspace, and verify what was promised of it."""
    arrived = _Arrived(wanted)
    own = os.path.join(run.folder, str(number))
    os.mkdir(own, 0o700)
    options = run.options
    request = Request(
        access=run.access,
        workspace=own,
        deadline=clock.elapsed() + options.timeout,
        ref_spec="" if wanted.pinned else options.ref_spec,
        indices=run.indices,
        ignore_broken_index=options.ignore_broken_index,
        notes=arrived.notes,
    )
    try:
        source = wanted.pinned or wanted.source
        resolver = run.resolvers.choose(source, request)
        into = os.path.join(own, "files")
        with resolver.blamed(f"to fetch {shown_url(source)}"):
            arrived.fetched = resolver.value.fetch(source, into, request)
        arrived.root = _root(into, arrived.fetched.subdirectory)
        _identify(arrived)
    except PackkitError as error:
        arrived.error = error
    except OSError as error:
        arrived.error = SourceError(f"it cannot be written or read again: {error.strerror}")
    return arrived


def _root(folder: str, subdirectory: str) -> str:
    """Return the folder of the pack; a subdirectory may lie below an archive's only folder."""
    try:
        return pack_root(folder, subdirectory)
    except SourceError:
        names = os.listdir(folder) if subdirectory else []
        if len(names) != 1:
            raise
        return pack_root(os.path.join(folder, names[0]), subdirectory)


def _identify(arrived: _Arrived) -> None:
    """Read which pack came, and refuse another one than was promised."""
    try:
        manifest = read_pack(arrived.root).manifest
    except ManifestError as error:
        raise SourceError(str(error)) from None
    arrived.ref, arrived.version = manifest.text("ref"), manifest.text("version")
    fault = ref_fault(arrived.ref) if arrived.ref else "it declares none as text"
    if fault:
        raise SourceError(
            f"its pack.yaml has no usable ref: {fault}", hint="a pack declares 'ref: name'"
        )
    if len(arrived.version) > MAX_LENGTH or not arrived.version.isprintable():
        raise SourceError(f"its pack.yaml has no usable version: {shown(arrived.version)}")
    arrived.needs = tuple((each.ref, each.constraint) for each in dependencies(manifest))
    arrived.checksum = directory_checksum(arrived.root)
    fetched = arrived.fetched
    assert fetched is not None
    promised = (fetched.pack_ref, fetched.pack_version, "", fetched.checksum)
    _hold(arrived, fetched.promised_by, promised)
    wanted = arrived.wanted
    commit = wanted.commit if fetched.commit else ""
    promised = (wanted.pack_ref, wanted.version, commit, wanted.checksum)
    _hold(arrived, wanted.promised_by, promised)


def _hold(arrived: _Arrived, promised_by: str, promised: Sequence[str]) -> None:
    commit = arrived.fetched.commit if arrived.fetched else ""
    came = (arrived.ref, arrived.version, commit, arrived.checksum)
    for what, expected, found in zip(
        ("ref", "version", "commit", "checksum"), promised, came, strict=True
    ):
        if expected and expected != found:
            raise VerificationError(
                f"the pack's {what} is {shown(found)}, but {promised_by} says {shown(expected)}"
            )


def _place_all(run: _Run, every: Sequence[_Arrived]) -> Iterator[Downloaded | Failed]:
    owners: dict[str, _Arrived] = {}
    for arrived in every:
        source = arrived.wanted.source
        try:
            if arrived.error is not None:
                raise arrived.error
            other = owners.setdefault(arrived.ref, arrived)
            if other is not arrived:
                raise UsageError(
                    f"pack '{arrived.ref}' comes from {shown_url(other.wanted.source)} already"
                )
            path = _place(run.options, arrived)
        except PackkitError as error:
            yield Failed(source, error, tuple(arrived.notes))
        else:
            yield _downloaded(arrived, path)


def _place(options: DownloadOptions, arrived: _Arrived) -> str:
    """Move a pack to its place, unless the very same is there; return the place.

    Without a destination packs are only looked at.
    """
    if not options.destination:
        return ""
    path = os.path.join(os.path.abspath(options.destination), arrived.ref)
    same = _refuse_other(path, arrived, force=options.force)
    if not options.dry_run and not same:
        place(arrived.root, path, replace=True)
    return path


def _refuse_other(path: str, arrived: _Arrived, *, force: bool) -> bool:
    """Refuse to replace anything but an older state of the pack; tell if it is the same state."""
    if not os.path.lexists(path):
        return False
    try:
        there = read_pack(path).manifest.text("ref")
        same = there == arrived.ref and directory_checksum(path) == arrived.checksum
    except (ManifestError, SourceError):
        there, same = "", False
    if there != arrived.ref and not force:
        what = f"the pack {shown(there)}" if there else "something that is no pack"
        raise UsageError(
            f"{shown(path, 200)} holds {what}, not '{arrived.ref}'", hint="--force replaces it"
        )
    return same and not os.path.islink(path)


def _downloaded(arrived: _Arrived, path: str) -> Downloaded:
    wanted, fetched = arrived.wanted, arrived.fetched
    assert fetched is not None
    vouched = wanted.promised_by or fetched.promised_by
    return Downloaded(
        source=wanted.source,
        fetched=replace(
            fetched,
            source_type=wanted.source_type or fetched.source_type,
            commit=fetched.commit or wanted.commit,
        ),
        path=path,
        ref=arrived.ref,
        version=arrived.version,
        checksum=arrived.checksum,
        trust=f"verified against {masked(vouched)}" if vouched else "unverified",
        needs=arrived.needs,
        notes=tuple(arrived.notes),
    )
