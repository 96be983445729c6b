"""Records survive the trip through bytes; other bytes are an error, never code that runs."""

from __future__ import annotations

import marshal
from enum import IntEnum
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, field

from attune_packkit.store.codec import Codec


class Size(IntEnum):
    SMALL = 1
    LARGE = 2


class Weight(NamedTuple):
    value: float
    unit: str


class Parcel(Struct, frozen=True):
    ref: str
    size: Size
    weight: Weight | None = None
    content: dict[str, Any] = field(default_factory=dict)
    inner: tuple[Parcel, ...] = ()


CODEC = Codec((Size, Weight, Parcel))
KNOWING = Codec((Size, Weight, Parcel), {Parcel: ("ref", "content")})
"""The same, but told where no records are."""

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.lists(inner).map(tuple),
    max_leaves=8,
)
parcels: st.SearchStrategy[Parcel] = st.deferred(
    lambda: st.builds(
        Parcel,
        st.text(),
        st.sampled_from(Size),
        st.none() | st.builds(Weight, st.floats(0, 9), st.text()),
        st.dictionaries(st.text(), plain),
        st.just(()) | st.tuples(parcels),
    )
)


@given(parcels)
def test_a_record_comes_back(parcel: Parcel) -> None:
    assert CODEC.loads(CODEC.dumps(parcel)) == parcel
    assert KNOWING.dumps(parcel) == CODEC.dumps(parcel)


@given(plain)
def test_plain_data_comes_back_with_its_types(value: object) -> None:
    assert repr(CODEC.loads(CODEC.dumps(value))) == repr(value)


def test_enums_come_back_as_themselves() -> None:
    assert CODEC.loads(CODEC.dumps([Size.LARGE]))[0] is Size.LARGE
    assert type(CODEC.loads(CODEC.dumps(Weight(1.0, "kg")))) is Weight


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="unmarshallable"):
        CODEC.dumps(object())


@pytest.mark.parametrize(
    "value",
    [
        (b"\0record", 99), (b"\0record", "x"), (b"\0record",), (b"\0record", 2, "ref"),
        (b"\0record", 0, 7), (b"\0record", 2, *range(9)), (b"\0record", 1),
    ],
)  # fmt: skip
def test_records_that_do_not_fit_their_class_are_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's
        CODEC.loads(marshal.dumps(value))


@pytest.mark.parametrize("data", [b"", b"(", b"\xff", b"garbage"])
def test_bytes_that_are_no_data_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's
        CODEC.loads(data)
