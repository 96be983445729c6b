"""Single defects in the example packs, each reported on its line; see `tests/defects/`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from attune_packkit.config import Settings
from attune_packkit.session import Session

PACKS = Path(__file__).parents[1] / "site" / "packs"
DEFECTS = [
    pytest.param(defect, id=f"{path.stem}: {defect['name']}")
    for path in sorted((Path(__file__).parent / "defects").glob("*.yaml"))
    for defect in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(Settings(autoload=False, cache=False))


def test_example_packs_are_sound(session: Session) -> None:
    result = session.validate([str(PACKS)])
    assert [each.diagnostic for pack in result.packs for each in pack.reported] == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect_is_reported_on_its_line(
    defect: dict[str, Any], session: Session, tmp_path: Path
) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(PACKS, packs)
    file = packs / defect["in"]
    text, line = planted(defect, file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    found = [
        (f"{Path(pack.path).name}/{each.diagnostic.path}", each.span.line, each.diagnostic.hint)
        for pack, each in session.validate([str(packs)]).every_reported()
    ]
    reach, hint = defect.get("near", 0), defect.get("hint", "")
    assert any(
        path == defect["in"] and abs(at - line) <= reach and hint in said
        for path, at, said in found
    ), f"expected {defect['in']}:{line} {hint}, found {found}"
    assert len(found) == 1 or not defect.get("alone"), f"more than one is reported: {found}"


def planted(defect: dict[str, Any], text: str) -> tuple[str, int]:
    """Return a text with a defect in it, and the line on which that has to be reported.

    What the defect `find`s is replaced by what it `write`s. The line is the first one that is
    written and not empty, or that of the text `at`.
    """
    start = text.find(defect["find"])
    assert start >= 0, "the defect no longer fits the example pack"
    changed = text[:start] + defect["write"] + text[start + len(defect["find"]) :]
    if "at" in defect:
        start = changed.index(defect["at"])
    rest = changed[start:]
    start += len(rest) - len(rest.lstrip("\n"))
    return changed, changed.count("\n", 0, start) + 1
