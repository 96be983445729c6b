"""Texts that are evidently not of the format that a schema asks for."""

from __future__ import annotations

import re

_DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_FORMS = {
    "email": r"[^@\s]+@[^@\s]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:\S*",
    "uuid": r"(?:urn:uuid:)?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "date": _DATE,
    "date-time": rf"{_DATE}[Tt ]\d{{2}}:\d{{2}}.*",
    "ipv4": r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}",
}
_WORDS = {
    "email": "an email address, such as name@host",
    "uri": "an address that starts with its scheme, such as https://",
    "uuid": "a UUID",
    "date": "a date, such as 2026-05-17",
    "date-time": "a moment, such as 2026-05-17T12:00:00Z",
    "ipv4": "an IPv4 address",
}
_RELATIVE = ("date", "date-time")
"""Formats for which a word such as `today` may stand, if the script that reads it knows it."""


def unfit(name: str, text: str) -> str:
    """Say what a format asks for, if a text is evidently nothing of the kind; else ""."""
    form = _FORMS.get(name, "")
    if not form or not text.strip() or (name in _RELATIVE and not text[:1].isdigit()):
        return ""
    return "" if re.fullmatch(form, text) else _WORDS[name]
