"""Split text into what is literal and what is an expression between `{{` and `}}`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from attune_packkit.expressions.nodes import Node
from attune_packkit.expressions.parser import SyntaxFault, parse

MAX_LENGTH = 65_536
"""Characters of one template; longer text is refused unparsed."""

MAX_EXPRESSIONS = 1_000


@dataclass(frozen=True, slots=True)
class Expression:
    """One `{{ … }}`: the offsets of its braces, and what stands inside."""

    node: Node | None
    start: int
    end: int
    extensions: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Something wrong with a template; `code` is the id of the check that reports it."""

    code: str
    message: str
    start: int
    end: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed scalar. `whole`: it is one expression and nothing else, so its type is kept."""

    text: str
    expressions: tuple[Expression, ...]
    faults: tuple[TemplateFault, ...]
    whole: bool


@lru_cache(maxsize=4096)
def parse_template(text: str) -> Template:
    """Parse the templates in a scalar. Linear in the text; never raises."""
    if len(text) > MAX_LENGTH:
        fault = TemplateFault(
            "template.too_long", f"a template of {len(text)} characters", 0, 1,
            f"templates may have at most {MAX_LENGTH} characters",
        )  # fmt: skip
        return Template(text, (), (fault,), whole=False)
    expressions: list[Expression] = []
    faults: list[TemplateFault] = []
    at = 0
    while len(expressions) < MAX_EXPRESSIONS:
        start = text.find("{{", at)
        _stray(text, at, start if start >= 0 else len(text), faults)
        if start < 0:
            break
        end = _closing(text, start + 2)
        if end < 0:
            faults.append(
                TemplateFault("template.unclosed", "'{{' is never closed", start, start + 2,
                              "close the expression with '}}'")
            )  # fmt: skip
            break
        expressions.append(_expression(text, start, end, faults))
        at = end
    stripped = text.strip()
    whole = len(expressions) == 1 and expressions[0].end - expressions[0].start == len(stripped)
    return Template(text, tuple(expressions), tuple(faults), whole)


def parse_condition(text: str) -> Template:
    """Parse a condition, which may stand without braces."""
    if "{{" in text:
        return parse_template(text)
    parsed = parse(text)
    expression = Expression(parsed.node, 0, len(text), parsed.extensions)
    faults = tuple(map(_syntax, parsed.faults))
    return Template(text, (expression,), faults, whole=True)


def _expression(text: str, start: int, end: int, faults: list[TemplateFault]) -> Expression:
    inner_start = start + (3 if text.startswith("{{-", start) else 2)
    inner_end = end - (3 if text.endswith("-}}", start, end) else 2)
    if not text[inner_start:inner_end].strip():
        faults.append(
            TemplateFault("template.empty", "the expression is empty", start, end,
                          "write a value between '{{' and '}}'")
        )  # fmt: skip
        return Expression(None, start, end, ())
    parsed = parse(text, inner_start, inner_end)
    faults += map(_syntax, parsed.faults)
    return Expression(parsed.node, start, end, parsed.extensions)


def _syntax(fault: SyntaxFault) -> TemplateFault:
    return TemplateFault("expression.syntax", fault.message, fault.start, fault.end, fault.hint)


def _closing(text: str, at: int) -> int:
    """Return the offset behind the `}}` that closes an expression; quoted ones do not count."""
    quote = ""
    nested = 0
    while at < len(text):
        character = text[at]
        if quote:
            if character == "\\":
                at += 1
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif character == "{":
            nested += 1
        elif character == "}" and nested:
            nested -= 1
        elif text.startswith("}}", at):
            return at + 2
        at += 1
    plain = text.find("}}", at if not quote else 0)
    return plain + 2 if quote and plain >= 0 else -1


def _stray(text: str, start: int, end: int, faults: list[TemplateFault]) -> None:
    """Report `}}` without `{{`, and statements, which the engine leaves as text."""
    at = text.find("}}", start, end)
    if at >= 0:
        faults.append(
            TemplateFault("template.stray_close", "'}}' closes nothing", at, at + 2,
                          "remove it, or open the expression with '{{'")
        )  # fmt: skip
    at = text.find("{%", start, end)
    if at >= 0:
        close = text.find("%}", at, end)
        faults.append(
            TemplateFault(
                "template.statement", "statements are not part of the language",
                at, close + 2 if close >= 0 else at + 2,
                "use an expression between '{{' and '}}'",
            )
        )  # fmt: skip
