"""JSON from strangers: bounded, and refused where two readers could read different things."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown

MAX_BYTES = 10 * 1024 * 1024
"""Bytes of an index from elsewhere: as many as Attune's own client reads."""

MAX_LOCAL_BYTES = 64 * 1024 * 1024
"""Bytes of the user's own index, which may have grown beyond what clients read."""

MAX_DEPTH = 64


def parse(data: bytes, *, name: str, limit: int = MAX_BYTES) -> Any:
    """Return what `data` says. Raises `SourceError`, which calls it `name`.

    A key written twice, NaN and infinities, half of a surrogate pair, and more than `limit`
    bytes or `MAX_DEPTH` levels are refused.
    """
    if len(data) > limit:
        raise SourceError(f"{name} has more than {limit:,} bytes")
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_finite
        )
        # Whole characters only: half of a pair can be read, but never written again.
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        raise SourceError(f"{name} is no text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise SourceError(f"{name} is no JSON: {_reason(error)}") from None
    except RecursionError:
        raise SourceError(f"{name} is nested too deep; at most {MAX_DEPTH} levels") from None
    except ValueError as error:
        raise SourceError(f"{name} is no strict JSON: {error}") from None
    if _deeper(value, MAX_DEPTH):
        raise SourceError(f"{name} is nested too deep; at most {MAX_DEPTH} levels")
    return value


def _reason(error: json.JSONDecodeError) -> str:
    if not error.doc.strip():
        return "it is empty"
    if not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated string"):
        return f"it ends too early, in line {error.doc.count(chr(10)) + 1}"
    return f"{error.msg} at line {error.lineno}, column {error.colno}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise ValueError(f"key {shown(key)} is written twice in one object")
        seen.add(key)
    raise AssertionError("one key is there twice")


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"number {shown(text, 20)} is too large")
    return number


def _deeper(value: Any, levels: int) -> bool:
    """Tell whether a value is nested deeper than so many levels, level by level."""
    level = [value]
    for _ in range(levels):
        level = [
            inner
            for each in level
            if isinstance(each, (dict, list))
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True
