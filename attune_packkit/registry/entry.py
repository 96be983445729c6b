"""A pack's entry in an index, made from its files.

Where Attune's two tools differ, the builder of the public index holds: so the entry of a published
pack equals the official one in all that its files and its sources tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.documents.document import Value
from attune_packkit.errors import UsageError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import ref_fault
from attune_packkit.registry import form
from attune_packkit.registry.contents import PackFiles, first_text
from attune_packkit.registry.faults import IndexingError
from attune_packkit.registry.index import InstallSource
from attune_packkit.registry.ordering import is_version
from attune_packkit.registry.tracked import tracked
from attune_packkit.sources.checksums import DirectoryChecksum, inspect_directory
from attune_packkit.sources.git_refs import is_commit

NO_LICENSE = "NOASSERTION"
NO_AUTHOR = "Unknown"
NO_CATEGORY = "uncategorized"

_SOURCES_HINT = "provide --git-url and --git-ref, or --archive-url and --archive-checksum"
_RUNTIMES = ("attune_version", "python_version", "nodejs_version")
_OWNER = re.compile(r"https?://[^/]+/([^/]+)/[^/]+")


class Indexed(Struct, frozen=True):
    """An entry, the checksum of the folder that it was made from, and notes for its maker."""

    entry: dict[str, Any]
    checksum: str
    notes: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The pack's ref."""
        return str(self.entry["ref"])


class Draft:
    """A pack as an index will show it, before it is known where it can be fetched.

    `pack` is what stands at `root` if that has been read already. Raises `IndexingError` for a pack
    that cannot be indexed.
    """

    def __init__(self, root: str, pack: Pack | None = None) -> None:
        self.root = root
        self._tracked = tracked(root)
        self._files = PackFiles(root, self.includes, pack)
        self._manifest = self._files.manifest()
        held = self._manifest.get("meta")
        self._meta = held if isinstance(held, dict) else {}
        self.ref = first_text(self._manifest.get("ref"))
        self.version = first_text(self._manifest.get("version"))
        if not self.ref or not self.version:
            raise IndexingError(f"pack.yaml of {shown_path(root)} must declare ref and version")
        # Both end in names of files and in URLs, so nothing is done with others.
        fault = ref_fault(self.ref)
        if fault:
            raise IndexingError(f"pack.yaml of {shown_path(root)}: ref: {fault}")
        if not is_version(self.version):
            raise IndexingError(
                f"pack.yaml of {shown_path(root)}: version {shown(self.version)} is not of the form"
                " 1.2.3"
            )

    @property
    def repository(self) -> str:
        """The page of its source that the pack itself names; "" if none that an index takes."""
        page = first_text(self._manifest.get("repository"), self._meta.get("repository_url"))
        return page if page.startswith("https://") else ""

    def includes(self, path: str) -> bool:
        """Tell whether a file or folder belongs to the pack: in a working copy, if git knows it."""
        return self._tracked is None or self._tracked.includes(path)

    @cached_property
    def inspected(self) -> DirectoryChecksum:
        """The checksum of the folder; in a working copy, of the files that git knows."""
        return inspect_directory(self.root, self.includes)

    def indexed(self, sources: Sequence[InstallSource], *, branch: str = "") -> Indexed:
        """Return the entry, given where the pack can be fetched.

        A git source without a checksum gets that of the folder. `branch` is the repository's
        default one, for `meta`. Raises `UsageError` for sources that no index may name.
        """
        if not sources:
            raise UsageError("at least one install source is required", hint=_SOURCES_HINT)
        given = tuple(
            source if source.checksum else replace(source, checksum=self.inspected.value)
            for source in sources
        )
        entry = self._entry(given, branch)
        _refuse_faulty(entry, self.root)
        from_git = any(source.type == "git" for source in sources)
        return Indexed(entry, self.inspected.value, tuple(self._notes(from_git=from_git)))

    def _entry(self, sources: Sequence[InstallSource], branch: str) -> dict[str, Any]:
        manifest, meta = self._manifest, self._meta
        hosted = _hosted(sources)
        declared = first_text(manifest.get("license"), meta.get("license"))
        keywords = manifest.get("keywords") or meta.get("keywords") or manifest.get("tags")
        entry: dict[str, Any] = {
            "ref": self.ref,
            "label": first_text(manifest.get("label"), manifest.get("name")) or self.ref,
            "description": first_text(manifest.get("description")),
            "version": self.version,
            "author": first_text(manifest.get("author")) or _owner(hosted),
            "license": declared or self._files.licence() or NO_LICENSE,
            "keywords": _words(keywords),
            "runtime_deps": _words(manifest.get("runtime_deps")),
            "install_sources": [_source(each) for each in sources],
            "contents": self._files.contents(self.ref),
            "meta": _meta(meta, sources, branch),
        }
        optional: dict[str, Any] = {
            "repository": hosted or self.repository,
            "email": first_text(manifest.get("email")),
            "homepage": first_text(manifest.get("homepage"), meta.get("documentation_url")),
            "use_case": first_text(manifest.get("use_case"), meta.get("use_case")),
            "dependencies": _dependencies(manifest.get("dependencies")),
        }
        return entry | {name: value for name, value in optional.items() if value}

    def _notes(self, *, from_git: bool) -> Iterator[str]:
        declared = self._manifest.get("dependencies")
        packs = declared.get("packs") if isinstance(declared, dict) else declared
        if isinstance(packs, list) and any(isinstance(each, (dict, list)) for each in packs):
            yield f"{self.ref}: only dependencies written as text are listed in an index"
        for name in self._files.leftovers:
            yield f"{shown(name)} lies in the folder of {self.ref} and counts in its checksum"
        if self._tracked is not None and from_git:
            yield from self._changes(self._tracked.changed(self.root))
        if self.inspected.sensitive:
            names = ", ".join(map(shown, self.inspected.sensitive[:5]))
            yield f"the checksum of {self.ref} depends on the order of paths, because of {names}"

    def _changes(self, paths: list[str]) -> Iterator[str]:
        if paths:
            names = ", ".join(map(shown, paths[:5]))
            yield (
                f"files of {self.ref} are not as in its commit, so neither is the checksum:"
                f" {names}{', …' if len(paths) > 5 else ''}"
            )


