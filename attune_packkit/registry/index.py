"""An index as packkit reads it: entries by ref, and what had to be refused.

A stranger's index may be broken in one entry and sound in the rest. An entry without a usable ref
is left out with a note. An entry with a usable ref but a wrong form keeps its ref: asking for that
ref is an error, so that no other index can take its place unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from attune_packkit.errors import SourceError, VerificationError
from attune_packkit.escaping import shown
from attune_packkit.model.refs import ref_fault
from attune_packkit.registry import extended, form, legacy, releases, strict_json
from attune_packkit.registry.faults import MAX_FAULTS, Fault
from attune_packkit.registry.ordering import rank
from attune_packkit.registry.strict_json import MAX_BYTES, MAX_LOCAL_BYTES


class InstallSource(Struct, frozen=True):
    """Where a pack can be fetched. `ref` is the git revision, "" for an archive."""

    type: Literal["git", "archive"]
    url: str
    checksum: str
    ref: str = ""


def install_sources(written: Iterable[Mapping[str, Any]]) -> tuple[InstallSource, ...]:
    """Return the sources that an entry lists in the right form; a checksum may be lacking."""
    return tuple(
        InstallSource(each["type"], each["url"], each.get("checksum", ""), each.get("ref", ""))
        for each in written
    )


class IndexEntry(Struct, frozen=True):
    """One version of one pack. `raw` is the entry as the official format has it.

    `yanked` and `deprecated` hold the reasons that the extended format gives, else "".
    """

    ref: str
    version: str
    sources: tuple[InstallSource, ...]
    raw: dict[str, Any]
    yanked: str = ""
    deprecated: str = ""

    @property
    def marks(self) -> dict[str, str]:
        """The reasons by the keys of the extended format."""
        return {mark: getattr(self, mark) for mark in extended.MARKS if getattr(self, mark)}


class Index(Struct, frozen=True):
    """An index read. `faults` are those of entries that were passed over or refused.

    `channels` are those of an index of releases: versions by name, of each pack. In an index of
    packs they are None.
    """

    name: str
    registry_name: str
    registry_url: str
    last_updated: str
    faults: tuple[Fault, ...]
    _entries: dict[str, tuple[IndexEntry, ...]]
    _refused: dict[str, Fault]
    channels: dict[str, dict[str, str]] | None = None

    def channel(self, ref: str, name: str) -> str:
        """Return the version of a pack that a channel stands for; "" if there is no such one."""
        return (self.channels or {}).get(ref, {}).get(name, "")

    def versions(self, ref: str, *, yanked: bool = False) -> tuple[IndexEntry, ...]:
        """Return the entries of a pack, newest version first; none if the index lacks it.

        Withdrawn versions are left out unless `yanked`. Raises `VerificationError` if the index
        has an entry of that ref that it is not safe to use.
        """
        fault = self._refused.get(ref)
        if fault is not None:
            raise VerificationError(
                f"the entry of {shown(ref)} in {self.name} is refused: "
                f"{fault.where}: {fault.message}",
                hint=fault.hint,
            )
        return tuple(each for each in self._entries.get(ref, ()) if yanked or not each.yanked)

    @property
    def refs(self) -> tuple[str, ...]:
        """The refs of all usable entries, sorted."""
        return tuple(sorted(self._entries.keys() - self._refused.keys()))

    @property
    def raw_entries(self) -> tuple[dict[str, Any], ...]:
        """The usable entries as they stand in the file, with the marks of the extended format."""
        return tuple(each.raw | each.marks for each in self)

    def __iter__(self) -> Iterator[IndexEntry]:
        """Yield every usable entry by ref, newest version first."""
        for ref in self.refs:
            yield from self._entries[ref]


def read_index(
    data: bytes, *, name: str, allow_http: bool = False, limit: int = MAX_BYTES
) -> Index:
    """Read an index in the official or the extended format, or one of releases.

    Messages call it `name`. Raises `SourceError` if it is no index at all, or has more than `limit`
    bytes. With `allow_http`, sources may be plain HTTP, but for releases.
    """
    value = strict_json.parse(data, name=name, limit=limit)
    if releases.is_release_index(value):
        return _of_releases(value, name)
    value = _with_sound_head(value, name)
    found: dict[str, list[IndexEntry]] = {}
    faults: list[Fault] = []
    refused: dict[str, Fault] = {}
    for number, raw in enumerate(value["packs"]):
        official, marks = extended.split(raw) if extended.is_extended(value) else (raw, {})
        wrong = _first_error(official, allow_http=allow_http)
        if wrong is not None:
            faults.append(wrong.below("packs", number))
            if len(faults) > MAX_FAULTS:
                raise SourceError(f"{name} has more than {MAX_FAULTS} entries that are refused")
            ref = raw.get("ref") if isinstance(raw, dict) else None
            if isinstance(ref, str) and not ref_fault(ref):
                refused.setdefault(ref, faults[-1])
            continue
        found.setdefault(official["ref"], []).append(_entry(official, marks))
    for ref in _doubles(found, versions=extended.is_extended(value)):
        message = f"pack refs must be unique and sorted: {shown(ref)} is listed twice"
        faults.append(Fault("index.duplicate_ref", ("packs",), message))
        refused.setdefault(ref, faults[-1])
    return Index(
        name=name,
        registry_name=value["registry_name"],
        registry_url=value["registry_url"],
        last_updated=value["last_updated"],
        faults=tuple(faults),
        _entries={ref: _newest_first(entries) for ref, entries in found.items()},
        _refused=refused,
    )


def _doubles(found: Mapping[str, Sequence[IndexEntry]], *, versions: bool) -> Iterator[str]:
    """Yield the refs that are listed twice: with `versions`, twice in one version."""
    for ref, entries in found.items():
        different = len({each.version for each in entries}) if versions else 1
        if len(entries) > different:
            yield ref


def parse(data: bytes, *, name: str, limit: int = MAX_LOCAL_BYTES) -> dict[str, Any]:
    """Return the JSON of an index whose head is sound. Raises `SourceError`."""
    return _with_sound_head(strict_json.parse(data, name=name, limit=limit), name)


def _with_sound_head(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SourceError(f"{name} is no index: expected an object")
    legacy.refuse_other_formats(value, name)
    for fault in form.head_faults(extended.as_official_head(value)):
        raise SourceError(f"{name} is no index: {fault.where}: {fault.message}", hint=fault.hint)
    return value


def _of_releases(value: dict[str, Any], name: str) -> Index:
    releases.refuse_faulty(value, name)
    found: dict[str, list[IndexEntry]] = {}
    for raw in releases.as_entries(value):
        found.setdefault(raw["ref"], []).append(_entry(raw, {}))
    return Index(
        name=name,
        registry_name=name,
        registry_url="",
        last_updated="",
        faults=(),
        _entries={ref: _newest_first(entries) for ref, entries in found.items()},
        _refused={},
        channels={pack["ref"]: pack["channels"] for pack in value["packs"]},
    )


def _first_error(raw: Any, *, allow_http: bool) -> Fault | None:
    faults = form.entry_faults(raw, allow_http=allow_http)
    return next((fault for fault in faults if fault.severity == "error"), None)


def _entry(raw: dict[str, Any], marks: dict[str, str]) -> IndexEntry:
    sources = install_sources(raw["install_sources"])
    return IndexEntry(raw["ref"], raw["version"], sources, raw, **marks)


def _newest_first(entries: list[IndexEntry]) -> tuple[IndexEntry, ...]:
    return tuple(sorted(entries, key=lambda each: rank(each.version), reverse=True))


class Located(Struct, frozen=True):
    """Where a pack was found: the entries of the first index that has it.

    `others` are the indexes after it that have a pack of that ref as well.
    """

    index: Index
    entries: tuple[IndexEntry, ...]
    others: tuple[Index, ...]

    @property
    def note(self) -> str:
        """The note on a pack that several indexes have; "" if only one has it."""
        names = ", ".join(each.name for each in self.others)
        ref = shown(self.entries[0].ref)
        return f"{ref} is in {names} too; {self.index.name} comes first" if names else ""


def locate(indexes: Sequence[Index], ref: str) -> Located | None:
    """Find a pack in indexes in their order: the first that has it owns the ref.

    Raises `VerificationError` if an index has an entry of that ref that is not safe to use.
    """
    having = [(index, index.versions(ref, yanked=True)) for index in indexes]
    found = [(index, entries) for index, entries in having if entries]
    if not found:
        return None
    index, entries = found[0]
    return Located(index, entries, tuple(other for other, _ in found[1:]))
