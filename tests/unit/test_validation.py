"""Values against schemas that packs supply: exact, bounded, never an exception."""

from __future__ import annotations

import time
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.diagnostics import Place
from attune_packkit.model.held_values import is_overloaded, validate_node
from attune_packkit.model.json_schema import to_json_schema
from attune_packkit.model.schema import load
from attune_packkit.model.validation import has_template, validate_value, validator

PLACE = Place("actions/weigh.yaml", ("parameters",))

values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(0, 9) | st.text("ab{", max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=10,
)
schemas = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "array", "object", "any"]),
            "minimum": st.integers(0, 5),
            "maxLength": st.integers(0, 3),
            "enum": st.lists(st.integers(0, 3) | st.text("ab", max_size=2), min_size=1),
            "pattern": st.sampled_from(["^a", "(a+)+$", "("]),
            "$ref": st.sampled_from(["#", "#/properties/a", "#/nowhere", "http://localhost/x"]),
            "required": st.lists(st.sampled_from("abc"), unique=True),
            "uniqueItems": st.booleans(),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from("abc"), inner),
            "items": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "not": inner,
            "additionalProperties": inner | st.booleans(),
        },
    ),
    max_leaves=8,
)


@given(schemas, values)
def test_a_value_has_faults_exactly_when_it_is_invalid(schema: dict[str, Any], value: Any) -> None:
    normal = to_json_schema(schema)
    faults = validate_value(normal, value)
    if has_template(value):
        return
    try:
        compiled = jsonschema_rs.Draft202012Validator(normal, offline=True)
    except jsonschema_rs.ValidationError:
        assert faults == ()
    else:
        assert bool(faults) == (not compiled.is_valid(value))
        assert all(fault.words for fault in faults)


@given(st.dictionaries(st.sampled_from("abc"), schemas), values)
def test_a_value_inside_a_schema_is_judged_alike(fields: dict[str, Any], value: Any) -> None:
    schema = load("parameters", PLACE, {"type": "object", "properties": fields})
    assert schema is not None
    for node in schema.nodes:
        faults = validate_node(schema, node, value)
        if "$ref" not in str(node.raw) and not is_overloaded(schema):
            assert faults == validate_value(to_json_schema(node.raw), value)


def words(schema: dict[str, Any], value: Any, **options: Any) -> list[str]:
    return [fault.words for fault in validate_value(schema, value, **options)]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "integer"}, "x", "is 'x', expected a whole number"),
        ({"type": ["string", "null"]}, 5, "is the number 5, expected text"),
        ({"type": "object"}, [], "is an empty list, expected a mapping"),
        ({"enum": ["on", "off"]}, "of", "is 'of', expected one of on, off"),
        ({"const": "a"}, "b", "is 'b', expected a"),
        ({"minimum": 5}, 3, "is the number 3, expected at least 5"),
        ({"exclusiveMaximum": 1}, 1.0, "is the number 1.0, expected less than 1"),
        ({"multipleOf": 6}, 8, "is the number 8, expected a multiple of 6"),
        ({"minLength": 1}, "", "is empty, expected some text"),
        ({"maxLength": 2}, "abc", "is 'abc', expected at most 2 characters"),
        ({"maxItems": 1}, [1, 2], "is a list, expected at most 1 entries"),
        ({"minProperties": 1}, {}, "is an empty mapping, expected at least 1 keys"),
        ({"uniqueItems": True}, [1, 1], "is a list, expected entries that all differ"),
        ({"pattern": "^a$"}, "b", "is 'b', expected text that matches ^a$"),
        ({"required": ["a"]}, {}, "lacks 'a'"),
        ({"additionalProperties": False}, {"a": 1}, "has the unknown key 'a'"),
        (
            {"unevaluatedProperties": False, "allOf": [{"properties": {"a": {}}}]},
            {"b": 1},
            "has the unknown key 'b'",
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            [],
            "is an empty list, expected text or a whole number",
        ),
        (
            {"oneOf": [{"required": ["a"]}, {"type": "string", "minLength": 3}]},
            {},
            "is an empty mapping, expected a value that fits one of the alternatives",
        ),
        ({"not": {"type": "null"}}, None, "is null, expected a value that does not fit `not`"),
        ({"contains": {"type": "null"}}, [1], "is a list, expected an entry that fits `contains`"),
        (
            {"propertyNames": {"maxLength": 1}},
            {"ab": 1},
            "is a mapping, expected keys that are each at most 1 characters",
        ),
        (
            {"items": False},
            [1],
            "is the number 1, expected nothing, as it does not go with the rest",
        ),
    ],
)
def test_how_a_fault_is_worded(schema: dict[str, Any], value: Any, expected: str) -> None:
    assert words(schema, value) == [expected]


def test_pointers_and_hints_lead_to_the_mistake() -> None:
    schema: Any = {
        "properties": {"stops": {"items": {"enum": ["harbour", "depot"]}}},
        "required": ["size"],
    }
    size, stop = validate_value(schema, {"stops": ["depot", "harbor"]})
    assert (stop.pointer, stop.hint) == (("stops", 1), "did you mean 'harbour'?")
    assert (size.pointer, size.name, size.keyword) == ((), "size", "required")
    assert stop.place_in(PLACE).pointer == ("parameters", "stops", 1)
    assert size.place_in(PLACE).on == "key"
    (unknown,) = validate_value({"properties": {"size": {}}, "additionalProperties": False},
                                {"sizes": 1})  # fmt: skip
    assert unknown.hint == "did you mean 'size'?"
    assert unknown.place_in(PLACE) == PLACE.key("sizes")


