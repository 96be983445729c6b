"""Write a site: the index, the pages of packs, and the pages that belong to all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit import clock, digest
from attune_packkit.checking.result import PackResult
from attune_packkit.diagnostics import Severity
from attune_packkit.pipeline.site.gathering import Gathered
from attune_packkit.pipeline.site.progress import Progress
from attune_packkit.pipeline.site.remembering import Memory, Part, is_untouched
from attune_packkit.pipeline.site.rendering import RenderWork, page_key, render, write_part
from attune_packkit.pipeline.site.versions import PackVersions
from attune_packkit.registry import assembling
from attune_packkit.registry.assembling import Head
from attune_packkit.registry.index import IndexEntry, InstallSource, install_sources
from attune_packkit.registry.sourcing import NOWHERE
from attune_packkit.sitegen.building import Builder, File
from attune_packkit.sitegen.links import DeadTarget
from attune_packkit.sitegen.output import Output
from attune_packkit.sitegen.sources import WITHDRAWN, Published, VersionMark

DEPRECATED = "deprecated"
INDEX = "index.json"
ALL_VERSIONS = "index.versions.json"
"""The index with the older versions too, in packkit's extended format."""


class Written(Struct, frozen=True):
    """How many files there are, how many got new bytes and how many are gone."""

    pages: int
    files: int
    written: int
    removed: int
    dead_links: tuple[DeadTarget, ...] = ()


def judged(packs: PackVersions, results: Mapping[str, PackResult]) -> PackVersions:
    """Return packs with what validation came to on their cards; `results` are by path."""
    return replace(packs, newest=tuple(_judged(each, results) for each in packs.newest))


def _judged(pack: Gathered, results: Mapping[str, PackResult]) -> Gathered:
    result = results.get(pack.path)
    if result is None:
        return pack
    errors, warnings = result.count(Severity.ERROR), result.count(Severity.WARNING)
    return replace(pack, card=pack.card.judged(errors, warnings))


def published(
    packs: PackVersions,
    results: Mapping[str, PackResult],
    kept: frozenset[str],
    marked: Iterable[IndexEntry] = (),
) -> Iterator[Published]:
    """Yield what the pages of each version of each pack are made from.

    `marked` are the entries of an index that say something against a version.
    """
    marks: dict[str, list[VersionMark]] = {}
    for entry in marked:
        kind, reason = (WITHDRAWN, entry.yanked) if entry.yanked else (DEPRECATED, entry.deprecated)
        marks.setdefault(entry.ref, []).append(VersionMark(entry.version, kind, reason))
    for newest in packs.newest:
        older = packs.older.get(newest.card.ref, ())
        versions = tuple(each.card for each in (newest, *older)) if older else ()
        for each in (newest, *older):
            result = results.get(each.path)
            yield Published(
                card=each.card,
                reported=result.reported if result else (),
                checksum=each.checksum,
                sources=tuple(_sources(each)),
                versions=versions,
                kept=each.card.ref in kept and each is newest,
                marks=tuple(marks.get(each.card.ref, ())),
            )


def _sources(pack: Gathered) -> Iterator[InstallSource]:
    for each in install_sources((pack.entry or {}).get("install_sources", ())):
        if not each.url.startswith(NOWHERE):
            yield each


def make_index(
    packs: PackVersions, old: Mapping[str, Any] | None, title: str, url: str
) -> dict[str, Any]:
    """Return the index of the newest versions; dated as the old one if it says the same."""
    before = None if clock.is_fixed() else old
    home = url if url.startswith("https://") else ""
    entries = [each.entry for each in packs.newest if each.entry is not None]
    return assembling.assemble(entries, Head(title, home), old=before, now=clock.timestamp())


