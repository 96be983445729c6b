"""Both dialects become one JSON Schema, whatever a file holds."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.diagnostics import Place
from attune_packkit.model.json_schema import object_schema, to_json_schema
from attune_packkit.model.schema import MAX_NODES, Schema, dialect_of, load, types_of
from attune_packkit.model.vocabulary import KEYWORDS, TYPES

PLACE = Place("actions/weigh.yaml", ("parameters",))

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False)
    | st.text("ab{}$#/.-_", max_size=6)
    | st.sampled_from(sorted(TYPES))
)
words = st.sampled_from([*KEYWORDS, "secret", "position", "key_ref", "x-note", "grams"])
plain_data = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=5),
    max_leaves=25,
)
mappings = st.dictionaries(words, plain_data, max_size=6)


def read(raw: Any) -> Schema:
    schema = load("parameters", PLACE, raw)
    assert schema is not None
    return schema


@given(mappings)
def test_normalising_twice_is_normalising_once(raw: dict[str, Any]) -> None:
    once = to_json_schema(raw)
    assert to_json_schema(once) == once
    assert object_schema(raw) == to_json_schema(object_schema(raw))


@given(mappings)
def test_what_is_normalised_compiles(raw: dict[str, Any]) -> None:
    """Only what needs more than a look at one keyword is left to fail: patterns, references."""
    try:
        jsonschema_rs.Draft202012Validator(to_json_schema(raw), offline=True)
    except jsonschema_rs.ValidationError as error:
        text = f"{error.kind.name} {error.kind.value} {error.instance_path} {error.message}"
        assert any(word in text for word in ("format", "$", "pattern", "regex", "URI")), text


@given(plain_data)
def test_any_plain_data_can_be_read(raw: Any) -> None:
    schema = load("parameters", PLACE, raw)
    assert (schema is not None) == isinstance(raw, dict)
    if schema is not None:
        assert len(schema.nodes) <= MAX_NODES
        assert set(schema.required) <= set(schema.fields)
        assert isinstance(schema.json_schema(), dict)
        for node in schema.nodes:
            assert set(types_of(node.raw)) <= TYPES - {"any"}
            assert node.place.pointer[:1] == ("parameters",)
        list(schema.secrets)


fields = st.dictionaries(
    st.text("abcdef_", min_size=1, max_size=8),
    st.fixed_dictionaries(
        {"type": st.sampled_from(sorted(TYPES))},
        optional={
            "description": st.text(max_size=5),
            "default": scalars,
            "minimum": st.integers(0, 9),
            "secret": st.booleans(),
        },
    ),
    max_size=5,
)


@given(fields, st.data())
def test_both_dialects_mean_the_same(described: dict[str, Any], data: st.DataObject) -> None:
    names = sorted(described)
    required = [name for name in names if data.draw(st.booleans())]
    flat = read({name: {**described[name], "required": name in required} for name in names})
    json = read(
        {"type": "object", "properties": {n: described[n] for n in names}, "required": required}
    )
    assert (flat.dialect, json.dialect) == ("flat", "json")
    assert _unordered(flat.json_schema()) == _unordered(json.json_schema())
    assert set(flat.required) == set(json.required)
    assert {f.name: f.secret for f in flat.fields.values()} == {
        f.name: f.secret for f in json.fields.values()
    }


def _unordered(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "required": set(schema.get("required", []))}


@given(fields)
def test_reading_what_was_normalised_changes_nothing(described: dict[str, Any]) -> None:
    once = read({name: {**each, "required": True} for name, each in described.items()})
    twice = read(once.json_schema())
    assert twice.dialect == "json"
    assert twice.json_schema() == once.json_schema()
    assert twice.required == once.required
    assert [f.types for f in twice.fields.values()] == [f.types for f in once.fields.values()]


@pytest.mark.parametrize(
    ("raw", "dialect"),
    [
        ({}, "flat"),
        ({"type": "object"}, "json"),
        ({"type": ["object", "null"]}, "json"),
        ({"type": {"type": "string"}}, "flat"),
        ({"properties": {"a": {"type": "string"}}, "required": ["a"]}, "json"),
        ({"properties": {"a": {"type": "string"}}, "$schema": "x"}, "json"),
        ({"properties": {"type": "object"}}, "flat"),
        ({"grams": {"type": "integer"}}, "flat"),
    ],
)
def test_which_dialect_a_schema_is_in(raw: dict[str, Any], dialect: str) -> None:
    assert dialect_of(raw) == dialect


def test_older_habits_are_translated() -> None:
    assert to_json_schema({"minimum": 5, "exclusiveMinimum": True}) == {"exclusiveMinimum": 5}
    assert to_json_schema({"maximum": 5, "exclusiveMaximum": False}) == {"maximum": 5}
    assert to_json_schema({"type": ["string", "string", "any"]}) == {}
    assert to_json_schema({"type": ["string", "string"]}) == {"type": ["string"]}
    assert to_json_schema({"anyOf": [], "minLength": "x", "format": None}) == {}
    assert to_json_schema({"secret": True, "position": 1, "key_ref": True}) == {}


def test_flat_fields_below_flat_fields() -> None:
    schema = read(
        {
            "parcel": {
                "type": "object",
                "required": True,
                "properties": {"grams": {"type": "any", "required": True}},
            },
            "x-note": {"type": "string"},
        }
    )
    assert schema.json_schema() == {
        "type": "object",
        "properties": {
            "parcel": {"type": "object", "properties": {"grams": {}}, "required": ["grams"]}
        },
        "required": ["parcel"],
    }
    assert [node.field for node in schema.nodes] == ["parcel", "grams"]
    assert not schema.open


def test_subschemas_are_found_in_order_wherever_they_are() -> None:
    schema = read(
        {
            "type": "object",
            "properties": {"a": {"items": {"not": {"type": "null"}}}, "b": True},
            "anyOf": [{"required": ["a"]}, {"if": {}, "then": {"minProperties": 1}}],
            "$defs": {"size": {"prefixItems": [{"type": "string"}]}},
            "enum": [{"type": "integer"}],
        }
    )
    pointers = ["/".join(map(str, node.place.pointer[1:])) for node in schema.nodes]
    assert pointers == [
        "",
        "properties/a",
        "properties/a/items",
        "properties/a/items/not",
        "anyOf/0",
        "anyOf/1",
        "anyOf/1/if",
        "anyOf/1/then",
        "$defs/size",
        "$defs/size/prefixItems/0",
    ]
    assert schema.nodes[0].root
    assert schema.open


def test_nesting_beyond_any_file_ends() -> None:
    raw: dict[str, Any] = {"type": "string"}
    for _ in range(5_000):
        raw = {"items": raw}
    assert to_json_schema(raw)
    assert len(read({"deep": {"type": "array", **raw}}).nodes) == MAX_NODES
