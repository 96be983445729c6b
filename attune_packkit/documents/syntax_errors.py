"""Where the mistake is that makes a file no YAML; libyaml often notices it somewhere else."""

from __future__ import annotations

from typing import Any

import yaml
from yaml._yaml import CParser

from attune_packkit.documents import guard, separators
from attune_packkit.documents.document import Fault, fault
from attune_packkit.documents.indentation import odd_line
from attune_packkit.documents.positions import span_of
from attune_packkit.spans import Span

_SWALLOWED = "a quote swallows the lines below"
"""A quote is not closed; libyaml notices it only where the next quote happens to close it."""

_MISALIGNED = "this line starts in another column than those around it"
"""A line is wrongly indented; libyaml notices it only on the line below."""


def syntax_fault(path: str, data: bytes, error: yaml.YAMLError) -> Fault:
    """Return the fault of a file that libyaml cannot parse, at the place to mend."""
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None) or ""
    span = _noticed(data, error, problem, context)
    opening = _swallowing_quote(data, span.line)
    if opening is not None:
        return fault("metadata.invalid_yaml", path, opening, problem=_SWALLOWED, context="")
    odd = odd_line(data, problem, span.line)
    if odd:
        span, problem, context = Span(odd, 1, odd, 2), _MISALIGNED, ""
    return fault("metadata.invalid_yaml", path, span, problem=problem, context=context)


def _noticed(data: bytes, error: yaml.YAMLError, problem: str, context: str) -> Span:
    """Return the place that libyaml itself tells, but none beyond the last line."""
    mark = getattr(error, "problem_mark", None)
    if _starts_at_context(problem, context):
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return guard.byte_span(data, getattr(error, "position", 0))
    if mark.line >= len(data.splitlines()):
        return guard.byte_span(data, len(data.rstrip()))
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def _starts_at_context(problem: str, context: str) -> bool:
    """Tell whether the author's mistake is where the construct began, not where parsing failed."""
    unclosed = "quoted scalar" in context and "end of stream" in problem
    return unclosed or "flow" in context or "simple key" in context


def _swallowing_quote(data: bytes, line: int) -> Span | None:
    """Return the quote that opens a text of several lines ending on the line of an error.

    A quote that is never closed takes all up to the next quote with it; what stands behind that one
    is the error libyaml sees. The mistake is where the text began.
    """
    found = None
    parser = CParser(separators.hide(data))
    try:
        while parser.check_event():
            event: Any = parser.get_event()
            if isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'):
                span = span_of((event, event))
                if span.line < span.end_line == line:
                    found = Span(span.line, span.column, span.line, span.column + 1)
    except yaml.YAMLError:
        return found
    finally:
        parser.dispose()
    return found
