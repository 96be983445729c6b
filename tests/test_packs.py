"""Whole packs through every reporter: `tests/packs/<case>/packs` against `expected.<format>`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from attune_packkit.api import RenderOptions, Reporter, RunResult
from attune_packkit.config import Settings
from attune_packkit.session import Session

PACKS = Path(__file__).parent / "packs"
CASES = sorted(path.name for path in PACKS.iterdir())
FORMATS = {
    "text": RenderOptions(width=100),
    "text-narrow": RenderOptions(width=40),
    "text-quiet": RenderOptions(verbosity=-1),
    "text-verbose": RenderOptions(verbosity=1),
    "json": RenderOptions(),
    "junit": RenderOptions(),
    "sarif": RenderOptions(),
    "github": RenderOptions(),
    "gitlab": RenderOptions(),
}


@cache
def session() -> Session:
    return Session(Settings(autoload=False, cache=False, jobs=1))


@cache
def reporters() -> dict[str, Reporter]:
    return session().reporters()


@cache
def result_of(case: str) -> RunResult:
    """Validate a case from inside its folder, so that no path of this machine gets in."""
    with contextlib.chdir(PACKS / case):
        return replace(session().validate(["packs"]), seconds=0.19, version="0.0.0")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("case", CASES)
def test_a_report_of_whole_packs_is_as_it_was_reviewed(
    case: str, name: str, update_golden: bool, assert_valid: Callable[[str, str], None]
) -> None:
    kind = name.partition("-")[0]
    report = reporters()[kind].render(result_of(case), FORMATS[name])
    assert_valid(kind, report)
    golden = PACKS / case / f"expected.{name}"
    if update_golden:
        golden.write_bytes(report.encode())
    assert report == golden.read_bytes().decode()


@pytest.mark.parametrize("case", CASES)
def test_no_golden_is_left_over(case: str) -> None:
    names = {path.name for path in (PACKS / case).iterdir()}
    assert names == {"packs", *(f"expected.{name}" for name in FORMATS)}
