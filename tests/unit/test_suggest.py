"""Near matches are found, are plausible, and cost little however many candidates there are."""

from __future__ import annotations

import time
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit import suggest
from attune_packkit.suggest import did_you_mean, near, refill, very_near

KEYS = ["minItems", "maxItems", "minLength", "description", "label", "ref", "version", "timeout"]
MANY = [f"parcels.{verb}_{noun}{number}" for verb in ("send", "weigh", "label", "return")
        for noun in ("box", "letter", "crate") for number in range(5_000)]  # fmt: skip


@pytest.fixture(autouse=True)
def full() -> None:
    refill()


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("min_items", "minItems"), ("MINITEMS", "minItems"), ("min-items", "minItems"),
        ("desciption", "description"), ("lable", "label"), ("verison", "version"), ("rfe", "ref"),
        ("timeot", "timeout"), ("ref", ""), ("entrypoint", ""), ("", ""), ("x" * 300, ""),
    ],
)  # fmt: skip
def test_the_candidate_most_like_a_name(name: str, match: str) -> None:
    assert near(name, KEYS) == match
    assert did_you_mean(name, KEYS) == (f"did you mean '{match}'?" if match else "")


@pytest.mark.parametrize(
    "name", ["parcels.wiegh_crate77", "parcels.send_bx4321", "parcel.send_box1"]
)
def test_near_among_sixty_thousand(name: str) -> None:
    started = time.process_time()
    match = near(name, MANY)
    assert match in MANY
    assert time.process_time() - started < 2


def test_searching_ends_until_there_is_a_new_budget() -> None:
    started = time.process_time()
    found = [near(f"parcels.sned_box{number}", MANY) for number in range(5_000)]
    assert time.process_time() - started < 20
    assert found[0]
    assert not found[-1]
    refill()
    assert near("parcels.sned_box1", MANY)


@given(st.text("abc_.-", min_size=1, max_size=12), st.text("abc_.-", min_size=1, max_size=12))
def test_what_is_left_out_beforehand_difflib_would_leave_out(name: str, candidate: str) -> None:
    likeness = SequenceMatcher(None, candidate, name).ratio()
    assert suggest._greatest_likeness(name, candidate) >= likeness


@given(st.text("abc_.-", max_size=12), st.lists(st.text("abc_.-", max_size=12)))
def test_a_match_is_a_candidate_and_order_does_not_matter(name: str, names: list[str]) -> None:
    match = near(name, names)
    assert match in ("", *names)
    assert match == near(name, reversed(names))
    assert match != name or not match


@pytest.mark.parametrize(
    ("name", "match"),
    [("timeot", "timeout"), ("tiemout", "timeout"), ("timeouts", "timeout"), ("ref", ""),
     ("labels", "label"), ("version2", ""), ("tmeot", "")],
)  # fmt: skip
def test_very_near_is_one_slip_of_the_pen(name: str, match: str) -> None:
    assert very_near(name, KEYS) == match
