"""What pages do: links into them, keys, themes, copying, tabs, lists that sort and filter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Origin, Visit

pytestmark = pytest.mark.loopback

ACTION = "packs/notify/actions/post_message.html"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(253, 253, 251)", "rgb(20, 23, 26)"


def test_a_link_leads_to_a_parameter_and_marks_it(visit: Visit, origin: Origin) -> None:
    visitor = visit(origin)
    page = visitor.go(ACTION)
    link = page.locator("dl.fields dt > a").nth(2)
    link.click()
    target = page.url.partition("#")[2]
    assert target
    visitor.go("index.html")
    visitor.go(f"{ACTION}#{target}")
    field = page.locator(f"[id='{target}']")
    assert field.evaluate("each => each.matches(':target')")
    box = field.bounding_box()
    bar = page.locator("header.top").bounding_box()
    assert box
    assert bar
    assert bar["y"] + bar["height"] <= box["y"] < 900
    visitor.check()


def test_a_diagnostic_leads_to_its_line(visit: Visit, origin: Origin) -> None:
    visitor = visit(origin)
    page = visitor.go("packs/flawed/index.html")
    page.locator(".diagnostics a").first.click()
    line = page.url.partition("#")[2]
    expect(page.locator(f"[id='{line}']")).to_be_in_viewport()
    visitor.check()


def test_the_first_key_leads_past_the_header(visit: Visit) -> None:
    page = visit().go(ACTION)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


_FOCUS_IS_VISIBLE = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    if (at === document.body) return true;
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (outlined || !at.closest("svg")) return outlined;
    const look = () => [...at.querySelectorAll("*")].map((each) => {
        const {stroke, strokeWidth, textDecorationLine} = getComputedStyle(each);
        return [stroke, strokeWidth, textDecorationLine];
    }).join();
    const focused = look();
    at.blur();
    const plain = look();
    at.focus();
    return focused !== plain;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["index.html", ACTION, "packs/parcels/workflows/dispatch.html"])
def test_the_focus_is_always_visible(visit: Visit, address: str, scheme: str) -> None:
    page = visit(color_scheme=scheme).go(address)
    page.locator("body").evaluate("each => each.focus()")
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(_FOCUS_IS_VISIBLE)
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_a_slash_leads_to_the_search_and_is_a_letter_in_it(visit: Visit) -> None:
    page = visit().go(ACTION)
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.press("/")
    expect(field).to_have_value("/")


def test_the_front_page_starts_in_its_search(visit: Visit) -> None:
    page = visit().go("index.html")
    expect(page.locator("main").get_by_role("combobox").first).to_be_focused()


def test_a_theme_is_chosen_and_stays(visit: Visit, origin: Origin) -> None:
    visitor = visit(origin, color_scheme="dark")
    page = visitor.go(ACTION)
    button = page.get_by_role("button", name="Theme")
    assert page.evaluate(BACKGROUND) == DARK
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Light")
    assert page.evaluate(BACKGROUND) == LIGHT
    visitor.go("index.html")
    assert page.evaluate(BACKGROUND) == LIGHT
    page.get_by_role("button", name="Theme").click()
    page.emulate_media(color_scheme="light")
    assert page.evaluate(BACKGROUND) == DARK
    page.get_by_role("button", name="Theme").click()
    assert page.evaluate(BACKGROUND) == LIGHT
    visitor.check()


def test_a_chosen_theme_is_there_before_the_page_is_drawn(visit: Visit) -> None:
    visitor = visit(color_scheme="light")
    page = visitor.go("index.html")
    page.evaluate("localStorage.setItem('packkit-theme', 'dark')")
    visitor.page.route("**/site.js", lambda route: route.abort())
    visitor.go(ACTION)
    assert page.evaluate(BACKGROUND) == DARK
    visitor.problems.clear()


def test_pages_work_where_nothing_may_be_stored(visit: Visit) -> None:
    visitor = visit()
    visitor.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    page = visitor.go(ACTION)
    page.get_by_role("button", name="Theme").click()
    expect(page.get_by_role("button", name="Theme")).to_have_text("Light")
    page.get_by_role("tab").nth(1).click()
    visitor.check()


def test_code_is_copied(visit: Visit, origin: Origin) -> None:
    permissions = ["clipboard-read", "clipboard-write"] if origin == "http" else []
    visitor = visit(origin, permissions=permissions)
    page = visitor.go(ACTION)
    page.locator("p.ref").get_by_role("button", name="Copy").click()
    expect(page.locator("p.ref").get_by_role("button", name="Copied")).to_be_focused()
    expect(page.get_by_role("status").last).to_have_text("Copied")
    page.keyboard.press("/")
    page.keyboard.press("Control+V")
    expect(page.get_by_role("combobox")).to_have_value("notify.post_message")
    expect(page.locator("p.ref").get_by_role("button", name="Copy")).to_be_visible()
    visitor.check()


def test_tabs_are_chosen_by_keys_and_remembered(visit: Visit, origin: Origin) -> None:
    visitor = visit(origin)
    page = visitor.go(ACTION)
    tabs = page.get_by_role("tab")
    first, last = tabs.first, tabs.last
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.keyboard.press("End")
    expect(last).to_have_attribute("aria-selected", "true")
    name = last.inner_text()
    page.keyboard.press("ArrowRight")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(last).to_be_focused()
    visitor.go("packs/notify/actions/send_mail.html")
    assert page.get_by_role("tab", selected=True).inner_text() == name
    visitor.check()


def names(page: Page) -> list[str]:
    return page.locator(".packs > li:visible h3 code").all_inner_texts()


def test_packs_are_sorted_and_filtered(visit: Visit, origin: Origin) -> None:
    page = visit(origin).go("index.html")
    every = names(page)
    assert every == sorted(every)
    page.get_by_label("Sort by").select_option("Size")
    assert names(page)[0] == "workshop"
    page.get_by_role("combobox", name="Category").select_option("logistics")
    assert set(names(page)) == {"harbour.berths", "parcels"}
    expect(page.get_by_text(f"2 of {len(every)} packs")).to_be_visible()
    page.get_by_role("combobox", name="Category").select_option("All")
    page.get_by_role("combobox", name="Runtime").select_option("nodejs")
    assert names(page) == ["weather"]


def test_the_orders_without_scripts_are_those_of_the_scripts(visit: Visit) -> None:
    page = visit().go("index.html")
    for order, address in (("Newest", "packs/newest.html"), ("Size", "packs/largest.html")):
        page.get_by_label("Sort by").select_option(order)
        sorted_here = names(page)
        assert names(visit(java_script_enabled=False).go(address)) == sorted_here


def test_a_list_says_how_it_is_sorted(visit: Visit) -> None:
    page = visit().go("packs/largest.html")
    expect(page.get_by_label("Sort by")).to_have_value("size")


def test_a_phone_shows_where_a_wide_graph_begins_and_what_a_page_holds(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.go("packs/parcels/workflows/dispatch.html")
    expect(page.locator(".wf-hint")).to_be_visible()
    expect(page.locator(".wf-entry .wf-name").first).to_be_in_viewport()
    part = page.get_by_label("On this page").get_by_role("link", name="Values")
    expect(part).to_be_hidden()
    page.get_by_text("On this page").and_(page.locator("summary")).click()
    part.click()
    expect(page.locator("#values")).to_be_in_viewport()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(part).to_be_visible()
    expect(page.locator(".wf-hint")).to_be_hidden()
    assert visitor.problems == []


def test_the_navigation_folds_on_a_phone(visit: Visit) -> None:
    page = visit(width=390).go(ACTION)
    nav = page.locator("details.nav")
    link = nav.get_by_role("link", name="send_mail")
    expect(link).to_be_hidden()
    nav.locator("summary").click()
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/send_mail.html")


def test_long_navigation_can_be_filtered(visit: Visit) -> None:
    page = visit().go("packs/parcels/index.html")
    page.get_by_label("Filter components").fill("claim")
    shown = page.locator(".nav li:visible")
    assert shown.count() >= 3
    assert all("claim" in text for text in shown.all_inner_texts())


def test_code_that_scrolls_can_be_scrolled_by_keys(visit: Visit) -> None:
    page = visit(width=390).go("packs/parcels/workflows/dispatch.html")
    outside = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((each) =>
            each.scrollWidth > each.clientWidth + 1 &&
            ["auto", "scroll"].includes(getComputedStyle(each).overflowX) &&
            each.tabIndex < 0).map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert outside == []
