"""Feeds, sitemap and llms.txt: valid whatever the packs say, the same whenever they are built."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from attune_packkit.sitegen.cards import PackCard
from attune_packkit.sitegen.feeds import pack_atom, pack_feed, registry_atom
from attune_packkit.sitegen.llms import llms_text
from attune_packkit.sitegen.models import SiteFacts
from attune_packkit.sitegen.read_api import UNKNOWN_TIME
from attune_packkit.sitegen.sitemap import sitemap

ATOM = "{http://www.w3.org/2005/Atom}"
FACTS = SiteFacts("Larkline packs", "https://packs.example.org/r/", "packkit 0.1")
NASTY = "]]>\x00\x1b[31m\ud800\ufffe & <b> \u202e\u2028"
CHANGELOG = """# Changelog

## 3.2.0 - 2026-07-20

- `dispatch` asks for the weather. [Dead](docs/x.md) <script>alert(1)</script>

## 3.1.0 - 2026-05-04

- Dashboard.

## 3.0.0

- No date.
"""


def card(ref: str = "parcels", **fields: object) -> PackCard:
    made = PackCard(
        ref, "/packs", "3.2.0", "", ref.title(), "Weighs parcels.", "Larkline", "logistics", "MIT",
        "", "", "", (), (), (("action", 2),), (), (), (),
    )  # fmt: skip
    return replace(made, **fields)


def check_atom(data: bytes) -> ElementTree.Element:
    """Assert what RFC 4287 requires of a feed document."""
    feed = ElementTree.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(ATOM + name)) == 1
    assert len([each for each in feed.findall(f"{ATOM}link") if each.get("rel") == "self"]) <= 1
    ids = []
    entries = feed.findall(f"{ATOM}entry")
    for each in (feed, *entries):
        identity, updated = text(each, "id"), text(each, "updated")
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", identity)
        assert datetime.fromisoformat(updated).tzinfo is not None
        ids.append(identity)
        for link in each.findall(f"{ATOM}link"):
            assert link.get("href")
    for entry in entries:
        assert text(entry, "title")
        assert feed.findall(f"{ATOM}author") or entry.findall(f"{ATOM}author")
        assert entry.findall(f"{ATOM}content") or [
            each for each in entry.findall(f"{ATOM}link") if each.get("rel") == "alternate"
        ]
        for part in ("summary", "content", "author"):
            assert len(entry.findall(ATOM + part)) <= 1
    assert len(set(ids)) == len(ids)
    assert text(feed, "updated") == max(
        [text(each, "updated") for each in entries] or [UNKNOWN_TIME]
    )
    return feed


def text(parent: ElementTree.Element, name: str) -> str:
    found = parent.find(ATOM + name)
    assert found is not None
    return found.text or ""


def test_the_registry_tells_the_newest_versions_first() -> None:
    cards = [
        card("old", released="2026-01-02"),
        card("new", released="2026-07-01"),
        card("undated"),
    ]
    feed = check_atom(registry_atom(FACTS, cards))
    entries = feed.findall(f"{ATOM}entry")
    assert [text(each, "title") for each in entries] == ["New 3.2.0", "Old 3.2.0"]
    links = [link.get("href") for link in entries[0].findall(f"{ATOM}link")]
    assert links == ["https://packs.example.org/r/packs/new/index.html"]


def test_a_feed_has_no_more_than_its_readers_take() -> None:
    cards = [card(f"p{number}", released="2026-01-02") for number in range(80)]
    assert len(check_atom(registry_atom(FACTS, cards)).findall(f"{ATOM}entry")) == 50


def test_a_pack_tells_its_releases() -> None:
    feed = check_atom(pack_atom(FACTS, card(), CHANGELOG))
    entries = feed.findall(f"{ATOM}entry")
    assert [text(each, "updated") for each in entries] == [
        "2026-07-20T00:00:00Z",
        "2026-05-04T00:00:00Z",
    ]
    content = text(entries[0], "content")
    assert "<li><code>dispatch</code> asks for the weather." in content
    assert "script" not in content
    assert "href" not in content


def test_a_pack_without_a_changelog_tells_its_version() -> None:
    feed = check_atom(pack_atom(FACTS, card(), ""))
    assert [text(each, "title") for each in feed.findall(f"{ATOM}entry")] == ["Parcels 3.2.0"]


def test_a_site_that_does_not_know_its_place_has_links_relative_to_the_feed() -> None:
    facts = replace(FACTS, base_url="")
    feed = check_atom(pack_atom(facts, card(), CHANGELOG))
    links = {link.get("href") for link in feed.iter(f"{ATOM}link")}
    assert links == {"index.html", "changelog.html"}
    assert pack_feed("parcels") == "packs/parcels/feed.xml"


def test_ids_stay_when_the_text_changes() -> None:
    def ids(feed: bytes) -> list[str]:
        return [text(each, "id") for each in ElementTree.fromstring(feed).findall(f"{ATOM}entry")]

    later = replace(card(), label="Other", description="Other")
    assert ids(pack_atom(FACTS, card(), CHANGELOG)) == ids(
        pack_atom(replace(FACTS, base_url=""), later, CHANGELOG)
    )


@pytest.mark.parametrize("released", ["", "2026-07-20"])
def test_any_text_makes_a_valid_feed(released: str) -> None:
    nasty = card(label=NASTY, description=NASTY, author=NASTY, version=NASTY, released=released)
    facts = replace(FACTS, title=NASTY, generator=NASTY)
    check_atom(registry_atom(facts, [nasty]))
    check_atom(pack_atom(facts, nasty, f"## 1.0.0 - 2026-01-01\n\n{NASTY}\n"))


def test_a_sitemap_names_every_page() -> None:
    pages = [("index.html", ""), ("packs/a&b/index.html", "2026-07-20")]
    ((name, data),) = sitemap(FACTS.base_url, pages)
    assert name == "sitemap.xml"
    root = ElementTree.fromstring(data)
    assert [each.text for each in root.iter() if each.tag.endswith("}loc")] == [
        "https://packs.example.org/r/",
        "https://packs.example.org/r/packs/a&b/index.html",
    ]
    assert [each.text for each in root.iter() if each.tag.endswith("}lastmod")] == ["2026-07-20"]


def test_a_large_site_has_several_sitemaps() -> None:
    files = dict(sitemap("https://x/", [(f"{number}.html", "") for number in range(50_001)]))
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert b"https://x/sitemap-2.xml" in files["sitemap.xml"]


def test_the_overview_for_plain_readers() -> None:
    said = llms_text(FACTS, [card(description="Does [x](javascript:y) `z`\n# no", label="A\nB")])
    lines = said.decode().splitlines()
    assert lines[0] == "# Larkline packs"
    assert (
        "- [A B (parcels)](https://packs.example.org/r/packs/parcels/index.html):"
        " Does \\[x\\](javascript:y) \\`z\\` \\# no; 3.2.0; 2 actions"
    ) in lines
    assert any(line.startswith("- [index.json](") for line in lines)
