"""How JSON Schemas are compiled: lean to import, offline, bounded."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from attune_packkit import schemas
from attune_packkit.schemas.compiling import (
    BACKTRACKING,
    compile_parts,
    compile_schema,
    validator,
)


def _run(code: str) -> str:
    """Return what a fresh Python process prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_engine_does_not_bring_the_parser_of_dates_along() -> None:
    """It is needed for the date of the build alone, and takes five times as long as the rest."""
    shown = _run(
        "import sys, attune_packkit.schemas.compiling;"
        "print(*{'email.utils', 'socket', 'urllib.parse', 'random'} & set(sys.modules))"
    )
    assert shown == ""


def test_the_real_parser_of_dates_is_there_afterwards() -> None:
    shown = _run(
        "import attune_packkit.schemas.compiling, email.utils;"
        "print(email.utils.parsedate_to_datetime('Mon, 01 Jan 2024 00:00:00 +0000').year)"
    )
    assert shown == "2024"


def test_a_parser_of_dates_that_is_loaded_already_stays() -> None:
    shown = _run(
        "import email.utils as before, attune_packkit.schemas.compiling, sys;"
        "print(sys.modules['email.utils'] is before)"
    )
    assert shown == "True"


def test_another_use_of_the_stand_in_meets_the_real_module() -> None:
    shown = _run(
        "from attune_packkit.schemas.compiling import _undated\n"
        "with _undated():\n"
        "    from email.utils import formataddr\n"
        "    print(formataddr(('A', 'a@b.example')))\n"
    )
    assert shown == "A <a@b.example>"


def test_a_reference_to_an_address_is_refused_unread() -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        compile_schema({"$ref": "http://127.0.0.1:9/schema.json"})
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        compile_parts({"$ref": "http://127.0.0.1:9/schema.json"})


def test_a_pattern_that_backtracks_needs_to_be_asked_for() -> None:
    behind = {"pattern": r"(?<=a)b"}
    with pytest.raises(ValueError, match="pattern"):
        compile_schema(behind)
    assert compile_schema(behind, BACKTRACKING).is_valid("ab")


@pytest.mark.parametrize("kind", sorted(set(schemas.KINDS) - {"index", "report", "release_index"}))
def test_a_kind_is_judged_as_its_complete_schema_judges(kind: str) -> None:
    complete = compile_schema(schemas.load(kind))
    for value in ({}, {"ref": 1, "label": [], "tags": "a", "parameters": 1, "unknown": True}):
        told = [
            (list(each.instance_path), list(each.schema_path), each.message)
            for each in validator(kind).iter_errors(value)
        ]
        expected = [
            (list(each.instance_path), list(each.schema_path), each.message)
            for each in complete.iter_errors(value)
        ]
        assert told == expected
    assert complete.is_valid({}) == validator(kind).is_valid({})


@pytest.mark.parametrize("kind", schemas.KINDS)
def test_a_complete_schema_refers_to_nothing_outside(kind: str) -> None:
    text = json.dumps(schemas.load(kind))
    assert set(re.findall(r'"\$ref": "([^"]{2})', text)) <= {"#/"}
