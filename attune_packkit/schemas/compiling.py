"""The one place where JSON Schemas are compiled: nothing is ever fetched, patterns are bounded.

The engine is `jsonschema_rs`. As it is imported it parses the date of its own build with
`email.utils`, which drags in `socket`, `urllib`, `random` and more, and so takes five times as
long as the engine itself: longer than checking a pack. Meanwhile a stand-in takes that place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any, TypeAlias

from attune_packkit import schemas

_DATES = "email.utils"


class _Undated(ModuleType):
    """Stands in for `email.utils`: leaves dates as they are written, lends all else from it."""

    @staticmethod
    def parsedate_to_datetime(text: str) -> str:
        return text

    def __getattr__(self, name: str) -> Any:
        sys.modules.pop(_DATES, None)
        import email.utils

        return getattr(email.utils, name)


@contextmanager
def _undated() -> Iterator[None]:
    """Let nobody who is imported meanwhile load `email.utils` to parse a date."""
    if _DATES in sys.modules:
        yield
        return
    stand_in = sys.modules[_DATES] = _Undated(_DATES)
    try:
        yield
    finally:
        if sys.modules.get(_DATES) is stand_in:
            del sys.modules[_DATES]


with _undated():
    import jsonschema_rs

Compiled: TypeAlias = jsonschema_rs.Validator
CompiledParts: TypeAlias = jsonschema_rs.ValidatorMap
ValidationError = jsonschema_rs.ValidationError
PatternOptions: TypeAlias = jsonschema_rs.RegexOptions | jsonschema_rs.FancyRegexOptions

LINEAR = jsonschema_rs.RegexOptions()
"""Patterns that an engine takes in time linear to the text."""

BACKTRACKING = jsonschema_rs.FancyRegexOptions(backtrack_limit=10_000)
"""Patterns that look around or back, with so few steps that none takes long."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def compile_schema(
    schema: Any, patterns: PatternOptions = LINEAR, *, formats: bool | None = None
) -> Compiled:
    """Compile a schema of draft 2020-12; with `formats` its `format` keywords are judged too.

    Raises `ValidationError` or `ValueError` for one that is none, or names another by `$ref`.
    """
    return jsonschema_rs.Draft202012Validator(
        schema, offline=True, pattern_options=patterns, validate_formats=formats
    )


@cache
def validator(kind: str) -> Compiled:
    """Return the compiled schema of one of packkit's kinds.

    What kinds share is compiled where it is referred to, and read once.
    """
    return jsonschema_rs.Draft202012Validator(
        schemas.source(kind), offline=True, pattern_options=LINEAR, registry=_shared()
    )


@cache
def _shared() -> jsonschema_rs.Registry:
    common = schemas.source("common")
    return jsonschema_rs.Registry([(common["$id"], common)])


def compile_parts(schema: Any, patterns: PatternOptions = LINEAR) -> CompiledParts:
    """Compile a schema and each of its parts, by JSON Pointer. Raises as `compile_schema`."""
    return jsonschema_rs.validator_map_for(
        {**schema, "$schema": _DRAFT}, offline=True, pattern_options=patterns
    )
