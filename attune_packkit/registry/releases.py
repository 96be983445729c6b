"""An index of releases: all published versions of packs, each with the archive that holds it.

It is told from an index of packs by its key `format_version`. Packs are sorted by ref, releases
newest first. `channels` name versions: `stable` is the newest that is no pre-release, `preview` the
newest of all if that is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard

from msgspec import Struct

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.model.refs import ref_fault, split_dependency
from attune_packkit.registry import form, strict_json
from attune_packkit.registry.faults import IndexingError
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
    if not is_release_index(value):
        raise SourceError(
            f"{name} is no index of releases", hint="it would have the key 'format_version'"
        )
    refuse_faulty(value, name)
    return value


def is_release_index(value: Any) -> TypeGuard[dict[str, Any]]:
    """Tell whether JSON is in this format, sound or not; with the key of both it is in neither."""
    return isinstance(value, dict) and "format_version" in value and "version" not in value


def refuse_faulty(index: Mapping[str, Any], name: str) -> None:
    """Raise `SourceError` for an index of releases that is not sound as a whole."""
    for fault in form.release_faults(index):
        raise SourceError(f"{name} is no index of releases: {fault.where}: {fault.message}")


def as_entries(index: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every release as an entry of an index of packs, as far as this format tells."""
    for pack in index["packs"]:
        about = {name: pack[name] for name in ("ref", *_ABOUT) if name in pack}
        for release in pack["releases"]:
            archive = release["archive"]
            source = {"type": "archive", "url": archive["url"]}
            needed = [f"{ref}@{wanted}" for ref, wanted in release["dependencies"].items()]
            yield {
                **about,
                "version": release["version"],
                "install_sources": [{**source, "checksum": f"sha256:{archive['sha256']}"}],
                "dependencies": {"attune_version": release["requires_attune"], "packs": needed},
            }


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
    """Return the parts of a release that may never change."""
    return release["archive"]["sha256"], release["requires_attune"], release["dependencies"]


def _channels(versions: list[str]) -> Iterator[tuple[str, str]]:
    stable = [version for version in versions if "-" not in version.partition("+")[0]]
    if stable:
        yield STABLE, stable[0]
    if versions[0] not in stable:
        yield PREVIEW, versions[0]
