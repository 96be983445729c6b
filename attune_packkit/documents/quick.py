"""Read ordinary files with `ryaml`, the reader that Attune itself uses, or not at all.

It runs the same parser as `composing.py` in less than half the time, but knows neither faults nor
positions, and takes some scalars for something else than `scalars.py` does. So every file that
could be read in two ways, or of which there could be something to report, is left to the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from attune_packkit.documents import guard
from attune_packkit.documents.document import Document
from attune_packkit.documents.scalars import is_text, resolve

MAX_BYTES = 200_000
"""`ryaml` keeps all events of a file. One this short has too few nodes for any other limit."""

MAX_DOUBTS = 20
"""Texts of one file that may be searched for."""

_BASED = re.compile(rb"0(?<!\w0)[box][0-9A-Fa-f]")

# Patterns, compiled when first used: many packs need none of them.
_UNUSUAL = rb"""(?m)!!|!<|(?:^|\r)%|(?<![^\s\[\]{},:?"'])&[\w-]+(?![\w;-])"""
"""Standard tags, directives, anchors: what `ryaml` applies without a trace."""

_ODD_FLOAT = (
    rb"(?<![\w.+-])[-+]?(?:0[0-9]+\.|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][-+]?[0-9]+(?!\w))"
)
"""Numbers with leading zeros or an exponent, which not every reader takes for numbers."""

_WORD = r"(?a)[\w.:+-]{1,64}"

_certain: set[str] = set()
"""Short texts, keys most of them, known to be just that to everybody."""

_MOST_CERTAIN = 20_000


def read(path: str, data: bytes) -> Document | None:
    """Return the document of a file without faults; None if this is not the way to read it."""
    parse = _parser()
    text = _harmless(data)
    if parse is None or text is None:
        return None
    try:
        value = parse(text)
    except ValueError:
        return None
    return Document(path, value, data) if _is_certain(value, data) else None


@cache
def _parser() -> Callable[[str], Any] | None:
    """Return the parser; None where it is not installed, since it is built for fewer systems."""
    try:
        import ryaml
    except ImportError:
        return None
    return ryaml.loads


def _harmless(data: bytes) -> str | None:
    """Return the text of bytes that the parser may see and that have nothing unusual about them."""
    if len(data) > MAX_BYTES or guard.has_many_brackets(data):
        return None
    if (b"!" in data or b"%" in data or b"&" in data) and re.search(_UNUSUAL, data):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if not data.isascii() and re.search(guard.HIDDEN, text) else text


def _is_certain(value: object, data: bytes) -> bool:
    """Tell whether everybody reads this value in the data, and finds nothing to report."""
    keys: set[Any] = set()
    texts: list[str] = []
    numbers: list[float] = []
    level: list[Any] = [[value]]
    depth = -1
    while level and depth < guard.MAX_DEPTH:
        level = _below(level, keys, texts, numbers)
        depth += 1
    if level or not all(map(_is_ordinary_key, keys)):
        return False
    doubtful = [text for text in keys.union(texts) if not _is_certain_text(text)]
    return (
        len(doubtful) <= MAX_DOUBTS
        and all(_is_quoted(text, data) for text in doubtful)
        and (not numbers or _are_certain_numbers(numbers, data))
    )


def _below(level: list[Any], keys: set[Any], texts: list[str], numbers: list[float]) -> list[Any]:
    """Return the collections in those of one level; add what else is in them, but for the known."""
    below: list[Any] = []
    for each in level:
        items = each
        if type(each) is dict:
            if not each.keys() <= _certain:
                keys |= each.keys() - _certain
            items = each.values()
        for item in items:
            kind = type(item)
            if kind is str:
                if item not in _certain:
                    texts.append(item)
            elif kind is dict or kind is list:
                below.append(item)
            elif kind is not bool and item is not None:
                numbers.append(item)
    return below


def _is_ordinary_key(key: object) -> bool:
    """Tell whether a key is text, neither too long nor perhaps a tag or a merge."""
    return (
        isinstance(key, str)
        and len(key) <= guard.MAX_KEY
        and not key.startswith("!")
        and key != "<<"
    )


def _is_certain_text(text: str) -> bool:
    """Tell whether a text that `ryaml` returns is that text to us, whether quoted or not."""
    if is_text(text):
        if len(text) < 64 and len(_certain) < _MOST_CERTAIN and _is_ordinary_key(text):
            _certain.add(text)
        return True
    value, other_reading, fault = resolve(text)
    if other_reading or fault:
        return False
    # Unquoted, `ryaml` would have returned what we do, but for integers that it cannot hold.
    return not isinstance(value, int) or abs(value) < 2**63


def _is_quoted(text: str, data: bytes) -> bool:
    """Tell whether a word stands nowhere without a quote behind it."""
    if not re.fullmatch(_WORD, text):
        return False
    return re.search(re.escape(text.encode()) + rb"(?![\"'])", data) is None


def _are_certain_numbers(numbers: list[float], data: bytes) -> bool:
    """Tell whether none of the numbers may be written as others write text, or is out of range."""
    if not all(abs(number) < 2**63 for number in numbers):
        return False
    if _BASED.search(data):
        return False
    return float not in map(type, numbers) or not re.search(_ODD_FLOAT, data)
