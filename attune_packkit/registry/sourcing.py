"""Where the packs of a new index can be fetched: told by options, a list, or the packs themselves.

The first of these that knows a pack counts:

1. a list of sources by ref;
2. the templates of a git URL and ref, and the base URL of archives;
3. the pack's own checkout: its origin and the commit that is checked out;
4. the old index, if the pack has not changed since;
5. the repository that its manifest names, at the tag `v` and its version, which is a guess;
6. an archive at an address that does not exist, so that `index check` warns of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from attune_packkit.errors import UsageError
from attune_packkit.escaping import shown
from attune_packkit.registry import form, strict_json
from attune_packkit.registry.checkout import read_checkout
from attune_packkit.registry.entry import Draft, Indexed
from attune_packkit.registry.index import InstallSource, install_sources

NOWHERE = "https://registry.invalid/"
PLACES = ("ref", "version", "folder")
"""What a template may name, in braces."""

_BRACES = re.compile(r"\{([^{}]*)\}")


class Sourced(Struct, frozen=True):
    """The sources of one pack, its repository's default branch if known, and a note or ""."""

    sources: tuple[InstallSource, ...]
    branch: str = ""
    note: str = ""


class Sourcing(Struct, frozen=True):
    """How the sources of packs are found. Templates may hold `{ref}`, `{version}`, `{folder}`."""

    git_url: str = ""
    git_ref: str = ""
    base_url: str = ""
    archives: str = ""
    listed: Mapping[str, tuple[InstallSource, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.git_url) != bool(self.git_ref):
            raise UsageError("a template of a git URL and one of a git ref need each other")
        if self.archives and not self.base_url:
            raise UsageError("archives need the base URL under which they will be served")
        for template in (self.git_url, self.git_ref, self.base_url):
            _refuse_unknown_places(template)

    def with_archives(self, folder: str) -> Sourcing:
        """Return the same, but with archives written elsewhere."""
        return replace(self, archives=folder)

    def sources(self, draft: Draft, old: Mapping[str, Any] | None) -> Sourced:
        """Return where a pack can be fetched; `old` is its entry in the index that is replaced."""
        listed = self.listed.get(f"{draft.ref}@{draft.version}") or self.listed.get(draft.ref)
        if listed:
            return Sourced(listed)
        if self.git_url or self.base_url:
            return Sourced((*self._git(draft), *self._archive(draft)))
        checkout = read_checkout(draft.root)
        if checkout is not None:
            source = InstallSource("git", checkout.url, "", checkout.commit)
            return Sourced((source,), checkout.branch)
        return _kept(draft, old) or _guessed(draft)

    def indexed(self, draft: Draft, old: Mapping[str, Any] | None) -> Indexed:
        """Return the entry of a pack, with the sources that are found for it."""
        found = self.sources(draft, old)
        made = draft.indexed(found.sources, branch=found.branch)
        return replace(made, notes=(*made.notes, found.note)) if found.note else made

    def _git(self, draft: Draft) -> tuple[InstallSource, ...]:
        if not self.git_url:
            return ()
        url, ref = _filled(self.git_url, draft), _filled(self.git_ref, draft)
        return (InstallSource("git", url, "", ref),)

    def _archive(self, draft: Draft) -> tuple[InstallSource, ...]:
        if not self.base_url:
            return ()
        name = archive_name(draft.ref, draft.version)
        url = f"{_filled(self.base_url, draft).rstrip('/')}/{name}"
        checksum = _archived(draft, os.path.join(self.archives, name) if self.archives else "")
        return (InstallSource("archive", url, checksum),)


def archive_name(ref: str, version: str) -> str:
    """Return the name of a pack's archive."""
    return f"{ref}-{version}.tar.gz"


def read_listed(data: bytes, *, name: str) -> dict[str, tuple[InstallSource, ...]]:
    """Read a list of sources: an object with lists of install sources by `ref` or `ref@version`.

    A git source may lack its checksum. Raises `UsageError` for anything else.
    """
    value = strict_json.parse(data, name=name)
    if not isinstance(value, dict):
        raise UsageError(f"{name} holds no object of lists by ref")
    return {ref: _listed(ref, sources, name) for ref, sources in value.items()}


def _listed(ref: str, sources: Any, name: str) -> tuple[InstallSource, ...]:
    faults = form.source_faults(sources)
    if faults:
        raise UsageError(f"{name}: {shown(ref)}: {faults[0].where}: {faults[0].message}")
    return install_sources(sources)


def _refuse_unknown_places(template: str) -> None:
    for name in _BRACES.findall(template):
        if name not in PLACES:
            hint = f"expected {', '.join(f'{{{place}}}' for place in PLACES)}"
            raise UsageError(f"template {shown(template)} names {shown(name)}", hint=hint)


def _filled(template: str, draft: Draft) -> str:
    given = (draft.ref, draft.version, os.path.basename(draft.root))
    values = dict(zip(PLACES, given, strict=True))
    return _BRACES.sub(lambda match: values[match[1]], template)


def _kept(draft: Draft, old: Mapping[str, Any] | None) -> Sourced | None:
    """Return the old sources of a pack if its folder, or else its archive, has their checksum."""
    if old is None or old["version"] != draft.version:
        return None
    sources = install_sources(old["install_sources"])
    folders = {source.checksum for source in sources if source.type == "git"}
    now = draft.inspected.value if folders else _archived(draft, "")
    if (folders or {source.checksum for source in sources}) != {now}:
        return None
    branch = old.get("meta", {}).get("default_branch", "")
    return Sourced(sources, branch if isinstance(branch, str) else "")


def _guessed(draft: Draft) -> Sourced:
    if draft.repository:
        url = draft.repository.removesuffix("/").removesuffix(".git") + ".git"
        source = InstallSource("git", url, "", f"v{draft.version}")
        note = f"{draft.ref}: assumed that {url} has the tag {source.ref}"
        return Sourced((source,), note=note)
    url = f"{NOWHERE}{archive_name(draft.ref, draft.version)}"
    note = f"{draft.ref}: nothing tells where it can be fetched; {url} is a placeholder"
    return Sourced((InstallSource("archive", url, _archived(draft, "")),), note=note)


def _archived(draft: Draft, path: str) -> str:
    """Return the checksum of the pack's archive, and leave it at `path` if that is given."""
    import tempfile

    from attune_packkit.sources.archives.packing import write_archive

    write = partial(write_archive, draft.root, top=draft.ref, replace=True, wanted=draft.includes)
    if path:
        return write(path)
    with tempfile.TemporaryDirectory(prefix="packkit-") as folder:
        return write(os.path.join(folder, "pack.tar.gz"))
