"""The manual in the frame of the site: every page, in order, and no link to nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from attune_packkit import manual
from attune_packkit.sitegen.links import LinkCheck
from attune_packkit.sitegen.manual_pages import Manual, read_content
from attune_packkit.sitegen.models import SiteFacts
from attune_packkit.sitegen.templating import Templates

CONTENT = Path(__file__).parents[2] / "site" / "content"


class Navigation(HTMLParser):
    """The links of the navigation by group."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.groups: dict[str, list[str]] = {}
        self._title: str | None = None
        self.feed(html.partition('<details class="nav"')[2].partition("</details>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self._title = ""
        elif tag == "a" and self.groups:
            [*self.groups.values()][-1].append(dict(attrs)["href"] or "")

    def handle_data(self, data: str) -> None:
        if self._title == "" and data.strip():
            self._title = data.strip()
            self.groups[self._title] = []


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    templates = Templates(SiteFacts("Test", manual=True))
    made = Manual({**read_content(CONTENT), **manual.pages()}).files(templates)
    return {address: data.decode() for address, data in made}


def test_every_text_is_a_page(pages: dict[str, str]) -> None:
    texts = {*read_content(CONTENT), *manual.pages()}
    assert set(pages) == {f"manual/{path.removesuffix('.md')}.html" for path in texts}


def test_no_link_leads_nowhere(pages: dict[str, str]) -> None:
    assert Manual({**read_content(CONTENT), **manual.pages()}).dead_links() == []
    check = LinkCheck()
    for address, html in pages.items():
        check.add(address, html)
    assert [each for each in check.dead() if each.target.startswith("manual/")] == []


def test_the_guide_comes_first_in_the_order_of_the_front_page(pages: dict[str, str]) -> None:
    groups = Navigation(pages["manual/index.html"]).groups
    assert list(groups) == ["Guide", "Reference", "Checks"]
    assert groups["Guide"][0] == "getting-started.html"
    assert {"checks/index.html", "commands.html", "configuration.html", "hooks.html"} <= set(
        groups["Reference"]
    )
    assert groups["Checks"] == sorted(groups["Checks"])


def marked(html: str) -> Iterator[str]:
    for part in html.split('" aria-current="page"')[:-1]:
        yield part.rpartition('href="')[2]


def test_the_current_page_is_marked(pages: dict[str, str]) -> None:
    for address, html in pages.items():
        assert list(marked(html)) == [address.rpartition("/")[2]], address


def test_a_check_can_be_linked_to(pages: dict[str, str]) -> None:
    assert 'id="yamlduplicate_key"' in pages["manual/checks/yaml.html"]