def with_history(
    packs: PackVersions, index: Mapping[str, Any], marked: Iterable[IndexEntry] = ()
) -> dict[str, Any] | None:
    """Return the index with all versions, in the extended format; None if none is older.

    Versions that `marked` entries call withdrawn or deprecated are marked so.
    """
    marks = {(each.ref, each.version): each for each in marked}
    if not packs.older and not marks:
        return None
    entries = []
    for each in packs.every():
        mark = marks.pop((each.card.ref, each.card.version), None)
        if each.entry is not None:
            entries.append({**each.entry, **(mark.marks if mark else {})})
    entries += [{**each.raw, **each.marks} for each in marks.values() if each.yanked]
    head = Head(index["registry_name"], index["registry_url"])
    return assembling.assemble(entries, head, now=index["last_updated"], history=True)


class Content(Struct, frozen=True):
    """What goes into a site: packs with their stamps by root, and indexes by address.

    `engine` is a digest of what goes into every page, "" if that cannot be told because plugins
    add to them; `lists` is one of what goes into those of no pack.
    """

    packs: Sequence[Published]
    stamps: Mapping[str, str]
    indexes: Mapping[str, Mapping[str, Any]]
    engine: str
    lists: str


class Writer:
    """Writes one site through one output, in up to `jobs` processes."""

    def __init__(self, output: Output, memory: Memory, jobs: int, progress: Progress) -> None:
        self._output = output
        self._jobs = jobs
        self._progress = progress
        self._known = memory.parts
        self._parts: dict[str, Part] = {}
        memory.parts = self._parts

    def write(self, builder: Builder, content: Content, before: Iterable[str]) -> Written:
        """Write all files, and remove those that the last build made (`before`) and are no more.

        The site stays as it was if that fails.
        """
        try:
            return self._write(builder, content, before)
        except BaseException:
            self._output.abandon()
            raise

    def _write(self, builder: Builder, content: Content, before: Iterable[str]) -> Written:
        written = self._packs(builder, content)
        self._output.written = 0
        engine = content.engine
        self._group("checks", engine, builder.check_files())
        manual = digest.of_parts(engine, builder.manual) if engine else ""
        self._group("manual", manual, builder.manual_files())
        self._group("assets", engine, builder.asset_files())
        for address, what, made in builder.index_parts():
            self._group(address, digest.of_parts(engine, what) if engine else "", made)
        pages = sorted(address for address in self._addresses() if address.endswith(".html"))
        key = digest.of_parts(manual, content.lists, pages) if engine else ""
        self._group("lists", key, builder.registry_files(pages))
        for address, index in content.indexes.items():
            self._output.put(address, assembling.render(index).encode())
        every = {*self._addresses(), *content.indexes}
        written += self._output.written
        removed = self._output.finish(before, every)
        return Written(
            sum(address.endswith(".html") for address in every),
            len(every),
            written,
            removed,
            tuple(self._dead_links(every)),
        )

    def _addresses(self) -> Iterator[str]:
        for _, files, _ in self._parts.values():
            for address, _, _ in files:
                yield address

    def _dead_links(self, every: Collection[str]) -> Iterator[DeadTarget]:
        """Yield the links that lead to no part of the site."""
        for _, _, dead in self._parts.values():
            for each in dead:
                if each[1] not in every:
                    yield DeadTarget(*each)

    def _group(self, name: str, key: str, made: Iterable[File]) -> None:
        """Write a group of files that belong to no pack, unless they would stay the same."""
        known = self._known.get(name)
        if known is not None and is_untouched(known, key, self._output.folder):
            self._parts[name] = known
        else:
            self._parts[name] = (key, *write_part(self._output, made))

    def _packs(self, builder: Builder, content: Content) -> int:
        """Write the files of packs; return how many got new bytes."""
        fresh: dict[str, Published] = {}
        keys: dict[str, str] = {}
        for each in content.packs:
            page, known = each.card.page, self._known.get(each.card.page)
            keys[page] = page_key(each, content.stamps, builder.registry, content.engine)
            if known is not None and is_untouched(known, keys[page], self._output.folder):
                self._parts[page] = known
            else:
                fresh[each.card.root] = each
        with self._progress("pages", len(fresh)) as done:
            work = RenderWork(builder, self._output, fresh, done)
            made, written = render(work, list(fresh), self._jobs)
        for each, part in zip(fresh.values(), made, strict=True):
            self._parts[each.card.page] = (keys[each.card.page], *part)
        return written
