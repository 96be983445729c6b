"""Write the pages of packs: each pack by itself, in several processes, only where needed."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attune_packkit import digest, tree
from attune_packkit.checking.result import Reported
from attune_packkit.executors.processes import Processes
from attune_packkit.model.pack import Pack, load
from attune_packkit.pipeline.site.remembering import DeadLink, File
from attune_packkit.sitegen.building import Builder
from attune_packkit.sitegen.cards import MAX_USES, PackCard
from attune_packkit.sitegen.links import LinkCheck
from attune_packkit.sitegen.output import Output
from attune_packkit.sitegen.registry import SiteRegistry, View
from attune_packkit.sitegen.sources import PackSources, Published


class RenderWork:
    """Writes the files of one pack, here or in a forked process."""

    def __init__(
        self,
        builder: Builder,
        output: Output,
        published: Mapping[str, Published],
        done: Callable[[], None],
    ) -> None:
        self._builder = builder
        self._output = output
        self._published = published
        self._done = done

    def __call__(self, root: str) -> tuple[bytes, bytes]:
        """Write the files of the pack at `root`; return what `write_part` does, and how many."""
        before = self._output.written
        published = self._published[root]
        view = View(self._builder.registry, published.card)
        older = published.before
        sources = PackSources(_load(root), published, view, _load(older.root) if older else None)
        files, dead = write_part(self._output, self._builder.pack_files(sources))
        self._done()
        return marshal.dumps((files, dead, self._output.written - before)), b""


def write_part(
    output: Output, made: Iterable[tuple[str, bytes]]
) -> tuple[list[File], list[DeadLink]]:
    """Write files; return them with their sizes and times, and links that lead to none of them.

    Such a link may still lead to another part of the site.
    """
    check = LinkCheck()
    files = []
    for address, data in made:
        if address.endswith(".html"):
            check.add(address, data.decode("utf-8", "replace"))
        files.append((address, *output.put(address, data)))
    return files, [(each.page, each.target, each.reason) for each in check.dead()]


def render(
    work: RenderWork, roots: Sequence[str], jobs: int
) -> tuple[list[tuple[list[File], list[DeadLink]]], int]:
    """Write the files of packs; return them pack by pack, and how many had other bytes before."""
    run = Processes().run if jobs > 1 and len(roots) > 1 else _here
    made = [marshal.loads(data) for data, _ in run(work, roots, jobs)]  # noqa: S302 - runs no code
    return [(files, dead) for files, dead, _ in made], sum(written for *_, written in made)


def _here(
    work: Callable[[str], tuple[bytes, bytes]], roots: Sequence[str], jobs: int
) -> Sequence[tuple[bytes, bytes]]:
    return [work(root) for root in roots]


def _load(root: str) -> Pack:
    return load(tree.walk(root))


def page_key(
    published: Published, stamps: Mapping[str, str], registry: SiteRegistry, engine: str
) -> str:
    """Return a digest of all that goes into the files of a pack; "" if that cannot be told.

    These are its own files, what validation and the index say of it, and what the pages show of
    other packs: where links lead, and who uses its components. `stamps` are those of packs by root.
    """
    card, before = published.card, published.before
    stamp = stamps[card.root]
    older = stamps[before.root] if before is not None else "none"
    if not (engine and stamp and older) or len(card.uses) >= MAX_USES:
        return ""
    return digest.of_parts(
        engine,
        stamp,
        older,
        card.version_folder,
        card.errors,
        card.warnings,
        [_reported(each) for each in published.reported],
        published.checksum,
        [(each.type, each.url, each.ref, each.checksum) for each in published.sources],
        [(each.version, each.page, each.released) for each in published.versions],
        published.kept,
        [(each.version, each.text) for each in published.marks],
        list(_around(card, registry)),
    )


def _reported(each: Reported) -> tuple[Any, ...]:
    diagnostic = each.diagnostic
    return (
        diagnostic.fingerprint,
        int(diagnostic.severity),
        diagnostic.message,
        diagnostic.hint,
        diagnostic.place.hidden,
        tuple(each.span),
        each.summary,
    )


def _around(card: PackCard, registry: SiteRegistry) -> Iterator[tuple[Any, ...]]:
    view = View(registry, card)
    for use in card.uses:
        found = view.component(use.kind, use.ref)
        yield (found.page, found.label, found.kind) if found else ()
    for each in card.components:
        yield tuple(
            (use.source_kind, use.source, use.how, _page(registry, use.source_kind, use.source))
            for use in registry.users(each.kind, each.ref)
        )
        newest = registry.find(each.kind, each.ref)
        yield (newest.page if newest else "",)
    for ref, _ in card.dependencies:
        yield (registry.url("pack", ref, card.page),)
    newest_pack = registry.packs.get(card.ref)
    yield (newest_pack.version if newest_pack else "",)
    yield tuple(registry.dependents.get(card.ref, ()))
    tags = [*card.tags, *(tag for each in card.components for tag in each.tags)]
    yield tuple(tag in registry.tags for tag in tags)


def _page(registry: SiteRegistry, kind: str, ref: str) -> str:
    found = registry.find(kind, ref)
    return found.page if found else ""
