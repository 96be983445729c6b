"""The grammar of refs, and which pack a ref belongs to."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.escaping import shown
from attune_packkit.model.refs import (
    MAX_REF,
    belongs,
    identifier_fault,
    is_template,
    owner,
    qualify,
    ref_fault,
)

identifiers = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
refs = st.lists(identifiers, min_size=1, max_size=5).map(".".join)


@pytest.mark.parametrize("text", ["a", "core", "aws-ec2", "a_1", "x" * MAX_REF])
def test_nothing_is_said_of_identifiers(text: str) -> None:
    assert identifier_fault(text) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "cannot be empty"), ("1a", "start with a lowercase letter"),
        ("-rf", "start with a lowercase letter"), (".", "start with a lowercase letter"),
        ("Core", "start with a lowercase letter"), ("cоre", "(U+043E)"), ("core\n", r"\n"),
        ("соre", "with 'с' (U+0441)"),
        ("core\r", r"\r"), ("a/b", "'/'"), ("a\\b", "invalid character"), ("a%2e", "'%'"),
        ("a\0b", r"\x00"), ("a b", "' '"), ("a٣", "'٣' (U+0663)"),
    ],
)  # fmt: skip
def test_why_a_text_is_no_identifier(text: str, words: str) -> None:
    assert words in identifier_fault(text)


@given(st.text())
def test_an_identifier_is_safe_anywhere(text: str) -> None:
    if not identifier_fault(text):
        assert text.isascii()
        assert text.replace("_", "").replace("-", "").isalnum()


@pytest.mark.parametrize(
    ("text", "least", "fits"),
    [
        ("core", 1, True), ("core.noop", 2, True), ("aws.ec2.list", 2, True), ("core", 2, False),
        ("", 1, False), (".", 1, False), ("..", 1, False), ("a..b", 1, False), ("a.", 1, False),
        (".a", 1, False), ("a.1", 1, False), ("a." + "b" * MAX_REF, 1, False), ("a.b\n", 1, False),
    ],
)  # fmt: skip
def test_whether_a_text_can_be_a_ref(text: str, least: int, fits: bool) -> None:
    assert (ref_fault(text, least=least) == "") is fits


def test_a_queue_ref_may_have_parts_that_start_with_a_digit() -> None:
    assert ref_fault("parcels.2fast", queue=True) == ""
    assert ref_fault("2fast.parcels", queue=True) != ""


@given(refs, st.sets(refs, max_size=8))
def test_the_owner_is_the_longest_known_prefix(ref: str, known: set[str]) -> None:
    prefixes = [pack for pack in known if belongs(ref, pack)]
    assert owner(ref, known) == max(prefixes, key=len, default=None)


@given(refs, identifiers)
def test_a_short_name_is_of_the_own_pack(pack: str, name: str) -> None:
    assert qualify(name, pack) == f"{pack}.{name}"
    assert qualify(f"{pack}.{name}", "other") == f"{pack}.{name}"
    assert belongs(qualify(name, pack), pack)
    assert qualify(name, "") == name


def test_a_pack_does_not_own_what_only_starts_alike() -> None:
    assert not belongs("parcels2.send", "parcels")
    assert not belongs("parcels.", "parcels")
    assert not belongs("parcels", "parcels")
    assert owner("aws.ec2.list", {"aws", "aws.ec2"}) == "aws.ec2"


@given(st.text())
def test_shown_is_short_and_printable(text: str) -> None:
    found = shown(text)
    assert found.isprintable()
    assert len(shown(text, limit=10)) <= 2 + 10 * 10


def test_a_byte_of_a_name_that_is_not_utf8_is_shown_as_one() -> None:
    assert shown(os.fsdecode(b"caf\xe9")) == r"'caf\xe9'"


def test_only_text_with_double_braces_is_a_template() -> None:
    assert is_template("{{ x }}")
    assert not is_template("{ x }")
    assert not is_template(["{{ x }}"])
