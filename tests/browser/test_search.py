"""Searching as a stranger does it: in the header, on the page of results, by keys alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import LATE, MARKUP, Origin, Visit

pytestmark = pytest.mark.loopback


def typed(page: Page, text: str) -> Page:
    """Type into the field of the page, and wait for what is found."""
    page.locator("form[data-search] input:visible").press_sequentially(text)
    expect(page.locator(".results:visible")).to_be_visible()
    return page


def options(page: Page) -> list[str]:
    return page.get_by_role("option").locator("code").all_inner_texts()


@pytest.mark.parametrize(
    "query", ["notify.post_message", "post message", "post-mess", "postMessage"]
)
def test_a_name_is_found_however_it_is_written(visit: Visit, origin: Origin, query: str) -> None:
    visitor = visit(origin)
    page = typed(visitor.go("packs/parcels/workflows/dispatch.html"), query)
    expect(page.get_by_role("option").first.locator("code")).to_have_text("notify.post_message")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/post_message.html")
    assert visitor.here == "packs/notify/actions/post_message.html"
    visitor.check()


def test_a_misspelt_word_is_taken_for_a_near_one_and_that_is_said(
    visit: Visit, origin: Origin
) -> None:
    page = typed(visit(origin).go("packs/notify/index.html"), "wether")
    expect(page.get_by_role("option").first.locator("code")).to_have_text("weather")
    expect(page.locator(".results > .note")).to_contain_text("results for “weather”")


def test_fields_narrow_a_search(visit: Visit, origin: Origin) -> None:
    page = typed(visit(origin).go("packs/notify/index.html"), "pack:parcels kind:workflow")
    expect(page.get_by_role("option")).to_have_count(2)
    assert set(options(page)) == {"parcels.dispatch", "parcels.search_lost"}


def test_nothing_found_is_said(visit: Visit) -> None:
    page = typed(visit().go("packs/notify/index.html"), "zzzzzz")
    expect(page.locator(".results")).to_have_text("Nothing found for “zzzzzz”.")
    expect(page.get_by_role("status").last).to_have_text("Nothing found for “zzzzzz”.")


def test_the_page_of_results_shows_what_was_asked_for(visit: Visit, origin: Origin) -> None:
    visitor = visit(origin)
    page = visitor.go("packs/notify/index.html")
    page.keyboard.press("/")
    page.keyboard.type("gale warning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=gale+warning")
    expect(page.locator(".found li").first.locator("code")).to_have_text("weather.gale_warning")
    expect(page.get_by_role("combobox")).to_have_value("gale warning")
    assert page.title().startswith("gale warning · ")
    assert page.locator(".found mark").first.inner_text() == "Gale"
    page.locator(".found a").first.click()
    page.wait_for_url("**/packs/weather/triggers/gale_warning.html")
    visitor.check()


def test_many_results_come_in_turns(visit: Visit) -> None:
    page = visit().go("search/index.html?q=kind:check")
    expect(page.locator(".found li")).to_have_count(50)
    page.get_by_role("button", name="More results").click()
    expect(page.locator(".found li")).to_have_count(100)
    assert page.evaluate("document.activeElement === document.querySelectorAll('.found a')[50]")


def test_all_results_are_one_step_from_the_field(visit: Visit) -> None:
    page = typed(visit().go("packs/notify/index.html"), "parcel")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=parcel")
    assert page.locator(".found li").count() > 8


def test_a_result_can_be_clicked(visit: Visit) -> None:
    page = typed(visit().go("index.html"), "weigh")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/packs/parcels/actions/weigh.html")


def test_keys_walk_through_what_is_found(visit: Visit) -> None:
    page = typed(visit().go("packs/notify/index.html"), "pa")
    field, count = page.get_by_role("combobox"), page.get_by_role("option").count()
    expect(field).to_have_attribute("aria-expanded", "true")
    for at in range(count):
        page.keyboard.press("ArrowDown")
        expect(field).to_have_attribute("aria-activedescendant", f"q-results-{at}")
        assert page.get_by_role("option", selected=True).count() == 1
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", f"q-results-{count - 1}")
    page.keyboard.press("Escape")
    expect(page.locator(".results")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("pa")


def test_the_list_closes_when_the_field_is_left(visit: Visit) -> None:
    page = typed(visit().go("packs/notify/index.html"), "pa")
    page.keyboard.press("Tab")
    expect(page.locator(".results")).to_be_hidden()


def test_the_list_shows_what_was_typed_last(visit: Visit, late: Callable[[str], None]) -> None:
    page = typed(visit().go("packs/notify/index.html"), "notify")
    late("s-p.js")
    field = page.get_by_role("combobox")
    field.fill("parcel")
    field.fill("weigh")
    for _ in range(2):
        expect(page.get_by_role("option").first.locator("code")).to_have_text("parcels.weigh")
        page.wait_for_timeout(2000 * LATE)


@pytest.mark.parametrize("query", [MARKUP, "packs", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"])
def test_w09_a_query_is_only_ever_text(visit: Visit, origin: Origin, query: str) -> None:
    visitor = visit(origin)
    dialogs: list[str] = []
    visitor.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    quoted = visitor.page.evaluate("encodeURIComponent", query)
    page = visitor.go(f"search/index.html?q={quoted}")
    expect(page.locator("[data-search-page] > .lead")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_value(query)
    assert page.locator("main script, main img, [onerror]").count() == 0
    visitor.check()
    assert dialogs == []


def test_w09_markup_in_the_index_is_only_ever_text(visit: Visit, origin: Origin) -> None:
    visitor = visit(origin)
    page = typed(visitor.go("packs/notify/index.html"), "hostile")
    expect(page.get_by_role("option").first.locator("strong")).to_contain_text("<img src=x")
    assert page.locator(".results img, .results script").count() == 0
    visitor.check()


def test_a_lost_index_is_said(visit: Visit) -> None:
    visitor = visit()
    visitor.page.route("**/manifest.js", lambda route: route.abort())
    page = visitor.go("search/index.html?q=parcel")
    expect(page.locator("[data-search-page]")).to_contain_text("could not be loaded")
    visitor.problems.clear()
