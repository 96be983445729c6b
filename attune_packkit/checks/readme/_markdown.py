"""As much Markdown as it takes to find links and the title, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from attune_packkit.api import Span

_FENCE = re.compile(r"[ \t]*(?P<marks>`{3,}(?=[^`]*$)|~{3,})")
_BACKTICKS = re.compile(r"`+")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_DESTINATION = re.compile(
    r"\(\s{0,99}(?:<(?P<quoted>[^<>\n]{0,2000})>"
    r"|(?P<plain>(?:[^\s()\\<]|\\.|\([^\s()]{0,500}\)){1,2000}))\s{0,99}[)\"'(]"
)
_DEFINITION = (
    r" {0,3}\[(?!\^)[^\[\]\n]{1,300}\]:[ \t]{0,99}"
    r"(?:<(?P<quoted>[^<>]{0,2000})>|(?P<plain>\S{1,2000}))"
)
_TAG = r"<(?:a|img)\b[^<>]{0,1000}?\s(?:href|src)=\"(?P<plain>[^\"<>]{1,2000})\""
_LINK = re.compile(r"\][(:]|<(?:a|img)\b")
"""What stands in every paragraph with a link."""
_TITLE = r" {0,3}#(?P<text>[ \t][^\n]{0,1000})"
_UNDERLINE = r" {0,3}=+[ \t]*"


class Link(NamedTuple):
    """A link or image: where it leads to, and where that is written."""

    target: str
    span: Span


def links(text: str) -> Iterator[Link]:
    """Yield the links and images of a text, outside code and comments."""
    for number, paragraph in _paragraphs(text):
        for start, target in _targets(paragraph) if _LINK.search(paragraph) else ():
            line = number + paragraph.count("\n", 0, start)
            column = start - paragraph.rfind("\n", 0, start)
            yield Link(target, Span(line, column, line, column + len(target)))


def title(text: str) -> Link | None:
    """Return the first heading of the first level, or None."""
    previous = ""
    for number, line in _prose(text):
        match = re.match(_TITLE, line)
        if match:
            words = match["text"].strip().rstrip("#").strip()
            return Link(words, Span(number, 1, number, len(line) + 1))
        if previous and re.fullmatch(_UNDERLINE, line):
            return Link(previous, Span(number - 1, 1, number - 1, len(previous) + 1))
        previous = line.strip()
    return None


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield paragraphs of prose with the number of their first line."""
    first, lines = 1, list[str]()
    for number, line in _prose(text):
        blank = not line.strip()
        if lines and (blank or number != first + len(lines)):
            yield first, "\n".join(lines)
            lines = []
        if not blank:
            first = first if lines else number
            lines.append(line)
    if lines:
        yield first, "\n".join(lines)


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield numbered lines outside fenced and indented code and outside comments."""
    fence = ""
    for number, line in enumerate(_without_comments(text).split("\n"), start=1):
        line = line.rstrip("\r")
        if fence:
            marks = line.strip()
            if marks.startswith(fence) and not marks.strip(fence[0]):
                fence = ""
            continue
        opening = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if opening:
            fence = opening["marks"]
        elif not line.startswith(("    ", "\t")):
            yield number, line


def _without_comments(text: str) -> str:
    """Blank HTML comments and what is set as it stands, keeping their lines."""
    for opening, closing in (("<!--", "-->"), ("<pre>", "</pre>")):
        text = _without(text, opening, closing)
    return text


def _without(text: str, opening: str, closing: str) -> str:
    if opening not in text:
        return text
    parts, position = [], 0
    while (start := text.find(opening, position)) >= 0:
        end = text.find(closing, start)
        end = len(text) if end < 0 else end + len(closing)
        parts += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end
    return "".join((*parts, text[position:]))


def _without_code_spans(paragraph: str) -> str:
    """Blank the text between backticks; each run is closed by the next one of its length."""
    if "`" not in paragraph:
        return paragraph
    runs = [match.span() for match in _BACKTICKS.finditer(paragraph)]
    closing: dict[int, int] = {}
    after: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        closing[index] = after.get(length, -1)
        after[length] = index
    parts, position, index = [], 0, 0
    while index < len(runs):
        closed = closing[index]
        if closed >= 0:
            start, end = runs[index][0], runs[closed][1]
            parts += [paragraph[position:start], _blank(paragraph[start:end])]
            position, index = end, closed
        index += 1
    return "".join((*parts, paragraph[position:]))


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _targets(paragraph: str) -> Iterator[tuple[int, str]]:
    """Yield where each destination starts in a paragraph, and the destination."""
    paragraph = _without_code_spans(paragraph)
    yield from _inline(paragraph)
    if "]:" in paragraph:
        yield from _defined(paragraph)
    if "<" in paragraph:
        yield from map(_target, re.finditer(_TAG, paragraph))


def _defined(paragraph: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in paragraph.split("\n"):
        match = re.match(_DEFINITION, line)
        if match:
            start, target = _target(match)
            yield offset + start, target
        offset += len(line) + 1


def _inline(paragraph: str) -> Iterator[tuple[int, str]]:
    if "](" not in paragraph:
        return
    depth = 0
    for bracket in _BRACKET.finditer(paragraph):
        if bracket[0] == "[":
            depth += 1
        elif bracket[0] == "]" and depth:
            depth -= 1
            match = _DESTINATION.match(paragraph, bracket.end())
            if match:
                yield _target(match)


def _target(match: re.Match[str]) -> tuple[int, str]:
    group = "plain" if match["plain"] is not None else "quoted"
    return match.start(group), match[group]
