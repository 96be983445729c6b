"""The values that expressions work on: plain data, and what nobody can know before a run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data] | Unknown | None"
"""Plain data as JSON knows it, with unknown parts anywhere in it."""

MAX_STEPS = 1_000_000
MAX_TEXT = 1_000_000
MAX_ITEMS = 100_000
MAX_DEPTH = 100

_MAX_ORIGINS = 5
_CHARACTERS_A_STEP = 20


class Unknown(Struct, frozen=True):
    """A value that only a run will tell. `origins` name what it depends on.

    `text` is what is known of it where it is text, with the origins in angle brackets. `secret`
    values are known to the one who runs it, and shown to nobody.
    """

    origins: tuple[str, ...]
    text: str = ""
    secret: bool = False

    def member(self, name: str) -> Unknown:
        """Return a part of this value, just as unknown."""
        return Unknown(tuple(f"{origin}.{name}" for origin in self.origins), secret=self.secret)

    def __str__(self) -> str:
        if self.text:
            return self.text
        return "***" if self.secret else f"<{', '.join(self.origins)}>"


class Open(dict[str, Data]):
    """A mapping of which only some members are known; `origin` names the rest."""

    def __init__(self, known: dict[str, Data], origin: str) -> None:
        super().__init__(known)
        self.origin = origin

    def rest(self, name: str) -> Unknown:
        """Return a member that is not among the known ones."""
        return Unknown((f"{self.origin}.{name}",))


class UnfitError(Exception):
    """An operation cannot work on the values it is given; the text says why."""


class Budget:
    """How much work is left. One budget may serve many evaluations."""

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self._steps = steps

    def spend(self, steps: int = 1) -> None:
        """Take some of what is left. Raises `UnfitError` when nothing is."""
        self._steps -= steps
        if self._steps < 0:
            raise UnfitError("it takes too much work")

    def text(self, value: str) -> str:
        """Return a text that was made. Raises `UnfitError` if it is too long."""
        if len(value) > MAX_TEXT:
            raise UnfitError(f"the text has more than {MAX_TEXT} characters")
        self.spend(1 + len(value) // _CHARACTERS_A_STEP)
        return value

    def whole(self, value: Data) -> Data:
        """Return a value that was made. Raises `UnfitError` if it is too large, written out."""
        count = characters = 0
        pending = [(value, 1)]
        while pending:
            part, depth = pending.pop()
            count += 1
            if isinstance(part, str):
                characters += len(part)
            if count + len(pending) > MAX_ITEMS or characters > MAX_TEXT:
                raise UnfitError("the value is too large")
            if depth > MAX_DEPTH:
                raise UnfitError(f"the value is nested deeper than {MAX_DEPTH} levels")
            pending += ((below, depth + 1) for below in parts(part))
        self.spend(count + characters // _CHARACTERS_A_STEP)
        return value

    def lacking(self, *values: Data) -> Unknown | None:
        """Return what is unknown in values, at any depth, put together; None if all is known."""
        found = []
        pending = list(values)
        while pending:
            self.spend()
            part = pending.pop()
            if isinstance(part, Unknown):
                found.append(part)
            elif isinstance(part, Open):
                found.append(Unknown((part.origin,)))
            pending += parts(part)
        return together(reversed(found)) if found else None


def together(values: Iterable[Unknown], text: str = "") -> Unknown:
    """Return one unknown that depends on all that the given ones depend on."""
    found = list(values)
    origins = dict.fromkeys(origin for each in found for origin in each.origins)
    return Unknown(tuple(origins)[:_MAX_ORIGINS], text, any(each.secret for each in found))


def parts(value: Data) -> Iterable[Data]:
    """Return the entries of a list, the values of a mapping, nothing of anything else."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def kind_of(value: Data) -> str:
    """Return the name that `type_of` gives a value's kind."""
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def truth(value: Data) -> bool | Unknown:
    """Tell whether a value counts as true: not null, false, zero or empty."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Open) and not value:
        return Unknown((value.origin,))
    return bool(value)


def number(value: Data) -> int | float | None:
    """Return a value that is a number; true and false are none."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def text_of(value: Data, null: str = "null") -> str | Unknown:
    """Return a value as text, mappings and lists as JSON."""
    if isinstance(value, str | Unknown):
        return value
    if value is None:
        return null
    found: list[Unknown] = []

    def placeholder(part: Unknown) -> str:
        found.append(part)
        return str(part)

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=placeholder)
    return together(found, text) if found else text


def joined(pieces: Iterable[str | Unknown]) -> str | Unknown:
    """Join texts, of which some may be unknown."""
    found = list(pieces)
    lacking = [piece for piece in found if isinstance(piece, Unknown)]
    text = "".join(map(str, found))
    return together(lacking, text) if lacking else text


def equal(left: Data, right: Data, budget: Budget) -> bool | Unknown:
    """Compare by value: 3 equals 3.0, else nothing equals anything of another kind."""
    budget.spend()
    lacking = [each for each in (left, right) if isinstance(each, Unknown)]
    if lacking:
        return together(lacking)
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        pairs = zip(left, right, strict=False)
        return len(left) == len(right) and _all_equal(pairs, budget)
    if isinstance(left, dict) and isinstance(right, dict):
        return _equal_mappings(left, right, budget)
    return left == right


def _all_equal(pairs: Iterable[tuple[Data, Data]], budget: Budget) -> bool | Unknown:
    undecided: bool | Unknown = True
    for one, other in pairs:
        same = equal(one, other, budget)
        if same is False:
            return False
        undecided = undecided if same is True else same
    return undecided


def _equal_mappings(
    left: dict[str, Data], right: dict[str, Data], budget: Budget
) -> bool | Unknown:
    shared = [(left[name], right[name]) for name in left if name in right]
    same = _all_equal(shared, budget)
    openings = [Unknown((each.origin,)) for each in (left, right) if isinstance(each, Open)]
    if openings and same is not False:
        return together(openings)
    return same if len(shared) == len(left) == len(right) else False


def below(left: Data, right: Data, budget: Budget) -> bool:
    """Tell whether one known value orders before another.

    Raises `UnfitError` if they have no order.
    """
    budget.spend()
    one, other = number(left), number(right)
    if one is not None and other is not None:
        return one < other
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    if isinstance(left, list) and isinstance(right, list):
        for first, second in zip(left, right, strict=False):
            if equal(first, second, budget) is not True:
                return below(first, second, budget)
        return len(left) < len(right)
    raise UnfitError(f"{kind_of(left)} and {kind_of(right)} have no order")
