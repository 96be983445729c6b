"""The quick way of reading gives what the careful one gives, or leaves the file to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import ryaml
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_packkit.documents import composing, quick, reader

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "site" / "packs").rglob("*.yaml"))
OTHERS = sorted(
    path
    for folder in (ROOT / "tests", ROOT / "templates", ROOT.parent / "shared" / "corpus")
    for path in folder.rglob("*")
    if path.suffix in (".yaml", ".yml", ".json")
)

ORDINARY = ["a", "some text", "1.0.0", "x: y", "é", "-x", "a.b", "a != b", "%", "=", "{{ x }}"]
NUMBERS = ["0", "-1", "+1", "1.5", "-.5", "1.", "-0.0", "9223372036854775807"]
ODD = [
    "", "~", "null", "Null", "true", "FALSE", "tRUE", "yes", "No", "on", "Off", "y", "<<", "!x",
    "007", "01.5", "01e5", "1e3", "1.0e+3", "1e400", "1e", ".inf", "-.INF", ".nan", "inf", "nan",
    "0o17", "0b11", "0x1F", "-0x1f", "+0x1f", "0x" + "f" * 40, "1_000", "1:30", "1:30:00", "++1",
    "2024-01-01", "2024-01-01T10:00:00Z", "9223372036854775808", "-9223372036854775809",
    "18446744073709551616", "9" * 40, "9" * 65, "x" * 1_025, "&x", "*x", "&x y", "!!str 5", "! 5",
]  # fmt: skip
PIECES = [
    "\n", "\n  ", "\n    ", "\n- ", "\r", "\r\n", "\t", " ", ": ", ":", "- ", "? ", "[", "]", "{",
    "}", ",", "'", '"', "#", " # ", "|\n", "|-\n", ">+2\n", "---\n", "---", "...\n", "%TAG ! x\n",
    "%YAML 1.1\n", "!", "!!int ", "!<x> ", "&", "*", "\\", "\\n", "\\x6f", "\u2028", "\x85",
    "\ufeff", "\u200b", "\0", "\x7f", "𝄞",
]  # fmt: skip

plain = (
    st.sampled_from(ORDINARY + NUMBERS + ODD)
    | st.text("0123456789+-._eExob:naf", min_size=1, max_size=7)
)  # fmt: skip
ends = st.sampled_from(["\n"] * 8 + [" # note\n", "\r\n", "\r", "\n\n", "\n# &x !!y\n"])


def quoted(text: str) -> st.SearchStrategy[str]:
    double = text.replace("\\", "\\\\").replace('"', '\\"')
    return st.sampled_from([text, text, "'" + text.replace("'", "''") + "'", f'"{double}"'])


scalars = plain.flatmap(quoted)
flow: st.SearchStrategy[str] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(
            st.tuples(scalars, st.sampled_from([": ", ":", " : "]), inner).map("".join), max_size=4
        ).map(lambda items: f"{{{', '.join(items)}}}")
    ),
    max_leaves=6,
)


@st.composite
def block(draw: st.DrawFn, indent: int = 0, depth: int = 3) -> str:
    """Write what may stand behind a key or a dash: in any style, seldom quite wrong."""
    margin = " " * indent
    form = draw(st.sampled_from(["scalar", "flow", "text", "list", "mapping", "mapping"]))
    if form == "text":
        header = draw(st.sampled_from(["|", ">", "|-", ">+", "|2", ">1-"]))
        lines = draw(st.lists(plain | st.sampled_from(["---", "# x", ""]), max_size=3))
        return f" {header}\n" + "".join(f"{margin}  {line}\n" for line in lines)
    if depth == 0 or form in ("scalar", "flow"):
        return f" {draw(flow if form == 'flow' else scalars)}{draw(ends)}"
    step = indent + draw(st.sampled_from([1, 2, 2, 4]))
    below = [draw(block(step, depth - 1)) for _ in range(draw(st.integers(1, 3)))]
    if form == "list":
        return "\n" + "".join(f"{margin}-{each}" for each in below)
    return "\n" + "".join(f"{margin}{draw(key)}:{each}" for each in below)


key = st.sampled_from(["a", "b", "c", "d e", "'f'", '"g"']) | scalars | scalars.map("? {}\n".format)
document = st.tuples(
    st.sampled_from([""] * 8 + ["---", "# note\n", "%YAML 1.1\n---"]),
    block(),
    st.sampled_from([""] * 8 + ["...\n", "---\n", "# end"]),
).map("".join)


def is_read(data: bytes) -> bool:
    """Tell whether a file is read the quick way; assert that it is then read as the careful one."""
    found = quick.read("x.yaml", data)
    if found is None:
        return False
    assert repr(found) == repr(composing.read("x.yaml", data))
    return True


@settings(max_examples=1_000)
@given(document)
def test_agrees_on_yaml(text: str) -> None:
    is_read(text.lstrip("\n").encode())


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES + ORDINARY + ODD), max_size=14).map("".join))
def test_agrees_on_mixtures(text: str) -> None:
    is_read(text.encode())


@settings(max_examples=500)
@given(plain, st.sampled_from(["{}", "- {}\n- 1.5", "[{}]", "{{a: {}}}", "{}: 1.5", "a: |-\n  {}"]))
def test_agrees_on_scalars(text: str, around: str) -> None:
    is_read(around.format(text).encode())


@settings(max_examples=300)
@given(st.sampled_from(EXAMPLES), st.data())
def test_agrees_on_real_files_with_a_stretch_replaced(path: Path, data: st.DataObject) -> None:
    text = path.read_bytes()
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.sampled_from([0, 0, 1, 20]))
    middle = data.draw(st.sampled_from(PIECES + NUMBERS + ODD).map(str.encode) | st.binary())
    is_read(text[:start] + middle + text[end:])


def test_every_example_is_read_so() -> None:
    assert [path for path in EXAMPLES if not is_read(path.read_bytes())] == []


def test_agrees_on_every_file_there_is() -> None:
    assert sum(is_read(path.read_bytes()) for path in OTHERS) > len(OTHERS) / 2


@pytest.mark.parametrize(
    "text",
    [
        "", "# note\n", "---\n", "---\na: 1\n...\n", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "a:\t1",
        "text", "[a, b]", "a: é\n", "a:\n  - b\n", "- - - a", "{a: {b: [c]}}", "a: >-\n  b\n  c\n",
        "a: |\n  ---\n  %TAG\n  x: y\n", "a: '---'", "a: b != c && d", "a: x &lt;y&gt;",
        'a: "* * * * *"', 'a: "{{ b }}"', "a: b {% c %}", 'a: "!b"', 'a: "<<"', 'a: "b !c"',
        "a: 1\nb: -2.5\nc: .5\nd: true\ne: ~\nf:\n",
        "a: 0.5 # at 10:05, 2024-01-05, 1.0.10, 12e3f, 10b1",
        "a: ['1', \"2.5\", 'true', \"\", '~', \"0x1F\"]", "a: ['on', \"Off\", '2024-01-01', '012']",
        "a: 1.0.0", "a: 10.0.0.1", "a: nan", f"a: {2**62}", f"? {'x' * 1_024}\n: b",
        "a: " + "[" * 99 + "]" * 99, "- " * 100 + "a", "a: [" + "{b: c}, " * 400 + "]",
    ],
)  # fmt: skip
def test_ordinary_files_are_read_so(text: str) -> None:
    assert is_read(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        *(f"a: {text}" for text in ("yes", "Off", "012", "1_000", "1:30:00", "2024-01-01", "0b11")),
        *(f"a: {text}" for text in ("0o17", "-0x1f", "1e3", "01.5", "01e5", ".inf", ".nan")),
        *(f"a: {text}" for text in ("1e999", "9" * 40, "9" * 65, str(2**64), "0x" + "f" * 40)),
        "a: on\nb: 'on'", "a: 2024-01-01\n  10:00:00", "on: 1", "1: a", "1.5: a", "true: a", "~: a",
        ": a", "? [a]\n: b", "? {a: b}\n: c", "a: {{ b }}", "<<: {a: 1}", f"? {'x' * 1_025}\n: b",
        "a: 1\na: 2", "{a: 1, 'a': 2}", "a: *b", "a: !b c", "a: ! 5",
        "a: !!b c", "a: !<b> c", "!a b: c", "%TAG ! tag:yaml.org,2002:\n--- !a b",
        "# a\r%TAG ! tag:yaml.org,2002:\r--- !a b", "a: 1\n---\nb: 2", "---\n---\n",
        "- " * 101 + "a", "\ufeffa: b", "a: b\u200b", "a: b\u2028c: d", "a: b\x85c", "a: \0",
        "a: [", "a:\n\tb: c", "a: 'b",
    ],
)  # fmt: skip
def test_what_is_left_to_the_careful_way_must_be(text: str) -> None:
    assert not is_read(text.encode())
    careful = composing.read("x.yaml", text.encode())
    assert careful.faults or repr(careful.value) != repr(read_anyhow(text))


def read_anyhow(text: str) -> Any:
    try:
        return ryaml.loads(text)
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    "data",
    [
        b"a: |-\n  off\n", b"a: \xff", "a: b".encode("utf-16"), b"a: &b 1\nc: *b\n", b"[" * 200_000,
        b"- []\n" * 600, b"a: b\n#" + b" " * quick.MAX_BYTES,
        b"- '1_%02d'\n" * (quick.MAX_DOUBTS + 1) % tuple(range(quick.MAX_DOUBTS + 1)),
    ],
)  # fmt: skip
def test_others_are_left_out_of_caution(data: bytes) -> None:
    assert not is_read(data)


def test_without_the_parser_every_file_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ryaml", None)
    quick._parser.cache_clear()
    try:
        assert quick.read("x.yaml", b"a: 1") is None
        assert reader.read("x.yaml", b"a: 1").value == {"a": 1}
    finally:
        quick._parser.cache_clear()


def test_what_one_file_teaches_deceives_in_no_other() -> None:
    assert is_read(b"a: ['<<', '!b', '!']")
    for text in (b"<<: {a: 1}", b"a: !b c", b"- !b {c: d}", b"- ! c"):
        assert not is_read(text)


@pytest.mark.parametrize("unit", ["a,", "[],", "~,", '"":,'])
def test_no_file_so_short_has_too_many_nodes_for_the_other(unit: str) -> None:
    many = unit * ((quick.MAX_BYTES - 10) // len(unit))
    assert "yaml.alias_bomb" not in {
        each.code for each in composing.read("x.yaml", f"# *\n[{many}]".encode()).faults
    }
