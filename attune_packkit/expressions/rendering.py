"""Fill templates in. No template engine is involved, only our own evaluator."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.documents.document import Value
from attune_packkit.expressions.evaluator import EvaluationError, Scope, evaluate
from attune_packkit.expressions.template import (
    Expression,
    Template,
    parse_condition,
    parse_template,
)
from attune_packkit.expressions.values import (
    MAX_TEXT,
    Budget,
    Data,
    UnfitError,
    Unknown,
    joined,
    text_of,
    truth,
)


def render(template: Template, scope: Scope, budget: Budget | None = None) -> Data:
    """Return what a template becomes: the value of a whole expression, else text.

    Raises `EvaluationError` for an expression that cannot be evaluated. What is no part of the
    language, such as an unclosed `{{`, stays as text.
    """
    if template.whole:
        return _value(template, template.expressions[0], scope, budget or Budget())
    return joined(_pieces(template, scope, budget or Budget()))


def render_all(value: Value, scope: Scope, budget: Budget) -> Data:
    """Render every text in a value, at any depth; keys stay as they are."""
    try:
        return budget.whole(_every(value, scope, budget))
    except UnfitError as error:
        raise EvaluationError(str(error), 0, 0) from None


def is_met(condition: str, scope: Scope, budget: Budget | None = None) -> bool | Unknown:
    """Tell whether a condition, with braces or without, comes to something that counts as true."""
    return truth(render(parse_condition(condition), scope, budget))


def _every(value: Value, scope: Scope, budget: Budget) -> Data:
    if isinstance(value, str):
        return render(parse_template(value), scope, budget)
    if isinstance(value, list):
        return [_every(item, scope, budget) for item in value]
    if isinstance(value, dict):
        return {name: _every(item, scope, budget) for name, item in value.items()}
    return value


def _pieces(template: Template, scope: Scope, budget: Budget) -> Iterator[str | Unknown]:
    left = MAX_TEXT
    for piece in template.pieces():
        if isinstance(piece, str):
            yield piece
            continue
        text = text_of(_value(template, piece, scope, budget), null="")
        left -= len(str(text))
        try:
            if left < 0:
                raise UnfitError("the text becomes too long")
            budget.text(str(text))
        except UnfitError as error:
            raise EvaluationError(str(error), piece.start, piece.end) from None
        yield text


def _value(template: Template, expression: Expression, scope: Scope, budget: Budget) -> Data:
    if expression.node is not None:
        return evaluate(expression.node, scope, budget)
    fault = next(each for each in template.faults if each.start >= expression.start)
    raise EvaluationError(fault.message, fault.start, fault.end)
