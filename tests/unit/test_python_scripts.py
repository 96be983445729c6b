"""Python files are read, never run; only what is beyond doubt becomes a fact."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from attune_packkit import tree
from attune_packkit.diagnostics import Severity
from attune_packkit.model import pack
from attune_packkit.model.python import MAX_BYTES, NEVER_RUN, Script
from attune_packkit.model.python_facts import NOTHING
from attune_packkit.model.python_strings import without_formatted
from attune_packkit.testing import BASE_PACK, write_pack

ACTION = "ref: parcels.weigh\nrunner_type: python\nentry_point: weigh.py\n"


def read(folder: Path, code: str | bytes, action: str = ACTION) -> Script:
    files = {"actions/weigh.yaml": action, "actions/weigh.py": code}
    write_pack(folder, {**BASE_PACK, **files})
    (found,) = pack.load(tree.walk(str(folder / "case"))).scripts
    return found


def arguments(script: Script) -> list[str]:
    entry = script.facts.entry
    assert entry is not None
    return [argument.name for argument in entry.arguments]


@pytest.mark.parametrize(
    "code",
    [
        "import attune\ndef main(a, b=1): ...\nattune.run_action(main)",
        "import attune as sdk\ndef main(a, b=1): ...\nsdk.run_action(main)",
        "from attune import run_action\ndef main(a, b=1): ...\nrun_action(main)",
        "from attune import run_action as go\nasync def main(a, *, b=1): ...\ngo(main)",
        "import attune\ndef main(a, /, b=1): ...\nif 1:\n  attune.run_action(main)",
        "import attune, sys\ndef main(a, b=1): ...\nsys.exit(attune.run_action(main))",
        "import attune\ndef main(a, b=1): ...\ntry:\n  attune.run_action(main)\nfinally:\n  pass",
    ],
)
def test_the_entry_function_is_found(code: str, tmp_path: Path) -> None:
    script = read(tmp_path, code)
    assert script.facts.runs_action
    assert arguments(script) == ["a", "b"]
    assert script.facts.entry is not None
    assert not script.facts.entry.takes_all
    needed = [argument.needed for argument in script.facts.entry.arguments]
    assert needed == [True, False]


@pytest.mark.parametrize(
    "code",
    [
        "import attune\n@deco\ndef main(a): ...\nattune.run_action(main)",
        "import attune\ndef main(a): ...\nmain = wrap(main)\nattune.run_action(main)",
        "import attune\nfrom other import main\nattune.run_action(main)",
        "import attune\nfrom other import *\ndef main(a): ...\nattune.run_action(main)",
        "import attune\nclass main:\n  def __init__(self, a): ...\nattune.run_action(main)",
        "import attune\nattune.run_action(lambda a: a)",
        "import attune\ndef main(a): ...\nattune.run_action(functools.partial(main, 1))",
        "import attune\ndef main(a): ...\nattune.run_action(main, strict=True)",
        "import attune\ndef main(a): ...\nattune.run_action(*[main])",
        "import attune\ndef main(a): ...\ndef run():\n  attune.run_action(main)\nrun()",
        "import attune\ndef main(a): ...\nattune.run_action(main)\nattune.run_action(main)",
        "import attune\nif x:\n  def main(a): ...\nattune.run_action(main)",
        "import attune\ndef main(a): ...\nother.run_action(main)",
        "from .attune import run_action\ndef main(a): ...\nrun_action(main)",
        "def main(a): ...\nrun_action(main)  # attune",
        "import attune\ndef main(a): ...\nfor main in []: ...\nattune.run_action(main)",
        "import attune\ndef main(a): ...\ndef f():\n  main = 1\nattune.run_action(main)",
    ],
)
def test_what_is_not_plain_is_unknown(code: str, tmp_path: Path) -> None:
    assert read(tmp_path, code).facts.entry is None


@pytest.mark.parametrize("signature", ["**kw", "*args", "a, **kw"])
def test_functions_that_take_all(signature: str, tmp_path: Path) -> None:
    code = f"import attune\ndef main({signature}): ...\nattune.run_action(main)"
    entry = read(tmp_path, code).facts.entry
    assert entry is not None
    assert entry.takes_all


def test_defaults_are_plain_data_or_unknown(tmp_path: Path) -> None:
    code = (
        "import attune\n"
        "def main(a=1, b=(1, {'x': [2.5]}), c=None, d=str(), e={1}, f=-3, g={1: 2}, h=b''): ...\n"
        "attune.run_action(main)"
    )
    entry = read(tmp_path, code).facts.entry
    assert entry is not None
    literal = {each.name: each.default for each in entry.arguments if each.literal}
    assert literal == {"a": 1, "b": [1, {"x": [2.5]}], "f": -3}


def test_places_count_characters(tmp_path: Path) -> None:
    script = read(tmp_path, 'import os\nx = "größe", os.environ["ATTUNE_X"]\n')
    (name,) = script.facts.environment
    assert name.text == "ATTUNE_X"
    assert name.place.span == (2, 25, 2, 35)


def test_a_file_is_read_once_for_all_its_users(tmp_path: Path) -> None:
    again = ACTION.replace("parcels.weigh", "parcels.again")
    files = {"actions/weigh.yaml": ACTION, "actions/again.yaml": again, "actions/weigh.py": "x = 1"}
    write_pack(tmp_path, {**BASE_PACK, **files})
    (found,) = pack.load(tree.walk(str(tmp_path / "case"))).scripts
    assert [user.ref for user in found.of("action")] == ["parcels.again", "parcels.weigh"]
    assert found.of("sensor") == ()


CERTAIN = [
    "def main(:",
    "def main((a)):",
    "print 'x'",
    "if x:\nreturn",
    "x = 'abc",
    "x = (1,",
    "x = 1)",
    "def main()\n  pass",
    b"x = 1\0",
    b"x = '\xe9'",
]
DOUBTFUL = [
    "def f[T](x): ...",
    "class A[T]: ...",
    "type X = int",
    "x = t'{y}'",
    "x = f'{y['a']}'",
    "x = f'{\n1\n}'",
    "lazy import json",
    "try: ...\nexcept A, B: ...",
    "x = [*y for y in z]",
]


@pytest.mark.parametrize("code", CERTAIN)
def test_what_no_python_takes_is_certain(code: str | bytes, tmp_path: Path) -> None:
    fault = read(tmp_path, code).fault
    assert fault is not None
    assert fault.certain


@pytest.mark.parametrize("code", DOUBTFUL)
def test_what_a_later_python_takes_is_doubtful(code: str, tmp_path: Path) -> None:
    fault = read(tmp_path, code).fault
    assert fault is None or not fault.certain


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("x = f'{y['a']}'", Severity.INFO),
        ('x = f"{", ".join(y)} and {z["a"]!r:>{w["b"]}} {{}}"  # "', Severity.INFO),
        ('x = f"""a {y(\n\'b\')["""c"""]} d"""\nz = \'it\\\'s f"{\'', Severity.INFO),
        ("print(f'{x}'", Severity.WARNING),
        ("x = f'{y['a']'", Severity.WARNING),
        ("x = " + "f'{" * 400, Severity.WARNING),
    ],
)
def test_formatted_strings_of_a_later_python(code: str, severity: Severity, tmp_path: Path) -> None:
    fault = read(tmp_path, code).fault
    assert fault is None or fault.certain or fault.severity is severity


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("x = f'{y['a']}' + 'b'  # it's", "x = '' + 'b'  "),
        ('x = rf"{a:{b["c"]}}" f\'\\\'\'', "x = '' ''"),
        ('x = f"""{{ "a" }} {b}"""; y = \'f"{\'', "x = ''; y = 'f\"{'"),
        ("x = f'{a", "x = f'{a"),
        ("x = 'a\ny = f'b'", "x = 'a\ny = f'b'"),
    ],
)
def test_formatted_strings_are_left_out(code: str, plain: str) -> None:
    assert without_formatted(code) == plain


