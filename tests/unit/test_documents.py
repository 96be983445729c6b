"""Reading never fails, gives plain data, and knows where everything stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_packkit.diagnostics import Place
from attune_packkit.documents.comments import ignores
from attune_packkit.documents.composing import MAX_FAULTS
from attune_packkit.documents.document import Document, Value
from attune_packkit.documents.events import locate
from attune_packkit.documents.positions import Positions
from attune_packkit.documents.reader import read
from attune_packkit.spans import Pointer, Span, split_lines

REAL = sorted((Path(__file__).parents[2] / "site" / "packs").rglob("*.yaml"))
PIECES = [
    "a", "b: ", "- ", "? ", ": ", "&x ", "*x", "[", "]", "{", "}", ",", "\n", "\n  ", "'", '"',
    "|\n", ">-\n", "\t", "#", " # packkit: ignore[a] b\n", "!t ", "!!str ", "<<: ", "%TAG ! x\n",
    "---\n", "...\n", "\r", "\r\n", "\u2028", "\x85", "\ufeff", "é", "𝄞", "1", "0o17", "1e999",
    "{{ ", " }}", "\\",
]  # fmt: skip

characters = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff")
texts = st.text(characters, max_size=30)
names = st.text("abcdefgh_-. é", min_size=1, max_size=12)
scalars = texts | st.integers(-(10**12), 10**12) | st.booleans() | st.none()
nested: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=25,
)


def lookup(value: Any, pointer: Pointer) -> Any:
    for step in pointer:
        value = value[step]
    return value


def pointers(value: Value, above: Pointer = ()) -> list[Pointer]:
    below = enumerate(value) if isinstance(value, list) else ()
    steps = value.items() if isinstance(value, dict) else below
    return [above, *(found for step, item in steps for found in pointers(item, (*above, step)))]


def text_at(text: str, span: Span) -> str:
    """Cut a span out, with the indentation of its first line so that YAML reads it alike."""
    lines = split_lines(text)[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = " " * (span.column - 1) + lines[0][span.column - 1 :]
    return "\n".join(lines)


def holds(document: Document) -> None:
    """Assert what holds for every document, whatever its bytes."""
    json.dumps(document.value, allow_nan=False)
    text = document.data.decode("utf-8", "replace")
    count = len(split_lines(text))
    positions = locate(document)
    for place in (Place("x", pointer) for pointer in pointers(document.value)):
        for span in (positions.span(place), positions.span(place.key())):
            assert (1, 1) <= span[:2] <= span[2:]
            assert span.line <= count
    for fault in document.faults:
        assert fault.place.span is not None
        assert fault.place.span.line <= count, fault
    ignores(document)


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(data: bytes) -> None:
    holds(read("x.yaml", data))


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_mixture_of_yaml_can_be_read(text: str) -> None:
    holds(read("x.yaml", text.encode()))


@settings(max_examples=200)
@given(st.sampled_from(REAL), st.data())
def test_a_real_file_with_a_stretch_replaced_can_be_read(path: Path, data: st.DataObject) -> None:
    text = path.read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = min(start + data.draw(st.integers(0, 20)), len(text))
    middle = "".join(data.draw(st.lists(st.sampled_from(PIECES), max_size=4)))
    holds(read("x.yaml", (text[:start] + middle + text[end:]).encode()))


@pytest.mark.parametrize("flow", [True, False, None])
@pytest.mark.parametrize("style", [None, "'", '"'])
@given(data=nested, indent=st.sampled_from([2, 4]), width=st.sampled_from([20, 10_000]))
def test_what_stands_at_a_span_is_the_value(
    data: Any, flow: bool | None, style: str | None, indent: int, width: int
) -> None:
    text: str = yaml.safe_dump(
        data, default_flow_style=flow, default_style=style, indent=indent, width=width,
        allow_unicode=True, sort_keys=False,
    )  # fmt: skip
    document = read("x.yaml", text.encode())
    positions = locate(document)
    for pointer in pointers(document.value):
        value, place = lookup(document.value, pointer), Place("x.yaml", pointer)
        if pointer and isinstance(pointer[-1], str):
            key = read("x", text_at(text, positions.span(place.key())).encode()).value
            assert (key if isinstance(key, str) else repr(key).lower()) == pointer[-1]
        span = positions.span(place)
        if is_whole(positions, place, span):
            assert read("x", text_at(text, span).encode()).value == value


def is_whole(positions: Positions, place: Place, span: Span) -> bool:
    """Tell whether a span is the value's own: of long collections, key or first character stand."""
    return bool(place.pointer) and span not in (
        positions.span(place.key()),
        Span(span.line, span.column, span.line, span.column + 1),
    )


