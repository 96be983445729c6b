"""Split text into what is literal and what is an expression between `{{` and `}}`.

A `}}` inside a quoted string of an expression closes nothing. Statements and comments of Jinja
(`{% … %}`, `{# … #}`) are not part of the language: each gives one fault, and what stands inside is
not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.expressions.lexer import STRING
from attune_packkit.expressions.nodes import Node
from attune_packkit.expressions.parser import parse
from attune_packkit.expressions.token_reader import SyntaxFault

MAX_EXPRESSIONS = 1_000
"""Expressions that are read in one text; what follows them is not read."""

MAX_FAULTS = 100

_LONGEST_KEPT = 2_000

_OUTSIDE = re.compile(r"\{\{|\{%|\{\#|[{}]")
_INSIDE = re.compile(rf"{STRING}|[{{}}\"']", re.VERBOSE | re.DOTALL)
_NOT_SPOKEN = {"{%": ("%}", "statements"), "{#": ("#}", "comments")}


class Expression(Struct, frozen=True):
    """One `{{ … }}`: the offsets of its braces, what stands inside, and that as text.

    `extensions` are the classic-only forms it uses, each with its offsets.
    """

    node: Node | None
    start: int
    end: int
    extensions: tuple[tuple[str, int, int], ...]
    source: str = ""


class TemplateFault(Struct, frozen=True):
    """Something wrong with a template; `code` is the id of the check that reports it."""

    code: str
    message: str
    start: int
    end: int
    hint: str = ""


class Template(Struct, frozen=True):
    """A parsed scalar. `whole`: it is one expression and nothing else, so its type is kept."""

    text: str
    expressions: tuple[Expression, ...]
    faults: tuple[TemplateFault, ...]
    whole: bool

    @property
    def has_statements(self) -> bool:
        """Whether Jinja statements may give names a meaning that the language has not."""
        return any(fault.code == "template.statement" for fault in self.faults)

    def pieces(self) -> Iterator[str | Expression]:
        """Yield literal text and expressions in order, with the white space that `-` strips."""
        at = 0
        strip = False
        for expression in self.expressions:
            literal = self.text[at : expression.start]
            literal = literal.lstrip() if strip else literal
            yield literal.rstrip() if _strips_before(self.text, expression.start) else literal
            yield expression
            at = expression.end
            strip = _strips_after(self.text, at)
        yield self.text[at:].lstrip() if strip else self.text[at:]


def parse_template(text: str) -> Template:
    """Parse the templates in a scalar. Linear in the text; never raises."""
    return _remembered(text) if len(text) <= _LONGEST_KEPT else _parse_template(text)


def parse_condition(text: str) -> Template:
    """Parse a condition, which may stand without braces."""
    if "{{" in text:
        template = parse_template(text)
        partly = bool(template.expressions) and not template.whole and not template.faults
        return replace(template, faults=(_mixed(text),)) if partly else template
    if not text.strip():
        empty = TemplateFault("template.empty", "the condition is empty", 0, len(text))
        return Template(text, (), (empty,), whole=False)
    parsed = parse(text)
    expression = Expression(parsed.node, 0, len(text), parsed.extensions, text.strip())
    return Template(text, (expression,), tuple(map(_syntax, parsed.faults)), whole=True)


def _mixed(text: str) -> TemplateFault:
    message = "text around '{{ … }}' makes the condition text, which always counts as true"
    hint = "write all of the condition between one '{{' and its '}}'"
    return TemplateFault("template.mixed_condition", message, 0, len(text), hint)


def _parse_template(text: str) -> Template:
    splitter = _Splitter(text)
    splitter.split()
    found = splitter.expressions
    whole = len(found) == 1 and found[0].end - found[0].start == len(text.strip())
    return Template(text, tuple(found), tuple(splitter.faults[:MAX_FAULTS]), whole)


_remembered = lru_cache(maxsize=4096)(_parse_template)


class _Splitter:
    """Goes through a text once. What is searched for in vain is not searched for again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open = 0
        self._careful = True
        self._missing: set[str] = set()
        self.expressions: list[Expression] = []
        self.faults: list[TemplateFault] = []

    def split(self) -> None:
        at = 0
        while (match := _OUTSIDE.search(self._text, at)) is not None:
            mark = match[0]
            if mark == "{{":
                at = self._expression(match.start())
            elif mark in _NOT_SPOKEN:
                at = self._not_spoken(mark, match.start())
            else:
                at = self._brace(mark, match.start())
            if len(self.expressions) > MAX_EXPRESSIONS:
                self.expressions.pop()
                self._fault("too_long", f"more than {MAX_EXPRESSIONS} expressions", match.span())
                break

    def _fault(self, code: str, message: str, at: tuple[int, int], hint: str = "") -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(TemplateFault(f"template.{code}", message, *at, hint))

    def _brace(self, mark: str, at: int) -> int:
        """Count single braces, so that the `}}` of `{"a": {"b": 1}}` is not taken for a stray."""
        if mark == "{":
            self._open += 1
        elif self._open < 2 and self._text.startswith("}}", at):
            hint = "remove it, or open the expression with '{{'"
            self._fault("stray_close", "'}}' closes nothing", (at, at + 2), hint)
            self._open = 0
            return at + 2
        elif self._open:
            self._open -= 1
        return at + 1

    def _not_spoken(self, mark: str, at: int) -> int:
        closing, what = _NOT_SPOKEN[mark]
        end = -1 if mark in self._missing else self._text.find(closing, at + 2)
        if end < 0:
            self._missing.add(mark)
            return at + 2
        hint = "use an expression between '{{' and '}}'" if mark == "{%" else "remove it"
        self._fault("statement", f"{what} are not part of the language", (at, end + 2), hint)
        return end + 2

    def _expression(self, start: int) -> int:
        end = self._closing(start + 2)
        if end < 0:
            hint = "close the expression with '}}'"
            self._fault("unclosed", "'{{' is never closed", (start, start + 2), hint)
            return len(self._text)
        first = start + (3 if _strips_before(self._text, start) else 2)
        last = end - (3 if _strips_after(self._text, end) else 2)
        source = self._text[first:last].strip()
        if not source:
            hint = "write a value between '{{' and '}}'"
            self._fault("empty", "the expression is empty", (start, end), hint)
            self.expressions.append(Expression(None, start, end, ()))
            return end
        parsed = parse(self._text, first, last)
        if parsed.faults:
            self.faults.append(self._nested(first, last) or _syntax(parsed.faults[0]))
        extensions = (*self._stripping(start, end), *parsed.extensions)
        self.expressions.append(Expression(parsed.node, start, end, extensions, source))
        return end

    def _nested(self, first: int, last: int) -> TemplateFault | None:
        at = self._text.find("{{", first, last)
        message, hint = (
            "an expression cannot hold another '{{'",
            "write what is in it without braces",
        )
        fault = SyntaxFault(message, at, at + 2, hint)
        return _syntax(fault) if at >= 0 else None

    def _stripping(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        if _strips_before(self._text, start):
            yield "white space control", start, start + 3
        if _strips_after(self._text, end):
            yield "white space control", end - 3, end

    def _closing(self, at: int) -> int:
        """Return the offset behind the `}}` that closes an expression; -1 if none does.

        Where quotes or braces inside do not close, any `}}` counts, then and from there on.
        """
        end = self._matching(at) if self._careful else -1
        if end < 0:
            self._careful = False
            end = self._text.find("}}", at) + 2
        return end if end > at else -1

    def _matching(self, at: int) -> int:
        nested = 0
        for match in _INSIDE.finditer(self._text, at):
            mark = match[0]
            if mark in ("'", '"'):
                break
            if mark == "{":
                nested += 1
            elif mark == "}" and nested:
                nested -= 1
            elif mark == "}" and self._text.startswith("}}", match.start()):
                return match.start() + 2
        return -1


def _syntax(fault: SyntaxFault) -> TemplateFault:
    return TemplateFault("expression.syntax", fault.message, fault.start, fault.end, fault.hint)


def _strips_before(text: str, start: int) -> bool:
    """Tell whether `{{-` opens an expression; right before a value, the sign is a minus."""
    return text.startswith("{{-", start) and text[start + 3 : start + 4].isspace()


def _strips_after(text: str, end: int) -> bool:
    return text.endswith("-}}", 0, end)
