"""All cards of a site together: who defines what, and who uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import ComponentCard, PackCard, Use
from attune_packkit.sitegen.models import Link, SiteFacts


class SiteRegistry:
    """Looks up packs and components. `packs` are the newest versions by ref, in order of refs."""

    def __init__(self, facts: SiteFacts, cards: Iterable[PackCard]) -> None:
        self.facts = facts
        self.packs: dict[str, PackCard] = {}
        self.older: dict[str, list[PackCard]] = {}
        for card in sorted(cards, key=lambda card: (card.ref, card.version)):
            if card.version_folder:
                self.older.setdefault(card.ref, []).append(card)
            else:
                self.packs.setdefault(card.ref, card)
        self._components: dict[tuple[str, str], ComponentCard] = {}
        self._users: dict[tuple[str, str], list[Use]] = {}
        self.dependents: dict[str, list[str]] = {}
        self.tags: dict[str, list[PackCard | ComponentCard]] = {}
        for card in self.packs.values():
            self._add(card)

    def _add(self, card: PackCard) -> None:
        members: list[PackCard | ComponentCard] = [card, *card.components]
        for each in members:
            for tag in each.tags:
                self.tags.setdefault(tag, []).append(each)
        for component in card.components:
            self._components.setdefault((component.kind, component.ref), component)
        for use in card.uses:
            self._users.setdefault((use.kind, use.ref), []).append(use)
        for ref in dict.fromkeys(ref for ref, _ in card.dependencies):
            self.dependents.setdefault(ref, []).append(card.ref)

    def find(self, kind: str, ref: str) -> ComponentCard | None:
        """Return the newest version of a component; an action may be a workflow."""
        found = self._components.get((kind, ref))
        if found is None and kind == "action":
            found = self._components.get(("workflow", ref))
        return found

    def users(self, kind: str, ref: str) -> list[Use]:
        """Return who names a component, in order of packs."""
        found = self._users.get((kind, ref), [])
        return [*found, *self._users.get(("action", ref), ())] if kind == "workflow" else found

    def url(self, kind: str, ref: str, page: str) -> str:
        """Return the link from a page to a pack or component; "" if the site has none."""
        found = self.packs.get(ref) if kind == "pack" else self.find(kind, ref)
        return addresses.relative(found.page, page) if found else ""


class View:
    """The registry as seen from the pages of one version of a pack.

    A ref means the pack's own component first. All links are relative to the page they stand on.
    """

    def __init__(self, registry: SiteRegistry, card: PackCard) -> None:
        self.registry = registry
        self.card = card
        self.by_path: Mapping[str, ComponentCard] = {each.path: each for each in card.components}
        self._own = {(each.kind, each.ref): each for each in reversed(card.components)}

    def component(self, kind: str, ref: str) -> ComponentCard | None:
        """Return a component by kind and full ref."""
        found = self._own.get((kind, ref))
        if found is None and kind == "action":
            found = self._own.get(("workflow", ref))
        return found or self.registry.find(kind, ref)

    def link(self, kind: str, ref: str, page: str, *, note: str = "", text: str = "") -> Link:
        """Return a link to a component: without a URL if the site does not have it."""
        found = self.component(kind, ref)
        url = addresses.relative(found.page, page) if found else ""
        return Link(text or ref, url, note)

    def tag_links(self, tags: Iterable[str], page: str) -> tuple[Link, ...]:
        """Return links to the pages of tags; without a URL for those of old versions alone."""
        return tuple(
            Link(
                tag,
                addresses.relative(addresses.group_page("tags", tag), page)
                if tag in self.registry.tags
                else "",
            )
            for tag in tags
        )

    def pack_link(self, ref: str, page: str, *, note: str = "") -> Link:
        """Return a link to a pack: without a URL if the site does not have it."""
        found = self.registry.packs.get(ref)
        return Link(ref, addresses.relative(found.page, page) if found else "", note)
