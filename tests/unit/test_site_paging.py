"""Lists of large registries: split into pages that lead to each other and leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from site_cards import component_card, pack_card

from attune_packkit.sitegen import indexes, lists
from attune_packkit.sitegen.addresses import further, slug
from attune_packkit.sitegen.building import Builder
from attune_packkit.sitegen.links import LinkCheck
from attune_packkit.sitegen.models import SiteFacts
from attune_packkit.sitegen.paging import jumps, sheets
from attune_packkit.sitegen.registry import SiteRegistry
from attune_packkit.sitegen.templating import Templates, asset_files

FACTS = SiteFacts("Packs")
FIRST_PAGE = 150_000
"""Bytes of a page above packs, with what surrounds a list."""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """Return the pages above packs of a registry with 400 packs and 1,200 components of one tag."""
    names = [f"crate_{number}" for number in range(3)]
    cards = [
        pack_card(ref, tuple(component_card(ref, name, tags=("crates",)) for name in names))
        for ref in (f"depot{number}" for number in range(400))
    ]
    builder = Builder(
        SiteRegistry(FACTS, cards), Templates(FACTS, assets=frozenset(asset_files("")))
    )
    return {address: data.decode() for address, data in _made(builder)}


def _made(builder: Builder) -> Iterator[tuple[str, bytes]]:
    yield from (file for file in builder.registry_files(()) if file[0].endswith(".html"))
    for _, _, made in builder.index_parts():
        yield from made


def test_a_short_list_has_one_page_and_no_jumps() -> None:
    (sheet,) = sheets("tags/a.html", ["x"] * 10, 10)
    assert (sheet.address, sheet.of, sheet.title) == ("tags/a.html", 1, "")
    assert jumps("tags/a.html", 1, 1) == ()


def test_an_empty_list_has_a_page_as_well() -> None:
    nothing: list[str] = []
    assert [each.items for each in sheets("a.html", nothing, 10)] == [[]]


def test_pages_hold_every_item_once_in_order() -> None:
    made = list(sheets("a.html", range(95), 10))
    assert [item for each in made for item in each.items] == list(range(95))
    assert {each.of for each in made} == {len(made)} == {10}


def test_no_name_has_the_address_of_a_further_page() -> None:
    assert further("tags/a.html", 2) not in {f"tags/{slug(name)}.html" for name in ("a~2", "a 2")}


@pytest.mark.parametrize(
    ("first", "count"),
    [
        ("index.html", lists.PER_PAGE),
        ("packs/newest.html", lists.PER_PAGE),
        ("tags/crates.html", indexes.PER_PAGE),
        ("a-z/c.html", indexes.PER_PAGE),
    ],
)
def test_all_pages_of_a_list_can_be_reached(files: dict[str, str], first: str, count: int) -> None:
    stem = first.removesuffix(".html").rpartition("/")[2]
    further_pages = re.findall(rf'href="(?:\.\./[a-z-]+/)?({stem}~\d+\.html)"', files[first])
    total = 400 if count == lists.PER_PAGE else 1_200
    assert len(set(further_pages)) == -(-total // count) - 1


def test_every_name_stands_in_the_index(files: dict[str, str]) -> None:
    pages = [text for address, text in files.items() if address.startswith("a-z/c")]
    found = {
        ref for text in pages for ref in re.findall(r'href="\.\./packs/(depot\d+/[^"]+)"', text)
    }
    assert len(found) == 1_200


def test_no_page_above_packs_grows_with_the_registry(files: dict[str, str]) -> None:
    assert max(map(len, files.values())) < FIRST_PAGE


def test_no_link_between_them_is_dead(files: dict[str, str]) -> None:
    check = LinkCheck(["index.json"])
    for address, text in files.items():
        check.add(address, text)
    inside = ("tags/", "a-z/", "index", "packs/newest", "packs/largest")
    assert [each for each in check.dead() if each.target.startswith(inside)] == []


def test_a_link_in_a_text_about_links_is_none() -> None:
    check = LinkCheck()
    check.add("a.html", '<pre>&lt;a href="gone.html"&gt; &lt;a href="#gone"&gt;</pre>')
    check.add("b.html", '<pre>&lt;a href="lost.html"&gt;</pre><a href="lost.html">x</a>')
    assert [(each.page, each.target) for each in check.dead()] == [("b.html", "lost.html")]
