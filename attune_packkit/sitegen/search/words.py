"""How text becomes words, the same here as in `search.js`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

MAX_WORD = 40
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_COMPOUND = re.compile("[A-Za-z0-9]{1,40}[a-z0-9][A-Z][A-Za-z0-9]{0,40}")
_MOST_COMPOUNDS = 12
_ACCENT = re.compile("[\u0300-\u036f]")
_ASCII_WORD = re.compile("[a-z0-9]+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
"""Letters of scripts that put no blanks between words; each counts as one."""

_STOP = """
a all an and any are as at be by can do every for from has have how i if in into is it its my of on
or some that the then this to what when which will with you your
"""
STOP_WORDS = frozenset(_STOP.split())
"""Words that stand in nearly every description, or in questions, and tell nothing."""


def plain(text: str) -> str:
    """Return text as it is compared: no accents, compatible forms joined, lower case, ß as ss."""
    if text.isascii():
        return text.lower()
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare).lower().replace("ß", "ss")


@lru_cache(maxsize=10_000)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that stands on many pages: of a pack, tag or parameter."""
    return tuple(words(name))


def words(text: str) -> Iterator[str]:
    """Yield the words of a text in order: `ec2_startInstance` gives ec2, start, instance."""
    compared = plain(_HUMP.sub(" ", text))
    if not compared.isascii():
        compared = "".join(_spaced(char) for char in compared)
    for found in _ASCII_WORD.findall(compared) if compared.isascii() else compared.split(" "):
        if found:
            yield found[:MAX_WORD]


def _spaced(char: str) -> str:
    """Return a character of a word as it is, what stands between words as a blank."""
    if unicodedata.category(char)[0] not in "LNM":
        return " "
    return f" {char} " if _UNSPACED.match(char) else char


def joined(text: str) -> str:
    """Return the words of a name written as one: ec2startinstance."""
    return "".join(words(text))[:MAX_WORD]


def compounds(text: str) -> list[str]:
    """Return words that capitals divide as one, too: PowerShell gives powershell."""
    if not _HUMP.search(text):
        return []
    return [plain(found)[:MAX_WORD] for found in _COMPOUND.findall(text)[:_MOST_COMPOUNDS]]


def telling(text: str, most: int) -> list[str]:
    """Return the first words of a description that tell something."""
    found = dict.fromkeys(word for word in words(text) if word not in STOP_WORDS)
    return list(found)[:most]


def file_name(shard: str) -> str:
    """Return the file name of a shard: letters and digits as they are, the rest as code points."""
    safe = (c if c.isascii() and c.isalnum() else f"~{ord(c):x}" for c in shard)
    return f"s-{''.join(safe)}.js"
