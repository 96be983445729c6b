"""Every kind of page: accessible, within its window, still, light, and silent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from .conftest import Origin, Published, Visit, Visitor
from .pages import PAGES, kinds

pytestmark = pytest.mark.loopback

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
WIDTHS = (1440, 390)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MOST_BYTES = 100_000

_RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast"],  # of all rules the one that depends on colours
}
_AXE = """async (runOnly) => (await axe.run(document, {runOnly})).violations.map(({id, nodes}) => [
    id, nodes.map(({html, failureSummary}) => [html, failureSummary]),
])"""


def settled(visitor: Visitor, kind: str) -> None:
    visitor.go(PAGES[kind])
    if kind.startswith("search-"):
        visitor.page.wait_for_selector("[data-search-page] > .lead:not(:has(a))")


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_accessible_in_every_window_and_theme(visit: Visit, kind: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    visitor = visit()
    settled(visitor, kind)
    visitor.check()
    visitor.page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            visitor.page.emulate_media(color_scheme=theme)
            picture = SCREENSHOTS / f"{kind}-{width}-{theme}.png"
            visitor.page.screenshot(path=picture, full_page=True)
            violations: list[Any] = visitor.page.evaluate(_AXE, _RULES[theme])
            assert violations == [], f"at {width} px, {theme}"
        wider = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"at {width} px the page is {wider} px wider than its window"


def test_a_table_reads_downwards_where_the_page_is_narrow(visit: Visit) -> None:
    visitor = visit()
    visitor.go("packs/weather/index.html")
    for width, display, label in ((1440, "table-cell", "none"), (390, "block", '"Fires: "')):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        cell = visitor.page.locator(".rows [data-label]").first
        assert cell.evaluate("(cell) => getComputedStyle(cell).display") == display
        assert cell.evaluate("(cell) => getComputedStyle(cell, '::before').content") == label
        tables = visitor.page.locator(".table")
        assert tables.evaluate_all(
            "(all) => all.every((one) => one.scrollWidth <= one.clientWidth)"
        )


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_opens_from_the_file_system(visit: Visit, kind: str) -> None:
    visitor = visit("file")
    settled(visitor, kind)
    visitor.check()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["home", "pack", "action", "workflow", "names", "search-results"])
def test_nothing_moves_when_scripts_come_late(
    visit: Visit, late: Callable[[str], None], kind: str, width: int
) -> None:
    late(".js")
    visitor = visit(width=width)
    settled(visitor, kind)
    visitor.check()


@pytest.mark.parametrize("kind", ["home", "pack", "action", "workflow", "search-results"])
def test_a_first_page_is_light(visit: Visit, kind: str) -> None:
    visitor = visit()
    sizes: dict[str, int] = {}

    def weigh(response: Any) -> None:
        if response.request.resource_type != "image":
            sizes[response.url] = len(response.body())

    visitor.page.on("response", weigh)
    settled(visitor, kind)
    visitor.page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("kind", kinds("search", "search-results", "search-nothing"))
def test_a_page_can_be_read_without_scripts(visit: Visit, kind: str) -> None:
    visitor = visit(java_script_enabled=False)
    page = visitor.go(PAGES[kind])
    assert page.locator("main h1").is_visible()
    assert page.get_by_role("button").count() == 0


def test_without_scripts_names_lead_to_every_page(visit: Visit, site: Published) -> None:
    page = visit(java_script_enabled=False).go("search/index.html")
    page.get_by_role("main").get_by_role("link", name="the index of names").click()
    page.get_by_role("main").get_by_role("link", name="P", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="post_message").click()
    assert page.locator("h1").inner_text() == "Post Message"
    page.get_by_role("link", name="Packs").first.click()
    assert page.url == site.url + "index.html"


def test_w21_a_page_that_could_run_script_runs_none(visit: Visit, origin: Origin) -> None:
    visitor = visit(origin)
    dialogs: list[str] = []
    visitor.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for kind in ("pack-of-markup", "tags", "names", "home"):
        visitor.go(PAGES[kind])
        assert visitor.page.locator("img[src='x'], main script, [onerror]").count() == 0
        visitor.check()
    assert dialogs == []


def test_w21_the_policy_allows_no_inline_script_and_no_other_origin(visit: Visit) -> None:
    visitor = visit()
    visitor.go(PAGES["home"])
    visitor.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            const image = document.createElement("img");
            image.src = "https://example.org/x.png";
            const styled = document.createElement("p");
            styled.setAttribute("style", "color: red");
            document.body.append(script, image, styled);
        }"""
    )
    visitor.page.wait_for_timeout(100)
    assert not visitor.page.evaluate("window.ran")
    found = visitor.page.evaluate("window.seen.violations")
    assert {each.partition(" ")[0] for each in found} == {
        "script-src-elem",
        "img-src",
        "style-src-attr",
    }
    visitor.problems.clear()