@given(nested)
def test_json_is_read_as_json(data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False)
    assert read("x.yaml", text.encode()).value == data


def spans(text: str) -> list[tuple[str, int, int]]:
    found = read("x.yaml", text.encode()).faults
    return [(f.code, f.place.span.line, f.place.span.column) for f in found if f.place.span]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ("yaml.duplicate_key", 3, 1)),
        ("a: 1\rb: 2\ra: 3\r", ("yaml.duplicate_key", 3, 1)),
        ("a: 1\r\nb: 2\r\na: 3", ("yaml.duplicate_key", 3, 1)),
        ("a: 1\n# x\u2028y\x85\na: 3", ("yaml.duplicate_key", 3, 1)),
        ("\ufeffa: 1\na: 3", ("yaml.duplicate_key", 2, 1)),
        ("é: 1\na: {é: 1, é: 2}", ("yaml.duplicate_key", 2, 11)),
        ("a: 1\nb: \x01", ("metadata.invalid_yaml", 2, 4)),
        ("é: 1\nb: é\x01", ("metadata.invalid_yaml", 2, 5)),
        ("a: 'x\u200by'", ("yaml.hidden_character", 1, 6)),
        ("a: x\rb: 'x\u200by'", ("yaml.hidden_character", 2, 6)),
        ("a: x # \u2028 b: 2", ("yaml.hidden_character", 1, 8)),
        ("a: !x 1", ("yaml.unknown_tag", 1, 4)),
        ("!x a: 1", ("yaml.unknown_tag", 1, 1)),
        ("a: [1, 2\nb: 3", ("metadata.invalid_yaml", 1, 4)),
    ],
)
def test_a_fault_has_its_exact_place(text: str, expected: tuple[str, int, int]) -> None:
    assert expected in spans(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: >-\n  x is\n  {{ y }}\n",
        "a: >\n\n    x is\n      {{\n    y }}\n\nb: 1\n",
        "a: x is\n  {{ y }}\n",
        "a: 'x is\n\n  {{ y }}'\n",
        'a: "x is\n  {{ y }}"\n',
        "a: |\n  x is\n  {{ y }}\n",
    ],
)
def test_a_stretch_of_a_scalar_of_several_lines_has_its_own(text: str) -> None:
    document = read("x.yaml", text.encode())
    value = lookup(document.value, ("a",))
    assert isinstance(value, str)
    at = value.index("y")
    span = locate(document).span(Place("x.yaml", ("a",), within=(at, at + 1)))
    assert text_at(text, span).strip() == "y"


def test_a_stretch_of_what_is_written_otherwise_is_all_of_it() -> None:
    text = 'a: "\\u00e9 is\n  {{ y }}"\n'
    span = locate(read("x.yaml", text.encode())).span(Place("x.yaml", ("a",), within=(8, 9)))
    assert text_at(text, span).strip() == '"\\u00e9 is\n  {{ y }}"'


def test_bytes_that_are_no_text_are_told_where_they_are() -> None:
    fault = read("x.yaml", "é: 1\rb: ".encode() + b"\xff").faults[0]
    assert (fault.code, fault.place.span) == ("yaml.encoding", Span(2, 4, 2, 5))


