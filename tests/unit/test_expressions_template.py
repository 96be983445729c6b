"""Templates: what is literal, what is an expression, what is neither; and bounded work."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.expressions.template import (
    MAX_EXPRESSIONS,
    MAX_FAULTS,
    Expression,
    Template,
    parse_condition,
    parse_template,
)

PIECES = [
    "{{", "}}", "{", "}", "{%", "%}", "{#", "#}", "-", "'", '"', "\\", "a", ".", "|", " ", "\n",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


def sources(template: Template) -> list[str]:
    return [expression.source for expression in template.expressions]


def codes(template: Template) -> list[tuple[str, int, int]]:
    return [(fault.code, fault.start, fault.end) for fault in template.faults]


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("", [], False),
        ("plain { text }", [], False),
        ("{{ a }}", ["a"], True),
        ("{{a}}", ["a"], True),
        ("  {{ a }}\n", ["a"], True),
        ("{{ a }}.", ["a"], False),
        ("{{ a }}{{ b }}", ["a", "b"], False),
        ("x {{ a }} y {{ b.c }}", ["a", "b.c"], False),
        ("{{ '}}' }}", ["'}}'"], True),
        ('{{ "{{" + "\\"}}" }}', ['"{{" + "\\"}}"'], True),
        ("{{ {'a': {'b': 1}} }}", ["{'a': {'b': 1}}"], True),
        ("{{ {'a': {'b': 1}}}}", ["{'a': {'b': 1}}"], True),
        ("$${{ a }}", ["a"], False),
        ("it's {{ a }}, isn't it? {{ b }}", ["a", "b"], False),
        ("{{\n  a\n  and b\n}}", ["a\n  and b"], True),
        ('{"id": {"x": "{{ a }}"}}', ["a"], False),
        ('{"a": {"b": 1}}', [], False),
        ("{% not closed {{ a }}", ["a"], False),
        ("## Title {#anchor} {{ a }}", ["a"], False),
    ],
)
def test_expressions_are_found_in_sound_templates(text: str, found: list[str], whole: bool) -> None:
    template = parse_template(text)
    assert template.faults == ()
    assert (sources(template), template.whole) == (found, whole)
    assert all(expression.node for expression in template.expressions)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ a", [("template.unclosed", 0, 2)]),
        ("x {{ a }} {{ b", [("template.unclosed", 10, 12)]),
        ("{{ a }", [("template.unclosed", 0, 2)]),
        ("{{ }}", [("template.empty", 0, 5)]),
        ("{{}}", [("template.empty", 0, 4)]),
        ("{{- -}}", [("template.empty", 0, 7)]),
        ("a }}", [("template.stray_close", 2, 4)]),
        ("{ a }}", [("template.stray_close", 4, 6)]),
        ("{'a': {'b': 1}}}}", [("template.stray_close", 14, 16)]),
        ("{{ a }}}}", [("template.stray_close", 7, 9)]),
        ("{% if a %}x{% endif %}", [("template.statement", 0, 10), ("template.statement", 11, 22)]),
        ("x {# note {{ a }} #} y", [("template.statement", 2, 20)]),
        ("{{ a b }}", [("expression.syntax", 5, 6)]),
        ("{{ 'x }}", [("expression.syntax", 3, 6)]),
        ("{{ {{ a }} }}", [("expression.syntax", 3, 5)]),
        ("{{ a + {{ b }} }}", [("expression.syntax", 7, 9)]),
        (
            "{{ a + }} {{ b }} }} {{ (c }} {{ }} {% d %} {{ e",
            [
                ("expression.syntax", 7, 8),
                ("template.stray_close", 18, 20),
                ("expression.syntax", 24, 25),
                ("template.empty", 30, 35),
                ("template.statement", 36, 43),
                ("template.unclosed", 44, 46),
            ],
        ),
    ],
)
def test_faults_of_templates_stand_at_their_places(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert codes(parse_template(text)) == found


def test_an_expression_at_fault_keeps_its_place() -> None:
    template = parse_template("{{ a b }}")
    assert template.expressions == (Expression(None, 0, 9, (), "a b"),)
    assert template.whole


def test_after_an_open_quote_the_next_braces_close() -> None:
    template = parse_template("{{ user's }} and {{ b }}")
    assert sources(template) == ["user's", "b"]
    assert codes(template) == [("expression.syntax", 7, 10)]


@pytest.mark.parametrize(
    ("text", "source", "extensions"),
    [
        ("{{- a -}}", "a", [("white space control", 0, 3), ("white space control", 6, 9)]),
        ("{{- a }}", "a", [("white space control", 0, 3)]),
        ("{{ a -}}", "a", [("white space control", 5, 8)]),
        ("{{-a }}", "-a", []),
        ("{{ -a }}", "-a", []),
    ],
)
def test_white_space_control(
    text: str, source: str, extensions: list[tuple[str, int, int]]
) -> None:
    (expression,) = parse_template(text).expressions
    assert expression.source == source
    assert list(expression.extensions) == extensions
    assert parse_template(text).whole


def test_pieces_are_the_text_in_order() -> None:
    template = parse_template("a {{ b }} c {{- d -}} e {{ f }}")
    b, d, f = template.expressions
    assert list(template.pieces()) == ["a ", b, " c", d, "e ", f, ""]
    assert list(parse_template("plain").pieces()) == ["plain"]


def test_statements_put_names_in_doubt() -> None:
    assert parse_template("{% set x = 1 %}{{ x }}").has_statements
    assert not parse_template("{{ x }} }}").has_statements


@pytest.mark.parametrize("text", ["succeeded()", " succeeded() ", "{{ succeeded() }}"])
def test_conditions_stand_with_or_without_braces(text: str) -> None:
    template = parse_condition(text)
    assert (template.faults, template.whole) == ((), True)
    (expression,) = template.expressions
    assert expression.source == "succeeded()"
    assert expression.node
    assert text[expression.node.start : expression.node.end] == "succeeded()"


def test_condition_at_fault() -> None:
    assert codes(parse_condition("a = 1")) == [("expression.syntax", 2, 3)]
    assert codes(parse_condition("  ")) == [("template.empty", 0, 2)]
    assert codes(parse_condition("<% $.a = 1 %>")) == [("expression.syntax", 0, 1)]
    assert not parse_condition("{{ a }} and {{ b }}").whole


def test_same_text_is_parsed_once() -> None:
    assert parse_template("{{ a.b }}") is parse_template("{{ a.b }}")


@given(TEXTS)
def test_no_text_makes_it_raise(text: str) -> None:
    template = parse_template(text)
    at = 0
    for expression in template.expressions:
        assert at <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.start + 2] == "{{"
        assert text[expression.end - 2 : expression.end] == "}}"
        at = expression.end
    for fault in template.faults:
        assert 0 <= fault.start < fault.end <= len(text)
    literal = [piece for piece in template.pieces() if isinstance(piece, str)]
    assert len(literal) == len(template.expressions) + 1


@given(TEXTS)
def test_no_condition_makes_it_raise(text: str) -> None:
    assert parse_condition(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "{" * 1_000_000,
        "}" * 1_000_000,
        "{{ " * 333_000,
        "{{ a }} " * 125_000,
        '{{ " \\" }}' * 100_000,
        "{{ ' }} " * 125_000,
        "{{ { }} " * 125_000,
        "{{ {{ }} " * 110_000,
        "{% " * 333_000,
        "{# " * 333_000,
        "{% x %}" * 140_000,
        "}} " * 333_000,
        "{{" + "(" * 1_000_000 + "}}",
        "{{ '" + "\\'" * 500_000,
        "{{ " + "a + " * 250_000 + "a }}",
    ],
)
def test_x10_a_megabyte_takes_less_than_a_second(text: str) -> None:
    started = time.process_time()
    template = parse_template(text)
    assert time.process_time() - started < 1
    assert len(template.expressions) <= MAX_EXPRESSIONS
    assert len(template.faults) <= MAX_FAULTS


def test_too_many_expressions_are_a_fault() -> None:
    template = parse_template("{{ a }}" * (MAX_EXPRESSIONS + 1))
    assert len(template.expressions) == MAX_EXPRESSIONS
    assert codes(template) == [("template.too_long", 7 * MAX_EXPRESSIONS, 7 * MAX_EXPRESSIONS + 2)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{{ range(10**9) }}",
    ],
)
def test_x09_it_is_only_parsed(text: str) -> None:
    started = time.process_time()
    parse_template(text)
    assert time.process_time() - started < 0.1