def test_a_later_python_may_be_asked_for(tmp_path: Path) -> None:
    wanted = f'runtime_version: ">=3.{sys.version_info.minor + 1}"\n'
    fault = read(tmp_path, "def main(:", ACTION + wanted).fault
    assert fault is not None
    assert not fault.certain


@pytest.mark.parametrize(
    "action",
    [
        ACTION + 'runtime_version: ">=2.7,<3"\n',
        ACTION + 'runtime_version: "2.7"\n',
        ACTION + "runtime_version: <3.0\n",
        ACTION.replace("python", "parcels.jython"),
        "ref: parcels.weigh\nentry_point: weigh.py\nruntime: 3\n",
    ],
)
def test_another_interpreter_may_take_it(action: str, tmp_path: Path) -> None:
    assert read(tmp_path, "print 'x'", action).fault is None


@pytest.mark.parametrize("bound", ["<3.14", ">=3.8,<4", "3.2", "~3.12", "^3"])
def test_python_3_is_not_python_2(bound: str, tmp_path: Path) -> None:
    found = read(tmp_path, "print 'x'", f'{ACTION}runtime_version: "{bound}"\n')
    assert found.fault is not None


HOSTILE = {
    "unary operators": "-" * 300_000 + "1",
    "parentheses": "(" * 300_000,
    "attributes": "a" + ".b" * 100_000,
    "sums": "a" + "+a" * 100_000,
    "negations": "not " * 50_000 + "x",
    "lambdas": "x = " + "lambda:" * 50_000 + "1",
    "else": "a if b else " * 40_000 + "c",
    "calls": "a" + "()" * 100_000,
    "indentation": "\n".join(" " * i + "if x:" for i in range(99)),
    "long number": "x = " + "9" * 100_000,
    "default": "import attune\ndef main(a="
    + "[" * 150
    + "]" * 150
    + "): ...\nattune.run_action(main)",
    "blank lines": "\n" * 400_000 + "(",
    "aliases": "".join(f"x{number} = context.pack.config\n" for number in range(10_000)),
    "too large": "#" * (MAX_BYTES + 1),
    "empty": "",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_files_do_no_harm(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, "# attune\n" + HOSTILE[name] if HOSTILE[name] else "")
    assert found.facts.entry is None or name == "default"


def test_what_python_warns_of_stays_unsaid(tmp_path: Path) -> None:
    found = read(tmp_path, 'assert ("\\d", 1)\nx is 1\n# attune\n')
    assert (found.fault, found.facts.entry) == (None, None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_no_file_of_the_working_directory_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match="too long"):
        os.mkfifo(NEVER_RUN)
    assert read(tmp_path, "def main(:").fault is not None


def test_links_and_files_outside_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("def main(:")
    files = {
        "actions/weigh.yaml": ACTION,
        "actions/other.yaml": ACTION.replace("weigh.py", "../../outside.py"),
    }
    folder = write_pack(tmp_path, {**BASE_PACK, **files}) / "case"
    (folder / "actions" / "weigh.py").symlink_to(tmp_path / "outside.py")
    assert pack.load(tree.walk(str(folder))).scripts == ()


def test_a_file_that_says_nothing_of_attune_gives_no_facts(tmp_path: Path) -> None:
    assert read(tmp_path, "def main(a): ...\nmain(1)\n").facts is NOTHING
