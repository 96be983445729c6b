"""An index of releases: all published versions of packs, each with the archive that holds it.

It is told from an index of packs by its key `format_version`. Packs are sorted by ref, releases
newest first. `channels` name versions: `stable` is the newest that is no pre-release, `preview` the
newest of all if that is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.model.refs import ref_fault
from attune_packkit.registry import form, strict_json
from attune_packkit.registry.among import split_dependency
from attune_packkit.registry.contents import IndexingError
from attune_packkit.registry.ordering import rank

FORMAT_VERSION = "1.0"
MEDIA_TYPE = "application/gzip"
STABLE = "stable"
PREVIEW = "preview"

_ABOUT = ("label", "description", "author", "license", "keywords", "homepage", "repository")


class Release(Struct, frozen=True):
    """A version to be published: its entry as an index of packs has it, and its archive's size."""

    entry: Mapping[str, Any]
    size: int

    @property
    def ref(self) -> str:
        """The pack's ref."""
        return str(self.entry["ref"])

    def published(self, at: str) -> dict[str, Any]:
        """Return the item of an index of releases."""
        needed = self.entry.get("dependencies", {})
        [source] = self.entry["install_sources"]
        pairs = map(split_dependency, needed.get("packs", ()))
        return {
            "version": self.entry["version"],
            "published_at": at,
            "requires_attune": needed.get("attune_version", "*"),
            "dependencies": {ref: wanted for ref, wanted in pairs if not ref_fault(ref)},
            "evidence": [],
            "archive": {
                "media_type": MEDIA_TYPE,
                "url": source["url"],
                "sha256": source["checksum"].removeprefix("sha256:"),
                "size": self.size,
            },
        }


def read_releases(data: bytes, *, name: str) -> dict[str, Any]:
    """Read an index of releases; messages call it `name`. Raises `SourceError` if it is none."""
    value = strict_json.parse(data, name=name, limit=strict_json.MAX_LOCAL_BYTES)
    if not isinstance(value, dict) or "format_version" not in value:
        raise SourceError(
            f"{name} is no index of releases", hint="it would have the key 'format_version'"
        )
    for fault in form.release_faults(value):
        raise SourceError(f"{name} is no index of releases: {fault.where}: {fault.message}")
    return value


def assemble(
    releases: Iterable[Release], old: Mapping[str, Any] | None, *, now: str, update: bool = False
) -> dict[str, Any]:
    """Return the index of `releases` and of those in the `old` one; new ones are of `now`.

    Raises `IndexingError` for a version that was published with other content, unless `update`.
    """
    packs = {pack["ref"]: pack for pack in (old or {"packs": []})["packs"]}
    given: dict[str, list[Release]] = {}
    for release in releases:
        given.setdefault(release.ref, []).append(release)
    for ref, each in given.items():
        packs[ref] = _pack(ref, each, packs.get(ref, {}), now, update=update)
    return {"format_version": FORMAT_VERSION, "packs": [packs[ref] for ref in sorted(packs)]}


def _pack(
    ref: str, given: list[Release], old: Mapping[str, Any], now: str, *, update: bool
) -> dict[str, Any]:
    known = {each["version"]: each for each in old.get("releases", ())}
    for release in given:
        version = release.entry["version"]
        before = known.get(version)
        made = release.published(before["published_at"] if before else now)
        if before and not update and _content(before) != _content(made):
            raise IndexingError(
                f"version {version} of {shown(ref)} was published with other content",
                hint="raise the version, or use --update if nobody has it yet",
            )
        if before and before["archive"]["sha256"] == made["archive"]["sha256"]:
            made["evidence"] = before["evidence"]
        known[version] = made
    versions = sorted(known, key=lambda each: (rank(each), each), reverse=True)
    newest = next((each for each in given if each.entry["version"] == versions[0]), None)
    about = newest.entry if newest else old
    return {
        "ref": ref,
        **{name: about[name] for name in _ABOUT if name in about},
        "channels": dict(_channels(versions)),
        "releases": [known[version] for version in versions],
    }


def _content(release: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what of a release may never change."""
    return release["archive"]["sha256"], release["requires_attune"], release["dependencies"]


def _channels(versions: list[str]) -> Iterator[tuple[str, str]]:
    stable = [version for version in versions if "-" not in version.partition("+")[0]]
    if stable:
        yield STABLE, stable[0]
    if versions[0] not in stable:
        yield PREVIEW, versions[0]
