"""JSON that is safe wherever it is put: in a file, in a page, in a script."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import TypeAlias

from attune_packkit.api import Pointer, Value

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

MAX_NODES = 50_000
MAX_DEPTH = 60
"""Levels of a value taken from a pack; a value that exceeds them is left out as a whole."""

HIDDEN = "********"
"""Stands for a secret."""

_ESCAPES = {char: f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}
_WIDEST = 2**53


def dump(value: Json) -> bytes:
    """Return JSON in UTF-8 that neither ends a script element nor begins any tag."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def plain(value: Value, secrets: Iterable[Pointer] = ()) -> Json:
    """Return a value of a document as JSON; None if it is too large.

    What stands at `secrets` is hidden. Numbers that JSON, or its readers, cannot hold become text.
    """
    try:
        return _Copy({tuple(map(str, each)) for each in secrets}).of(value, ())
    except OverflowError:
        return None


class _Copy:
    def __init__(self, secrets: set[tuple[str, ...]]) -> None:
        self._secrets = secrets
        self._left = MAX_NODES

    def of(self, value: Value, at: tuple[str, ...]) -> Json:
        self._left -= 1
        if self._left < 0 or len(at) > MAX_DEPTH:
            raise OverflowError
        if at in self._secrets:
            return HIDDEN
        if isinstance(value, dict):
            return {key: self.of(each, (*at, key)) for key, each in value.items()}
        if isinstance(value, list):
            return [self.of(each, (*at, str(index))) for index, each in enumerate(value)]
        if isinstance(value, float) and not math.isfinite(value):
            return str(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _WIDEST:
            return str(value) if value.bit_length() < 10_000 else None
        return value
