"""A check with `only_with` runs where one of its words is in use, and misses nothing by that."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from attune_packkit.api import Component, Finding, Schema, check, finding
from attune_packkit.checking.check import Check
from attune_packkit.checking.engine import check_pack
from attune_packkit.checking.inputs import BUILT_IN
from attune_packkit.checking.plan import MAX_CHOICES, Level, make_plan
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Diagnostic
from attune_packkit.model.pack import load
from attune_packkit.model.targets import Target
from attune_packkit.session import Session
from attune_packkit.testing import parse_cases, run_check, write_pack
from attune_packkit.tree import walk

TESTS = Path(__file__).parent.parent
CASES = sorted((TESTS / "checks").glob("*.md"))
PACKS = sorted((TESTS.parent / "site" / "packs").glob("*/pack.yaml"))
CHECKS = Session(Settings(autoload=False)).plan.checks
AS_DECLARED = make_plan(CHECKS.values(), BUILT_IN)
EVERYWHERE = make_plan([replace(each, only_with=()) for each in CHECKS.values()], BUILT_IN)

ACTION = "ref: parcels.weigh\nrunner_type: native\nentry_point: weigh\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_is_missed_in_the_cases_of_a_check(path: Path, tmp_path: Path) -> None:
    for number, case in enumerate(parse_cases(path.read_text("utf-8"))):
        for folder in write_pack(tmp_path / str(number), case.files).glob("*"):
            assert_nothing_is_missed(folder)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_nothing_is_missed_in_whole_packs(path: Path) -> None:
    assert_nothing_is_missed(path.parent)


def assert_nothing_is_missed(folder: Path) -> None:
    pack = load(walk(str(folder)))
    for target in Target:
        found, every = (check_pack(plan, pack, target) for plan in (AS_DECLARED, EVERYWHERE))
        assert found == every


@pytest.mark.parametrize("code", CHECKS)
def test_decorator_is_read_as_python_reads_it(code: str) -> None:
    read = CHECKS[code]
    module = inspect.getmodule(read.function)
    imported = next(each for each in vars(module).values() if isinstance(each, Check))
    assert replace(imported, body=read.body) == read


def of_an_output(component: Component) -> Iterator[Finding]:
    yield finding(component.place, "seen")


def of_a_limit(schema: Schema) -> Iterator[Finding]:
    yield finding(schema.place, "seen")


def of_the_manifest(manifest: Component) -> Iterator[Finding]:
    yield finding(manifest.place, "seen")


def found_by(function: object, words: tuple[str, ...], action: str) -> list[Diagnostic]:
    register = check(
        "acme.seen", severity="warning", layer="references", since="1", only_with=words
    )
    return run_check(register(function), {"actions/weigh.yaml": ACTION + action})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "seen"),
    [
        ("output: {grams: {type: integer}}\n", True),
        ("out_schema: {grams: {type: integer}}\n", True),
        ("parameters: {grams: {type: integer}}\n", False),
    ],
)
def test_fields_of_a_component_count_in_each_spelling(action: str, seen: bool) -> None:
    assert bool(found_by(of_an_output, ("output",), action)) is seen


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ("{grams: {type: integer, minimum: 1}}", True),
        ("{scales: {type: array, items: {type: integer, maximum: 9}}}", True),
        ("{minimum: {type: integer}}", False),
    ],
)
def test_keywords_of_a_schema_count_at_any_depth(fields: str, seen: bool) -> None:
    found = found_by(of_a_limit, ("minimum", "maximum"), f"parameters: {fields}\n")
    assert bool(found) is seen


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        *[("label", True), ("meta", True), ("tags", False)],
        *[("action", True), ("sensor", False)],
        *[("README.md", True), ("docs", True), ("guide.md", False), ("package.json", False)],
    ],
)
def test_check_without_a_subject_goes_by_the_manifest_the_kinds_and_the_top(
    word: str, seen: bool
) -> None:
    register = check(
        "acme.seen", severity="warning", layer="references", since="1", only_with=(word,)
    )
    files = {
        "pack.yaml": "ref: parcels\nlabel: Parcels\nmetadata: {owner: dispatch-office}\n",
        "actions/weigh.yaml": ACTION,
        "README.md": "# Parcels\n",
        "docs/guide.md": "# Guide\n",
    }
    assert bool(run_check(register(of_the_manifest), files)) is seen


@pytest.mark.parametrize(("target", "seen"), [("auto", 0), ("current", 1), ("classic", 0)])
def test_name_of_a_target_is_in_use_where_it_is_chosen(target: str, seen: int) -> None:
    level = Level("crate", [of_words("current")])
    assert len(level.about(SimpleNamespace(words={"label"}), target)) == seen


def test_check_runs_on_subjects_that_tell_no_words() -> None:
    level = Level("crate", [of_words("a")])
    assert len(level.about(object())) == 1


def test_only_so_many_choices_are_kept() -> None:
    letters = "abcdefghijk"
    level = Level("crate", [of_words(each) for each in letters])
    for size in range(len(letters) + 1):
        for words in combinations(letters, size):
            chosen = level.about(SimpleNamespace(words=words))
            assert [each.only_with for each, _, _ in chosen] == [(word,) for word in words]
    assert 2 ** len(letters) > MAX_CHOICES > len(level._chosen)


def of_words(*words: str) -> Check:
    register = check("acme.seen", severity="info", layer="schema", since="1", only_with=words)
    return register(lambda crate: iter(()))
