"""Small pieces of sentences: numbers with their nouns, lists that end somewhere."""

from __future__ import annotations

import pytest

from attune_packkit.phrases import MOST_KNOWN, counted, known, listed


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 errors"), (1, "1 error"), (2, "2 errors"), (1024, "1,024 errors")],
)
def test_a_number_decides_about_the_plural(number: int, words: str) -> None:
    assert counted(number, "error") == words


def test_an_irregular_plural_is_given() -> None:
    assert [counted(1, "entry", "entries"), counted(3, "entry", "entries")] == [
        "1 entry",
        "3 entries",
    ]


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a, b"), (["a", "b", "c", "d"], "a, b and 2 more")],
)
def test_a_list_names_only_so_many(items: list[str], words: str) -> None:
    assert listed(items, 2) == words


def test_only_what_is_named_is_put_into_words() -> None:
    asked: list[int] = []

    def wording(number: int) -> str:
        asked.append(number)
        return f"task {number}"

    assert listed(range(9), 2, wording) == "task 0, task 1 and 7 more"
    assert asked == [0, 1]


def test_names_are_known_unless_they_are_too_many_to_read() -> None:
    assert known("fields", ["id", "name"]) == "known fields: id, name"
    assert known("fields", []) == ""
    assert known("fields", [str(number) for number in range(MOST_KNOWN + 1)]) == ""