def test_line_separators_of_yaml_1_1_are_text() -> None:
    text = "a: x # note\u2028b: 2\nc: 'x\u2028y\x85z'\n\"k\u2029\": 1\n"
    document = read("x.yaml", text.encode())
    assert document.value == {"a": "x", "c": "x\u2028y\x85z", "k\u2029": 1}
    assert locate(document).span(Place("x", ("k\u2029",))) == Span(3, 7, 3, 8)


def test_a_fault_points_to_its_value() -> None:
    document = read("x.yaml", b"a:\n  - b: &x {c: 1, c: 2}\n  - *x\n  - on: !t 1\n")
    assert [(f.code, f.place.pointer) for f in document.faults] == [
        ("yaml.duplicate_key", ("a", 0, "b", "c")),
        ("yaml.ambiguous_scalar", ("a", 2, "on")),
        ("yaml.unknown_tag", ("a", 2, "on")),
    ]


def test_the_last_of_equal_keys_is_both_value_and_place() -> None:
    document = read("x.yaml", b"a: 1\nb: 2\na: [3]\na: 4\n")
    assert document.mapping["a"] == 4
    assert locate(document).span(Place("x", ("a",))) == Span(4, 4, 4, 5)


def test_an_alias_stands_where_it_is_used_also_as_a_key() -> None:
    document = read("x.yaml", b"a: &x text\nb: *x\n*x : 1\n")
    assert document.value == {"a": "text", "b": "text", "text": 1}
    positions = locate(document)
    assert positions.span(Place("x", ("b",))) == Span(2, 4, 2, 6)
    assert positions.span(Place("x", ("text",)).key()) == Span(3, 1, 3, 3)


def test_an_alias_means_the_latest_anchor_of_its_name() -> None:
    document = read("x.yaml", b"a: &x 1\nb: *x\nc: &x [2, *x]\nd: &y 3\ne: *x\n")
    assert [fault.code for fault in document.faults] == ["yaml.recursive_alias"]
    document = read("x.yaml", b"a: &x 1\nb: *x\nc: &x [2]\nd: *x\n")
    assert document.value == {"a": 1, "b": 1, "c": [2], "d": [2]}
    assert locate(document).span(Place("x", ("d",))) == Span(4, 4, 4, 6)


def test_a_large_file_that_gives_an_anchor_again_is_refused() -> None:
    document = read("x.yaml", b"a: &x 1\nb: &x 2\nc: " + b"d" * 200_000)
    assert [fault.code for fault in document.faults] == ["metadata.invalid_yaml"]


def test_merge_keys_fill_in_what_is_missing_the_first_one_first() -> None:
    text = b"a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b], y: 3}\nd: {<<: *b}\n"
    document = read("x.yaml", text)
    assert document.mapping["c"] == {"x": 1, "z": 2, "y": 3}
    assert document.mapping["d"] == {"x": 2, "z": 2}
    assert [fault.code for fault in document.faults] == ["yaml.merge_key"] * 2


def test_what_stands_before_a_syntax_error_is_kept() -> None:
    document = read("x.yaml", b"a: 1\rb: [2]\rc: 'open\r")
    assert document.value == {"a": 1, "b": [2]}
    assert not document.readable


def test_faults_are_as_many_as_a_report_can_show() -> None:
    document = read("x.yaml", b"".join(b"k%d: !x 1\n" % number for number in range(3000)))
    assert len(document.faults) == MAX_FAULTS
    assert document.faults[-1].place.span == Span(1000, 7, 1000, 11)


@pytest.mark.parametrize(
    "line", ["# " + "- " * 200, "a: '" + "? " * 200 + "'", "a: |\n  " + "- " * 200]
)
def test_a_row_of_dashes_is_not_nesting(line: str) -> None:
    assert read("x.yaml", line.encode()).faults == ()
