"""What no parser may see is refused before one does, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.documents import guard, separators
from attune_packkit.spans import Span


def refusal(data: bytes) -> tuple[str, Span] | None:
    document = guard.refuse("x.yaml", data)
    if document is None:
        return None
    span = document.faults[0].place.span
    assert span is not None
    return document.faults[0].code, span


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        ("a: é\n".encode("latin-1"), "yaml.encoding", 1, 4),
        ("a: 1".encode("utf-16"), "yaml.encoding", 1, 1),
        (b"a: \xed\xa0\x80", "yaml.encoding", 1, 4),
        (b"a: 1\nb: \0", "yaml.encoding", 2, 4),
        (b"a: " + b"[" * 6000, "yaml.too_deep", 1, 103),
        (b"a: " + b"{a: " * 6000, "yaml.too_deep", 1, 3 + 4 * 99 + 1),
        (b'{"": [' * 300 + b"a: 1, " * 100_000, "yaml.too_deep", 1, 6 * 50 + 1),
        (b'- "{{ a }}"\n' * 4000 + b"- " + b"[" * 6000, "yaml.too_deep", 4001, 102),
        (b"a: " + b"{{ # }}\n" * 6000, "yaml.too_deep", 50, 2),
        (b"- " * 200, "yaml.too_deep", 1, 201),
        (b"? " * 200, "yaml.too_deep", 1, 201),
        (b"%TAG !a! b\n" * 65 + b"--- 1", "metadata.invalid_yaml", 65, 1),
        (b"%TAG !a! b\r" * 65 + b"--- 1", "metadata.invalid_yaml", 65, 1),
    ],
)
def test_hostile_bytes_are_refused_at_their_place(
    data: bytes, code: str, line: int, column: int
) -> None:
    assert refusal(data) == (code, Span(line, column, line, column + 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[" * 90 + b"]" * 90,
        b"- " * 100 + b"x",
        b"# " + b"- " * 300,
        b"a: [" + b"[], " * 6000 + b"]",
        b"a: '" + b"[" * 6000 + b"'",
        b'- "{{ a }}"\n' * 6000,
        b"a: |\n" + b"  %TAG is a word\n" * 200,
        "a: 'é \u2028 [ \U0001f4e6'".encode(),
    ],
)
def test_ordinary_files_are_not_refused(data: bytes) -> None:
    assert refusal(data) is None


def test_one_level_too_many_is_refused() -> None:
    padding = b", []" * 5000
    assert refusal(b"[" * 99 + b"1" + padding + b"]" * 99) is None
    assert refusal(b"[" * 101 + b"1" + b"]" * 101 + padding) is not None


def test_a_few_hidden_characters_are_enough() -> None:
    text = "a: '" + "\u202e" * 500 + "'"
    assert len(guard.notices("x.yaml", text.encode())) == guard.MAX_NOTICES


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\u2028", "\x85", "\ufeff"])
def test_hidden_characters_are_named(hidden: str) -> None:
    (fault,) = guard.notices("x.yaml", f"a: 1\nb: x{hidden}y".encode())
    assert fault.place.span == Span(2, 5, 2, 6)
    assert fault["found"] == f"U+{ord(hidden):04X}"


@given(st.text("a\x85\u2028\u2029é\U0001f4e6\n "))
def test_hiding_separators_changes_no_length(text: str) -> None:
    data = text.encode()
    hidden = separators.hide(data)
    assert len(hidden) == len(data)
    assert len(hidden.decode()) == len(text)
    assert not set("\x85\u2028\u2029") & set(hidden.decode())
    assert separators.show(hidden.decode()) == text
