"""A preview in a browser: an open page shows what changed, under the same policy as ever."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from attune_packkit.config import Settings
from attune_packkit.pipeline.publishing import SiteRequest
from attune_packkit.pipeline.serving import Preview
from attune_packkit.pipeline.site.progress import no_progress

from .conftest import EXAMPLES

pytestmark = pytest.mark.loopback


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A preview of one pack: its address and its folder."""
    pack = tmp_path / "weather"
    shutil.copytree(EXAMPLES / "weather", pack)
    request = SiteRequest((str(pack),), str(tmp_path / "site"))
    previewed = Preview(request, Settings(cache=False, autoload=False))
    with previewed.server(0) as server:
        previewed.build(no_progress)
        server.start()
        rebuilds = previewed.rebuilds()
        Thread(target=lambda: next(rebuilds), daemon=True).start()
        yield server.url, pack


def test_an_open_page_shows_what_changed(chromium: Browser, preview: tuple[str, Path]) -> None:
    url, pack = preview
    page = chromium.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{url}packs/weather/index.html")
    expect(page.locator("h1")).to_have_text("Weather")
    manifest = pack / "pack.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("label: Weather", "label: Wind"))
    expect(page.locator("h1")).to_have_text("Wind", timeout=15_000)
    page.close()
    assert problems == []
