"""Digests of plain data: equal data, equal digests; other data, other ones."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from attune_packkit import digest

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(plain, plain)
def test_equal_data_and_only_that_has_equal_digests(one: object, other: object) -> None:
    assert (digest.of_parts(one) == digest.of_parts(other)) == (repr(one) == repr(other))


def test_parts_do_not_run_together() -> None:
    assert digest.of_parts("a", "bc") != digest.of_parts("ab", "c")
    assert digest.of_parts("a") != digest.of_parts(("a",)) != digest.of_parts("a", None)


def test_sharing_and_interning_do_not_show() -> None:
    word = "parcels"
    assert digest.of_parts((word, word)) == digest.of_parts(("parcels", "".join(["par", "cels"])))


def test_names_that_are_no_unicode_have_digests() -> None:
    assert digest.of_parts("caf\udce9") != digest.of_parts("café")


def test_the_same_on_every_run() -> None:
    code = "from attune_packkit import digest; print(digest.of_parts('a', (1, {'b': 'é'})))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True,
            text=True, check=True,
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip
    assert found == {digest.of_parts("a", (1, {"b": "é"})) + "\n"}


def test_of_bytes_is_sha256() -> None:
    assert digest.of_bytes(b"").startswith("e3b0c44298fc1c14")
