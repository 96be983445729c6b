"""Python looks for garbage less often while a pack is checked, and as before afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from attune_packkit.config import Settings
from attune_packkit.garbage import looked_for_seldom
from attune_packkit.session import Session

USUAL = (700, 10, 10)
EXAMPLES = Path(__file__).parents[2] / "site" / "packs"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*USUAL)
    yield
    gc.set_threshold(*before)


def test_for_the_time_of_the_work() -> None:
    with looked_for_seldom():
        assert gc.get_threshold()[0] > USUAL[0]
    assert gc.get_threshold() == USUAL


def test_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), looked_for_seldom():
        raise ZeroDivisionError
    assert gc.get_threshold() == USUAL


@pytest.mark.parametrize("threshold", [0, 1_000_000])
def test_whoever_looks_less_often_or_never_is_left_alone(threshold: int) -> None:
    gc.set_threshold(threshold, *USUAL[1:])
    with looked_for_seldom():
        assert gc.get_threshold()[0] == threshold


def test_a_checked_pack_is_let_go_without_looking() -> None:
    """Documents or packs that refer back to themselves would leave thousands of objects."""
    session = Session(Settings(cache=False, jobs=1, autoload=False))
    session.validate([str(EXAMPLES)])
    gc.collect()
    gc.disable()
    try:
        session.validate([str(EXAMPLES)])
        assert gc.collect() < 1_000
    finally:
        gc.enable()
