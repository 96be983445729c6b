"""The parser: precedence, every form of both dialects, exact offsets, faults, and bounded work."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from attune_packkit.expressions import nodes
from attune_packkit.expressions.lexer import MAX_TOKENS
from attune_packkit.expressions.nodes import Attribute, Binary, Call, Name, Node, walk
from attune_packkit.expressions.operators import BINARY, COMPARISON
from attune_packkit.expressions.parser import MAX_DEPTH, parse
from attune_packkit.expressions.token_reader import MAX_NESTING
from attune_packkit.expressions.unparse import unparse

Nodes: TypeAlias = st.SearchStrategy[Any]

COMPARISONS = st.sampled_from([name for name, each in BINARY.items() if each == COMPARISON])
NAMES = st.sampled_from(["a", "b", "result", "parameters", "_x1", "workflow"])


def built(kind: Any, *parts: Nodes) -> Nodes:
    """Nodes of one kind with all offsets 0."""
    zeros = [0 for name in kind.__struct_fields__ if name in ("start", "end", "at")]
    return st.builds(lambda *given: kind(*given, *zeros), *parts)


LEAVES = built(
    nodes.Literal,
    st.one_of(
        st.none(), st.booleans(), st.text(max_size=8), st.integers(0, 2**63 - 1),
        st.floats(0, allow_nan=False, allow_infinity=False),
    ),
) | built(nodes.Name, NAMES)  # fmt: skip


def chains(parts: Nodes) -> Nodes:
    pairs = st.lists(st.tuples(COMPARISONS, parts), min_size=2, max_size=3)
    return st.builds(
        lambda first, rest: nodes.Chain(
            (first, *(operand for _, operand in rest)), tuple(used for used, _ in rest), 0, 0
        ),
        parts,
        pairs,
    )


def larger(parts: Nodes) -> Nodes:
    few = st.lists(parts, max_size=3).map(tuple)
    given = st.lists(parts | built(nodes.Keyword, NAMES, parts), max_size=3).map(tuple)
    maybe = st.none() | parts
    members = st.sampled_from(["a", "b", "in", "not", "true", "0", "12"])
    attributes = built(nodes.Attribute, parts, members)
    return st.one_of(
        attributes,
        chains(parts),
        built(nodes.Array, few),
        built(nodes.Mapping, st.lists(st.tuples(parts, parts), max_size=2).map(tuple)),
        built(nodes.Call, built(nodes.Name, NAMES) | attributes, given),
        built(nodes.Unary, st.sampled_from(["not", "-"]), parts),
        built(nodes.Binary, st.sampled_from(sorted(BINARY)), parts, parts),
        built(nodes.Index, parts, parts | built(nodes.Slice, maybe, maybe, maybe)),
        built(nodes.Filter, parts, NAMES, given),
        built(nodes.Test, parts, NAMES, given, st.booleans()),
        built(nodes.Conditional, parts, parts, maybe),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=12)
"""Trees as the parser can give them."""

PIECES = [
    "{{", "}}", "{", "}", "-", "'", '"', "\\", "(", ")", "[", "]", "a", ".", "0", "1.5", "|", " ",
    "\n", "not", "in", "if", "else", "is", ",", ":", "=", "==", "ü",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


def tree(text: str) -> Node:
    parsed = parse(text)
    assert parsed.node is not None, parsed.faults
    return parsed.node


def without_offsets(node: Any) -> Any:
    if isinstance(node, tuple):
        return tuple(map(without_offsets, node))
    if not hasattr(node, "start"):
        return node
    zeros = {name: 0 for name in node.__struct_fields__ if name in ("start", "end", "at")}
    parts = {
        name: without_offsets(getattr(node, name))
        for name in node.__struct_fields__
        if name not in zeros
    }
    return replace(node, **zeros, **parts)


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("a or b and c", "a or (b and c)"),
        ("not a and b", "(not a) and b"),
        ("not a == b", "not (a == b)"),
        ("not not a", "not (not a)"),
        ("a == b + c", "a == (b + c)"),
        ("a in b + c", "a in (b + c)"),
        ("a not in b or c", "(a not in b) or c"),
        ("a + b * c", "a + (b * c)"),
        ("a - b - c", "(a - b) - c"),
        ("a / b % c", "(a / b) % c"),
        ("-a * b", "(-a) * b"),
        ("-a.b[0]", "-(a.b[0])"),
        ("- -a", "-(-a)"),
        ("a + b ~ c", "a + (b ~ c)"),
        ("a ** b * c", "(a ** b) * c"),
        ("a | f + b", "(a | f) + b"),
        ("-a | abs", "(-a) | abs"),
        ("a | f | g", "(a | f) | g"),
        ("not a is defined", "not (a is defined)"),
        ("1 + a is even", "1 + (a is even)"),
        ("a if b else c if d else e", "a if b else (c if d else e)"),
        ("a or b if c or d else e", "(a or b) if (c or d) else e"),
    ],
)
def test_operators_bind_in_their_order(text: str, grouped: str) -> None:
    assert without_offsets(tree(text)) == without_offsets(tree(grouped))
    assert unparse(tree(grouped)) == text.replace("- -", "--")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("1.50", 1.5), ("0", 0), ("true", True), ("false", False), ("null", None),
        ("'it'", "it"), ('"it"', "it"), (r"'it\'s'", "it's"), (r"'a\nb\tc\\'", "a\nb\tc\\"),
        (r"'\d+'", r"\d+"), ("'}} {{'", "}} {{"), ("''", ""), (r'"\""', '"'), (r"'\"'", r"\""),
        ("9223372036854775807", 2**63 - 1),
    ],
)  # fmt: skip
def test_literals_become_values_of_their_type(text: str, value: object) -> None:
    node = tree(text)
    assert node == replace(node, value=value, start=0, end=len(text))
    assert type(getattr(node, "value", node)) is type(value)


@pytest.mark.parametrize(
    ("text", "extension", "start", "end"),
    [
        ("x | upper", "filter", 4, 9), ("x | join(', ')", "filter", 4, 14),
        ("x | default: 'y'", "filter", 4, 16), ("a if b else c", "conditional", 0, 13),
        ("a if b", "conditional", 0, 6), ("x is defined", "test", 0, 12),
        ("x is not none", "test", 0, 13), ("x is divisibleby 3", "test", 0, 18),
        ("x is divisibleby(3)", "test", 0, 19), ("a ~ b", "concatenation", 2, 3),
        ("a // b", "floor division", 2, 4), ("a ** b", "power", 2, 4),
        ("a not  in b", "not in", 2, 9), ("x.items()", "method", 0, 9),
        ("{'a': 1}", "mapping", 0, 8), ("{}", "mapping", 0, 2),
        ("f(a=1)", "keyword argument", 2, 5),
        ("x[1:]", "slice", 2, 4), ("x[:2]", "slice", 2, 4), ("x[a:b:c]", "slice", 2, 7),
        ("x[::2]", "slice", 2, 5), ("1 < x <= 3", "chained comparison", 0, 10),
        ("(a, b)", "tuple", 0, 6), ("()", "tuple", 0, 2), ("(a,)", "tuple", 0, 4),
        ("True", "constant", 0, 4), ("None", "constant", 0, 4), ("none", "constant", 0, 4),
        ("False", "constant", 0, 5), ("1e3", "exponent", 0, 3), ("x.0", "dotted index", 2, 3),
        ("x.0.1", "dotted index", 2, 5),
    ],
)  # fmt: skip
def test_classic_forms_are_noted(text: str, extension: str, start: int, end: int) -> None:
    assert parse(text).extensions == ((extension, start, end),)


@pytest.mark.parametrize(
    "text",
    [
        "a.b['c'][0](1)" [:-3], "succeeded() and result().ok", "[1, 2, [3,]]", "a == b", "-1 + 2",
        "not (a in b)", "keystore[\"a.b\"]", "x.in", "x.true", "f()", "f(a, b)", "a\n  and b",
    ],
)  # fmt: skip
def test_forms_of_today_are_no_extensions(text: str) -> None:
    assert parse(text).extensions == ()
    assert tree(text)


def test_extensions_stand_in_order_of_the_text() -> None:
    names = [name for name, _, _ in parse("(a | f if x is g else b ~ c)[1:]").extensions]
    assert names == ["conditional", "filter", "test", "concatenation", "slice"]


@pytest.mark.parametrize("offset", [0, 5])
def test_offsets_are_exact(offset: int) -> None:
    text = "." * offset + "not (a.bc + d[0]) and f( x , 'y' )"
    parsed = parse(text, offset)
    assert parsed.node is not None
    spans = {text[node.start : node.end] for node in walk(parsed.node)}
    assert spans == {
        "not (a.bc + d[0]) and f( x , 'y' )", "not (a.bc + d[0])", "a.bc + d[0]", "a.bc", "a",
        "d[0]", "d", "0", "f( x , 'y' )", "f", "x", "'y'",
    }  # fmt: skip
    member = next(node for node in walk(parsed.node) if isinstance(node, Attribute))
    assert text[member.at : member.end] == "bc"


def test_brackets_belong_to_what_surrounds_them() -> None:
    outer = tree("(a + b) * c")
    assert isinstance(outer, Binary)
    assert (outer.start, outer.end) == (0, 11)
    assert (outer.left.start, outer.left.end) == (1, 6)


@pytest.mark.parametrize(
    ("text", "start", "end", "message", "hint"),
    [
        ("", 0, 1, "the expression ends where a value is expected", ""),
        ("a +", 3, 4, "the expression ends where a value is expected", ""),
        ("a b", 2, 3, "found 'b' where an operator or the end of the expression is expected", ""),
        ("a && b", 2, 4, "found '&&' where an operator", "write 'and'"),
        ("a & b", 2, 3, "found '&' where an operator", "join texts with '+'"),
        ("a .. b", 3, 4, "found '.' where a name", "join texts with '+'"),
        ("a eq b", 2, 4, "found 'eq' where an operator", "write '=='"),
        ("a =~ 'b'", 2, 3, "found '=' where an operator", "write 'match(pattern, text)'"),
        ("a?.b", 1, 2, "found '?'", "a field that may be missing cannot be asked for"),
        ("a || b", 2, 4, "found '||' where an operator", "write 'or'"),
        ("!a", 0, 1, "found '!' where a value is expected", "write 'not'"),
        ("a = 1", 2, 3, "found '=' where an operator", "write '=='"),
        ("f(a", 1, 2, "'(' is never closed", "close it with ')'"),
        ("[a, b", 0, 1, "'[' is never closed", "close it with ']'"),
        ("{'a': 1", 0, 1, "'{' is never closed", "close it with '}'"),
        ("x[1", 1, 2, "'[' is never closed", "close it with ']'"),
        ("f(a b)", 4, 5, "found 'b' where ')' or ',' is expected", ""),
        ("(a]", 2, 3, "found ']' where ')' or ',' is expected", ""),
        ("x.", 2, 3, "the expression ends where a name after '.' is expected", ""),
        ("x.'a'", 2, 5, "found", ""),
        ("x.1e5", 2, 5, "found '1e5' where a name after '.' is expected", ""),
        ("x | 3", 4, 5, "found '3' where the name of a filter is expected", ""),
        ("x is 3", 5, 6, "found '3' where the name of a test", ""),
        ("a == 'b", 5, 7, "the quote is never closed", ""),
        (
            "a ? b : c",
            2,
            3,
            "found '?' where an operator",
            "write a transition for each case: an expression cannot choose between values",
        ),
        ("a !== b", 4, 5, "found '=' where a value", "write '!='"),
        ("a <> b", 3, 4, "found '>' where a value", "write '!='"),
        ("‘a’", 0, 1, "found '‘' where a value", "put text between plain quotes: ' or \""),
        ("a + not b", 4, 7, "found 'not' where a value is expected", ""),
        ("{'a' 1}", 5, 6, "found '1' where ':' is expected", ""),
        ("a + \x1b[2J", 4, 5, "found '\\x1b' where a value is expected", ""),
        ("9223372036854775808", 0, 19, "the number is too large", ""),
        ("1e999", 0, 5, "the number is too large", ""),
        ("9" * 500, 0, 500, "the number has too many digits", ""),
    ],
)
def test_what_cannot_be_parsed_is_told_at_its_place(
    text: str, start: int, end: int, message: str, hint: str
) -> None:
    parsed = parse(text)
    assert parsed.node is None
    assert parsed.extensions == ()
    (fault,) = parsed.faults
    assert (fault.start, fault.end) == (start, end)
    assert fault.message.startswith(message)
    assert fault.hint == hint


def test_only_a_part_of_a_text_is_read() -> None:
    text = "{{ a.b }} c"
    parsed = parse(text, 2, 7)
    assert parsed.node == Attribute(Name("a", 3, 4), "b", 5, 3, 6)


def test_a_test_takes_one_argument_without_brackets() -> None:
    node = tree("x is divisibleby 3 and y")
    assert isinstance(node, Binary)
    assert isinstance(node.left, nodes.Test)
    assert unparse(node) == "x is divisibleby(3) and y"


@given(TREES)
def test_what_is_written_is_read_again(node: Node) -> None:
    text = unparse(node)
    parsed = parse(text)
    assert parsed.faults == (), text
    assert without_offsets(parsed.node) == node


@given(TEXTS)
def test_no_text_makes_it_raise(text: str) -> None:
    parsed = parse(text)
    assert (parsed.node is None) == bool(parsed.faults)
    for node in walk(parsed.node) if parsed.node else ():
        assert 0 <= node.start < node.end <= len(text)
    for fault in parsed.faults:
        assert 0 <= fault.start < fault.end <= len(text) + 1


@given(TEXTS)
def test_what_is_read_can_be_written(text: str) -> None:
    parsed = parse(text)
    if parsed.node is not None:
        assert without_offsets(tree(unparse(parsed.node))) == without_offsets(parsed.node)


@given(TREES)
def test_nodes_lie_within_their_parents(tree_of: Node) -> None:
    for node in walk(tree(unparse(tree_of))):
        for part in nodes.children(node):
            assert node.start <= part.start < part.end <= node.end


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "a" + ")" * 5_000,
        "[" * 5_000,
        "a(" * 5_000,
        "a[" * 5_000,
        "{a:" * 5_000,
        "not " * 5_000 + "a",
        "-" * 5_000 + "a",
        "a if b else " * 5_000 + "c",
        "0 or 0 and 0 == 0 + 0 ~ 0 * 0 ** (" * 1_000,
        "x is y(" * 2_000,
        "a | f(" * 2_000,
    ],
)
def test_x10_nesting_is_bounded(text: str) -> None:
    started = time.process_time()
    (fault,) = parse(text).faults
    assert (
        fault.message == f"nested deeper than {MAX_NESTING} levels" or "too long" in fault.message
    )
    assert time.process_time() - started < 1


@pytest.mark.parametrize("link", [" + a", ".b", " | f", "[0]", " or a"])
def test_chains_are_bounded_for_those_who_walk_trees(link: str) -> None:
    (fault,) = parse("a" + link * 200).faults
    assert fault.message == f"nested deeper than {MAX_DEPTH} levels"
    assert parse("a" + link * 100).node


@pytest.mark.parametrize(
    "text",
    [
        "a + " * 250_000 + "a",
        "'" + "x" * 1_000_000,
        "'" + "\\'" * 500_000,
        '"' + "\\\\" * 500_000 + "\\",
        "9" * 1_000_000,
        "1." * 500_000,
        "a" * 1_000_000,
        " " * 1_000_000,
        "?" * 1_000_000,
        "a." * 500_000,
    ],
)
def test_x10_a_megabyte_takes_less_than_a_second(text: str) -> None:
    started = time.process_time()
    parsed = parse(text)
    assert time.process_time() - started < 1
    assert parsed.node is None or isinstance(parsed.node, Name)


def test_many_tokens_are_too_long() -> None:
    (fault,) = parse("[" + "a," * MAX_TOKENS + "]").faults
    assert fault.message == "the expression is too long"
    countries = "[" + ", ".join(f"'{code}'" for code in range(500)) + "]"
    assert parse(f"a in {countries}").node


def test_deepest_tree_survives_recursion() -> None:
    text = "a" + " + a" * (MAX_DEPTH - 2)
    node = tree(text)
    assert unparse(node) == text
    nested = "(" * (MAX_NESTING - 1) + "a" + ")" * (MAX_NESTING - 1)
    assert tree(nested) == replace(tree("a"), start=MAX_NESTING - 1, end=MAX_NESTING)


@settings(max_examples=30)
@given(st.integers(1, 60), st.sampled_from(["(", "[", "f(", "a[", "- ", "not "]))
def test_nesting_never_overflows_the_stack(depth: int, opening: str) -> None:
    closing = {"(": ")", "[": "]"}.get(opening[-1], "")
    parsed = parse(opening * depth + "a" + closing * depth)
    assert (parsed.node is not None) == (depth < MAX_NESTING)


def test_x09_no_template_engine_is_loaded() -> None:
    code = (
        "import sys, attune_packkit.expressions.rendering, attune_packkit.expressions.typer;"
        "sys.exit('jinja2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_x09_calls_on_values_are_only_syntax() -> None:
    node = tree("''.__class__.__mro__[1].__subclasses__()")
    assert isinstance(node, Call)
    assert unparse(node) == '"".__class__.__mro__[1].__subclasses__()'
