"""The second step of an installation: what packs need, and whether and how it can be had."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from attune_packkit.dependencies.analysis import (
    PLATFORM,
    REQUIREMENT_FILES,
    Analysis,
    Need,
    PackNeeds,
    needs_of,
)
from attune_packkit.dependencies.constraints import parse_version
from attune_packkit.dependencies.resolution import Candidate, Resolution, resolve
from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown_path
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import split_dependency
from attune_packkit.pipeline.manifests import installed, located
from attune_packkit.registry.index import Index, IndexEntry, read_index
from attune_packkit.registry.strict_json import MAX_BYTES
from attune_packkit.sources.mirror import is_url
from attune_packkit.sources.urls import shown_url
from attune_packkit.tree import read_regular


class Surveyed(Struct, frozen=True):
    """The packs at some paths and those of the installation, with what they need."""

    analysis: Analysis
    installed: tuple[PackNeeds, ...]


def survey(
    paths: Iterable[str], *, packs_base_dir: str = "", skip_validation: bool = False
) -> Surveyed:
    """Read what the packs at or below `paths` need, and what is installed in `packs_base_dir`.

    What cannot be read, or understood unless `skip_validation`, becomes an error of its path.
    """
    errors: list[tuple[str, str]] = []
    packs = [_needs(path, pack) for path, pack in located(paths, errors)]
    if not skip_validation:
        errors += [(pack.path, fault) for pack in packs for fault in pack.faults]
    there = tuple(
        _needs(pack.tree.root, pack)
        for pack in (installed(packs_base_dir) if packs_base_dir else ())
    )
    versions = {pack.ref: pack.version for pack in there}
    return Surveyed(Analysis(tuple(packs), versions, tuple(errors)), there)


def _needs(path: str, pack: Pack) -> PackNeeds:
    names = REQUIREMENT_FILES.values()
    files = [name for name in names if os.path.isfile(os.path.join(pack.tree.root, name))]
    return needs_of(pack.manifest, path, files)


def resolution(surveyed: Surveyed, indices: Sequence[Index] = ()) -> Resolution:
    """Choose a version of everything that the packs need.

    A pack that was given counts before all others of its ref, the newest if there are several; then
    the installed one is preferred, then those of the first index that has the pack, newest first.
    Raises `ConflictError` or `TooHardError`, and `VerificationError` for an index entry that is not
    safe to use.
    """
    every = _by_ref(surveyed.analysis.packs, "given")
    given = {ref: sorted(each, key=_rank, reverse=True) for ref, each in every.items()}
    fixed = [only[0] for only in given.values() if len(only) == 1]
    wanted = [Need(ref, "*", "") for ref in given]
    return resolve(wanted, _finder(given, surveyed.installed, indices), fixed)


def _finder(
    given: Mapping[str, Sequence[Candidate]],
    there: Iterable[PackNeeds],
    indices: Sequence[Index],
) -> Callable[[str], Sequence[Candidate]]:
    kept = _by_ref(there, "installed")

    def find(ref: str) -> Sequence[Candidate]:
        if ref in given:
            return given[ref]
        listed: list[Candidate] = []
        for index in indices:
            entries = index.versions(ref)
            if entries:
                listed = sorted((_listed(each, index) for each in entries), key=_rank, reverse=True)
                break
        found = [*kept.get(ref, ()), *listed]
        if not found and ref == PLATFORM:
            return [Candidate(PLATFORM, "", origin="installed", accepts_all=True)]
        return found

    return find


def _by_ref(packs: Iterable[PackNeeds], origin: str) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for pack in packs:
        candidate = Candidate(pack.ref, pack.version, pack.needs, origin, pack.path)
        found.setdefault(pack.ref, []).append(candidate)
    return found


def _listed(entry: IndexEntry, index: Index) -> Candidate:
    listed = (entry.raw.get("dependencies") or {}).get("packs") or ()
    needs = tuple(Need(*split_dependency(str(text)), entry.ref) for text in listed)
    return Candidate(entry.ref, entry.version, needs, f"index {index.name}", index.name)


def _rank(candidate: Candidate) -> tuple[bool, object]:
    """Sort pre-releases below all releases: whoever wants one names it."""
    version = parse_version(candidate.version)
    if version is None:
        return False, parse_version("0.0.0")
    return not version.prerelease, version


def read_indices(places: Iterable[str]) -> list[Index]:
    """Read index files, in order: the first one that has a pack owns it.

    Raises `SourceError` for one that cannot be read: passing over it would let the next one
    replace its packs.
    """
    found = []
    for place in places:
        if is_url(place):
            raise UsageError(
                f"index {shown_url(place)} is not on this machine",
                hint="this command uses no network: download the index and name the file",
            )
        data = read_regular(os.path.realpath(place), MAX_BYTES)
        if data is None:
            raise SourceError(
                f"index {shown_path(place)} cannot be read",
                hint=f"expected a regular file of at most {MAX_BYTES:,} bytes",
            )
        found.append(read_index(data, name=place))
    return found
