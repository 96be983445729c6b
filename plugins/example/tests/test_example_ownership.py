"""The check, by packkit's contract and by cases of its own."""

from __future__ import annotations

import pytest
from attune_packkit_example.ownership import owner, owner_missing

from attune_packkit.testing import CheckContract, run_check

MANIFEST = 'ref: parcels\nlabel: Parcels\nversion: "1.0.0"\n'


class TestOwnerMissing(CheckContract):
    check = owner_missing
    inputs = (owner,)


@pytest.mark.parametrize(
    "written", ["meta: {owner: depot}\n", "metadata: {owner: depot}\n", "x-owner: depot\n"]
)
def test_either_spelling_names_the_owner(written: str) -> None:
    assert not run_check(owner_missing, {"pack.yaml": MANIFEST + written}, [owner])


@pytest.mark.parametrize(
    ("written", "pointer"),
    [
        ("", ("ref",)),
        ("meta: {category: logistics}\n", ("meta",)),
        ("meta: {owner: ''}\n", ("meta", "owner")),
        ("meta: {owner: 7}\n", ("meta", "owner")),
        ("metadata: {}\n", ("metadata",)),
    ],
)
def test_missing_owner_is_told_at_the_nearest_key(written: str, pointer: tuple[str, ...]) -> None:
    (found,) = run_check(owner_missing, {"pack.yaml": MANIFEST + written}, [owner])
    assert found.place.pointer == pointer
    assert found.message == "pack 'parcels' names no owning team"
