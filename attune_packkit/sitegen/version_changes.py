"""What changed between two versions of a pack, as a page."""

from __future__ import annotations

from attune_packkit.api import Difference, Impact, Pack, compare_packs, judge
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import PackCard
from attune_packkit.sitegen.list_models import DifferenceGroup, DifferenceRow, DifferencesPage
from attune_packkit.sitegen.models import Frame, Heading, Link
from attune_packkit.sitegen.registry import View

MAX_ROWS = 1_000
_TITLES = {
    Impact.MAJOR: ("Breaking", "breaking"),
    Impact.MINOR: ("Additions", "additions"),
    Impact.PATCH: ("Smaller changes", "smaller"),
    Impact.NONE: ("Of no consequence", "none"),
}


def differences_page(view: View, pack: Pack, before: PackCard, older: Pack) -> DifferencesPage:
    """Return the page of what changed from `before`, whose pack is `older`."""
    card = view.card
    page = addresses.differences_page(card.ref, before.version, card.version)
    found = compare_packs(older, pack)
    verdict = judge(found, before.version, card.version)
    groups = []
    for impact, (title, anchor) in _TITLES.items():
        rows = [_row(each, view, before, page) for each in found if each.impact is impact]
        if rows:
            groups.append(DifferenceGroup(title, anchor, tuple(rows[:MAX_ROWS])))
    heading = f"{card.label}: {before.version} to {card.version}"
    crumbs = (
        Link("Packs", addresses.relative(addresses.HOME, page)),
        Link(card.ref, addresses.relative(card.page, page)),
    )
    contents = tuple(Heading(each.title, each.anchor, len(each.rows)) for each in groups)
    return DifferencesPage(
        frame=Frame(
            address=page,
            title=heading,
            description=f"What changed in {card.label}.",
            crumbs=crumbs,
            contents=contents,
            canonical=page,
            kind="list",
        ),
        heading=heading,
        older=Link(before.version, addresses.relative(before.page, page)),
        newer=Link(card.version, addresses.relative(card.page, page)),
        verdict=verdict.sentence[:1].upper() + verdict.sentence[1:] + ".",
        groups=tuple(groups),
    )


def _row(each: Difference, view: View, before: PackCard, page: str) -> DifferenceRow:
    """Return one difference with a link to its component, to the older page if it is gone."""
    kind, _, ref = each.component.partition(" ")
    found = view.component(kind, ref) or next(
        (old for old in before.components if (old.kind, old.ref) == (kind, ref)), None
    )
    url = addresses.relative(found.page, page) if found else ""
    return DifferenceRow(ref, each.message, each.impact is Impact.MAJOR, url)
