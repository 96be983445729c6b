"""What two values of an expression can have to do with each other, by their types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attune_packkit.escaping import shown
from attune_packkit.expressions.nodes import Array, Binary, Call, Filter, Literal, Name, Node, Unary
from attune_packkit.expressions.types import Type
from attune_packkit.suggest import did_you_mean

_MOST_CHOICES = 8
_NUMBERS = ("integer", "number")


def comparable(left: Type, right: Type) -> bool:
    """Tell whether two values can ever be equal: 3 equals 3.0, and nothing crosses kinds else."""
    if left.kinds & right.kinds:
        return True
    return not left.never(*_NUMBERS) and not right.never(*_NUMBERS)


def mismatch(found: Type, wanted: Type) -> str:
    """Say what is given where something else is taken; "" if it may be that."""
    if found.never(*wanted.kinds):
        return f"{found}, it takes {wanted}"
    entries = found.items if found.only("array") else None
    if entries and wanted.items and entries.never(*wanted.items.kinds):
        return f"a list of {entries}, it takes a list of {wanted.items}"
    return ""


def impossible_text(node: Node, other: Type) -> str:
    """Return what the other side can be, if a node is a text that it never is; else ""."""
    text = node.value if isinstance(node, Literal) else None
    if not text or not isinstance(text, str) or other.choices is None or text in other.choices:
        return ""
    return _listed(other.choices)


def _listed(choices: frozenset[str]) -> str:
    known = sorted(choices)
    return ", ".join(map(shown, known[:_MOST_CHOICES])) + (", …" * (len(known) > _MOST_CHOICES))


def unequal(node: Binary, left: Type, right: Type) -> tuple[str, str]:
    """Say why two values are never equal, and what may be meant; "" if they may be."""
    outcome = "false" if node.operator == "==" else "true"
    for text, other in ((node.left, right), (node.right, left)):
        texts = impossible_text(text, other)
        if texts:
            return f"it is one of {texts}, so this is always {outcome}", _meant(text, other)
    if comparable(left, right) or _asks_for_null(node):
        return "", ""
    return f"{left} is compared with {right}, which is always {outcome}", ""


def _asks_for_null(node: Binary) -> bool:
    """Tell whether a value is compared with null, just to be sure that it is there."""
    written = [each for each in (node.left, node.right) if isinstance(each, Literal)]
    return len(written) == 1 and written[0].value is None


def _meant(node: Node, of: Type) -> str:
    """Ask for the choice that a text is like; "" if it is like none."""
    return did_you_mean(str(node.value), of.choices or ()) if isinstance(node, Literal) else ""


def strangers(whole: Node, part: Node, within: Type, of: Type) -> Iterator[tuple[Node, str, str]]:
    """Yield what is looked for in a list or text that can never hold it, why, and what is meant.

    Of a list that is written out, an entry counts if it looks like a slip for what can be, or if
    none of the entries can be.
    """
    if within.only("string") and of.never("string"):
        yield part, f"{of} is looked for in a text, where it never is", ""
    elif within.only("array") and within.items is not None:
        items = within.items
        texts = impossible_text(part, items)
        if texts:
            message = f"each entry is one of {texts}, so this is never among them"
            yield part, message, _meant(part, items)
        elif not comparable(of, items):
            yield part, f"{of} is looked for in a list of {items}, where it never is", ""
        else:
            yield from _impossible_entries(whole, of)


def _impossible_entries(whole: Node, of: Type) -> Iterator[tuple[Node, str, str]]:
    """Yield the texts of a list that is written out which the value looked for never is."""
    entries = whole.items if isinstance(whole, Array) else ()
    if of.choices is None or not of.only("string") or not entries:
        return
    never = [entry for entry in entries if impossible_text(entry, of)]
    for entry in never:
        hint = _meant(entry, of)
        if hint or len(never) == len(entries):
            yield entry, f"it is one of {_listed(of.choices)}, so it is never this", hint


def misfit(given: Sequence[Type], takes: Sequence[Type]) -> tuple[int, str, str]:
    """Return the first argument that is not what is taken, what it is, and a hint; "" if all are.

    One that is wrong for want of another's place needs no second word.
    """
    wrong = [mismatch(*each) for each in zip(given, takes, strict=False)]
    at = next((number for number, words in enumerate(wrong) if words), 0)
    turned = zip(reversed(given), takes, strict=False)
    if len(wrong) > 1 and all(wrong) and not any(mismatch(*each) for each in turned):
        return at, wrong[at], "the arguments stand the other way round"
    return at, wrong[at] if wrong else "", ""


_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_COUNTING = frozenset({"length", "count"})


def below_zero(node: Binary) -> str:
    """Say what becomes of a length that is compared with 0 or less; "" if it may be either."""
    for counted, limit, operator in (
        (node.left, node.right, node.operator),
        (node.right, node.left, _MIRRORED.get(node.operator, "")),
    ):
        number = _number(limit)
        if number is None or not _counts(counted):
            continue
        if (operator == "<" and number <= 0) or (operator == "<=" and number < 0):
            return "a length is never below 0, so this is always false"
        if (operator == ">=" and number <= 0) or (operator == ">" and number < 0):
            return "a length is never below 0, so this is always true"
    return ""


def _counts(node: Node) -> bool:
    if isinstance(node, Filter):
        return node.name in _COUNTING
    name = node.function if isinstance(node, Call) else None
    return isinstance(name, Name) and name.name in _COUNTING


def _number(node: Node) -> int | float | None:
    """Return the number that a node is, also one with a sign."""
    if isinstance(node, Unary) and node.operator == "-":
        below = _number(node.operand)
        return None if below is None else -below
    value = node.value if isinstance(node, Literal) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def both(left: Type, right: Type, *kinds: str) -> bool:
    """Tell whether two values can be of one of these kinds together; a number may be an integer."""
    return any(
        not left.never(*names) and not right.never(*names)
        for names in (_NUMBERS if kind == "number" else (kind,) for kind in kinds)
    )


def repeats(node: Node, times: Type) -> bool:
    """Tell whether a node is text such as `"-"`, which `*` repeats in Jinja."""
    return isinstance(node, Literal) and isinstance(node.value, str) and not times.never("integer")


def is_zero(node: Node) -> bool:
    """Tell whether a node is a zero that is written out."""
    return isinstance(node, Literal) and node.value in (0, 0.0) and node.value is not False


def is_format(node: Node) -> bool:
    """Tell whether a node is text such as `"%s: %d"`, which `%` fills in Jinja."""
    return isinstance(node, Literal) and isinstance(node.value, str) and "%" in node.value
