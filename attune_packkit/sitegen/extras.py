"""The files of a site beside its pages: the read API, feeds, badges, sitemap, `llms.txt`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attune_packkit.sitegen.badges import pack_badge, pack_badges
from attune_packkit.sitegen.feeds import REGISTRY_FEED, pack_atom, pack_feed, registry_atom
from attune_packkit.sitegen.llms import LLMS, llms_text
from attune_packkit.sitegen.read_api import pack_document, pack_documents, registry_documents
from attune_packkit.sitegen.registry import SiteRegistry
from attune_packkit.sitegen.sitemap import sitemap
from attune_packkit.sitegen.sources import PackSources

_CHANGELOG = "CHANGELOG.md"
_MAX_CHANGELOG = 256 * 1024
_NOT_LISTED = frozenset({"404.html", "search/index.html"})


def pack_data(ref: str) -> Iterator[tuple[str, str]]:
    """Yield what a pack's page leads to besides pages: its name and address."""
    yield "Feed", pack_feed(ref)
    yield "JSON", pack_document(ref)
    for badge in ("version", "validation"):
        yield f"Badge: {badge}", pack_badge(ref, badge)


class Extras:
    """Makes these files. None of them depends on the time of the build."""

    def __init__(self, registry: SiteRegistry) -> None:
        self._registry = registry

    def pack_files(self, sources: PackSources) -> Iterator[tuple[str, bytes]]:
        """Yield the files of one pack; an older version has none."""
        card = sources.card
        if card.version_folder:
            return
        yield from pack_documents(sources)
        yield from pack_badges(card)
        data = sources.pack.tree.read(_CHANGELOG) or b""
        changelog = data[:_MAX_CHANGELOG].decode("utf-8-sig", "replace")
        yield pack_feed(card.ref), pack_atom(self._registry.facts, card, changelog)

    def registry_files(self, pages: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the whole registry; `pages` are the addresses of all its files."""
        facts, cards = self._registry.facts, list(self._registry.packs.values())
        yield from registry_documents(cards)
        yield REGISTRY_FEED, registry_atom(facts, cards)
        yield LLMS, llms_text(facts, cards)
        if facts.base_url:
            dates = {card.page: card.released for card in cards}
            listed = [
                (page, dates.get(page, ""))
                for page in pages
                if page.endswith(".html") and page not in _NOT_LISTED and "/versions/" not in page
            ]
            yield from sitemap(facts.base_url, listed)
