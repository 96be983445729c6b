"""The lock file: which packs exactly, from where, and what they must be."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from attune_packkit import clock
from attune_packkit.dependencies.analysis import Analysis, Need, PackNeeds
from attune_packkit.dependencies.constraints import allows
from attune_packkit.dependencies.resolution import ConflictError, TooHardError
from attune_packkit.errors import SourceError, UsageError, VerificationError
from attune_packkit.escaping import shown
from attune_packkit.model.refs import ref_fault
from attune_packkit.pipeline.dependencies import Surveyed, resolution
from attune_packkit.pipeline.downloading import download, indices_of
from attune_packkit.pipeline.downloads import Downloaded, DownloadOptions, DownloadResult, Wanted
from attune_packkit.pipeline.resolving import access
from attune_packkit.registry import strict_json
from attune_packkit.registry.index import read_index
from attune_packkit.session import Session
from attune_packkit.sources.checksums import parse_checksum
from attune_packkit.suggest import did_you_mean
from attune_packkit.tree import read_regular

LOCK_FILE = "packkit.lock"
LOCK_VERSION = 1
MAX_LOCK_BYTES = 10 * 1024 * 1024

_ANEW = "packkit lock writes it anew"


class LockedPack(Struct, frozen=True):
    """One pack of a lock. `pinned` is a source that gives the same bytes as `source` did."""

    ref: str
    version: str
    source: str
    source_type: str
    pinned: str
    commit: str
    checksum: str
    dependencies: tuple[tuple[str, str], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the pack as a lock file has it."""
        return asdict(self) | {"dependencies": dict(sorted(self.dependencies))}

    def wanted(self, promised_by: str) -> Wanted:
        """Return what to download for it."""
        return Wanted(
            source=self.source,
            pinned=self.pinned,
            source_type=self.source_type,
            pack_ref=self.ref,
            version=self.version,
            commit=self.commit,
            checksum=self.checksum,
            promised_by=promised_by,
        )


def lock(
    session: Session, sources: Sequence[str], options: DownloadOptions, *, with_dependencies: bool
) -> tuple[list[LockedPack], DownloadResult]:
    """Return what sources give now, by ref, and how fetching them went. Writes no pack.

    With dependencies, a version of everything that the packs need is chosen from the indices and
    locked too. Raises `SourceError` if there is no choice.
    """
    options = replace(options, dry_run=True)
    result = download(session, [Wanted(source) for source in dict.fromkeys(sources)], options)
    if with_dependencies and not result.failed:
        needed = chosen(session, _surveyed(result.downloaded), options)
        more = download(session, [Wanted(source) for source in needed], options)
        result = DownloadResult((*result.results, *more.results))
        _refuse_unfulfilled(result.downloaded)
    return locked_packs(result), result


def locked_packs(result: DownloadResult) -> list[LockedPack]:
    """Return what a lock says of the packs that came, by ref."""
    return sorted(map(_locked, result.downloaded), key=lambda each: each.ref)


def text_of(packs: Sequence[LockedPack]) -> str:
    """Return a lock file: the same packs give the same bytes."""
    data = {"lock_version": LOCK_VERSION, "packs": [each.as_data() for each in packs]}
    return json.dumps(data, indent=2) + "\n"


def read_lock(path: str) -> list[LockedPack]:
    """Read a lock file. Raises `SourceError` for one that cannot be read or is none."""
    data = read_regular(path, MAX_LOCK_BYTES)
    if data is None:
        there = os.path.lexists(path)
        reason = "it is no file, too large or not to be read" if there else "it does not exist"
        raise SourceError(f"lock file {shown(path, 200)} cannot be read: {reason}")
    return parse_lock(data, path)


def expect_no_other_file(path: str) -> None:
    """Raise `UsageError` if a file is there that is no lock file, not even a damaged one."""
    data = read_regular(path, MAX_LOCK_BYTES)
    if data and b'"lock_version"' not in data:
        raise UsageError(
            f"{shown(path, 200)} is there already and no lock file",
            hint="remove it, or name another file with --output",
        )


def parse_lock(data: bytes, name: str) -> list[LockedPack]:
    """Return the packs of a lock file that messages call `name`."""
    value = strict_json.parse(data, name=name)
    version = value.get("lock_version") if isinstance(value, dict) else None
    if version != LOCK_VERSION:
        raise SourceError(
            f"{shown(name, 200)} is no lock file that packkit {LOCK_VERSION} knows",
            hint=f"expected an object with lock_version {LOCK_VERSION}",
        )
    packs = value.get("packs")
    if not isinstance(packs, list):
        raise SourceError(f"{shown(name, 200)} has no list of packs", hint=_ANEW)
    return [_parsed(each, f"{name}: packs[{number}]") for number, each in enumerate(packs)]


