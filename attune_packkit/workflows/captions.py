"""What stands beside an arrow: the outcome and the condition in as few words as can be."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.expressions.nodes import Binary, Node
from attune_packkit.expressions.template import parse_condition
from attune_packkit.expressions.unparse import unparse
from attune_packkit.model.transitions import Transition, bare
from attune_packkit.workflows.fates import ENDINGS, UNHAPPY, Fate, tells_outcome

OTHERWISE = "otherwise"

_WORDS = {
    "success": "succeeded",
    "failure": "failed",
    "timeout": "timed out",
    "cancelled": "cancelled",
}


def captions(transition: Transition, of: Fate) -> tuple[str, str]:
    """Return how a task ended and what is asked besides, for a transition with this fate.

    The first is "" for success and for any outcome.
    """
    if transition.unless:
        return "", OTHERWISE
    if of.possible == of.certain:
        return _outcome(of.possible), ""
    conditions = [part for each in transition.conditions for part in _conditions(each.text)]
    return _outcome(of.possible), _joined(conditions)


def _outcome(possible: frozenset[str]) -> str:
    if possible in (ENDINGS, {"success"}):
        return ""
    if possible == UNHAPPY:
        return "not succeeded"
    if not possible:
        return "never"
    return " or ".join(word for ending, word in _WORDS.items() if ending in possible)


def _conditions(text: str) -> Iterator[str | Node]:
    """Yield what a condition asks besides the outcome."""
    template = parse_condition(text)
    node = template.expressions[0].node if template.whole else None
    if node is None:
        yield bare(text)
        return
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, Binary) and node.operator == "and":
            pending += [node.right, node.left]
        elif not tells_outcome(node):
            yield node


def _joined(parts: list[str | Node]) -> str:
    texts = []
    for part in parts:
        text = part if isinstance(part, str) else unparse(part)
        loose = isinstance(part, str) or (isinstance(part, Binary) and part.operator == "or")
        texts.append(f"({text})" if loose and len(parts) > 1 else text)
    return " and ".join(texts)
