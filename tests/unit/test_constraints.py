"""Version constraints: what each form allows, and that no text breaks the parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from semver import Version

from attune_packkit.dependencies.constraints import (
    ConstraintError,
    constraint_fault,
    parse_constraint,
    parse_version,
    runtime_constraint_fault,
)

NUMBERS = st.integers(min_value=0, max_value=30)
VERSIONS = st.builds(Version, NUMBERS, NUMBERS, NUMBERS)


def allows(constraint: str, version: str) -> bool:
    parsed = parse_version(version)
    assert parsed is not None
    return parse_constraint(constraint).allows(parsed)


@pytest.mark.parametrize(
    ("constraint", "inside", "outside"),
    [
        ("1.2.3", "1.2.3", "1.2.4"),
        ("=1.2.3", "1.2.3+build.7", "1.2.2"),
        ("v1.2.3", "1.2.3", "1.2.4"),
        ("1.2", "1.2.9", "1.3.0"),
        ("1", "1.9.0", "2.0.0"),
        ("1.x", "1.9.0", "2.0.0"),
        ("1.2.*", "1.2.9", "1.3.0"),
        ("^1.2", "1.9.9", "2.0.0"),
        ("^1.2", "1.2.0", "1.1.9"),
        ("^0.2.3", "0.2.9", "0.3.0"),
        ("^0.0.3", "0.0.3", "0.0.4"),
        ("^0.0", "0.0.9", "0.1.0"),
        ("^0", "0.9.0", "1.0.0"),
        ("~1.2.3", "1.2.9", "1.3.0"),
        ("~1.2", "1.2.0", "1.3.0"),
        ("~1", "1.9.0", "2.0.0"),
        (">1.2.3", "1.2.4", "1.2.3"),
        (">1.2", "1.3.0", "1.2.9"),
        (">=1.2", "1.2.0", "1.1.9"),
        ("<1.2", "1.1.9", "1.2.0"),
        ("<=1.2.3", "1.2.3", "1.2.4"),
        ("<=1.2", "1.2.9", "1.3.0"),
        (">=1,<2", "1.5.0", "2.0.0"),
        (">=1 <2", "1.5.0", "2.0.0"),
        (">= 1, < 2", "1.5.0", "0.9.0"),
        ("^1.1.0-rc.1", "1.1.0-rc.2", "1.2.0-rc.1"),
        ("^1.0", "1.1.0", "1.1.0-rc.1"),
    ],
)
def test_what_a_constraint_allows(constraint: str, inside: str, outside: str) -> None:
    assert allows(constraint, inside)
    assert not allows(constraint, outside)


@pytest.mark.parametrize("constraint", ["*", "latest", "", " x "])
def test_any_version_will_do(constraint: str) -> None:
    assert allows(constraint, "0.0.1")
    assert allows(constraint, "2.0.0-rc.1")


@pytest.mark.parametrize(
    "text",
    [
        "newest", "==1.2", "~=1.4", "^1 || ^2", "1..2", ">=", "1.2-rc", "1.2.3-", "1,,2", "٣.1",
        "1.2.3.4", "1" * 300,
    ],
)  # fmt: skip
def test_texts_that_are_none(text: str) -> None:
    assert constraint_fault(text)
    with pytest.raises(ConstraintError):
        parse_constraint(text)


@pytest.mark.parametrize(
    "text", [">=3.11,<4", "3.11", "~=3.11", "==3.12.*", "^18 || ^20", ">=18 <23", "20.x", "*"]
)
def test_runtimes_keep_their_own_notations(text: str) -> None:
    assert runtime_constraint_fault(text) == ""


@pytest.mark.parametrize("text", ["recent", "three and newer", "^18 || soon"])
def test_prose_is_no_notation(text: str) -> None:
    assert runtime_constraint_fault(text)


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "1.0.0\n", "", "१.0.0", "1.0.0+" + "a" * 300])
def test_texts_that_are_no_version(text: str) -> None:
    assert parse_version(text) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    fault = constraint_fault(text)
    assert runtime_constraint_fault(text) == "" or fault
    if not fault:
        parse_constraint(text).allows(Version(1, 2, 3))


@given(VERSIONS)
def test_a_version_names_itself_alone(version: Version) -> None:
    exact = parse_constraint(str(version))
    assert exact.allows(version)
    assert not exact.allows(version.bump_patch())


@given(VERSIONS, VERSIONS)
def test_a_caret_keeps_the_first_number_that_counts(base: Version, other: Version) -> None:
    held = next((i for i, number in enumerate(base.to_tuple()[:3]) if number), 2)
    same = base.to_tuple()[: held + 1] == other.to_tuple()[: held + 1]
    assert parse_constraint(f"^{base}").allows(other) == (same and other >= base)


@given(VERSIONS, VERSIONS)
def test_a_tilde_keeps_two_numbers(base: Version, other: Version) -> None:
    same = base.to_tuple()[:2] == other.to_tuple()[:2]
    assert parse_constraint(f"~{base}").allows(other) == (same and other >= base)


@given(VERSIONS, VERSIONS, VERSIONS)
def test_a_comma_means_both(low: Version, high: Version, version: Version) -> None:
    both = parse_constraint(f">={low},<{high}")
    assert both.allows(version) == (low <= version < high)