def test_partial_values_may_lack_keys_at_the_top_only() -> None:
    inner = {"type": "object", "required": ["b"]}
    schema = {"required": ["a"], "properties": {"c": inner}}
    assert words(schema, {"c": {}}, partial=True) == ["lacks 'b'"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, "{{ x }}"),
        ({"enum": ["a"]}, "pre{{ x }}"),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, {"a": "{{ x }}"}),
        ({"anyOf": [{"required": ["b"]}, {"properties": {"a": {"const": 1}}}]}, {"a": "{{ x }}"}),
        ({"enum": [["a"]]}, ["{{ x }}"]),
        ({"uniqueItems": True}, ["{{ x }}", "{{ x }}"]),
        ({"contains": {"const": 1}}, ["{{ x }}"]),
        ({"additionalProperties": False}, {"{{ name }}": 1}),
        ({"required": ["a"]}, {"{{ name }}": 1}),
        (
            {"if": {"properties": {"a": {"const": 1}}}, "else": {"required": ["b"]}},
            {"a": "{{ x }}"},
        ),
    ],
)
def test_what_a_template_decides_is_not_judged(schema: dict[str, Any], value: Any) -> None:
    assert validate_value(schema, value) == ()


def test_what_a_template_cannot_mend_is_judged() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
        "required": ["c"],
        "additionalProperties": False,
    }
    assert set(words(schema, {"a": "{{ x }}", "b": "y", "d": 1})) == {
        "is 'y', expected a whole number",
        "lacks 'c'",
        "has the unknown key 'd'",
    }
    assert words({"type": "integer"}, ["{{ x }}"]) == ["is a list, expected a whole number"]


@pytest.mark.parametrize(
    "schema",
    [
        {"pattern": "("},
        {"$ref": "#/nowhere"},
        {"$ref": "http://localhost/schema"},
        {"$ref": "file:///etc/passwd"},
        {"enum": ["\ud800"]},
        {"$id": "::::"},
        {
            "allOf": [{"$ref": f"#/$defs/d{n}"} for n in range(9)],
            "$defs": {f"d{n}": {"anyOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 9} for n in range(9)},
        },
    ],
)
def test_a_schema_that_cannot_be_used_is_a_result(schema: dict[str, Any]) -> None:
    assert validate_value(schema, {"a": "x"}) == ()
    fault = validator(schema).fault
    assert fault is not None
    assert isinstance(fault.message, str)


@pytest.mark.parametrize(
    "keyword",
    [
        {"minLength": -1},
        {"multipleOf": 0},
        {"type": "nope"},
        {"maximum": float("nan")},
        {"$schema": 5},
        {"properties": []},
        {"required": "a"},
        {"exclusiveMinimum": True},
    ],
)
def test_a_malformed_keyword_does_not_keep_the_rest_from_use(keyword: dict[str, Any]) -> None:
    assert words({"maxLength": 1, **keyword}, "ab") == ["is 'ab', expected at most 1 characters"]


def test_values_that_json_cannot_hold_are_no_exception() -> None:
    hostile: list[Any] = ["\ud800", float("nan"), float("inf"), 10**5_000, {"a": "\udfff"}]
    for value in hostile:
        validate_value({"type": "string", "minLength": 1}, value)


def test_work_is_bounded() -> None:
    tree: dict[str, Any] = {}
    for _ in range(60):
        tree = {"a": tree}
    branch: Any = {"properties": {"a": {"$ref": "#"}}, "required": ["a"]}
    started = time.process_time()
    assert validate_value({"anyOf": [branch, branch]}, tree) == ()
    assert validate_value({"items": {"enum": list(range(9_000))}}, list(range(9_000))) == ()
    assert time.process_time() - started < 1


def test_a_list_of_plain_texts_is_affordable() -> None:
    assert words({"items": {"type": "string"}}, [*["x"] * 5_000, 1]) == [
        "is the number 1, expected text"
    ]


def test_secrets_are_hidden() -> None:
    schema = load(
        "parameters",
        PLACE,
        {"pin": {"type": "integer", "secret": True}, "password": {"type": "integer"}},
    )
    assert schema is not None
    faults = validate_value(schema, {"pin": "hunter2", "password": "hunter2"})
    assert len(faults) == 2
    assert all("hunter2" not in repr(fault) and fault.secret for fault in faults)
    assert all(fault.place_in(PLACE).hidden for fault in faults)


@pytest.mark.parametrize("fields", [1, 100])
@pytest.mark.parametrize(("values", "overloaded"), [(49_900, False), (50_100, True)])
def test_a_schema_that_lists_too_many_values_is_told_of(
    fields: int, values: int, overloaded: bool
) -> None:
    each = {"type": "string", "default": "none", "enum": ["a"] * (values // fields)}
    given: Any = {f"f{number}": dict(each) for number in range(fields)}
    schema = load("parameters", PLACE, {"type": "object", "properties": given})
    assert schema is not None
    assert is_overloaded(schema) is overloaded
