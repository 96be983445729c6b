"""What can be told of a pattern that a pack supplies, without ever giving it to a slow engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import jsonschema_rs

Engine: TypeAlias = Literal["linear", "backtracking", "none"]

LINEAR = jsonschema_rs.RegexOptions()
BACKTRACKING = jsonschema_rs.FancyRegexOptions(backtrack_limit=10_000)

_COUNTS = re.compile(r"\{(?:[0-9]+,)?([0-9]{1,9})")
_GROUP_HEAD = re.compile(r"\?(?:P?<\w{1,40}>|<?[=!:>])?")
_HEAVIEST = 1_000_000


@lru_cache(maxsize=2_000)
def engine(pattern: str) -> Engine:
    """Tell which kind of engine takes a pattern: one in linear time, one that backtracks, none.

    None takes repetitions of repetitions that come to hundreds of thousands.
    """
    if weight(pattern) >= _HEAVIEST:
        return "none"
    if _compiles(pattern, LINEAR):
        return "linear"
    return "backtracking" if _compiles(pattern, BACKTRACKING) else "none"


def _compiles(pattern: str, options: Any) -> bool:
    try:
        jsonschema_rs.Draft202012Validator(
            {"pattern": pattern}, offline=True, pattern_options=options
        )
    except ValueError:
        return False
    return True


def weight(pattern: str) -> int:
    """Estimate, rather too high, how many steps a pattern takes for each character of a text."""
    product = 1
    for count in _COUNTS.findall(pattern):
        product = min(product * max(int(count), 1), _HEAVIEST)
    return product


@dataclass(slots=True)
class _Branch:
    """One alternative of a group: whether it repeats without end, and needs something besides."""

    repeats: bool = False
    needs: bool = False


def explodes(pattern: str) -> bool:
    """Tell whether a repeated group holds nothing but repetition, such as `(a+)+`.

    Engines that backtrack, as those of Python and JavaScript, try every way to share the text
    between the two repetitions.
    """
    groups: list[list[_Branch]] = [[_Branch()]]
    for atom, quantifier in _atoms(pattern):
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


def _atoms(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield atoms with their quantifiers: `*` for endless ones, `?` for optional, "" for once."""
    index = 0
    while index < len(pattern):
        end = _atom_end(pattern, index)
        atom = pattern[index:end]
        if atom == "(":
            end = _skip_group_head(pattern, end)
        quantifier, index = ("", end) if atom in ("(", "|") else _quantifier(pattern, end)
        yield atom, quantifier


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


def _quantifier(pattern: str, index: int) -> tuple[str, int]:
    mark = pattern[index : index + 1]
    if mark == "{":
        end = pattern.find("}", index, index + 24)
        inner = pattern[index + 1 : end]
        if end < 0 or not inner.replace(",", "", 1).isdecimal():
            return "", index
        kind = "*" if inner.endswith(",") else "?" if inner.startswith(("0", ",")) else ""
        return kind, _lazy(pattern, end + 1)
    if mark and mark in "*+?":
        return ("?" if mark == "?" else "*"), _lazy(pattern, index + 1)
    return "", index


def _lazy(pattern: str, index: int) -> int:
    return index + 1 if pattern[index : index + 1] in ("?", "+") else index
