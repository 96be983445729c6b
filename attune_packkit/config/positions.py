"""The lines on which the keys of a TOML file stand; tomllib does not tell."""

from __future__ import annotations

import re
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_PATH = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_HEADER = re.compile(rf"\[\[?[ \t]*(?P<path>{_PATH})[^\n]*")
_KEY = re.compile(rf"(?P<path>{_PATH})[ \t]*=")
_PARTS = re.compile(_PART)
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|'
    r"'''.*?'{3,5}(?!')|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'|"
    r"#[^\n]*|"
    r"[\[\]{}\n]|"
    r"[^\"'#\[\]{}\n]+",
    re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line of each table and key of valid TOML; keys of inline tables are left out."""
    found: dict[KeyPath, int] = {}
    table: KeyPath = ()
    line, counted = 1, 0
    position = _skip_blank(text, 0)
    while position < len(text):
        line, counted = line + text.count("\n", counted, position), position
        header = _HEADER.match(text, position)
        key = None if header else _KEY.match(text, position)
        if header:
            table = _parts(header["path"])
            found.setdefault(table, line)
            position = header.end()
        elif key:
            found.setdefault((*table, *_parts(key["path"])), line)
            position = _end_of_value(text, key.end())
        else:
            break
        position = _skip_blank(text, position)
    return found


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int:
    """Return the line of a key, or of the nearest key or table around it."""
    for size in range(len(path), 0, -1):
        if path[:size] in lines:
            return lines[path[:size]]
    below = [line for other, line in lines.items() if other[: len(path)] == path]
    return min(below, default=1)


def _parts(path: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in _PARTS.findall(path))


def _skip_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _end_of_value(text: str, position: int) -> int:
    depth = 0
    while (token := _TOKEN.match(text, position)) is not None:
        position = token.end()
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
        elif token[0] == "\n" and depth == 0:
            break
    return position
