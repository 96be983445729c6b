"""The generated pages of the manual are those that the code makes now."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune_packkit import testing
from attune_packkit.manual import man_page, pages
from attune_packkit.manual.api import entries

CONTENT = Path(__file__).parents[1] / "site" / "content"
MAN_PAGE = CONTENT.parent / "man" / "packkit.1"
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


def test_the_manual_page_for_man_is_current(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        MAN_PAGE.write_text(man_page(), "utf-8")
    assert MAN_PAGE.read_text("utf-8") == man_page(), (
        "run pytest tests/test_manual.py --update-golden"
    )


def test_the_manual_page_for_man_is_sound() -> None:
    """Every line is text or a macro, and text never begins like a macro."""
    requests = {line.split(maxsplit=1)[0] for line in man_page().splitlines() if line[:1] in ".'"}
    assert requests == {".\\\"", ".TH", ".SH", ".SS", ".PP", ".TP", ".TQ", ".B", ".I", ".IR", ".RI",
                        ".nf", ".fi"}  # fmt: skip


def test_every_name_that_plugins_import_is_explained() -> None:
    every = [*entries(), *entries(testing)]
    assert [entry.name for entry in every if not entry.text] == []
