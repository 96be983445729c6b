"""The lines of a JSON file on which faults stand."""

from __future__ import annotations

import json

_SPACE = " \t\n\r"


def line_and_column(text: str, path: tuple[str | int, ...]) -> tuple[int, int]:
    """Return where the value at `path` stands in JSON that is known to be sound; counted from 1.

    Of a path that leads beyond what is written, the last value on the way counts.
    """
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    for step in path:
        found = _step(text, at, step, decoder)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _step(text: str, at: int, step: str | int, decoder: json.JSONDecoder) -> int | None:
    """Return where the value of a key or at an index begins; None if there is none."""
    opening = text[at]
    if opening != ("{" if isinstance(step, str) else "["):
        return None
    at = _skip(text, at + 1)
    index = 0
    while text[at] not in "]}":
        key: str | int = index
        if opening == "{":
            key, at = decoder.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if key == step:
            return at
        at = _skip(text, decoder.raw_decode(text, at)[1])
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return None


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
