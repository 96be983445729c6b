"""Judge patterns of packs by their text, without giving them to an engine that may be slow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.schemas.compiling import BACKTRACKING, LINEAR, PatternOptions, compile_schema

Engine: TypeAlias = Literal["linear", "backtracking", "none"]

TOO_HEAVY = 1_000_000
"""No engine takes patterns of this weight or more."""

_GROUP_HEAD = re.compile(r"\?(?:P?<\w{1,40}>|<?[=!:>])?")
_COUNT = re.compile(r"\{([0-9]{1,9})(,)?([0-9]{1,9})?\}")


def finder(words: Iterable[str]) -> Callable[[str], bool]:
    """Return a function that tells whether any of these words stands in a text."""
    pattern = "|".join(map(re.escape, words))
    return compile_schema({"pattern": pattern}).is_valid


@lru_cache(maxsize=2_000)
def engine(pattern: str) -> Engine:
    """Tell which kind of engine takes a pattern: one in linear time, one that backtracks, none."""
    if weight(pattern) >= TOO_HEAVY:
        return "none"
    if _compiles(pattern, LINEAR):
        return "linear"
    return "backtracking" if _compiles(pattern, BACKTRACKING) else "none"


def _compiles(pattern: str, options: PatternOptions) -> bool:
    try:
        compile_schema({"pattern": pattern}, options)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=2_000)
def weight(pattern: str) -> int:
    """Estimate how many steps a pattern takes for each character of a text, and to be compiled."""
    sums = [0]
    for atom, _, times in _atoms(pattern):
        if atom == "(":
            sums.append(0)
        elif atom == ")" and len(sums) > 1:
            inner = sums.pop()
            sums[-1] += inner * times
        else:
            sums[-1] += times
    return max(1, min(sum(sums), TOO_HEAVY))


class _Branch(Struct):
    """One alternative of a group: whether it repeats without end, and needs something besides."""

    repeats: bool = False
    needs: bool = False


def explodes(pattern: str) -> bool:
    """Tell whether a repeated group holds nothing but repetition, such as `(a+)+`.

    Engines that backtrack, as those of Python and JavaScript, try every way to share the text
    between the two repetitions.
    """
    groups: list[list[_Branch]] = [[_Branch()]]
    for atom, quantifier, _ in _atoms(pattern):
        branch = groups[-1][-1]
        if atom == "(":
            groups.append([_Branch()])
        elif atom == "|":
            groups[-1].append(_Branch())
        elif atom == ")" and len(groups) > 1:
            inner = groups.pop()
            if quantifier == "*" and any(each.repeats and not each.needs for each in inner):
                return True
            groups[-1][-1].repeats |= any(each.repeats for each in inner)
            groups[-1][-1].needs |= quantifier == "" and all(each.needs for each in inner)
        elif atom != ")":
            branch.repeats |= quantifier == "*"
            branch.needs |= quantifier == "" and atom not in "^$"
    return False


def _atoms(pattern: str) -> Iterator[tuple[str, str, int]]:
    """Yield atoms with quantifier and count: `*` for endless ones, `?` for optional, "" else."""
    index = 0
    while index < len(pattern):
        end = _atom_end(pattern, index)
        atom = pattern[index:end]
        if atom == "(":
            end = _skip_group_head(pattern, end)
        once = "", 1, end
        quantifier, times, index = once if atom in ("(", "|") else _quantifier(pattern, end)
        yield atom, quantifier, times


def _atom_end(pattern: str, index: int) -> int:
    if pattern[index] == "\\":
        return index + 2
    if pattern[index] != "[":
        return index + 1
    end = index + 1 + (pattern[index + 1 : index + 2] == "^")
    end += pattern[end : end + 1] == "]"
    while end < len(pattern) and pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end + 1


def _skip_group_head(pattern: str, index: int) -> int:
    """Step over `?:`, `?=`, `?P<name>` and their like."""
    head = _GROUP_HEAD.match(pattern, index)
    return head.end() if head else index


def _quantifier(pattern: str, index: int) -> tuple[str, int, int]:
    """Return the kind of a quantifier, its greatest count, and where it ends."""
    mark = pattern[index : index + 1]
    if mark and mark in "*+?":
        return ("?" if mark == "?" else "*"), 1, _lazy(pattern, index + 1)
    counted = _COUNT.match(pattern, index)
    if counted is None:
        return "", 1, index
    least, comma, most = counted.groups()
    kind = "*" if comma and not most else "?" if int(least) == 0 else ""
    return kind, int(most or least), _lazy(pattern, counted.end())


def _lazy(pattern: str, index: int) -> int:
    return index + 1 if pattern[index : index + 1] in ("?", "+") else index