def wanted_packs(
    packs: Sequence[LockedPack], refs: Sequence[str], *, promised_by: str
) -> list[Wanted]:
    """Return what to download of a lock: the packs called `refs`, or all."""
    known = {each.ref: each for each in packs}
    for ref in refs:
        if ref not in known:
            raise UsageError(
                f"{promised_by} has no pack {shown(ref)}", hint=did_you_mean(ref, known)
            )
    return [known[ref].wanted(promised_by) for ref in dict.fromkeys(refs or known)]


def differences(old: Sequence[LockedPack], new: Sequence[LockedPack]) -> list[str]:
    """Say in words how a lock differs from one that would be written now."""
    before, after = ({each.ref: each for each in packs} for packs in (old, new))
    found = [f"pack '{ref}' is gone" for ref in sorted(before.keys() - after.keys())]
    found += [f"pack '{ref}' is new" for ref in sorted(after.keys() - before.keys())]
    for ref in sorted(before.keys() & after.keys()):
        one, other = before[ref].as_data(), after[ref].as_data()
        found += [
            f"pack '{ref}': {name} was {shown(str(one[name]))}, is {shown(str(other[name]))}"
            for name in one
            if one[name] != other[name]
        ]
    return found


def _locked(each: Downloaded) -> LockedPack:
    pinned = each.fetched.pinned
    if "?" in pinned:
        raise UsageError(
            f"{shown(each.source, 200)} cannot be locked: its query may hold a secret",
            hint="lock a URL without a query; credentials belong to the setting 'credentials'",
        )
    return LockedPack(
        ref=each.ref,
        version=each.version,
        source=each.source,
        source_type=each.fetched.source_type,
        pinned=pinned,
        commit=each.fetched.commit,
        checksum=each.checksum,
        dependencies=each.needs,
    )


def chosen(session: Session, surveyed: Surveyed, options: DownloadOptions) -> list[str]:
    """Return as sources the packs of the indices that the surveyed ones need.

    Raises `SourceError` if there is no choice.
    """
    found = access(session, offline=options.offline, verify_ssl=options.verify_ssl)
    deadline = clock.elapsed() + options.timeout
    needed = any(pack.needs for pack in surveyed.analysis.packs)
    indices = [
        read_index(found.document(place, deadline), name=place, allow_http=found.policy.allow_http)
        for place in (indices_of(session, options) if needed else ())
    ]
    try:
        packs = resolution(surveyed, indices).chosen
    except (ConflictError, TooHardError) as error:
        raise SourceError(str(error)) from None
    names = {index.name for index in indices}
    return [f"{each.ref}@{each.version}" for each in packs if each.place in names]


def _surveyed(given: Sequence[Downloaded]) -> Surveyed:
    packs = tuple(
        PackNeeds(
            ref=each.ref,
            version=each.version,
            path=each.path,
            needs=tuple(Need(ref, constraint, each.ref) for ref, constraint in each.needs),
            runtimes={},
            faults=(),
        )
        for each in given
    )
    return Surveyed(Analysis(packs, {}, ()), ())


def _refuse_unfulfilled(packs: Sequence[Downloaded]) -> None:
    """Refuse packs whose dependencies are others than an index says."""
    versions = {each.ref: each.version for each in packs}
    for each in packs:
        for ref, constraint in each.needs:
            if ref in versions and not allows(constraint, versions[ref]):
                raise VerificationError(
                    f"pack '{each.ref}' needs '{ref}' {shown(constraint)}, but the index led to"
                    f" {versions[ref]}"
                )


def _parsed(value: Any, name: str) -> LockedPack:
    fields = set(LockedPack.__struct_fields__)
    if not isinstance(value, dict) or value.keys() != fields:
        text = f"{shown(name, 200)} is not an object with {', '.join(sorted(fields))}"
        raise SourceError(text, hint=_ANEW)
    needs = value["dependencies"]
    texts = [each for key, each in value.items() if key != "dependencies"]
    if not isinstance(needs, dict) or any(
        not isinstance(each, str) for each in (*texts, *needs.values())
    ):
        raise SourceError(f"{shown(name, 200)} holds something else than text", hint=_ANEW)
    fault = ref_fault(value["ref"])
    if fault:
        raise SourceError(f"{shown(name, 200)}: {fault}", hint=_ANEW)
    parse_checksum(value["checksum"])
    return LockedPack(**(value | {"dependencies": tuple(sorted(needs.items()))}))
