"""What StackStorm's inspector of workflows finds, packkit finds too; see `tests/orquesta/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune_packkit.config import Settings
from attune_packkit.testing import Case, observed, parse_cases, validate_files

CASES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted((Path(__file__).parent / "orquesta").glob("*.md"))
    for case in parse_cases(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_workflows_are_judged_as_orquesta_judges_them(case: Case) -> None:
    result = validate_files(case.files, Settings(autoload=False, cache=False))
    assert observed(result) == case.expected
