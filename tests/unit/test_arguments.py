"""Arguments held against a schema: what is missing, unknown, wrong; templates are not judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.diagnostics import Place
from attune_packkit.documents import reader
from attune_packkit.documents.document import Value
from attune_packkit.model.arguments import SAME, compare
from attune_packkit.model.schema import Schema, load
from attune_packkit.model.validation import validate_value

FLAT = "number: {type: string, required: true}\ngrams: {type: integer, minimum: 1}\n"
JSON = (
    "type: object\nrequired: [number]\nproperties:\n"
    "  number: {type: string}\n  grams: {type: integer, minimum: 1}\n"
)


def value(text: str) -> dict[str, Value]:
    return reader.read("x.yaml", text.encode()).mapping


def schema(text: str) -> Schema:
    found = load("parameters", Place("actions/weigh.yaml", ("parameters",)), value(text))
    assert found is not None
    return found


@pytest.mark.parametrize("text", [FLAT, JSON])
def test_both_dialects_say_the_same(text: str) -> None:
    found = compare(value("grams: 0\ngram: 1\n"), schema(text))
    assert [field.name for field in found.missing] == ["number"]
    assert [(each.name, each.near, each.refused) for each in found.unknown] == [
        ("gram", "", False),
    ]
    assert [(fault.pointer, fault.keyword) for fault in found.wrong] == [(("grams",), "minimum")]


def test_a_near_name_is_one_that_is_not_given() -> None:
    (unknown,) = compare(value("number: x\ngram: 1\n"), schema(FLAT)).unknown
    assert unknown.near == "grams"


@pytest.mark.parametrize(
    "arguments",
    [
        "number: x",
        "number: x\ngrams: 5",
        "number: '{{ x }}'\ngrams: '{{ y }}'",
        "number: x\ngrams: 'about {{ y }}'",
        "number:\ngrams:",
        "'{{ name }}': x",
    ],
)
@pytest.mark.parametrize("text", [FLAT, JSON])
def test_nothing_is_said_of_sound_arguments(text: str, arguments: str) -> None:
    assert compare(value(arguments), schema(text)) == SAME


def test_a_default_makes_a_required_field_optional() -> None:
    assert compare({}, schema("number: {type: string, required: true, default: x}")) == SAME


@pytest.mark.parametrize(
    "more",
    [
        "additionalProperties: true",
        "additionalProperties: {type: string}",
        "patternProperties: {x: {}}",
        "anyOf: [{required: [number]}]",
        "$ref: '#/$defs/a'",
    ],
)
def test_schemas_that_allow_for_more_know_no_unknown_name(more: str) -> None:
    assert compare(value("number: x\nnote: x\n"), schema(f"{JSON}{more}\n")).unknown == ()


def test_a_closed_schema_refuses() -> None:
    closed = schema(f"{JSON}additionalProperties: false\n")
    (unknown,) = compare(value("number: x\nnote: x\n"), closed).unknown
    assert (unknown.name, unknown.refused) == ("note", True)


@pytest.mark.parametrize("text", ["{}", "type: object", "type: object\nproperties: {}"])
def test_a_schema_that_names_nothing_takes_everything(text: str) -> None:
    assert compare(value("note: x"), schema(text)) == SAME


def test_faults_deep_inside_know_the_way() -> None:
    nested = "way: {type: array, items: {type: object, properties: {depot: {type: string}}}}"
    found = compare(value("way: [{depot: east}, {depot: 5}, {depot: '{{ x }}'}]"), schema(nested))
    assert [fault.pointer for fault in found.wrong] == [("way", 1, "depot")]


def test_a_schema_that_does_not_compile_judges_nothing() -> None:
    broken = "number: {type: string, pattern: '('}\ngrams: {type: nothing}"
    assert compare(value("number: x\ngrams: x\n"), schema(broken)).wrong == ()


scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "{{ x }}"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("a"), inner),
    max_leaves=4,
)
fields = st.booleans() | st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "number", "array", "object", "any", "strin"])},
    optional={
        "required": st.booleans() | st.just(["a"]),
        "enum": st.lists(scalars, max_size=2),
        "minimum": scalars,
        "maxLength": scalars,
        "minItems": scalars,
        "items": st.booleans(),
        "properties": st.dictionaries(st.just("a"), st.just({"type": "string", "required": True})),
        "additionalProperties": st.booleans(),
    },
)


@given(
    st.dictionaries(st.sampled_from("abc"), fields, max_size=3),
    st.dictionaries(st.sampled_from("abcd"), values, max_size=3),
    st.booleans(),
)
def test_what_needs_no_validator_is_judged_as_by_one(
    named: dict[str, Value], arguments: dict[str, Value], flat: bool
) -> None:
    raw: dict[str, Value] = {**named} if flat else {"type": "object", "properties": {**named}}
    found = load("parameters", Place("actions/weigh.yaml", ("parameters",)), raw)
    assert found is not None
    known: dict[str, Value] = {}
    known |= {name: value for name, value in arguments.items() if value is not None}
    faults = validate_value(found, known, partial=True)
    assert compare(arguments, found).wrong == tuple(each for each in faults if each.pointer)
