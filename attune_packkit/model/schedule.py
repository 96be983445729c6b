"""Cron text: the five classic fields, with seconds before or a year behind."""

from __future__ import annotations

import re

from attune_packkit.model.refs import is_template, shown

_MAX_LENGTH = 255
_MACROS = frozenset(
    f"@{name}"
    for name in ("yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly", "reboot")
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_CORE = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 7, _DAYS),
)
_SECOND = ("second", 0, 59, ())
_YEAR = ("year", 1970, 9999, ())
_SHAPES = {
    5: (_CORE,),
    6: ((_SECOND, *_CORE), (*_CORE, _YEAR)),
    7: ((_SECOND, *_CORE, _YEAR),),
}
_ITEM = (
    r"(?:\*|\?|L|LW|(?P<first>[0-9]{1,4}|[a-z]{3})(?:-(?P<last>[0-9]{1,4}|[a-z]{3}))?"
    r"(?:L|W|\#[1-5])?)(?:/(?P<step>[0-9]{1,4}))?"
)


_CRON_NAMES = frozenset({"cron", "cron_expression", "expression", "schedule"})
_INTERVAL_NAMES = frozenset({"interval", "interval_seconds"})


def timer_fault(kind: str, name: str, value: object) -> str:
    """Say why a parameter of a timer never lets it fire; "" if it may.

    `kind` is the trigger's type, `cron` or `interval`.
    """
    if kind == "cron" and name in _CRON_NAMES and isinstance(value, str) and not is_template(value):
        fault = cron_fault(value)
        return f"cron expression {shown(value)} {fault}" if fault else ""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "interval" and name in _INTERVAL_NAMES and number and value <= 0:  # type: ignore[operator]
        return f"'{name}' is not more than 0"
    return ""


def cron_fault(text: str) -> str:
    """Say why text is no cron expression; "" if it is one, in any dialect that is in use."""
    plain = text.strip()
    if plain.lower() in _MACROS or plain.lower().startswith("@every "):
        return ""
    if len(plain) > _MAX_LENGTH:
        return "is longer than any cron expression"
    fields = plain.split()
    shapes = _SHAPES.get(len(fields))
    if shapes is None:
        return f"has {len(fields)} fields, expected 5 to 7"
    faults = [_fields_fault(fields, shape) for shape in shapes]
    return "" if "" in faults else faults[0]


def _fields_fault(
    fields: list[str], shape: tuple[tuple[str, int, int, tuple[str, ...]], ...]
) -> str:
    for field, (name, low, high, words) in zip(fields, shape, strict=True):
        for item in field.split(","):
            match = re.fullmatch(_ITEM, item, re.ASCII | re.IGNORECASE)
            numbers = [_number(match[key], words) for key in ("first", "last")] if match else []
            if match is None or any(n is not None and not low <= n <= high for n in numbers):
                return f"has {shown(item, 40)} as {name}, expected {low} to {high}"
            if match["step"] and int(match["step"]) == 0:
                return f"has the step 0 as {name}"
    return ""


def _number(text: str | None, words: tuple[str, ...]) -> int | None:
    """Return the number of an item's end, -1 for a word that is no name here."""
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    name = text.lower()
    return words.index(name) + (words is _MONTHS) if name in words else -1
