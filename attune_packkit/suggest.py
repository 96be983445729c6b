"""Near matches for names that do not exist.

Searching is bounded: a pack may have a hundred thousand unknown names, and nobody reads that many
hints. Whoever begins with another pack calls `refill`.
"""

from __future__ import annotations

import heapq
from bisect import bisect
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct

_MAX_LENGTH = 255
MAX_WORK = 2_000_000
"""Names that are compared between two calls of `refill`; so many take some seconds."""

_WINDOW = 500
_MAX_COMPARED = 20
_CUTOFF = 0.7


class _Budget:
    left = MAX_WORK


def refill() -> None:
    """Allow as much searching as at the start."""
    _Budget.left = MAX_WORK


def near(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate most like `name`, or "".

    Names that differ only in case or in `_`, `-`, `.` come first: `min_items` is `minItems`.
    """
    pool = _search(name, candidates)
    for candidate in pool.by_plain.get(_plain(name), ()):
        if candidate != name:
            return candidate
    cutoff = 0.6 if len(name) <= 4 else _CUTOFF
    around = _most_alike(name, pool.around(name))
    likely = [candidate for candidate in around if _greatest_likeness(name, candidate) >= cutoff]
    if not likely:
        return ""
    import difflib

    matches = difflib.get_close_matches(name, likely, n=1, cutoff=cutoff)
    return matches[0] if matches else ""


class _Pool(Struct, frozen=True, dict=True):
    """Candidates in order, and by what is left of them without case and `_`, `-`, `.`."""

    names: list[str]
    by_plain: dict[str, list[str]]

    def around(self, name: str) -> list[str]:
        """Return the candidates that sort close to `name`: a slip seldom is in the first letter."""
        middle = bisect(self.names, name)
        close = self.names[max(middle - _WINDOW, 0) : middle + _WINDOW]
        return [each for each in close if each != name]

    def spelt_like(self, name: str) -> list[str]:
        """Return those of `around` with the same digits and signs: slips are of letters."""
        middle = bisect(self.names, name)
        numbers = self._by_marks.get(_marks(name), ())
        close = (at for at in numbers if middle - _WINDOW <= at < middle + _WINDOW)
        return [self.names[at] for at in close if self.names[at] != name]

    @cached_property
    def _by_marks(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, each in enumerate(self.names):
            found.setdefault(_marks(each), []).append(number)
        return found


def _marks(name: str) -> str:
    """Return the characters of a name that are not letters."""
    return "".join(letter for letter in name if not letter.isalpha())


def _search(name: str, candidates: Iterable[str]) -> _Pool:
    """Return where to look for `name`: nowhere if it is no name, or the budget is spent."""
    if not name or len(name) > _MAX_LENGTH or _Budget.left <= 0:
        return _Pool([], {})
    pool = _pool(tuple(candidates))
    _Budget.left -= min(len(pool.names), 2 * _WINDOW) + len(pool.names) // 20
    return pool


@lru_cache(maxsize=4)
def _pool(candidates: tuple[str, ...]) -> _Pool:
    """Return prepared candidates; the last are remembered, as unknown names come in groups."""
    names = sorted({each for each in candidates if len(each) <= _MAX_LENGTH})
    by_plain: dict[str, list[str]] = {}
    for each in names:
        by_plain.setdefault(_plain(each), []).append(each)
    return _Pool(names, by_plain)


def _most_alike(name: str, pool: list[str]) -> list[str]:
    """Return the few candidates that share most pairs of letters with `name`: difflib is slow."""
    if len(pool) <= _MAX_COMPARED:
        return pool
    pairs = _pairs(name)

    def likeness(candidate: str) -> float:
        others = _pairs(candidate)
        return len(pairs & others) / (len(pairs) + len(others))

    return heapq.nlargest(_MAX_COMPARED, pool, key=likeness)


def _greatest_likeness(name: str, candidate: str) -> float:
    """Return what difflib may find at most: twice the letters in common, in whatever order."""
    shared = set(name) & set(candidate)
    common = sum(min(name.count(letter), candidate.count(letter)) for letter in shared)
    return 2 * common / (len(name) + len(candidate))


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(f" {text} "))


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Return "did you mean 'x'?" or ""."""
    match = near(name, candidates)
    return f"did you mean '{match}'?" if match else ""


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(".", "")


def very_near(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate of which `name` is surely a slip of the pen, or "".

    That is one letter too many, missing, wrong or swapped with its neighbour, in a name of at
    least four letters; of six if it is the first letter. Digits never count as slips: `python2` is
    not a misspelt `python3`.
    """
    if len(name) < 4:
        return ""
    likely = _search(name, candidates).spelt_like(name)
    return next((each for each in likely if _is_slip(name, each)), "")


def lacks_a_letter(name: str, meant: str) -> bool:
    """Tell whether a name of three letters is one of four without one after the first: `nxt`."""
    shorter = (meant[:index] + meant[index + 1 :] for index in range(1, len(meant)))
    return len(meant) == 4 and name in shorter


def _is_slip(name: str, meant: str) -> bool:
    """Tell whether one slip of letters leads from `meant` to `name`."""
    if abs(len(name) - len(meant)) > 1 or len(meant) < 4:
        return False
    half = min(len(name), len(meant)) // 2 - 1
    if name[:half] != meant[:half] and name[-half:] != meant[-half:]:
        return False  # a slip leaves one half alone
    start = _common(name, meant)
    if start == 0 and len(meant) < 6:
        return False
    end = _common(name[start:][::-1], meant[start:][::-1])
    wrong, right = name[start : len(name) - end], meant[start : len(meant) - end]
    if any(not letter.isalpha() for letter in wrong + right):
        return False
    swapped = len(wrong) == 2 and wrong == right[::-1]
    return swapped or max(len(wrong), len(right)) == 1


def _common(one: str, other: str) -> int:
    """Return the length of the common start."""
    return next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
