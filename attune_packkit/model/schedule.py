"""Cron text: the five classic fields, with seconds before or a year behind."""

from __future__ import annotations

import re

from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.model.refs import is_template
from attune_packkit.model.vocabulary import is_number

_MAX_LENGTH = 255
_MACROS = frozenset(
    f"@{name}"
    for name in ("yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly", "reboot")
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_WHOLE = (
    *("january", "february", "march", "april", "june", "july", "august", "september"),
    *("october", "november", "december", "sunday", "monday", "tuesday", "wednesday"),
    *("thursday", "friday", "saturday"),
)
"""Names that some dialects take in full."""
_END = rf"[0-9]{{1,4}}|{'|'.join(_WHOLE)}|[a-z]{{3}}"
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
    rf"(?:\*|\?|LW|L(?:-[0-9]{{1,2}})?|(?P<first>{_END})(?:-(?P<last>{_END}))?"
    r"(?:L|W|\#(?:[1-5]|L))?)(?:/(?P<step>[0-9]{1,4}))?"
)


_CRON_NAMES = frozenset({"cron", "cron_expression", "expression", "schedule"})
_ZONE_NAMES = frozenset({"timezone", "time_zone", "tz"})
_INTERVAL_NAMES = frozenset({"interval", "interval_seconds"})


def timer_fault(kind: str, name: str, value: Value) -> tuple[str, str]:
    """Say why a timer never fires with this parameter, and the remedy; two "" if it may fire.

    `kind` is the trigger's type, `cron` or `interval`.
    """
    if kind == "cron" and name in _CRON_NAMES and isinstance(value, str) and not is_template(value):
        fault = cron_fault(value)
        return (f"cron expression {shown(value)} {fault}", "") if fault else ("", "")
    if kind == "cron" and name in _ZONE_NAMES:
        from attune_packkit.model.time_zones import zone_fault

        return zone_fault(value)
    if kind == "interval" and name in _INTERVAL_NAMES and is_number(value) and value <= 0:
        return f"'{name}' is not more than 0", ""
    return "", ""


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
    return _day_fault(dict(zip((each[0] for each in shape), fields, strict=True)))


def _day_fault(fields: dict[str, str]) -> str:
    """Say that none of the months has any of the days; a day of the week may do instead."""
    days, months = fields["day of the month"].split(","), fields["month"].lower().split(",")
    if fields["day of the week"] not in "*?" or not all(map(str.isdigit, days)):
        return ""
    numbers = [_number(each, _MONTHS) if each.isalnum() else None for each in months]
    longest = max((_LONGEST[each - 1] if each else 31 for each in numbers), default=31)
    return "" if min(map(int, days)) <= longest else "names a day that the month never has"


def _number(text: str | None, words: tuple[str, ...]) -> int | None:
    """Return the number of an item's end, -1 for a word that is no name here."""
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    name = text.lower()[:3] if text.lower() in _WHOLE else text.lower()
    return words.index(name) + (words is _MONTHS) if name in words else -1
