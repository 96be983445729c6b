"""Every check has cases in `tests/checks/<id>.md`, and a Bad and a Good example that hold."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from attune_packkit.checking.check import Check
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Severity
from attune_packkit.session import Session
from attune_packkit.testing import (
    Case,
    observed,
    parse_cases,
    parse_example,
    parse_target,
    sections,
    validate_files,
)

CASES = Path(__file__).parent / "checks"
CHECKS = Session(Settings(autoload=False)).plan.checks
UNWRITABLE = {"metadata.unreadable", "metadata.directory_unreadable", "template.too_long"}
"""What no example can show: permissions do not bind the superuser, and a thousand is too much."""
EVERYTHING = Settings(autoload=False, severity="info")


def every_case() -> Iterator[object]:
    for path in sorted(CASES.glob("*.md")):
        for case in parse_cases(path.read_text("utf-8")):
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case.title}")


@pytest.mark.parametrize(("code", "case"), list(every_case()))
def test_a_case_gives_the_diagnostics_that_it_announces(code: str, case: Case) -> None:
    result = validate_files(case.files, replace(EVERYTHING, target=case.target))
    found = [
        each for each in observed(result, least=Severity.INFO)
        if each.severity != "info" or each.code == code
    ]  # fmt: skip
    assert found == list(case.expected), "\n".join(
        f"{each.diagnostic.path}:{each.span.line} {each.diagnostic.code} {each.diagnostic.message}"
        for pack in result.packs
        for each in pack.reported
    )


@pytest.mark.parametrize("check", list(CHECKS.values()), ids=list(CHECKS))
def test_check_is_documented_by_examples_that_hold(check: Check) -> None:
    parts = sections(check)
    assert check.summary, "the first line of the docstring says what is wrong"
    assert {"Bad", "Good"} <= set(parts)
    settings = replace(EVERYTHING, target=parse_target(inspect.cleandoc(check.doc)))
    bad = validate_files(parse_example(parts["Bad"]), settings)
    assert (check.id in {each.code for each in observed(bad, least=Severity.INFO)}) is (
        check.id not in UNWRITABLE
    )
    good = validate_files(parse_example(parts["Good"]), settings)
    assert check.id not in {each.code for each in observed(good, least=Severity.INFO)}


@pytest.mark.parametrize("check", list(CHECKS.values()), ids=list(CHECKS))
def test_check_has_cases(check: Check) -> None:
    assert (CASES / f"{check.id}.md").is_file(), f"write tests/checks/{check.id}.md"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_cases_belong_to_a_check(path: Path) -> None:
    assert path.stem in CHECKS


@pytest.mark.parametrize("check", list(CHECKS.values()), ids=list(CHECKS))
def test_one_check_a_file_named_after_it(check: Check) -> None:
    assert inspect.getfile(check.function).endswith(f"checks/{check.id.replace('.', '/')}.py")
