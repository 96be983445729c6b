"""Positions in text, and pointers as people and RFC 6901 write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.spans import Span, dotted, pointer_text, span_at, split_lines


@pytest.mark.parametrize(
    ("pointer", "text", "words"),
    [
        ((), "", ""),
        (("tasks", 0, "name"), "/tasks/0/name", "tasks[0].name"),
        (("a/b", "~", 1, 2), "/a~1b/~0/1/2", "a/b.~[1][2]"),
        ((0,), "/0", "[0]"),
    ],
)
def test_pointers_are_written_for_machines_and_for_people(
    pointer: tuple[str | int, ...], text: str, words: str
) -> None:
    assert pointer_text(pointer) == text
    assert dotted(pointer) == words


@given(st.lists(st.text("ab~/0")))
def test_different_pointers_have_different_texts(pointer: list[str]) -> None:
    steps = pointer_text(tuple(pointer)).split("/")[1:]
    assert [step.replace("~1", "/").replace("~0", "~") for step in steps] == pointer


def test_lines_end_where_editors_end_them() -> None:
    assert split_lines("a\nb\r\nc\rd\x0b\x0c\x1c\x85\u2028\u2029e") == [
        "a", "b", "c", "d\x0b\x0c\x1c\x85\u2028\u2029e",
    ]  # fmt: skip
    assert split_lines("") == [""]
    assert split_lines("a\n") == ["a", ""]


@given(st.text("ab\n\r\u2028"), st.data())
def test_the_span_of_a_character_finds_it_again(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    span = span_at(text, index)
    line = split_lines(text[:index] + "x")[span.line - 1]
    assert span == Span(span.line, len(line), span.line, len(line) + 1)
