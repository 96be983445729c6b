"""The navigation beside every page of a pack: its components by kind, the current one marked."""

from __future__ import annotations

from markupsafe import Markup, escape

from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import ComponentCard, PackCard
from attune_packkit.sitegen.kinds import KINDS, TITLES
from attune_packkit.sitegen.models import Link
from attune_packkit.sitegen.templating import Templates

MAX_LINKS = 150
"""Links to components of one kind; of more, only the neighbours of the current page are shown."""


class Navigation:
    """Makes the navigation of one pack, once for each depth of page where it is small."""

    def __init__(self, templates: Templates, card: PackCard) -> None:
        self._templates = templates
        self._card = card
        self._whole: dict[str, str] = {}
        self._by_kind: dict[str, list[ComponentCard]] = {}
        for each in card.components:
            self._by_kind.setdefault(each.kind, []).append(each)
        self._small = all(len(group) <= MAX_LINKS for group in self._by_kind.values())

    def html(self, page: str) -> Markup:
        """Return the navigation for a page of the pack."""
        if not self._small:
            return self._marked(self._render(page), page)
        depth = addresses.root(page[len(self._card.folder) :])
        if depth not in self._whole:
            self._whole[depth] = self._render(page)
        return self._marked(self._whole[depth], page)

    def _marked(self, html: str, page: str) -> Markup:
        link = f'href="{escape(self._link(page, page))}"'
        # As plain text: the `replace` of markup would escape the quotes.
        marked = str(html).replace(link, f'{link} aria-current="page"')
        return Markup(marked)  # noqa: S704 - a template of ours, which escapes

    def _link(self, target: str, page: str) -> str:
        """Return the way to a page by way of the pack's folder: equal for pages of one depth."""
        folder = self._card.folder
        up = addresses.root(page[len(folder) :])
        return up + target[len(folder) :]

    def _render(self, page: str) -> str:
        groups = []
        for kind in KINDS:
            cards = self._by_kind.get(kind, [])
            if cards:
                groups.append(self._group(kind, cards, page))
        return self._templates.part(
            "navigation",
            {
                "label": self._card.label,
                "home": self._link(self._card.page, page),
                "groups": groups,
            },
        )

    def _group(self, kind: str, cards: list[ComponentCard], page: str) -> dict[str, object]:
        shown = cards
        if len(cards) > MAX_LINKS:
            at = next((n for n, each in enumerate(cards) if each.page == page), 0)
            first = max(0, min(at - MAX_LINKS // 2, len(cards) - MAX_LINKS))
            shown = cards[first : first + MAX_LINKS]
        more = f"{self._link(self._card.page, page)}#{addresses.FOLDERS[kind]}"
        return {
            "title": TITLES[kind][1],
            "count": len(cards),
            "links": [Link(each.name, self._link(each.page, page)) for each in shown],
            "more": more if shown is not cards else "",
        }
