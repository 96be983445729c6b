"""Frozen records to bytes and back, with marshal: fast, and unlike pickle it can run no code."""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

_RECORD = b"\0record"
"""First item of a tuple that stands for a record; plain data holds no bytes.

After it come the number of the class, the positions of the parts that hold further records, and
the parts. So reading need not search the other parts.
"""

_LEAVES = frozenset({str, int, float, bool, bytes, type(None)})


class Codec:
    """Writes plain data and records of the given classes; each class is known by its position.

    Parts of records that are `plain` hold no further records, so nobody looks for them there.
    """

    def __init__(
        self, classes: tuple[type, ...], plain: Mapping[type[Struct], Collection[str]] | None = None
    ) -> None:
        self._numbers = {each: number for number, each in enumerate(classes)}
        self._classes = classes
        self._open: dict[type, tuple[int, ...]] = {
            each: tuple(at for at, name in enumerate(each.__struct_fields__) if name not in names)
            for each, names in (plain or {}).items()
        }

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
        """Return `value` with its records as tuples; itself if it holds none."""
        kind = type(value)
        number = self._numbers.get(kind)
        if number is not None:
            if isinstance(value, Enum):
                return (_RECORD, number, (), value.value)
            parts = [*(value if isinstance(value, tuple) else astuple(value))]
            return (_RECORD, number, self._replace(parts, self._open.get(kind)), *parts)
        if kind is tuple or kind is list:
            items = [*value]
            return kind(items) if self._replace(items) else value
        if kind is dict:
            items = [*value.values()]
            return dict(zip(value, items, strict=True)) if self._replace(items) else value
        return value

    def _replace(self, parts: list[Any], places: tuple[int, ...] | None = None) -> tuple[int, ...]:
        """Replace each part by what `_plain` returns for it; return the positions that changed.

        With `places`, only the parts there are looked at.
        """
        if _LEAVES.issuperset(map(type, parts)):
            return ()
        changed = []
        for at in range(len(parts)) if places is None else places:
            part = parts[at]
            if type(part) not in _LEAVES:
                parts[at] = self._plain(part)
                if parts[at] is not part:
                    changed.append(at)
        return tuple(changed)

    def _object(self, value: Any) -> Any:
        kind = type(value)
        if kind is tuple:
            if value and value[0] == _RECORD:
                parts = list(value[3:])
                for at in value[2]:
                    parts[at] = self._object(parts[at])
                return self._classes[value[1]](*parts)
            return tuple(self._objects(value))
        if kind is dict:
            return dict(zip(value, self._objects(value.values()), strict=True))
        if kind is list:
            return self._objects(value)
        return value

    def _objects(self, values: Iterable[Any]) -> list[Any]:
        return [each if type(each) in _LEAVES else self._object(each) for each in values]
