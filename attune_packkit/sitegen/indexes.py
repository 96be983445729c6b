"""Pages that list components: those of tags, and the index of all names.

They are many lines, of which few change at a time, so each page says what it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import ComponentCard, PackCard
from attune_packkit.sitegen.kinds import KINDS, TITLES
from attune_packkit.sitegen.list_models import Count, IndexPage
from attune_packkit.sitegen.lists import counts_of, crumbs_to
from attune_packkit.sitegen.models import ComponentLine, Frame, KindGroup, Link
from attune_packkit.sitegen.registry import SiteRegistry

MAX_LINES = 5_000
"""Of one group on a page; none should come near."""

Member: TypeAlias = PackCard | ComponentCard


@dataclass(frozen=True, slots=True)
class IndexPart:
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
        page = addresses.group_page("tags", tag)
        yield IndexPart(page, _told(members), partial(_tag, page, tag, members))
    letters = _by_letter(registry)
    counts = tuple((letter, len(members)) for letter, members in letters.items())
    yield IndexPart(addresses.A_TO_Z, counts, partial(_a_to_z, counts))
    for letter, members in letters.items():
        page = addresses.letter_page(letter)
        what = (tuple(letters), _told(members))
        yield IndexPart(page, what, partial(_letter_page, letter, tuple(letters), members))


def _told(members: Iterable[Member]) -> tuple[object, ...]:
    return tuple((each.page, each.ref, each.description) for each in members)


def _tags(tags: dict[str, list[Member]]) -> IndexPage:
    page = addresses.TAGS
    counts = tuple(counts_of(tags, "tags", page))
    return _index(page, "Tags", counts=counts, empty="No pack has a tag.")


def _tag(page: str, tag: str, members: Sequence[Member]) -> IndexPage:
    above = Link("Tags", addresses.relative(addresses.TAGS, page))
    return _index(page, f"Tag: {tag}", above, groups=tuple(_by_kind(members, page)))


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


def _letter_page(letter: str, letters: Sequence[str], members: Sequence[Member]) -> IndexPage:
    page = addresses.letter_page(letter)
    above = Link("A to Z", addresses.relative(addresses.A_TO_Z, page))
    lines = tuple(_line(each, page) for each in members[:MAX_LINES])
    return _index(
        page,
        f"Names with {letter.upper()}" if len(letter) == 1 else "Other names",
        above,
        jumps=tuple(_jump(each, letter, page) for each in letters),
        groups=(KindGroup("", "", lines),),
    )


def _jump(letter: str, here: str, page: str) -> Link:
    url = addresses.relative(addresses.letter_page(letter), page)
    return Link(letter.upper(), "" if letter == here else url)


def _index(
    page: str,
    title: str,
    *above: Link,
    sentence: str = "",
    jumps: tuple[Link, ...] = (),
    groups: tuple[KindGroup, ...] = (),
    counts: tuple[Count, ...] = (),
    empty: str = "",
) -> IndexPage:
    crumbs = (*crumbs_to(page), *above)
    frame = Frame(page, title, crumbs=crumbs, canonical=page, kind="list")
    return IndexPage(frame, title, sentence, jumps, groups, counts, empty)


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
    return ComponentLine(_name(each), each.ref, url, each.description, "", note)


def _by_kind(members: Iterable[Member], page: str) -> Iterator[KindGroup]:
    kinds: dict[str, list[ComponentLine]] = {}
    for each in members:
        kind = each.kind if isinstance(each, ComponentCard) else "pack"
        url = addresses.relative(each.page, page)
        kinds.setdefault(kind, []).append(ComponentLine(each.ref, each.ref, url, each.description))
    for kind in ("pack", *KINDS):
        if kind in kinds:
            title = "Packs" if kind == "pack" else TITLES[kind][1]
            yield KindGroup(title, title.lower().replace(" ", "-"), tuple(kinds[kind][:MAX_LINES]))
