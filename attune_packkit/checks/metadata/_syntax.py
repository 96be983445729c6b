"""What the YAML parser's complaints mean to an author."""

from __future__ import annotations

import re

_LOOK_ABOVE = (
    "compare its indentation with the lines above; text with ': ', '#' or quotes needs quotes"
)

_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    (
        "starts in another column",
        "this line starts in another column than those around it",
        "indent it as far as the other entries of its mapping or list",
    ),
    (
        "a quote swallows",
        "this quote is not closed on its line, so the lines below count as its text",
        "close the quote, or double it if it belongs to the text",
    ),
    (
        "mapping values are not allowed",
        "a second ': ' where a value stands, or a deeper indentation than the line above allows",
        "quote text that contains ': '; entries of one mapping start in the same column",
    ),
    (
        "did not find expected key",
        "the entries of a mapping end here, but more text follows",
        _LOOK_ABOVE,
    ),
    (
        "did not find expected '-' indicator",
        "the entries of a list end here, but something else follows in the same column",
        "start each entry with '- ', or indent the list below its key",
    ),
    (
        "block sequence entries are not allowed",
        "a list starts in the middle of a line",
        "start the list on a line of its own, or write it in brackets: [a, b]",
    ),
    (
        "did not find expected ',' or ']'",
        "a list in brackets is not closed, or a comma is missing in it",
        "close it with ']'; quote entries that contain brackets or a comma",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping in braces is not closed, or a comma is missing in it",
        "close it with '}'; quote text that contains braces or a comma",
    ),
    (
        "could not find expected ':'",
        "a key without a colon",
        "write 'key: value', or indent the text below the key it belongs to",
    ),
    (
        "unknown escape character",
        "an unknown escape after a backslash in double quotes",
        "use single quotes, in which a backslash is just a backslash, or double it",
    ),
    (
        "undefined alias",
        "an alias of a value that has no anchor",
        "quote text that starts with '*'",
    ),
    (
        "undefined tag handle",
        "text that starts with '!' is taken for a tag",
        "quote text that starts with '!'",
    ),
    (
        "did not find expected comment or line break",
        "text that starts with '>' or '|' is taken for the start of a block of text",
        "quote it, as in \">=3.11\"",
    ),
    (
        "expected alphabetic or numeric character",
        "text that starts with '*' or '&' is taken for an alias or an anchor",
        "quote it, as in \"*.csv\"",
    ),
    (
        "control characters are not allowed",
        "a control character",
        'remove it, or write it as an escape in double quotes, such as "\\x1b"',
    ),
)  # fmt: skip


_THREE_QUOTES = "[^'\"]*: *(?:'{3}|\"{3})"
_OTHER_LANGUAGES = (
    (r"//|/\*|-- |; ", "a comment of another language", "comments start with '#'"),
    (r"```", "a fence of Markdown", "remove this line, and the one that closes it"),
    (_THREE_QUOTES, "three quotes", "write one; longer texts start with '|'"),
    (
        r"(?:- |[^:]{1,99}: +)?(?:\"[^\"]*\"|'[^']*') ?[,;]$|\"[^\"]*\": .*,$",
        "a comma behind a quoted text",
        "remove it: lines of YAML end without a sign",
    ),
    (
        r"(?:- |[^:\"']{1,99}: +)(?:\"[^\"]*\"|'[^']*') *[^\s'\"#:,]",
        "more text behind a closing quote",
        "put all of it in quotes, or nothing",
    ),
)
"""What other languages have at the start or the end of a line, and how to mend it.

In braces and brackets a comma is right.
"""


def explain(problem: str, context: str, line: str) -> tuple[str, str]:
    """Return what is wrong, in the author's terms, and how to mend it.

    `line` is the line of the fault; what stands there says more than the parser does.
    """
    special = _special(problem, context, line.rstrip())
    if special:
        return special
    for part, meaning, hint in _EXPLANATIONS:
        if part in problem:
            return meaning, hint
    return (f"{context}, {problem}" if context else problem), ""


def _special(problem: str, context: str, line: str) -> tuple[str, str] | None:
    text = line.lstrip(" ")
    if text.startswith("\t") or "tab character" in problem:
        return "a tab in the indentation", "indent with spaces"
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "a conflict marker of version control", "resolve the merge conflict"
    for pattern, meaning, hint in _OTHER_LANGUAGES if "expected ','" not in problem else ():
        if re.match(pattern, text):
            return meaning, hint
    if ": {{" in text or "- {{" in text:
        return "a template without quotes", 'quote the whole text: "{{ … }} …"'
    if "end of stream" in problem and "quoted scalar" in context:
        return "a quote that is never closed", "close it; an apostrophe in single quotes is doubled"
    if "cannot start any token" in problem:
        return _token(text)
    return None


def _token(text: str) -> tuple[str, str]:
    if text.startswith("{%"):
        return "a template statement", "metadata is plain YAML; templates belong into values"
    return (
        "text that starts with a character reserved by YAML, such as '@', '`' or '%'",
        "quote the text",
    )
