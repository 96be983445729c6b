"""Pages that list packs: the front page, and those of categories, runtimes and licences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from attune_packkit.api import counted
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import PackCard
from attune_packkit.sitegen.kinds import KINDS, TITLES, counted_kind
from attune_packkit.sitegen.list_models import Count, HomePage, IndexPage, PackLine
from attune_packkit.sitegen.models import Frame, Link
from attune_packkit.sitegen.packs import state_of
from attune_packkit.sitegen.paging import jumps, pages_of, sheets
from attune_packkit.sitegen.registry import SiteRegistry

GROUPS: tuple[tuple[str, str, str, Callable[[PackCard], tuple[str, ...]]], ...] = (
    ("categories", "Categories", "Category", lambda card: (card.category,)),
    ("runtimes", "Runtimes", "Runtime", lambda card: card.runtimes),
    ("licenses", "Licences", "Licence", lambda card: (card.license,) if card.license else ()),
)
"""For each group its folder, plural and singular title, and how to find those of a pack."""

MAX_ON_HOME = 40
"""Names of one group on the front page; all of them stand on a page of their own."""

PER_PAGE = 150
"""Packs on one page: as many as a first page may weigh."""

NEWEST = 5
"""Packs that the front page names as the newest."""

NEWEST_FIRST = "packs/newest.html"
LARGEST_FIRST = "packs/largest.html"
_ORDERS = {
    "name": ("by name", addresses.HOME),
    "newest": ("newest first", NEWEST_FIRST),
    "size": ("largest first", LARGEST_FIRST),
}


def home_page(registry: SiteRegistry) -> HomePage:
    """Return the front page."""
    cards = list(registry.packs.values())
    title = registry.facts.title
    totals = dict.fromkeys(KINDS, 0)
    for card in cards:
        for kind, count in card.counts:
            totals[kind] += count
    numbers = [Count("pack" if len(cards) == 1 else "packs", len(cards))]
    numbers += [
        Count(TITLES[kind][totals[kind] != 1].lower(), totals[kind])
        for kind in ("action", "workflow", "trigger", "sensor", "rule")
        if totals[kind]
    ]
    return HomePage(
        frame=Frame(addresses.HOME, title, _sentence(cards), canonical=addresses.HOME, kind="home"),
        heading=title,
        sentence=_sentence(cards),
        numbers=tuple(numbers),
        groups=tuple(_groups(registry, addresses.HOME, MAX_ON_HOME)),
        packs=_pack_lines(cards[:PER_PAGE], addresses.HOME),
        changed=max((card.released for card in cards), default=""),
        home=True,
        total=len(cards),
        sheets=jumps(addresses.HOME, 1, pages_of(cards, PER_PAGE)),
        orders=_other_orders("name", addresses.HOME),
        newest=tuple(
            Link(f"{card.label} {card.version}", card.page, card.released)
            for card in _newest_first(card for card in cards if card.released)[:NEWEST]
        ),
    )


def ordered_pages(registry: SiteRegistry) -> Iterator[HomePage]:
    """Yield the packs in other orders, and those of each category, runtime and licence."""
    cards = list(registry.packs.values())
    newest = _newest_first(cards)
    largest = sorted(cards, key=lambda card: -card.size)
    undated = sum(not card.released for card in cards)
    told = f"{undated:,} without a date in their changelog stand last." if undated else ""
    yield from islice(_list_pages(addresses.HOME, "Packs", cards, order="name"), 1, None)
    yield from _list_pages(NEWEST_FIRST, "Packs, newest first", newest, told, order="newest")
    yield from _list_pages(LARGEST_FIRST, "Packs, largest first", largest, order="size")
    for folder, _, one, _ in GROUPS:
        for name, members in _group_members(registry, folder).items():
            page = addresses.group_page(folder, name)
            yield from _list_pages(page, f"{one}: {name}", members)


def _newest_first(cards: Iterable[PackCard]) -> list[PackCard]:
    return sorted(cards, key=lambda card: card.released, reverse=True)


def _other_orders(order: str, page: str) -> tuple[Link, ...]:
    return tuple(
        Link(text, addresses.relative(target, page))
        for name, (text, target) in _ORDERS.items()
        if order and name != order
    )


def _group_members(registry: SiteRegistry, folder: str) -> dict[str, list[PackCard]]:
    """Return the packs of each category, runtime or licence, by name."""
    names = next(names for each, _, _, names in GROUPS if each == folder)
    found: dict[str, list[PackCard]] = {}
    for card in registry.packs.values():
        for name in names(card):
            found.setdefault(name, []).append(card)
    return dict(sorted(found.items()))


def group_pages(registry: SiteRegistry) -> Iterator[IndexPage]:
    """Yield the pages that list all categories, runtimes and licences."""
    for folder, title, one, _ in GROUPS:
        page = f"{folder}/index.html"
        counts = counts_of(_group_members(registry, folder), folder, page)
        described = f"The packs of this registry by {one.lower()}."
        yield IndexPage(
            frame=Frame(page, title, described, crumbs_to(page), canonical=page, kind="list"),
            heading=title,
            sentence="",
            jumps=(),
            groups=(),
            counts=tuple(counts),
            empty="There are none.",
        )


def _groups(
    registry: SiteRegistry, page: str, limit: int
) -> Iterator[tuple[str, tuple[Count, ...]]]:
    for folder, title, _, _ in GROUPS:
        counts = list(counts_of(_group_members(registry, folder), folder, page))
        if len(counts) > limit:
            target = addresses.relative(f"{folder}/index.html", page)
            counts = [*counts[:limit], Count("all", len(counts), target)]
        if counts:
            yield title, tuple(counts)


def counts_of(members: Mapping[str, Sequence[object]], folder: str, page: str) -> Iterator[Count]:
    """Yield the names of a group, each with how many it has and a link to its page."""
    for name, cards in members.items():
        url = addresses.relative(addresses.group_page(folder, name), page)
        yield Count(name, len(cards), url)


def _list_pages(
    first: str, title: str, cards: list[PackCard], sentence: str = "", order: str = ""
) -> Iterator[HomePage]:
    described = f"{title}: {counted(len(cards), 'pack')}."
    for sheet in sheets(first, cards, PER_PAGE):
        page, heading = sheet.address, title + sheet.title
        yield HomePage(
            frame=Frame(page, heading, described, crumbs_to(page), canonical=page, kind="list"),
            heading=heading,
            sentence=sentence,
            numbers=(),
            groups=(),
            packs=_pack_lines(sheet.items, page),
            total=len(cards),
            sheets=jumps(first, sheet.number, sheet.of),
            order=order or "name",
            order_words=_ORDERS[order or "name"][0],
            orders=_other_orders(order, page),
        )


def _pack_lines(cards: Iterable[PackCard], page: str) -> tuple[PackLine, ...]:
    return tuple(
        PackLine(
            ref=card.ref,
            label=card.label,
            url=addresses.relative(card.page, page),
            icon=addresses.relative(card.icon, page),
            description=card.description,
            version=card.version,
            category=card.category,
            license=card.license,
            runtimes=card.runtimes,
            contents=", ".join(counted_kind(kind, count) for kind, count in card.counts),
            size=card.size,
            newest=card.released,
            state=state_of(card.errors, card.warnings),
        )
        for card in cards
    )


def _sentence(cards: list[PackCard]) -> str:
    return (
        "Packs of actions, workflows, triggers, sensors and rules for Attune, each with its"
        " parameters, its uses and what validation says of it."
        if cards
        else "There are no packs here yet."
    )


def crumbs_to(page: str) -> tuple[Link, ...]:
    """Return the breadcrumbs of a page that belongs to no pack."""
    return (Link("Packs", addresses.relative(addresses.HOME, page)),)