def _refuse_faulty(entry: dict[str, Any], root: str) -> None:
    for fault in form.entry_faults(entry):
        if fault.severity == "error":
            message = (
                f"the entry of {shown_path(root)} would be refused: {fault.where}: {fault.message}"
            )
            kind = UsageError if fault.path[:1] == ("install_sources",) else IndexingError
            raise kind(message, hint=fault.hint)


def _words(value: Value) -> list[str]:
    if not isinstance(value, list):
        return []
    return sorted({str(item) for item in value if isinstance(item, (str, int, float))})


def _dependencies(value: Value) -> dict[str, Any]:
    """Return what the manifest says of dependencies; empty if it says nothing."""
    if isinstance(value, list):
        return {"packs": _words(value)}
    if not isinstance(value, dict):
        return {}
    found: dict[str, Any] = {
        name: str(value[name]) for name in _RUNTIMES if value.get(name) is not None
    }
    return {**found, "packs": _words(value.get("packs"))}


def _meta(meta: dict[str, Value], sources: Sequence[InstallSource], branch: str) -> dict[str, Any]:
    found = {"category": first_text(meta.get("category")) or NO_CATEGORY}
    if branch:
        found["default_branch"] = branch
    commits = [source.ref for source in sources if is_commit(source.ref)]
    return found | ({"commit": commits[0]} if commits else {})


def _hosted(sources: Sequence[InstallSource]) -> str:
    """Return the page of the repository that a git source names; "" if there is none."""
    urls = (source.url for source in sources if source.type == "git")
    return next(urls, "").removesuffix(".git")


def _owner(repository: str) -> str:
    """Return whose repository it is, as hosts of code write it in the address."""
    match = _OWNER.match(repository)
    return match[1] if match else NO_AUTHOR


def _source(source: InstallSource) -> dict[str, str]:
    found = {"type": source.type, "url": source.url}
    if source.type == "git":
        found["ref"] = source.ref
    return found | {"checksum": source.checksum}
