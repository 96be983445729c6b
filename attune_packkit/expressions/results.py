"""What functions and filters give back, as far as it hangs on what they are given."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from attune_packkit.escaping import shown
from attune_packkit.expressions.functions import Signature
from attune_packkit.expressions.nodes import Filter, Keyword, Literal, Node
from attune_packkit.expressions.types import NULL, Type, array_of, union
from attune_packkit.model.patterns import TOO_HEAVY, engine, weight

_SAME = frozenset({"reversed", "slice"})
_SAME_ENTRIES = frozenset({"sort", "unique", "list", "reverse", "select", "reject"})
_ONE_ENTRY = frozenset({"first", "last", "random"})
_ONE_OF = frozenset({"min", "max"})
_BY_FIELD = frozenset({"selectattr", "rejectattr", "groupby"})
_NUMERALS = frozenset({"int", "number"})


def given_back(signature: Signature, given: Sequence[Type]) -> Type:
    """Return the type of what a function gives."""
    if not given:
        return signature.gives
    if signature.name in _SAME:
        return replace(given[0], choices=None)
    if signature.name in _ONE_OF and all(each.only("integer", "number") for each in given):
        return union(given)
    return entries_of(signature, given[0])


def entries_of(signature: Signature, of: Type) -> Type:
    """Return the type of what a filter, or a function of one list, gives for a value."""
    items = listed(of)
    if items is None:
        return signature.gives
    if signature.name in _SAME_ENTRIES:
        return array_of(items)
    if signature.name in _ONE_ENTRY:
        return replace(items, kinds=items.kinds | NULL.kinds)
    return signature.gives


def listed(of: Type) -> Type | None:
    """Return the type of the entries of what is a list, or null; None where that is not sure."""
    return of.items if of.only("array", "null") and not of.only("null") else None


def field_named(node: Filter) -> Literal | None:
    """Return the name of a plain field that a filter reads of each entry; None if it has none."""
    given: Node | None = None
    for argument in node.arguments:
        if isinstance(argument, Keyword) and argument.name == "attribute":
            given = argument.value
    if given is None and node.name in _BY_FIELD and node.arguments:
        given = node.arguments[0]
    plain = (
        isinstance(given, Literal) and isinstance(given.value, str) and given.value.isidentifier()
    )
    return given if plain and isinstance(given, Literal) else None


def refused(name: str, text: str) -> str:
    """Say why a function certainly fails with a text that is written out; "" if it may work."""
    if name in _NUMERALS and not _is_numeral(text):
        return f"function '{name}' is given {shown(text)}, which is no number"
    if name == "match" and weight(text) < TOO_HEAVY and engine(text) == "none":
        return f"{shown(text)} is no regular expression"
    return ""


def _is_numeral(text: str) -> bool:
    try:
        float(text.strip())
    except ValueError:
        return False
    return True
