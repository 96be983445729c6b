"""Packs by name, from the indices of registries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from attune_packkit.api import (
    Fetched,
    FetchRequest,
    Index,
    IndexEntry,
    InstallSource,
    SourceError,
    UsageError,
    detect_source,
    did_you_mean,
    git_source,
    locate_pack,
    masked,
    parse_constraint,
    parse_version,
    read_index,
    shown,
    shown_url,
)

_NEWEST = ("", "latest")
_USUAL = "stable"
_MAX_SHOWN = 10


class RegistryResolver:
    """Finds a pack in the first index that has it, and verifies what is fetched against that."""

    name = "registry"

    def accepts(self, source: str, request: FetchRequest) -> bool:
        """Tell whether a source is a pack's name, maybe with a version."""
        return detect_source(source, request.ref_spec) == "registry"

    def fetch(self, source: str, into: str, request: FetchRequest) -> Fetched:
        """Write the files of the newest version that the source allows."""
        found = request.parse(source)
        index = _owner(found.location, request)
        entry = _choose(index, found.location, found.wanted)
        if entry.deprecated:
            request.note(f"{entry.ref} {entry.version} is deprecated: {shown(entry.deprecated)}")
        return _fetch(entry, index, into, request)


def _owner(ref: str, request: FetchRequest) -> Index:
    """Return the first index that has the pack; note the others that have it too."""
    indices = list(_indices(request))
    found = locate_pack(indices, ref)
    if found is None:
        asked = ", ".join(shown_url(place) for place in request.indices)
        known = [each for index in indices for each in index.refs]
        raise SourceError(
            f"no registry has a pack {shown(ref)}: asked {asked}", hint=did_you_mean(ref, known)
        )
    if found.note:
        request.note(found.note)
    return found.index


def _indices(request: FetchRequest) -> Iterator[Index]:
    """Yield the indices in order. A broken one ends the search: the pack might be its own."""
    for place in request.indices:
        try:
            data = request.read(place)
            yield _read(data, masked(place), request.access.policy.allow_http)
        except SourceError as error:
            if not request.ignore_broken_index:
                raise SourceError(
                    f"index {shown_url(place)}: {error.message}",
                    hint=error.hint or "--ignore-broken-index goes on with the next index",
                ) from None
            request.note(f"index {shown_url(place)} was left out: {error.message}")


@lru_cache(maxsize=8)
def _read(data: bytes, name: str, allow_http: bool) -> Index:
    return read_index(data, name=name, allow_http=allow_http)


def _choose(index: Index, ref: str, wanted: str) -> IndexEntry:
    """Return the newest version that is wanted; a pre-release only where nothing else is.

    Of an index of releases a channel may be wanted, and `stable` is where no version is.
    """
    channel = index.channel(ref, wanted or _USUAL)
    try:
        constraint = parse_constraint(channel or wanted)
    except ValueError as error:
        raise UsageError(
            f"{shown(wanted)} is no version of '{ref}': {error}",
            hint=f"expected such as {ref}@1.2.0, {ref}@^1{_or_channels(index, ref)}",
        ) from None
    every = index.versions(ref, yanked=True)
    fitting = [
        each
        for each in every
        if (version := parse_version(each.version)) is not None and constraint.allows(version)
    ]
    usable = [each for each in fitting if not each.yanked]
    if not usable:
        withdrawn = [f"{each.version} was withdrawn: {each.yanked}" for each in fitting]
        there = ", ".join(each.version for each in every[:_MAX_SHOWN])
        raise SourceError(
            f"{index.name} has no '{ref}' {shown(wanted or 'latest')}, but {there}",
            hint="; ".join(withdrawn),
        )
    if wanted in _NEWEST:
        usable.sort(key=_is_prerelease)
    return usable[0]


def _or_channels(index: Index, ref: str) -> str:
    names = ", ".join(map(shown, list((index.channels or {}).get(ref, ()))[:_MAX_SHOWN]))
    return f", or one of its channels: {names}" if names else ""


def _is_prerelease(entry: IndexEntry) -> bool:
    version = parse_version(entry.version)
    return version is None or bool(version.prerelease)


def _fetch(entry: IndexEntry, index: Index, into: str, request: FetchRequest) -> Fetched:
    """Fetch from the entry's repository, or from its archives if that cannot be reached."""
    failures: list[str] = []
    for source in sorted(entry.sources, key=lambda each: each.type != "git"):
        try:
            fetched = _fetch_from(source, entry, index, into, request)
        except SourceError as error:
            failures.append(error.message)
            continue
        for failure in failures:
            request.note(f"a source of '{entry.ref}' failed: {failure}")
        return fetched
    raise SourceError(f"no source of '{entry.ref}' {entry.version} works: {'; '.join(failures)}")


def _fetch_from(
    source: InstallSource, entry: IndexEntry, index: Index, into: str, request: FetchRequest
) -> Fetched:
    if source.type == "git":
        commit = request.fetch_git(source.url, source.ref, into).commit
        pinned = git_source(source.url, commit)
    else:
        commit = ""
        request.fetch_archive(source.url, into, checksum=source.checksum)
        pinned = source.url
    return Fetched(
        "registry",
        source.url,
        pinned,
        commit,
        pack_ref=entry.ref,
        pack_version=entry.version,
        checksum=source.checksum if source.type == "git" else "",
        promised_by=index.name,
    )
