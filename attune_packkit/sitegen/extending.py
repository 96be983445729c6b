"""The pages and panels that plugins add to a site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from markupsafe import Markup
from msgspec import Struct

from attune_packkit.api import Component, Pack, PluginError, SitePage, blaming
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.models import NOTHING, Frame, Link, Panel, TextPage
from attune_packkit.sitegen.registry import SiteRegistry

FOLDER = "pages/"


class Extensions(Struct, frozen=True):
    """What plugins contribute, each with the distribution that it comes from."""

    contributed: Sequence[tuple[str, SitePage]] = ()

    def links(self) -> tuple[Link, ...]:
        """Return the pages of plugins by title, with their addresses."""
        return tuple(
            Link(each.title, _address(owner, each.path))
            for owner, each in self.contributed
            if each.path
        )

    def pages(self, registry: SiteRegistry) -> Iterator[TextPage]:
        """Yield the pages of plugins. Raises `PluginError` for one that cannot be made."""
        owners: dict[str, str] = {}
        for owner, each in self.contributed:
            if each.path:
                address = _address(owner, each.path)
                if address in owners:
                    raise PluginError(
                        f"page '{each.path}' is provided by {owners[address]} and by {owner}"
                    )
                owners[address] = owner
                yield _page(owner, each, address, registry)

    def panels(self, pack: Pack, component: Component | None) -> Iterator[Panel]:
        """Yield the panels for the page of a pack, or of one of its components."""
        for owner, each in self.contributed:
            body = _rendered(owner, each, partial(each.panel, pack, component))
            if body:
                yield Panel(each.title, addresses.anchor("panel", each.title), body)


def _page(owner: str, each: SitePage, address: str, registry: SiteRegistry) -> TextPage:
    body = _rendered(owner, each, partial(each.render, registry, address))
    crumbs = (Link("Packs", addresses.relative(addresses.HOME, address)),)
    frame = Frame(address, each.title, crumbs=crumbs, canonical=address, kind="text")
    return TextPage(frame, each.title, body)


def _address(owner: str, path: str) -> str:
    steps = path.split("/")
    if not path.endswith(".html") or any(addresses.slug(step) != step for step in steps[:-1]):
        raise PluginError(f"{owner} adds a page '{path}', which is no path like 'owners.html'")
    return FOLDER + "/".join([*steps[:-1], addresses.slug(steps[-1][:-5]) + ".html"])


def _rendered(owner: str, each: SitePage, render: Callable[[], str]) -> Markup:
    """Return what a plugin renders; an error in it names the plugin."""
    with blaming(f"page '{each.title}' of {owner}"):
        made = render()
    return Markup(made) if made else NOTHING  # noqa: S704 - a plugin's own HTML, as documented
