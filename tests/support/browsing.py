"""A real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import IN_CI

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that Playwright has installed; in CI there must be one.

    It is ended with each module: as long as Playwright runs, nothing else may run an event loop.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playing:
        path = shutil.which("chromium") or playing.chromium.executable_path
        if not Path(path).exists():
            if IN_CI:
                pytest.fail("Chromium is not installed")
            pytest.skip("Chromium is not installed")
        browser = playing.chromium.launch(executable_path=path)
        yield browser
        browser.close()
