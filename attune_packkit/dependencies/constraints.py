"""Version constraints such as `^1.2`, `~1.4.0`, `>=1,<2`, `1.x`, `*` and `latest`.

A bare full version is that version exactly: `notify@1.4.0` names one release. A pre-release
satisfies a constraint only if the constraint names a pre-release of the same version, as semver
tools hold it; `*` and `latest` take everything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from attune_packkit.escaping import shown

if TYPE_CHECKING:
    from semver import Version

MAX_LENGTH = 255
CONSTRAINT_FORMS = "^1.2, ~1.2.3, >=1.2,<2, 1.2.3, 1.x, * or latest"
"""The forms of a constraint, for hints."""

_MINOR, _PATCH = 1, 2
_ANY = frozenset({"", "*", "x", "X", "latest"})
_IDENTIFIER = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_COMPARATOR = re.compile(
    r"(?P<operator>\^|~|>=|<=|>|<|=)?\s*v?(?P<major>[0-9]+)"
    r"(?:\.(?P<minor>[0-9]+|[xX*]))?(?:\.(?P<patch>[0-9]+|[xX*]))?"
    rf"(?P<tail>(?:-{_IDENTIFIER}(?:\.{_IDENTIFIER})*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)",
    re.ASCII,
)
_PLAIN_VERSION = re.compile(r"(?:0|[1-9][0-9]{0,9})(?:\.(?:0|[1-9][0-9]{0,9})){2}")
_SPACE_BETWEEN = re.compile(r"(?<=[0-9A-Za-z*])\s+(?=[\^~<>=v0-9])")


class ConstraintError(ValueError):
    """A text that is no constraint; the message says why."""


class _Bounds(Struct, frozen=True):
    """What one comparator allows: from `low` up to `high`, each maybe exclusive or missing."""

    low: Version | None = None
    high: Version | None = None
    above: bool = False
    below: bool = True
    named: Version | None = None

    def allows(self, version: Version) -> bool:
        if self.low is not None and (version <= self.low if self.above else version < self.low):
            return False
        if self.high is None:
            return True
        return version < self.high if self.below else version <= self.high


class _Comparator(Struct, frozen=True):
    """One comparator as written: the numbers before a wildcard, and the suffix of a full version.

    Versions are made of it only when one is compared: reading alone needs no library.
    """

    operator: str
    given: tuple[int, ...]
    tail: str

    def bounds(self) -> _Bounds:
        """Return what it allows."""
        given, last = self.given, len(self.given) - 1
        full = last == _PATCH
        first = _version(given, self.tail)
        end = first if full else _next(given, last)
        named = first if first.prerelease else None
        match self.operator:
            case ">":
                return _Bounds(end, above=full, named=named)
            case ">=":
                return _Bounds(first, named=named)
            case "<":
                return _Bounds(high=first, named=named)
            case "<=":
                return _Bounds(high=end, below=not full, named=named)
            case "^":
                held = next((place for place, number in enumerate(given) if number), last)
                return _Bounds(first, _next(given, held), named=named)
            case "~":
                return _Bounds(first, _next(given, min(last, _MINOR)), named=named)
        return _Bounds(first, end, below=not full, named=named)


class Constraint(Struct, frozen=True):
    """A parsed constraint; all its comparators must hold."""

    text: str
    comparators: tuple[_Comparator, ...]

    @property
    def excludes_all(self) -> bool:
        """Whether a lower bound lies above an upper one; told from the numbers alone."""
        least = [each for each in self.comparators if each.operator in (">", ">=")]
        most = [each for each in self.comparators if each.operator in ("<", "<=")]
        return any(_cross(low, high) for low in least for high in most)

    def allows(self, version: Version) -> bool:
        """Tell whether a version satisfies the constraint."""
        bounds = [each.bounds() for each in self.comparators]
        if not bounds:
            return True
        if version.prerelease and not any(
            each.named is not None and each.named.finalize_version() == version.finalize_version()
            for each in bounds
        ):
            return False
        return all(each.allows(version) for each in bounds)


def _cross(low: _Comparator, high: _Comparator) -> bool:
    """Tell whether no version is above the one and below the other."""
    length = min(len(low.given), len(high.given))
    one, other = low.given[:length], high.given[:length]
    if one != other:
        return one > other
    same = len(low.given) == len(high.given) and not low.tail and not high.tail
    return same and (high.operator == "<" or low.operator == ">")


@lru_cache(maxsize=4096)
def parse_constraint(text: str) -> Constraint:
    """Read a constraint. Raises `ConstraintError` for a text that is none."""
    if len(text) > MAX_LENGTH:
        raise ConstraintError(f"a constraint has at most {MAX_LENGTH} characters")
    plain = text.strip()
    if plain in _ANY:
        return Constraint(plain, ())
    parts = [part.strip() for part in _SPACE_BETWEEN.sub(",", plain).split(",")]
    return Constraint(plain, tuple(_comparator(part) for part in parts))


def is_version(text: str) -> bool:
    """Tell whether a text is a version after semver 2.0; of most, without loading the library."""
    return _PLAIN_VERSION.fullmatch(text) is not None or parse_version(text) is not None


def parse_version(text: str) -> Version | None:
    """Return a version after semver 2.0, or None if the text is none."""
    from semver import Version

    if len(text) > MAX_LENGTH or not (text.isascii() and text.isprintable()):
        return None
    if not Version.is_valid(text):
        return None
    return Version.parse(text)


@lru_cache(maxsize=16384)
def allows(constraint: str, version: str) -> bool:
    """Tell whether a version satisfies a constraint, both as written; a malformed one allows none.

    A text that is no version satisfies only a constraint that takes everything.
    """
    try:
        parsed = parse_constraint(constraint)
    except ConstraintError:
        return False
    found = parse_version(version)
    return not parsed.comparators if found is None else parsed.allows(found)


def constraint_fault(text: str) -> str:
    """Say why text is no constraint on a pack; "" if it is one."""
    try:
        parsed = parse_constraint(text)
    except ConstraintError as error:
        return str(error)
    return f"no version fits {shown(text)}" if parsed.excludes_all else ""


def _is_constraint(text: str) -> bool:
    try:
        parse_constraint(text)
    except ConstraintError:
        return False
    return True


def runtime_constraint_fault(text: str) -> str:
    """Say why text constrains the versions of a runtime in no known notation; "" if it does.

    Runtimes follow their own worlds, so Python's specifiers and npm's alternatives count as well.
    """
    fault = constraint_fault(text)
    if not fault or len(text) > MAX_LENGTH or _is_constraint(text):
        return fault
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        pass
    else:
        return ""
    faults = [constraint_fault(part) for part in text.split("||")]
    return next(filter(None, faults), "")


def runtime_allows(constraint: str, version: str) -> bool:
    """Tell whether a version of a runtime satisfies a constraint in any known notation.

    What is no constraint at all forbids nothing.
    """
    found = parse_version(version)
    if found is None or runtime_constraint_fault(constraint):
        return True
    parts = constraint.split("||")
    if not any(constraint_fault(part) for part in parts):
        return any(parse_constraint(part).allows(found) for part in parts)
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(constraint).contains(version, prereleases=True)


def _comparator(part: str) -> _Comparator:
    match = _COMPARATOR.fullmatch(part)
    if match is None:
        problem = f"{shown(part, 40)} is no version comparison" if part else "a comparison is empty"
        raise ConstraintError(problem)
    given: list[int] = []
    for name in ("major", "minor", "patch"):
        if match[name] is None or match[name] in "xX*":
            break
        given.append(int(match[name]))
    if match["tail"] and len(given) <= _PATCH:
        raise ConstraintError(f"{shown(part, 40)} has a suffix without a full version")
    return _Comparator(match["operator"] or "", tuple(given), match["tail"])


def _next(given: tuple[int, ...], place: int) -> Version:
    """Return the version with the number at `place` raised by one and nothing after it."""
    return _version((*given[:place], given[place] + 1))


def _version(numbers: tuple[int, ...], tail: str = "") -> Version:
    from semver import Version

    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return Version.parse(f"{major}.{minor}.{patch}{tail}")
