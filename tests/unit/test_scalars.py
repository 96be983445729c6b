"""Plain scalars mean what Attune takes them for."""

from __future__ import annotations

import datetime
import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.documents.scalars import MAX_DIGITS, Resolved, resolve


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_spellings_of_null(text: str) -> None:
    assert resolve(text) == Resolved(None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False),
        ("0", 0), ("-0", 0), ("12", 12), ("+12", 12), ("-7", -7), ("0x1F", 31),
        ("1.10", 1.1), ("1.", 1.0), (".5", 0.5), ("-1.5e+3", -1500.0), ("0.0", 0.0),
    ],
)  # fmt: skip
def test_what_every_reader_sees(text: str, value: object) -> None:
    found = resolve(text)
    assert (found.value, type(found.value)) == (value, type(value))
    assert not found.other_reading
    assert yaml.safe_load(text) == value


@pytest.mark.parametrize(
    ("text", "other"),
    [
        *((form, "true") for form in ("on", "On", "ON", "yes", "Yes", "YES")),
        *((form, "false") for form in ("off", "Off", "OFF", "no", "No", "NO")),
        ("012", "a number"), ("010", "a number"), ("1_000", "a number"), ("12:30:45", "a number"),
        ("0b11", "a number"), ("2024-01-15", "a date"), ("2026-13-45", "a date"),
        ("2024-01-15T10:00:00Z", "a date"),
    ],
)  # fmt: skip
def test_text_that_an_older_reader_takes_for_something_else(text: str, other: str) -> None:
    assert resolve(text) == Resolved(text, other)


@pytest.mark.parametrize(("text", "value"), [("0o14", 12), ("4225e04", 42250000.0), ("1e3", 1e3)])
def test_a_number_that_an_older_reader_takes_for_text(text: str, value: float) -> None:
    assert resolve(text) == Resolved(value, "the text")
    assert yaml.safe_load(text) == text


@pytest.mark.parametrize(
    "text", [".inf", "-.INF", "+.Inf", ".nan", ".NaN", "1e999", "-1e999", "9" * 65, "0x" + "f" * 99]
)
def test_a_number_that_no_report_can_hold_stays_text(text: str) -> None:
    assert resolve(text) == Resolved(text, fault="yaml.number_out_of_range")


@pytest.mark.parametrize(
    "text",
    ["y", "n", "nULL", "tRUE", "parcels.send", "1.0.0", "12:30 pm", "-", "+", ".", "...", "1e",
     "0x", "0o8", "٣", "１２", "1 000", "12:30", "-foo", "1.2.3.4", "=", "<<"],
)  # fmt: skip
def test_what_stays_text(text: str) -> None:
    assert resolve(text).value == text
    assert not resolve(text).fault


@given(st.integers(-(10**MAX_DIGITS // 100), 10**MAX_DIGITS // 100))
def test_every_integer_that_fits_is_one(number: int) -> None:
    assert resolve(str(number)) == Resolved(number)


@given(st.text("0123456789abcdefoxXinfINFA_+-.:eE TZ", max_size=24))
def test_never_fails_and_says_when_pyyaml_disagrees(text: str) -> None:
    found = resolve(text)
    assert found.value is None or isinstance(found.value, (str, int, float))
    assert not isinstance(found.value, float) or math.isfinite(found.value)
    theirs = pyyaml(text)
    if found.value != theirs or type(found.value) is not type(theirs):
        assert found.other_reading or found.fault or is_known_difference(text, theirs)


def pyyaml(text: str) -> object:
    """Return what PyYAML makes of a plain scalar, without its syntax around."""
    tag = yaml.resolver.Resolver().resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(yaml.ScalarNode(tag, text))
    except (ValueError, IndexError, OverflowError):
        return text


def is_known_difference(text: str, theirs: object) -> bool:
    """Tell whether nobody is misled: `=` and `<<`, or an unreal number or date of theirs."""
    unreal = isinstance(theirs, float) and not math.isfinite(theirs)
    return text in ("=", "<<") or unreal or isinstance(theirs, datetime.date)
