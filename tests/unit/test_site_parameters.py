"""Schemas as tables."""

from __future__ import annotations

from typing import Any

import pytest

from attune_packkit.diagnostics import Place
from attune_packkit.model.schema import load
from attune_packkit.sitegen.models import FieldTable, ParameterRow
from attune_packkit.sitegen.parameters import MAX_ROWS, table, type_of
from attune_packkit.sitegen.secrets import HIDDEN


def rows(raw: dict[str, Any]) -> dict[str, ParameterRow]:
    return {row.name: row for row in made(raw).rows}


def made(raw: dict[str, Any]) -> FieldTable:
    schema = load("parameters", Place("actions/a.yaml", ("parameters",)), raw)
    return table("Parameters", "param", schema, "takes none")


def test_both_dialects_give_the_same_rows() -> None:
    flat = {"region": {"type": "string", "required": True, "description": "Where."}}
    plain = {"region": {"type": "string", "description": "Where."}}
    json = {"type": "object", "properties": plain, "required": ["region"]}
    assert rows(flat) == rows({**json, "additionalProperties": False})
    assert rows(flat)["region"].required


def test_what_callers_must_give_comes_first() -> None:
    fields = {name: {"type": "string", "required": name in "bd"} for name in "abcd"}
    assert list(rows(fields)) == ["b", "d", "a", "c"]


def test_a_row_says_what_a_value_must_be() -> None:
    row = rows(
        {
            "size": {
                "type": "integer",
                "minimum": 1,
                "maximum": 100000,
                "multipleOf": 5,
                "default": 5,
                "description": "How large.",
            }
        }
    )["size"]
    assert (row.type, row.default, row.description) == ("whole number", "5", "How large.")
    assert row.limits == (("1 to 100,000", ""), ("a multiple of 5", ""))
    assert row.anchor == "param-size"


def test_an_empty_default_is_told_from_none() -> None:
    found = rows({"a": {"type": "string", "default": ""}, "b": {"type": "string"}})
    assert (found["a"].default, found["b"].default) == ('""', "")
    assert rows({"c": {"type": "boolean", "default": False}})["c"].default == "false"


def test_choices_are_literals() -> None:
    row = rows({"a": {"type": "string", "enum": ["x", 1, None, ""]}})["a"]
    assert row.choices == ("x", "1", "null", '""')


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "string", "secret": True, "default": "hunter2"},
        {"type": "string", "format": "password", "default": "hunter2"},
    ],
)
def test_a_secret_shows_no_default(raw: dict[str, Any]) -> None:
    row = rows({"a": raw})["a"]
    assert row.secret
    assert row.default == HIDDEN
    assert "hunter2" not in repr(row)


def test_a_secret_by_its_name_is_one() -> None:
    assert rows({"api_token": {"type": "string"}})["api_token"].secret
    assert not rows({"token_ttl": {"type": "integer"}})["token_ttl"].secret


def test_objects_lists_and_values_are_opened_in_place() -> None:
    inner = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    found = rows(
        {
            "one": inner,
            "many": {"type": "array", "items": inner},
            "keyed": {"type": "object", "additionalProperties": inner},
        }
    )
    assert [found[name].more_note for name in ("one", "many", "keyed")] == [
        "", "each entry", "each value",
    ]  # fmt: skip
    for name in found:
        (city,) = found[name].more
        assert (city.path, city.required, city.depth) == (f"{name}.city", True, 1)
        assert city.anchor == f"param-{name}-city"


def test_references_and_all_of_are_never_blank() -> None:
    found = rows(
        {
            "type": "object",
            "properties": {
                "home": {"$ref": "#/$defs/place"},
                "work": {"allOf": [{"$ref": "#/$defs/place"}, {"required": ["city"]}]},
            },
            "$defs": {"place": {"type": "object", "properties": {"city": {"type": "string"}}}},
        }
    )
    assert [row.name for row in found["home"].more] == ["city"]
    assert [row.name for row in found["work"].more] == ["city"]
    assert found["work"].more[0].required


def test_a_reference_that_goes_round_ends() -> None:
    found = rows(
        {
            "type": "object",
            "properties": {"tree": {"$ref": "#/$defs/node"}},
            "$defs": {
                "node": {"type": "object", "properties": {"child": {"$ref": "#/$defs/node"}}}
            },
        }
    )
    assert [row.name for row in found["tree"].more] == ["child"]
    assert found["tree"].more[0].more == ()


def test_alternatives_are_told_apart() -> None:
    one = {"title": "by name", "properties": {"name": {"type": "string"}}}
    found = rows({"who": {"oneOf": [one, {"type": "integer"}]}})["who"]
    assert found.type == "object or whole number"
    assert [row.name for row in found.more] == ["by name", "option 2"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "any value"),
        ({"type": "array", "items": {"type": "string"}}, "list of texts"),
        ({"type": ["string", "null"]}, "text or null"),
        ({"properties": {}}, "object"),
        ({"enum": [1]}, "one of the values below"),
    ],
)
def test_types_are_said_in_words(raw: dict[str, Any], words: str) -> None:
    assert type_of(raw) == words


def test_an_enormous_schema_is_shown_in_part_and_says_so() -> None:
    found = made({f"field_{number}": {"type": "string"} for number in range(MAX_ROWS + 10)})
    assert len(found.rows) == MAX_ROWS
    assert "first 1,000" in found.note


def test_no_schema_is_said_in_words() -> None:
    found = table("Parameters", "param", None, "It takes no parameters.")
    assert (found.rows, found.empty) == ((), "It takes no parameters.")
