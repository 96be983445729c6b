"""Atom feeds: what is new in the registry, and in each pack."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from markupsafe import Markup
from msgspec import Struct

from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import PackCard
from attune_packkit.sitegen.changelog import Release, releases
from attune_packkit.sitegen.link_policy import LinkPolicy
from attune_packkit.sitegen.markdown import render
from attune_packkit.sitegen.models import NOTHING, SiteFacts
from attune_packkit.sitegen.read_api import UNKNOWN_TIME, moment
from attune_packkit.sitegen.sanitising import visible
from attune_packkit.sitegen.xml_text import DECLARATION, element, xml

REGISTRY_FEED = "feed.xml"
MAX_ENTRIES = 50

_FEED = Markup('<feed xmlns="http://www.w3.org/2005/Atom">\n{}\n</feed>\n')
_LINK = Markup('<link rel="{}" href="{}" type="{}"/>')


class Entry(Struct, frozen=True):
    """One version of a pack. `page` is its address, `content` HTML that is safe."""

    ref: str
    version: str
    title: str
    updated: str
    page: str
    author: str
    summary: str
    content: Markup = NOTHING


def pack_feed(ref: str) -> str:
    """Return the address of a pack's feed."""
    return addresses.pack_folder(ref) + "feed.xml"


def registry_atom(facts: SiteFacts, cards: Iterable[PackCard]) -> bytes:
    """Return the feed of the registry: the newest versions that say when they were released."""
    dated = sorted(
        (card for card in cards if card.released), key=lambda card: (card.released, card.ref)
    )
    entries = [
        _entry(card, f"{card.label} {card.version}") for card in dated[: -MAX_ENTRIES - 1 : -1]
    ]
    name = f"registry {facts.base_url or facts.title}"
    return _atom(facts, REGISTRY_FEED, entries, page=addresses.HOME, name=name, title=facts.title)


def pack_atom(facts: SiteFacts, card: PackCard, changelog: str) -> bytes:
    """Return the feed of a pack: the releases of its changelog, or else its version alone."""
    entries = [_release(card, each) for each in releases(changelog) if each.released][
        :MAX_ENTRIES
    ] or [_entry(card, f"{card.label} {card.version}")]
    name = f"pack {card.ref}"
    return _atom(facts, pack_feed(card.ref), entries, page=card.page, name=name, title=card.label)


def _entry(card: PackCard, title: str) -> Entry:
    updated = moment(card.released)
    return Entry(
        ref=card.ref,
        version=card.version,
        title=title,
        updated=updated,
        page=card.page,
        author=card.author,
        summary=card.description,
    )


def _release(card: PackCard, release: Release) -> Entry:
    content = render(release.text, links=LinkPolicy()).html
    title = f"{card.label} {release.version}"
    page = addresses.pack_part(card.ref, "changelog")
    updated = moment(release.released)
    return Entry(
        ref=card.ref,
        version=release.version,
        title=title,
        updated=updated,
        page=page,
        author=card.author,
        summary="",
        content=content,
    )


def _identity(name: str) -> str:
    """Return an id that stays when the site moves."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"packkit {visible(name)}").urn


def _atom(
    facts: SiteFacts,
    address: str,
    entries: Sequence[Entry],
    *,
    page: str,
    name: str,
    title: str,
) -> bytes:
    """Write a feed; `page` shows the same for people, `name` stands for it in its id."""
    parts = [
        element("id", _identity(name)),
        element("title", title),
        element("updated", max((entry.updated for entry in entries), default=UNKNOWN_TIME)),
        Markup("<author>{}</author>").format(element("name", facts.title)),
        element("generator", facts.generator),
        _link(facts, "alternate", page, address),
    ]
    if facts.base_url:
        parts.append(_LINK.format("self", xml(facts.base_url + address), "application/atom+xml"))
    parts += [_entry_element(facts, each, address) for each in entries]
    return (DECLARATION + _FEED.format(Markup("\n").join(parts))).encode()


def _link(facts: SiteFacts, rel: str, target: str, address: str) -> Markup:
    """Return a link to a page: absolute where the site knows its place."""
    url = facts.base_url + target if facts.base_url else addresses.relative(target, address)
    return _LINK.format(rel, xml(url), "text/html")


def _entry_element(facts: SiteFacts, entry: Entry, address: str) -> Markup:
    parts = [
        element("id", _identity(f"version {entry.ref}@{entry.version}")),
        element("title", entry.title),
        element("updated", entry.updated),
        _link(facts, "alternate", entry.page, address),
    ]
    if entry.author:
        parts.append(Markup("<author>{}</author>").format(element("name", entry.author)))
    if entry.summary:
        parts.append(element("summary", entry.summary))
    if entry.content:
        parts.append(element("content", str(entry.content), type="html"))
    return Markup("<entry>\n{}\n</entry>").format(Markup("\n").join(parts))
