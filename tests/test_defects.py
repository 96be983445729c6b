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
    text = file.read_text("utf-8")
    assert text.count(defect["find"]) >= 1, "the defect no longer fits the example pack"
    start = text.index(defect["find"])
    changed = text[:start] + defect["write"] + text[start + len(defect["find"]) :]
    file.write_text(changed, "utf-8")
    position = changed.index(defect["at"]) if "at" in defect else start
    written = changed[position:]
    position += len(written) - len(written.lstrip("\n"))
    line = changed.count("\n", 0, position) + 1
    pack, _, path = defect["in"].partition("/")
    found = [
        (result.path.rpartition("/")[2], each.diagnostic.path, each.span.line)
        for result in session.validate([str(packs)]).packs
        for each in result.reported
    ]
    reach = defect.get("near", 0)
    assert any((pack, path) == each[:2] and abs(each[2] - line) <= reach for each in found), (
        f"expected {defect['in']}:{line}, found {found}"
    )
    assert len(found) == 1 or not defect.get("alone"), f"more than one is reported: {found}"
