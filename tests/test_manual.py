"""The generated pages of the manual are those that the code makes now."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune_packkit.manual import pages

CONTENT = Path(__file__).parents[1] / "site" / "content"
PAGES = pages()


def test_every_generated_page_is_current(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        for path, text in PAGES.items():
            (CONTENT / path).parent.mkdir(parents=True, exist_ok=True)
            (CONTENT / path).write_text(text, "utf-8")
    stale = [
        path
        for path, text in PAGES.items()
        if not (CONTENT / path).is_file() or (CONTENT / path).read_text("utf-8") != text
    ]
    assert stale == [], "run pytest tests/test_manual.py --update-golden"


def test_no_page_is_left_of_a_check_that_is_gone() -> None:
    there = {path.relative_to(CONTENT).as_posix() for path in CONTENT.glob("checks/*.md")}
    assert there == {path for path in PAGES if path.startswith("checks/")}
