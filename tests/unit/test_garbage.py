"""Python looks for garbage less often while a pack is checked, and as before afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from attune_packkit.garbage import looked_for_seldom

USUAL = (700, 10, 10)


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
