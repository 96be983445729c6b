"""Ignore comments: found where they are comments, and only there."""

from __future__ import annotations

import time

import pytest

from attune_packkit.documents.comments import MAX_IGNORES, Ignore, ignores
from attune_packkit.documents.reader import read
from attune_packkit.spans import Span


def found(text: str) -> tuple[Ignore, ...]:
    return ignores(read("x.yaml", text.encode()))


def test_a_comment_after_a_value_is_for_its_line() -> None:
    (ignore,) = found("a: 1\nb: 2  # packkit: ignore[yaml.x, schema] it is so\n")
    assert ignore == Ignore(
        "x.yaml", Span(2, 7, 2, 49), "line", 2, ("yaml.x", "schema"), "it is so"
    )


@pytest.mark.parametrize(
    ("text", "line", "scope"),
    [
        ("a: 1 # packkit: ignore[x] r", 1, "line"),
        ("# packkit: ignore[x] r\na: 1", 2, "line"),
        ("a:\n  # packkit: ignore[x] r\n  b: 1", 3, "line"),
        ("a: 1 # packkit: ignore-next[x] r\nb: 1", 2, "line"),
        ("# packkit: ignore-file[x] r\na: 1", 1, "file"),
        ("#packkit:ignore[x]r", 2, "line"),
        ("\ufeffa: 1 # packkit: ignore[x] r", 1, "line"),
        ("a: 1\ra: 1 # packkit: ignore[x] r", 2, "line"),
        ("# \u2028\na: 1 # packkit: ignore[x] r", 2, "line"),
    ],
)
def test_which_line_a_comment_is_for(text: str, line: int, scope: str) -> None:
    (ignore,) = found(text)
    assert (ignore.line, ignore.scope, ignore.codes, ignore.reason) == (line, scope, ("x",), "r")


@pytest.mark.parametrize("text", ["a: 1 # packkit: ignore", "a: 1 # packkit: ignore[] "])
def test_no_codes_means_all(text: str) -> None:
    assert found(text)[0].codes == ()


@pytest.mark.parametrize(
    "text",
    [
        "a: '# packkit: ignore[x]'",
        'a: "# packkit: ignore[x]"',
        "a: x#packkit: ignore[x]",
        "a: |\n  # packkit: ignore[x]\n",
        "a: >-\n  text\n  # packkit: ignore[x]\n",
        "'# packkit: ignore[x]': 1",
        "a: ['x', '# packkit: ignore[x]']",
        'a: "two\n  # packkit: ignore[x]\n  lines"',
        "a: 1 # packkit ignore[x]",
    ],
)
def test_text_that_looks_like_a_comment_is_none(text: str) -> None:
    assert found(text) == ()


def test_a_comment_after_text_that_looks_like_one_counts() -> None:
    (ignore,) = found("a: '# packkit: ignore[x]' # packkit: ignore[y] r\n")
    assert ignore.codes == ("y",)


def test_a_comment_before_a_syntax_error_counts() -> None:
    assert found("# packkit: ignore[x]\na: [\n")


def test_a_file_of_nothing_but_comments_costs_little() -> None:
    started = time.process_time()
    assert len(found("".join(f"k{n}: 1 # packkit: ignore\n" for n in range(40_000)))) == MAX_IGNORES
    assert time.process_time() - started < 5
