from __future__ import annotations

from .conftest import Packkit


def test_x(packkit: Packkit) -> None:
    done = packkit("--version")
    assert done.code == 0
