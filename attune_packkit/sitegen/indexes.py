"""Pages that list components: those of tags, and the index of all names.

They are many lines, of which few change at a time, so each page says what it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from msgspec import Struct

from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import ComponentCard, PackCard
from attune_packkit.sitegen.kinds import KINDS, TITLES
from attune_packkit.sitegen.list_models import Count, IndexPage
from attune_packkit.sitegen.lists import counts_of, crumbs_to
from attune_packkit.sitegen.models import ComponentLine, Frame, KindGroup, Link
from attune_packkit.sitegen.paging import Sheet, jumps, sheets
from attune_packkit.sitegen.registry import SiteRegistry

PER_PAGE = 500
"""Lines on one page; further ones stand on pages of their own."""

_ORDER = {kind: number for number, kind in enumerate(("pack", *KINDS))}

Member: TypeAlias = PackCard | ComponentCard


class IndexPart(Struct, frozen=True):
    """A page that is made when it is needed: `what` is plain data that stands for its content."""

    address: str
    what: tuple[object, ...]
    make: Callable[[], IndexPage]


def index_parts(registry: SiteRegistry) -> Iterator[IndexPart]:
    """Yield the pages of tags and names."""
    tags = dict(sorted(registry.tags.items()))
    sizes = tuple((tag, len(members)) for tag, members in tags.items())
    yield IndexPart(addresses.TAGS, sizes, partial(_tags, tags))
    for tag, members in tags.items():
        for each in sheets(addresses.group_page("tags", tag), _in_kinds(members), PER_PAGE):
            yield IndexPart(each.address, _told(each), partial(_tag, tag, each))
    letters = _by_letter(registry)
    counts = tuple((letter, len(members)) for letter, members in letters.items())
    yield IndexPart(addresses.A_TO_Z, counts, partial(_a_to_z, counts))
    for letter, members in letters.items():
        for each in sheets(addresses.letter_page(letter), members, PER_PAGE):
            what = (tuple(letters), *_told(each))
            yield IndexPart(each.address, what, partial(_letter_page, letter, tuple(letters), each))


def _told(sheet: Sheet[Member]) -> tuple[object, ...]:
    members = tuple((each.page, each.ref, each.description) for each in sheet.items)
    return sheet.number, sheet.of, members


def _in_kinds(members: Iterable[Member]) -> list[Member]:
    """Return packs, then components kind by kind."""
    return sorted(members, key=lambda each: _ORDER[_kind(each)])


def _kind(each: Member) -> str:
    return each.kind if isinstance(each, ComponentCard) else "pack"


def _tags(tags: dict[str, list[Member]]) -> IndexPage:
    page = addresses.TAGS
    counts = tuple(counts_of(tags, "tags", page))
    return _index(page, "Tags", counts=counts, empty="No pack has a tag.")


def _tag(tag: str, sheet: Sheet[Member]) -> IndexPage:
    page = sheet.address
    above = Link("Tags", addresses.relative(addresses.TAGS, page))
    return _index(
        page,
        f"Tag: {tag}{sheet.title}",
        above,
        groups=tuple(_by_kind(sheet.items, page)),
        sheets=jumps(addresses.group_page("tags", tag), sheet.number, sheet.of),
    )


def _by_letter(registry: SiteRegistry) -> dict[str, list[Member]]:
    letters: dict[str, list[Member]] = {}
    for card in registry.packs.values():
        everything: list[Member] = [card, *card.components]
        for each in everything:
            letters.setdefault(_letter(_name(each)), []).append(each)
    for members in letters.values():
        members.sort(key=lambda each: (_name(each), each.ref))
    return dict(sorted(letters.items()))


def _a_to_z(counts: Sequence[tuple[str, int]]) -> IndexPage:
    page = addresses.A_TO_Z
    return _index(
        page,
        "A to Z",
        sentence="Every pack and component by its name.",
        counts=tuple(
            Count(letter.upper(), count, addresses.relative(addresses.letter_page(letter), page))
            for letter, count in counts
        ),
        empty="There is nothing here yet.",
    )


def _letter_page(letter: str, letters: Sequence[str], sheet: Sheet[Member]) -> IndexPage:
    page = sheet.address
    above = Link("A to Z", addresses.relative(addresses.A_TO_Z, page))
    title = f"Names with {letter.upper()}" if len(letter) == 1 else "Other names"
    return _index(
        page,
        f"{title}{sheet.title}",
        above,
        letters=tuple(_jump(each, letter, page) for each in letters),
        groups=(KindGroup("", "", tuple(_line(each, page) for each in sheet.items)),),
        sheets=jumps(addresses.letter_page(letter), sheet.number, sheet.of),
    )


def _jump(letter: str, here: str, page: str) -> Link:
    url = addresses.relative(addresses.letter_page(letter), page)
    return Link(letter.upper(), "" if letter == here else url)


def _index(
    page: str,
    title: str,
    *above: Link,
    sentence: str = "",
    letters: tuple[Link, ...] = (),
    groups: tuple[KindGroup, ...] = (),
    counts: tuple[Count, ...] = (),
    empty: str = "",
    sheets: tuple[Link, ...] = (),
) -> IndexPage:
    crumbs = (*crumbs_to(page), *above)
    described = sentence or f"{title}: packs and components of this registry."
    frame = Frame(page, title, described, crumbs, canonical=page, kind="list")
    return IndexPage(
        frame=frame,
        heading=title,
        sentence=sentence,
        jumps=letters,
        groups=groups,
        counts=counts,
        empty=empty,
        sheets=sheets,
    )


def _name(each: Member) -> str:
    return each.name if isinstance(each, ComponentCard) else each.ref


def _letter(name: str) -> str:
    first = name[:1].lower()
    return first if "a" <= first <= "z" else "other"


def _line(each: Member, page: str) -> ComponentLine:
    note = "pack"
    if isinstance(each, ComponentCard):
        note = f"{TITLES[each.kind][0].lower()} {each.ref}"
    url = addresses.relative(each.page, page)
    return ComponentLine(
        name=_name(each), ref=each.ref, url=url, description=each.description, state="", kind=note
    )


def _by_kind(members: Iterable[Member], page: str) -> Iterator[KindGroup]:
    kinds: dict[str, list[ComponentLine]] = {}
    for each in members:
        url = addresses.relative(each.page, page)
        kinds.setdefault(_kind(each), []).append(
            ComponentLine(each.ref, each.ref, url, each.description)
        )
    for kind in _ORDER:
        if kind in kinds:
            title = "Packs" if kind == "pack" else TITLES[kind][1]
            yield KindGroup(title, title.lower().replace(" ", "-"), tuple(kinds[kind]))
