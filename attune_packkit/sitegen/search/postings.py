"""Which word stands on which page, and in what part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from msgspec import Struct, field

from attune_packkit.sitegen.search.words import compounds, joined, name_words, telling, words

NAME, LABEL, TAG, TEXT, PACK, PARAMETER, FIRST, WHOLE = (1 << bit for bit in range(8))
"""Fields in which a word stands; they share a number with the kind and the page.

`FIRST` tells that the name begins with it, `WHOLE` that it is all of the name.
"""

KIND_UNIT = 256
PAGE_UNIT = 4096
MAX_SHARD = 40_000
"""Bytes of a shard, about, beyond which it is split."""

MOST_PAGES = 6_000
"""Pages that are listed for one word. A word on more pages helps little in a search."""

MAX_DEPTH = 6
_MOST_TEXT = 24
_MOST_PARAMETERS = 24
_BYTES = 5
"""The usual length of one posting in a file."""


class SearchPage(Struct, frozen=True):
    """One page that can be found. `name` is the ref without the pack's; "" for the pack itself."""

    kind: str
    ref: str
    name: str
    pack: str
    label: str
    description: str
    address: str
    tags: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


class Postings(Struct):
    """The postings of every word; `spelt` are without names written as one."""

    of: dict[str, list[int]] = field(default_factory=dict)
    spelt: set[str] = field(default_factory=set)

    def add(self, number: int, kind: int, page: SearchPage) -> None:
        """Note the words of a page; pages come in the order of their numbers."""
        fields = _fields(page)
        self.spelt.update(fields)
        _note(fields, filter(None, [joined(page.name or page.ref)]), NAME | WHOLE)
        base = number * PAGE_UNIT + kind * KIND_UNIT
        for word, bits in fields.items():
            self.of.setdefault(word, []).append(base + bits)

    def cut(self) -> list[str]:
        """Leave of words on very many pages those where they matter most; return these words."""
        common = sorted(word for word, found in self.of.items() if len(found) > MOST_PAGES)
        for word in common:
            self.of[word] = sorted(sorted(self.of[word], key=_matter)[:MOST_PAGES])
        return common


def shards(index: dict[str, list[int]]) -> dict[str, dict[str, list[int]]]:
    """Return the index in parts by the first letters of the words, each of bounded size."""
    return dict(sorted(_split(dict(sorted(index.items())), 0).items()))


def steps(numbers: Sequence[int]) -> list[int]:
    """Return rising numbers as the first of them and what each is more than the one before."""
    return [now - before for before, now in zip((0, *numbers), numbers, strict=False)]


def _split(group: dict[str, list[int]], depth: int) -> dict[str, dict[str, list[int]]]:
    """Return words that share their first `depth` letters, as one part or in several."""
    size = sum(len(word) + _BYTES * (1 + len(found)) for word, found in group.items())
    prefix = next(iter(group), "")[:depth]
    if size <= MAX_SHARD or depth == MAX_DEPTH:
        return {prefix: group}
    finer: dict[str, dict[str, list[int]]] = {}
    for word, found in group.items():
        finer.setdefault(word[: depth + 1], {})[word] = found
    parts: dict[str, dict[str, list[int]]] = {}
    for name, members in finer.items():
        parts |= {name: members} if name == prefix else _split(members, depth + 1)
    return parts


def _fields(page: SearchPage) -> dict[str, int]:
    """Return in which fields each word of a page stands."""
    found: dict[str, int] = {}
    _note(found, words(page.name or page.ref), NAME)
    for first in islice(found, 1):
        found[first] |= FIRST
    _note(found, name_words(page.pack), PACK)
    _note(found, [*words(page.label), *compounds(page.label)], LABEL)
    for tag in page.tags:
        _note(found, name_words(tag), TAG)
    _note(found, [*telling(page.description, _MOST_TEXT), *compounds(page.description)], TEXT)
    for name in page.parameters[:_MOST_PARAMETERS]:
        _note(found, name_words(name), PARAMETER)
    return found


def _matter(posting: int) -> int:
    """Return where a word stands, as a number that is the lower the more that counts."""
    fields = posting % KIND_UNIT
    return fields & -fields


def _note(found: dict[str, int], all_words: Iterable[str], field: int) -> None:
    for word in all_words:
        found[word] = found.get(word, 0) | field
