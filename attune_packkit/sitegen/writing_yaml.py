"""Plain data as YAML that people would write: block style, quotes only where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from attune_packkit.api import Value

_PLAIN = re.compile(r"[A-Za-z/][\w ./@+-]*(?<! )", re.ASCII)
_WORDS = frozenset(
    {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "none", "nan", "inf"}
)
MAX_DEPTH = 12


def dump(value: Value, indent: int = 0) -> str:
    """Return a mapping or list as YAML lines, each behind `indent` blanks."""
    return "\n".join(_lines(value, " " * indent, 0))


def scalar(value: Value) -> str:
    """Return a value on one line."""
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def _lines(value: Value, pad: str, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH or not value or not isinstance(value, (dict, list)):
        yield pad + scalar(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, (dict, list)) and item and depth < MAX_DEPTH:
                yield f"{pad}{scalar(key)}:"
                yield from _lines(item, pad + "  ", depth + 1)
            else:
                yield f"{pad}{scalar(key)}: {scalar(item)}"
    else:
        for item in value:
            first, *rest = _lines(item, pad + "  ", depth + 1)
            yield f"{pad}- {first[len(pad) + 2 :]}"
            yield from rest
