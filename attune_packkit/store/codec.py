"""Frozen records to bytes and back, with marshal: fast, and unlike pickle it can run no code."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from enum import Enum
from typing import Any

from msgspec.structs import astuple

_RECORD = b"\0record"
"""First item of a tuple that stands for a record; plain data holds no bytes."""

_NESTED = frozenset({tuple, dict, list})


class Codec:
    """Writes plain data and records of the given classes; each class is known by its position."""

    def __init__(self, classes: tuple[type, ...]) -> None:
        self._numbers = {each: number for number, each in enumerate(classes)}
        self._classes = classes

    def dumps(self, value: Any) -> bytes:
        """Return `value` as bytes. Raises `ValueError` for an object of another class."""
        return marshal.dumps(self._plain(value))

    def loads(self, data: bytes) -> Any:
        """Return what `dumps` was given. Raises `ValueError` for bytes that it did not write."""
        try:
            return self._object(marshal.loads(data))  # noqa: S302 - marshal runs no code
        except (EOFError, TypeError, IndexError) as error:
            raise ValueError(str(error)) from error

    def _plain(self, value: Any) -> Any:
        kind = type(value)
        number = self._numbers.get(kind)
        if number is not None:
            if isinstance(value, Enum):
                return (_RECORD, number, value.value)
            parts = value if isinstance(value, tuple) else astuple(value)
            return (_RECORD, number, *map(self._plain, parts))
        if kind is tuple:
            return tuple(map(self._plain, value))
        if kind is dict:
            return {key: self._plain(item) for key, item in value.items()}
        if kind is list:
            return [self._plain(item) for item in value]
        return value

    def _object(self, value: Any) -> Any:
        kind = type(value)
        if kind is tuple:
            if value and value[0] == _RECORD:
                return self._classes[value[1]](*self._objects(value[2:]))
            return tuple(self._objects(value))
        if kind is dict:
            return dict(zip(value, self._objects(value.values()), strict=True))
        if kind is list:
            return self._objects(value)
        return value

    def _objects(self, values: Iterable[Any]) -> list[Any]:
        """Return what values stand for; most are texts, which are not worth a call each."""
        return [self._object(each) if type(each) in _NESTED else each for each in values]
