"""Plain scalars as YAML 1.2's core schema reads them, and what a YAML 1.1 reader would see.

Attune reads YAML 1.2 and keeps digits with a leading zero as text; most other tools of a pack's
author (PyYAML, Ansible, editors) read YAML 1.1. Where the two differ the author should quote.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

MAX_DIGITS = 64

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {word: word.lower() == "true" for word in
             ("true", "True", "TRUE", "false", "False", "FALSE")}  # fmt: skip
_BOOLEANS_1_1 = frozenset(
    form for word in ("yes", "no", "on", "off") for form in (word, word.title(), word.upper())
)
_WORDS = _NULLS | _BOOLEANS.keys() | _BOOLEANS_1_1
_STARTS_LIKE_NUMBER = re.compile(r"[-+.0-9]")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")

# Patterns, compiled when first used: most packs hold no such number.
_BASED = r"0o[0-7]+|0x[0-9a-fA-F]+"
_FLOAT = r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_NOT_FINITE = r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"

_INTEGER_1_1 = (
    r"[-+]?(?:0b[01_]+|0[0-7_]+|(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)"
)
_FLOAT_1_1 = (
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)"
)
_DATE = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9:.]+.*)?"


class Resolved(NamedTuple):
    """A plain scalar's value, what a 1.1 reader makes of it ("" if the same), and its fault."""

    value: str | int | float | bool | None
    other_reading: str = ""
    fault: str = ""


def resolve(text: str) -> Resolved:
    """Read one plain scalar. Numbers that Python or JSON cannot hold stay text, with a fault."""
    if text in _NULLS:
        return Resolved(None)
    if text in _BOOLEANS:
        return Resolved(_BOOLEANS[text])
    if text in _BOOLEANS_1_1:
        return Resolved(text, "true" if text.lower() in ("yes", "on") else "false")
    return _number(text) if _is_like_number(text) else Resolved(text)


def is_text(text: str) -> bool:
    """Tell whether a plain scalar looks like nothing but text; not of every text that is one."""
    return text not in _WORDS and not _is_like_number(text)


def _is_like_number(text: str) -> bool:
    """Tell whether a text begins as numbers and dates do; a version such as `1.2.0` does not."""
    if not _STARTS_LIKE_NUMBER.match(text):
        return False
    return text.count(".") < 2 or ":" in text


def _number(text: str) -> Resolved:
    if re.fullmatch(_NOT_FINITE, text):
        return Resolved(text, fault="yaml.number_out_of_range")
    if _INTEGER.fullmatch(text):
        if len(text) > MAX_DIGITS:
            return Resolved(text, fault="yaml.number_out_of_range")
        return Resolved(int(text))
    if re.fullmatch(_BASED, text):
        if len(text) > MAX_DIGITS:
            return Resolved(text, fault="yaml.number_out_of_range")
        return Resolved(int(text, 0), "" if text.startswith("0x") else "the text")
    if re.fullmatch(_FLOAT, text):
        return _float(text)
    return Resolved(text, _reading_1_1(text))


def _float(text: str) -> Resolved:
    value = float(text)
    if not math.isfinite(value):
        return Resolved(text, fault="yaml.number_out_of_range")
    return Resolved(value, "" if re.fullmatch(_FLOAT_1_1, text) else "the text")


def _reading_1_1(text: str) -> str:
    if len(text) > MAX_DIGITS:
        return ""
    if re.fullmatch(_INTEGER_1_1, text) or re.fullmatch(_FLOAT_1_1, text):
        return "a number"
    return "a date" if re.fullmatch(_DATE, text) else ""
