"""Near matches for names that do not exist."""

from __future__ import annotations

import heapq
from bisect import bisect
from collections.abc import Iterable
from itertools import pairwise

_MAX_CANDIDATES = 2_000
_MAX_COMPARED = 20
_CUTOFF = 0.7


def near(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate most like `name`, or "".

    Names that differ only in case or in `_`, `-`, `.` come first: `min_items` is `minItems`.
    """
    if not name or len(name) > 255:
        return ""
    pool = _neighbours(name, candidates)
    plain = _plain(name)
    for candidate in pool:
        if _plain(candidate) == plain:
            return candidate
    import difflib

    cutoff = 0.6 if len(name) <= 4 else _CUTOFF
    matches = difflib.get_close_matches(name, _most_alike(name, pool), n=1, cutoff=cutoff)
    return matches[0] if matches else ""


def _neighbours(name: str, candidates: Iterable[str]) -> list[str]:
    """Return the candidates of fitting length in order; of very many, those around `name`."""
    pool = sorted({each for each in candidates if len(each) <= 3 * len(name)} - {name})
    middle = bisect(pool, name)
    return pool[max(middle - _MAX_CANDIDATES // 2, 0) : middle + _MAX_CANDIDATES // 2]


def _most_alike(name: str, pool: list[str]) -> list[str]:
    """Return the few candidates that share most pairs of letters with `name`: difflib is slow."""
    if len(pool) <= _MAX_COMPARED:
        return pool
    pairs = _pairs(name)

    def likeness(candidate: str) -> float:
        others = _pairs(candidate)
        return len(pairs & others) / (len(pairs) + len(others))

    return heapq.nlargest(_MAX_COMPARED, pool, key=likeness)


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(f" {text} "))


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Return "did you mean 'x'?" or ""."""
    match = near(name, candidates)
    return f"did you mean '{match}'?" if match else ""


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(".", "")


def very_near(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate of which `name` is surely a slip of the pen, or "".

    That is one letter too many, missing, wrong or swapped with its neighbour, in a name of at
    least four letters. Digits never count as slips: `python2` is not a misspelt `python3`.
    """
    if not 4 <= len(name) <= 255:
        return ""
    return next((each for each in sorted(set(candidates)) if _is_slip(name, each)), "")


def _is_slip(name: str, meant: str) -> bool:
    """Tell whether one slip of letters leads from `meant` to `name`."""
    if name == meant or abs(len(name) - len(meant)) > 1 or len(meant) < 4:
        return False
    start = _common(name, meant)
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
