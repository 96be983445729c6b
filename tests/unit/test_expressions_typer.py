"""The typer: what expressions give, and what in them cannot work; nothing doubtful is a fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from attune_packkit.expressions import types
from attune_packkit.expressions.functions import FILTERS, FUNCTIONS
from attune_packkit.expressions.nodes import Attribute, Index, Name
from attune_packkit.expressions.parser import parse
from attune_packkit.expressions.typer import TypeFault, Typer
from attune_packkit.expressions.types import (
    ANY,
    ARRAY,
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    Type,
    array_of,
    object_with,
    of_schema,
    of_value,
    secret,
    union,
)

NAMES = {
    "text": STRING,
    "count": INTEGER,
    "price": NUMBER,
    "flag": BOOLEAN,
    "nothing": NULL,
    "any": ANY,
    "texts": array_of(STRING),
    "parcel": object_with({"kg": NUMBER, "city": STRING, "lines": array_of(STRING)}),
    "open": object_with({"kg": NUMBER}, is_open=True),
    "maybe": union((STRING, NULL)),
    "state": replace(STRING, choices=frozenset({"up", "down"})),
    "states": array_of(replace(STRING, choices=frozenset({"up", "down"}))),
    "parcels": array_of(object_with({"kg": NUMBER})),
}
UNKNOWN: list[str] = []


def lookup(name: Name) -> Type | None:
    if name.name not in NAMES:
        UNKNOWN.append(name.name)
    return NAMES.get(name.name)


def member(node: Attribute | Index) -> Type | None:
    return INTEGER if isinstance(node, Attribute) and node.name == "known" else None


def typed(text: str) -> tuple[Type, list[TypeFault]]:
    UNKNOWN.clear()
    typer = Typer(lookup, member, result=NAMES["parcel"])
    parsed = parse(text)
    assert parsed.node, parsed.faults
    return typer.type_of(parsed.node), typer.faults


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("1", INTEGER), ("1.5", NUMBER), ("'a'", STRING), ("'{{ a }}'", STRING), ("true", BOOLEAN),
        ("null", NULL), ("text", STRING), ("[1, 2]", array_of(INTEGER)), ("[]", array_of(ANY)),
        ("parcel.kg", NUMBER), ("parcel['city']", STRING), ("parcel.lines[0]", STRING),
        ("parcel.lines.0", STRING), ("open.other", ANY), ("any.a.b", ANY),
        ("parcel.known", INTEGER), ("count + 1", INTEGER), ("count / 2", NUMBER),
        ("count + price", NUMBER), ("count % 2", INTEGER), ("-count", INTEGER), ("-price", NUMBER),
        ("text + 'a'", STRING), ("any + 'a'", STRING), ("any + any", ANY), ("not any", BOOLEAN),
        ("count == 1", BOOLEAN), ("1 < count < 3", BOOLEAN), ("text in texts", BOOLEAN),
        ("flag and flag", BOOLEAN), ("any or 1", ANY), ("length(text)", INTEGER),
        ("upper(text)", STRING), ("range(3)", array_of(INTEGER)),
        ("reversed(texts)", array_of(STRING)), ("result()", NAMES["parcel"]),
        ("result().kg", NUMBER), ("succeeded()", BOOLEAN), ("type_of(text) == 'null'", BOOLEAN),
        ("slice(texts, 1)", array_of(STRING)), ("texts | join(', ')", STRING),
        ("any | default('x')", ANY), ("text | default('x')", ANY), ("text | length", INTEGER),
        ("any is defined", BOOLEAN), ("text ~ 1", STRING), ("1 if flag else 2", INTEGER),
        ("1 if flag", union((INTEGER, NULL))), ("texts[1:]", array_of(STRING)),
        ("{'a': 1}", object_with({"a": INTEGER})), ("text.upper()", ANY), ("'%s' % text", STRING),
        ("[text, count]", array_of(union((STRING, INTEGER)))),
        ("min(count, 2)", union((INTEGER, INTEGER))), ("min(any, 2)", union((NUMBER, STRING))),
        ("sort(texts)", array_of(STRING)), ("unique(texts)[0]", STRING),
        ("texts | sort | list", array_of(STRING)), ("texts | first", union((STRING, NULL))),
        ("parcels | map(attribute='kg')", array_of(NUMBER)), ("parcels | map('upper')", ARRAY),
    ],
)  # fmt: skip
def test_an_expression_has_the_type_of_what_it_gives(text: str, of: Type) -> None:
    assert typed(text) == (of, [])
    assert UNKNOWN == []


@pytest.mark.parametrize(
    ("text", "code", "part", "message", "hint"),
    [
        ("qq(1)", "unknown_function", "qq", "no function is called 'qq'", ""),
        ("lenght(text)", "unknown_function", "lenght", "no function", "did you mean 'length'?"),
        ("text | uper", "unknown_filter", "uper", "no filter is", "did you mean 'upper'?"),
        (
            "length()",
            "arity",
            "length()",
            "function 'length' is given 0 arguments, it takes 1 argument",
            "",
        ),
        (
            "split(text)",
            "arity",
            "split(text)",
            "function 'split' is given 1 argument, it takes 2 arguments",
            "",
        ),
        (
            "range(1, 2, 3)",
            "arity",
            "range(1, 2, 3)",
            "function 'range' is given 3 arguments, it takes 1 to 2 arguments",
            "",
        ),
        (
            "failed(1)",
            "arity",
            "failed(1)",
            "function 'failed' is given 1 argument, it takes no arguments",
            "",
        ),
        (
            "text | replace('a')",
            "arity",
            "text | replace('a')",
            "filter 'replace' is given 1 argument, it takes 2 to 3 arguments",
            "",
        ),
        (
            "length(count)",
            "type",
            "count",
            "function 'length' is given integer, it takes array or object or string",
            "",
        ),
        ("-text", "type", "-text", "'-' is applied to string, it takes a number", ""),
        (
            "text + 1",
            "type",
            "text + 1",
            "'+' is given string and integer, it takes two numbers or two texts",
            "convert with string(…)",
        ),
        (
            "text * 2",
            "type",
            "text * 2",
            "'*' is given string and integer, it takes two numbers",
            "",
        ),
        ("flag + 1", "type", "flag + 1", "'+' is given boolean and integer", ""),
        ("count / 0", "type", "count / 0", "division by zero", ""),
        ("count % 0.0", "type", "count % 0.0", "division by zero", ""),
        (
            "text < 1",
            "type",
            "text < 1",
            "'<' compares string with integer, it takes numbers or texts",
            "",
        ),
        ("flag > flag", "type", "flag > flag", "'>' compares boolean with boolean", ""),
        ("1 < text < any", "type", "1 < text", "'<' compares integer with string", ""),
        ("1 in count", "type", "count", "'in' looks into integer, which holds nothing", ""),
        (
            "3 == '3'",
            "constant_comparison",
            "3 == '3'",
            "integer is compared with string, which is always false",
            "",
        ),
        (
            "null != 0",
            "constant_comparison",
            "null != 0",
            "null is compared with integer, which is always true",
            "",
        ),
        ("1 in text", "constant_comparison", "1", "integer is looked for in a text", ""),
        ("1 in texts", "constant_comparison", "1", "integer is looked for in a list of string", ""),
        ("contains(texts, 1)", "constant_comparison", "1", "integer is looked for in a list", ""),
        ("'u' in states", "constant_comparison", "'u'", "each entry is", "did you mean 'up'?"),
        ("state in ['off']", "constant_comparison", "'off'", "it is one of 'down', 'up'", ""),
        ("state in ['upp', 'up']", "constant_comparison", "'upp'", "it is", "did you mean 'up'?"),
        (
            "state == 'dwn'",
            "constant_comparison",
            "state == 'dwn'",
            "it is",
            "did you mean 'down'?",
        ),
        ("type_of(any) == 'dict'", "constant_comparison", "type_of(any) == 'dict'", "it is", ""),
        ("int('a1')", "type", "'a1'", "function 'int' is given 'a1', which is no number", ""),
        ("match('(a', text)", "type", "'(a'", "'(a' is no regular expression", ""),
        (
            "parcels | map(attribute='kgs') | list",
            "unknown_field",
            "'kgs'",
            "there is no",
            "did you mean 'kg'?",
        ),
        (
            "sort(texts)[0] + 1",
            "type",
            "sort(texts)[0] + 1",
            "'+' is given string",
            "convert with string(…)",
        ),
        ("text.a", "type", "text.a", "string has no field 'a'", ""),
        ("count[0]", "type", "count[0]", "integer cannot be indexed", ""),
        ("texts['a' + 'b']", "type", "'a' + 'b'", "a list is indexed with string", ""),
        ("parcel.kgs", "unknown_field", "kgs", "there is no field 'kgs'", "did you mean 'kg'?"),
        (
            "parcel['x']",
            "unknown_field",
            "'x']",
            "there is no field 'x'",
            "known fields: city, kg, lines",
        ),
        (
            "result().x",
            "unknown_field",
            "x",
            "there is no field 'x'",
            "known fields: city, kg, lines",
        ),
    ],
)
def test_what_cannot_work_is_told_at_its_part(
    text: str, code: str, part: str, message: str, hint: str
) -> None:
    _, (fault,) = typed(text)
    assert (fault.code.removeprefix("expression."), text[fault.start : fault.end], fault.hint) == (
        code,
        part,
        hint,
    )
    assert fault.message.startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "any + 1",
        "any < text", "maybe + 'a'", "maybe == null", "count == 1.0", "price == count",
        "maybe < 'a'", "texts < texts", "texts + texts", "texts == any", "any[0]", "any['a']",
        "open['b'].c", "length(maybe)", "text | join", "count | upper", "any.b()",
        "text.split(',')[0]", "missing is defined", "missing.a | default(1)",
        "missing[0] is undefined", "texts | map(attribute='a')", "round(1.5)",
        "text | replace('a', 'b', 1)", "int(flag)", "join(texts, ', ')", "text | format(1, 2)",
        "sum([])", "texts | sort(attribute='x', reverse=true)", "merge(parcel, open)",
        "text in any", "any in text", "maybe in text", "count in [1.0, 2]", "price in [1]",
        "state in ['up', 'unknown']", "state in texts", "1 in any", "'a' in parcel",
        "any in states",
        "int(' 4.5 ')", "int(text)", "match('^a(?=b)', text)", "contains(text, 'a')",
        "(texts | first) == null", "state not in ['up']", "parcels | map(attribute='a.b')",
        "chunks(texts, 2)", "count(texts, 'a')", "index_of(text, 'a')",
    ],
)  # fmt: skip
def test_what_may_work_is_no_fault(text: str) -> None:
    assert typed(text)[1] == []
    assert UNKNOWN == []


def test_several_faults_at_once() -> None:
    faults = typed("qq(text + 1) and nope.a == -flag")[1]
    assert [fault.code for fault in faults] == [
        "expression.type", "expression.unknown_function", "expression.type"
    ]  # fmt: skip
    assert UNKNOWN == ["nope"]


ONE = """string number int bool type_of length keys values abs floor ceil round sum lower upper
trim reversed sort unique flat"""
TWO = "min max split join starts_with ends_with match contains zip"
OUTCOME = "result succeeded failed timed_out cancelled"
FILTER_NAMES = """length count lower upper trim join replace default d int float string first last
list map select reject sort unique sum min max round abs tojson"""
DOCUMENTED = {
    **dict.fromkeys(ONE.split(), (1, 1)),
    **dict.fromkeys(TWO.split(), (2, 2)),
    **dict.fromkeys(OUTCOME.split(), (0, 0)),
    **dict.fromkeys(("now", "uuid"), (0, 0)),
    "replace": (3, 3),
    "range": (1, 2),
}


@pytest.mark.parametrize(("name", "arity"), DOCUMENTED.items())
def test_every_documented_function_is_known_with_its_arity(
    name: str, arity: tuple[int, int]
) -> None:
    found = FUNCTIONS[name]
    assert (found.least, len(found.takes)) == arity
    assert found.outcome == (name in OUTCOME.split())
    assert found.classic == (name in ("now", "uuid"))


@pytest.mark.parametrize("name", FILTER_NAMES.split())
def test_every_documented_filter_is_known(name: str) -> None:
    assert name in FILTERS


def test_type_of_a_schema() -> None:
    found = of_schema(
        {
            "type": "object",
            "properties": {
                "kg": {"type": "number"},
                "key": {"type": "string", "secret": True},
                "lines": {"type": "array", "items": {"type": "string"}},
                "either": {"type": ["string", "null"]},
                "any": {"anyOf": [{"type": "string"}]},
            },
            "additionalProperties": False,
        }
    )
    assert found == Type(
        frozenset({"object"}),
        {
            "kg": NUMBER,
            "key": secret(STRING),
            "lines": array_of(STRING),
            "either": union((STRING, NULL)),
            "any": ANY,
        },
        open=False,
    )
    assert of_schema({"$ref": "#/a"}) == of_schema(None) == ANY


def test_type_of_a_value() -> None:
    assert of_value({"a": [1, "x"], "b": "{{ c }}"}) == object_with(
        {"a": array_of(union((INTEGER, replace(STRING, choices=frozenset({"x"}))))), "b": ANY}
    )
    assert str(union((INTEGER, NUMBER, NULL))) == "null or number"
    assert (str(ANY), str(INTEGER)) == ("anything", "integer")


@given(st.lists(st.sampled_from([*NAMES.values()]), min_size=1, max_size=5))
def test_union_takes_every_kind(several: list[Type]) -> None:
    whole = union(several)
    assert whole.kinds == frozenset().union(*(each.kinds for each in several))
    assert whole == union([whole, whole])


def test_x10_large_values_are_typed_in_linear_time() -> None:
    rows = [{f"key{number}": number} for number in range(30_000)]
    found = of_value(rows)
    assert found.items
    assert len(found.items.fields or {}) == 30_000


def test_x10_deepest_expression() -> None:
    assert typed("count" + " + count" * 140)[0] == INTEGER
    assert types.of_value([[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]).kinds == {"array"}
