"""The operators, from loose to tight, as today's engine and Jinja agree on them."""

from __future__ import annotations

OR, AND, NOT, COMPARISON, SUM, CONCATENATION, PRODUCT, POWER, FILTER, NEGATION, POSTFIX, ATOM = (
    range(1, 13)
)
"""How tightly each form binds; a conditional binds loosest, with 0."""

BINARY: dict[str, int] = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(("==", "!=", "<", ">", "<=", ">=", "in", "not in"), COMPARISON),
    **dict.fromkeys(("+", "-"), SUM),
    "~": CONCATENATION,
    **dict.fromkeys(("*", "/", "//", "%"), PRODUCT),
    "**": POWER,
}
"""How tightly each binary operator binds; all but the comparisons group from the left."""

CLASSIC: dict[str, str] = {
    "~": "concatenation",
    "//": "floor division",
    "**": "power",
    "not in": "not in",
}
"""The operators that today's engine does not know, and what each is called as an extension."""

WORDS = frozenset({"and", "or", "not", "in", "is", "if", "else"})
"""Words with a meaning of their own, which cannot be names."""
