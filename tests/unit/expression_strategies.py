"""Syntax trees and texts for property tests of the expression language."""

from __future__ import annotations

from hypothesis import strategies as st

from attune_packkit.expressions.nodes import (
    Array,
    Attribute,
    Binary,
    Call,
    Chain,
    Conditional,
    Filter,
    Index,
    Keyword,
    Literal,
    Mapping,
    Name,
    Node,
    Slice,
    Test,
    Unary,
)
from attune_packkit.expressions.operators import BINARY, COMPARISON

_NAMES = st.sampled_from(["a", "b", "result", "parameters", "_x1", "workflow"])
_MEMBERS = st.sampled_from(["a", "b", "in", "not", "true", "0", "12"])
_COMPARISONS = sorted(name for name, binding in BINARY.items() if binding == COMPARISON)

LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(
        lambda value: Literal(value, 0, 0),
        st.one_of(
            st.none(), st.booleans(), st.text(max_size=8), st.integers(0, 2**63 - 1),
            st.floats(0, allow_nan=False, allow_infinity=False),
        ),
    ),
    st.builds(lambda name: Name(name, 0, 0), _NAMES),
)  # fmt: skip


def _larger(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    few = st.lists(parts, max_size=3).map(tuple)
    maybe = st.none() | parts
    arguments = st.lists(
        parts | st.builds(lambda name, value: Keyword(name, value, 0, 0), _NAMES, parts), max_size=3
    ).map(tuple)
    keys = parts | st.builds(lambda a, b, c: Slice(a, b, c, 0, 0), maybe, maybe, maybe)
    chained = st.lists(parts, min_size=3, max_size=4).flatmap(
        lambda operands: st.builds(
            lambda used: Chain(tuple(operands), tuple(used), 0, 0),
            st.lists(
                st.sampled_from(_COMPARISONS),
                min_size=len(operands) - 1,
                max_size=len(operands) - 1,
            ),
        )
    )
    return st.one_of(
        st.builds(lambda items: Array(items, 0, 0), few),
        st.builds(lambda pairs: Mapping(tuple(pairs), 0, 0), st.lists(st.tuples(parts, parts), max_size=2)),
        st.builds(lambda name, given: Call(Name(name, 0, 0), given, 0, 0), _NAMES, arguments),
        st.builds(lambda value, given: Call(Attribute(value, "m", 0, 0, 0), given, 0, 0), parts, arguments),
        st.builds(lambda operator, value: Unary(operator, value, 0, 0), st.sampled_from(["not", "-"]), parts),
        st.builds(
            lambda operator, one, other: Binary(operator, one, other, 0, 0),
            st.sampled_from(sorted(BINARY)), parts, parts,
        ),
        chained,
        st.builds(lambda value, name: Attribute(value, name, 0, 0, 0), parts, _MEMBERS),
        st.builds(lambda value, key: Index(value, key, 0, 0), parts, keys),
        st.builds(lambda value, name, given: Filter(value, name, given, 0, 0, 0), parts, _NAMES, arguments),
        st.builds(
            lambda value, name, given, negated: Test(value, name, given, negated, 0, 0),
            parts, _NAMES, arguments, st.booleans(),
        ),
        st.builds(lambda test, then, other: Conditional(test, then, other, 0, 0), parts, parts, maybe),
    )  # fmt: skip


NODES = st.recursive(LEAVES, _larger, max_leaves=12)
"""Trees as the parser can give them, with all offsets 0."""

FRAGMENTS = st.lists(
    st.sampled_from(
        ["{{", "}}", "{", "}", "{%", "%}", "{#", "#}", "-", "'", '"', "\\", "(", ")", "[", "]", "a",
         ".", "0", "1.5", "|", " ", "\n", "not", "in", "if", "else", "is", ",", ":", "=", "==", "ü"]
    ),
    max_size=40,
).map("".join) | st.text(max_size=60)  # fmt: skip
"""Texts made of what the language is made of, in any order."""
