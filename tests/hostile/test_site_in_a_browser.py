"""The hostile registry opened in Chromium: nothing runs, nothing is fetched, nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import write
from .test_site import HOSTILE, NEIGHBOUR, TEMPLATED, build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

QUERY = "search/index.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
NEXT = "index.html?next=https%3A%2F%2Fevil.example%2F&q=hostile#location"
SETTLED = 300
"""Milliseconds that a search may take."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("registry")
    for name, files in (("hostile", HOSTILE), ("neighbour", NEIGHBOUR), ("templated", TEMPLATED)):
        write(root / "packs" / name, files)
    build(root / "packs", root / "site")
    return root / "site"


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Browser, folder: Path, heard: list[str]) -> Iterator[Page]:
    """A page that notes whatever scripts do, and every request that leaves the site."""
    with chromium.new_context() as context:
        page = context.new_page()
        page.on("dialog", lambda dialog: _dismiss(dialog, heard))
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("popup", lambda popup: heard.append(popup.url))
        page.on("request", lambda request: _note(request.url, folder, heard))
        yield page


def _dismiss(dialog: Dialog, heard: list[str]) -> None:
    heard.append(dialog.message)
    dialog.dismiss()


def _note(url: str, folder: Path, heard: list[str]) -> None:
    if not url.startswith(folder.as_uri()):
        heard.append(url)


def test_w01_w05_w22_no_page_of_a_pack_runs_anything(
    page: Page, folder: Path, heard: list[str]
) -> None:
    pages = sorted((folder / "packs").rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate("document.location.href === window.location.href"), path
        assert page.evaluate("document.forms instanceof HTMLCollection"), path
        assert not heard, path


def test_w06_w07_no_picture_acts_even_when_it_is_opened_by_itself(
    page: Page, folder: Path, heard: list[str]
) -> None:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".svg", ".png"):
            page.goto(path.as_uri())
            assert not heard, path


@pytest.mark.parametrize(
    "address", [QUERY, "search/index.html?q=hostile", "search/index.html?q=script"]
)
def test_w09_a_query_and_its_results_are_text(
    page: Page, folder: Path, heard: list[str], address: str
) -> None:
    page.goto(f"{folder.as_uri()}/{address}")
    page.wait_for_timeout(SETTLED)
    assert not heard
    assert page.locator("main img, main iframe, main svg").count() == 0


def test_w23_an_address_leads_nowhere_else(page: Page, folder: Path, heard: list[str]) -> None:
    page.goto(f"{folder.as_uri()}/{NEXT}")
    page.wait_for_timeout(SETTLED)
    assert page.url.startswith(folder.as_uri())
    assert not heard
