"""Make the files of a site; each is a pure function of what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from attune_packkit.api import Check, Component
from attune_packkit.sitegen import addresses, check_pages, components, indexes, lists, packs
from attune_packkit.sitegen.component_models import ComponentPage
from attune_packkit.sitegen.extending import Extensions
from attune_packkit.sitegen.extras import Extras
from attune_packkit.sitegen.icons import pack_icon
from attune_packkit.sitegen.manual_pages import Manual
from attune_packkit.sitegen.models import (
    NOTHING,
    Frame,
    Framed,
    Heading,
    PackPage,
    TextPage,
)
from attune_packkit.sitegen.navigation import Navigation
from attune_packkit.sitegen.registry import SiteRegistry
from attune_packkit.sitegen.search.files import search_files
from attune_packkit.sitegen.sources import PackSources
from attune_packkit.sitegen.templating import Templates, asset_files
from attune_packkit.sitegen.version_changes import differences_page

File: TypeAlias = tuple[str, bytes]
"""An address and what lies there."""

NO_EXTENSIONS = Extensions()


class Builder(Struct, frozen=True, dict=True):
    """Makes the files of one site; `manual` holds the texts of a manual by path.

    `summaries` are those of packkit's checks, as far as they are known without loading all checks.
    """

    registry: SiteRegistry
    templates: Templates
    checks: Sequence[Check] = ()
    extensions: Extensions = NO_EXTENSIONS
    theme: str = ""
    manual: Mapping[str, str] = field(default_factory=dict)
    summaries: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _extras(self) -> Extras:
        return Extras(self.registry)

    @cached_property
    def _manual(self) -> Manual:
        return Manual(self.manual)

    @property
    def strange_checks(self) -> list[Check]:
        """The checks of plugins: they may change while packkit's own code stays the same."""
        return [check for check in self.checks if not check.is_ours]

    def pack_files(self, sources: PackSources) -> Iterator[File]:
        """Yield the files of one pack in one version."""
        navigation = Navigation(self.templates, sources.card)
        made = self._with_panels(packs.pack_page(sources), sources, None)
        yield self._page("pack", made, navigation)
        for text in packs.text_pages(sources):
            yield self._page("text", text, navigation)
        for component, each in components.component_pages(sources):
            yield self._page("component", self._with_panels(each, sources, component), navigation)
        before = sources.published.before
        if before is not None and sources.before is not None:
            page = differences_page(sources.view, sources.pack, before, sources.before)
            yield self._page("differences", page)
        image = pack_icon(sources.pack.tree, sources.card.ref, sources.card.label)
        yield sources.card.icon, image.data
        yield from self._extras.pack_files(sources)
        yield from sources.pictures.files()

    def index_parts(self) -> Iterator[tuple[str, object, Iterable[File]]]:
        """Yield the pages of tags and names: address, a key of the content, and the file.

        A page is made only if somebody looks at it.
        """
        for part in indexes.index_parts(self.registry):
            yield part.address, part.what, self._index_page(part)

    def _index_page(self, part: indexes.IndexPart) -> Iterator[File]:
        yield self._page("index", part.make())

    def registry_files(self, pages: Iterable[str]) -> Iterator[File]:
        """Yield all other files of the registry; `pages` are those of all packs and indexes."""
        made = []
        for address, data in self._registry_pages():
            made.append(address)
            yield address, data
        yield from self._extras.registry_files([*made, *pages])
        manual = self._manual.search_pages()
        yield from search_files(self.registry.packs.values(), self._told_checks(), manual)

    def _told_checks(self) -> Iterator[tuple[str, str]]:
        """Yield the checks with their summaries; ours are remembered, as asking loads the check."""
        for check in self.checks:
            if not check.is_ours:
                yield check.id, check.summary
                continue
            if check.id not in self.summaries:
                self.summaries[check.id] = check.summary
            yield check.id, self.summaries[check.id]

    def _registry_pages(self) -> Iterator[File]:
        registry = self.registry
        yield self._page("home", lists.home_page(registry))
        for home in lists.ordered_pages(registry):
            yield self._page("home", home)
        for index in lists.group_pages(registry):
            yield self._page("index", index)
        for text in self.extensions.pages(registry):
            yield self._page("text", text)
        yield self._bare("search", addresses.SEARCH, "Search", "Search this registry.")
        yield self._bare("notfound", addresses.NOT_FOUND, "No such page", "")

    def check_files(self) -> Iterator[File]:
        """Yield the pages of packkit's checks."""
        yield self._page("index", check_pages.check_list(self.checks))
        for check, topic in check_pages.by_topic(self.checks):
            yield self._page("check", check_pages.check_page(check, topic))

    def manual_files(self) -> Iterator[File]:
        """Yield the pages of the manual."""
        yield from self._manual.files(self.templates)

    def asset_files(self) -> Iterator[File]:
        """Yield the style sheet, scripts and pictures."""
        for name, path in asset_files(self.theme).items():
            yield f"assets/{name}", path.read_bytes()

    def _page(self, template: str, page: Framed, navigation: Navigation | None = None) -> File:
        address = page.frame.address
        nav = navigation.html(address) if navigation else NOTHING
        return address, self.templates.page(template, page, nav)

    def _bare(self, template: str, address: str, title: str, described: str) -> File:
        """Render a page that has a frame and nothing else of its own."""
        return self._page(template, TextPage(Frame(address, title, described), title, NOTHING))

    def _with_panels(
        self, page: PackPage | ComponentPage, sources: PackSources, component: Component | None
    ) -> PackPage | ComponentPage:
        panels = tuple(self.extensions.panels(sources.pack, component))
        if not panels:
            return page
        headings = tuple(Heading(panel.title, panel.anchor) for panel in panels)
        frame = replace(page.frame, contents=(*page.frame.contents, *headings))
        return replace(page, frame=frame, panels=panels)
