"""Hostile YAML, JSON and TOML: rows Y01 to Y21."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from attune_packkit import tree
from attune_packkit.checking.locating import locate_all
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Severity
from attune_packkit.testing import observed, validate_files

from .conftest import LARGE_SECONDS, Attack, Confined, Watch, manifest, packkit, repeated

ACTION = "actions/send.yaml"
SOUND = "label: Send\ndescription: Sends a parcel\nrunner_type: shell\nentry_point: send.sh\n"
OTHER = {"actions/weigh.yaml": SOUND + "ref: hostile.weigh\nref: hostile.weigh\n"}
"""A second file of the hostile pack, whose fault must be found too."""


WIDE = "a: &a {" + repeated(lambda n: f"k{n}: 1, ", 50_000) + "}\n"


def bomb(levels: int) -> str:
    lines = ["a0: &a0 lol"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
    return "\n".join(lines) + "\n"


def test_y01_billion_laughs_is_refused_before_it_expands(attack: Attack) -> None:
    stood = attack({ACTION: bomb(10), **OTHER})
    assert stood.found("yaml.alias_bomb", ACTION)
    assert stood.found("yaml.duplicate_key", "actions/weigh.yaml")
    assert not stood.hostile.valid


@pytest.mark.parametrize(
    "text",
    [
        bomb(40),
        "a: &a '" + "x" * 400_000 + "'\nb: [" + "*a, " * 100_000 + "]\n",
        "a: &a {" + repeated(lambda n: f"k{n}, ", 400_000) + "}\nb: [" + "*a, " * 100_000 + "]\n",
        "{? &a '" + "x" * 400_000 + "' : 1, b: [" + "{*a : 1}, " * 20_000 + "]}\n",
    ],
    ids=["levels", "text", "keys", "aliased keys"],
)
def test_y01_in_a_process_with_little_memory(confined: Confined, text: str) -> None:
    assert not confined({ACTION: text})["valid"]


@pytest.mark.parametrize(
    "text", ["&a [*a]\n", "a: &a {b: *a}\n", "a: &a [[[*a]]]\n", "&a {*a : 1}\n"]
)
def test_y02_a_value_that_contains_itself_ends(attack: Attack, text: str) -> None:
    stood = attack({ACTION: text, **OTHER})
    assert stood.found("yaml.recursive_alias", ACTION) or stood.found("yaml.complex_key", ACTION)
    assert not stood.hostile.valid


@pytest.mark.parametrize("depth", [101, 900, 30_000, 400_000])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_y03_depth_is_measured_before_the_parser(attack: Attack, opening: str, depth: int) -> None:
    text = (opening * depth)[:1_000_000]
    closed = text + "x" + {"[": "]", "{a: ": "}"}.get(opening, "") * depth
    for each in (text, closed[: tree.MAX_METADATA_BYTES]):
        codes = attack({ACTION: each, **OTHER}).codes
        assert codes["yaml.too_deep"] or (depth < 30_000 and codes["metadata.invalid_yaml"])


def test_y03_in_a_process_of_its_own(confined: Confined) -> None:
    report = confined({ACTION: "[" * 30_000, "triggers/lost.yaml": "{a: " * 250_000})
    assert [each["code"] for each in report["diagnostics"]].count("yaml.too_deep") == 2


def test_y03_indentation_counts_too(attack: Attack) -> None:
    text = "".join(" " * level + "a:\n" for level in range(1_000))
    assert attack({ACTION: text}).found("yaml.too_deep", ACTION)


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system", "!!python/object/new:os.system", "!!python/name:os.system",
     "!!python/module:antigravity", "!!python/tuple", "!<tag:yaml.org,2002:python/none>"],
)  # fmt: skip
def test_y04_a_tag_calls_nothing(attack: Attack, tmp_path: Path, tag: str) -> None:
    marker = tmp_path / "called"
    stood = attack(
        {ACTION: f"{SOUND}meta: {tag} ['touch {marker}']\nref: {tag} 'touch {marker}'\n"}
    )
    assert not marker.exists()
    assert len(stood.found("yaml.unknown_tag", ACTION)) == 2


@pytest.mark.parametrize(
    "tag", ["!!binary", "!!set", "!!omap", "!!timestamp", "!custom", "!vault", "!"]
)
def test_y05_unknown_tags_are_told_and_the_rest_is_checked(attack: Attack, tag: str) -> None:
    stood = attack({ACTION: f"{SOUND}tags: [a, {tag} b]\nunheard_of: 1\n"})
    assert len(stood.found("yaml.unknown_tag", ACTION)) == (0 if tag == "!" else 1)
    assert stood.found("metadata.unknown_key", ACTION)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("label: Send\nlabel: Send\n", 2),
        ("label: Send\n'label': Send\n", 2),
        ("x: &x {label: a, label: b}\n", 1),
        ("x: &x label\n*x : a\nlabel: b\n", 3),
    ],
)
def test_y06_the_second_key_is_told(attack: Attack, text: str, line: int) -> None:
    assert attack({ACTION: text}).found("yaml.duplicate_key", ACTION)[0][0] == line


def test_y06_merged_keys_are_no_duplicates_but_told(attack: Attack) -> None:
    stood = attack({ACTION: SOUND + "x: &x {a: 1}\ny: {<<: *x, a: 2}\n"})
    assert stood.found("yaml.merge_key", ACTION) == [(6, 5)]
    assert not stood.found("yaml.duplicate_key", ACTION)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a {<<: *a}\n",
        "a: &a {<<: [*a, *a]}\n",
        "a: &a {x: 1}\nb: {" + "<<: *a, " * 10_000 + "}\n",
        "a: &a {x: 1}\nb: {<<: [" + "*a, " * 10_000 + "]}\n",
        WIDE + "b: {<<: [" + "*a, " * 10_000 + "]}",
        WIDE.replace("a: &a", "m0: &m0")
        + repeated(lambda n: f"m{n + 1}: &m{n + 1} {{<<: *m{n}}}\n", 50_000),
    ],
    ids=["loop", "loops", "many", "list", "wide", "chain"],
)  # fmt: skip
def test_y07_merges_are_bounded(attack: Attack, text: str) -> None:
    assert not attack({ACTION: text, **OTHER}).hostile.valid


@pytest.mark.parametrize(
    "number",
    ["9" * 5_000, "-" + "9" * 5_000, "1e999", "-1e999", ".nan", ".inf", "-.INF",
     "0x" + "f" * 5_000, "0o" + "7" * 5_000],
)  # fmt: skip
def test_y08_numbers_no_report_can_hold(attack: Attack, number: str) -> None:
    stood = attack({ACTION: f"{SOUND}timeout_seconds: {number}\n"})
    assert stood.found("yaml.number_out_of_range", ACTION) == [(5, 18)]
    assert not stood.hostile.valid


@pytest.mark.parametrize("number", ["1" + "0" * 60, "1e308", "-0.0", "4.9e-324"])
def test_y08_numbers_at_the_edge(attack: Attack, number: str) -> None:
    attack({ACTION: f"{SOUND}timeout_seconds: {number}\nmeta: {{x: {number}}}\n"})


@pytest.mark.parametrize("date", ["2026-13-45", "2026-01-01", "2026-01-01T25:61:61Z", "0000-00-00"])
def test_y09_dates_stay_text(attack: Attack, date: str) -> None:
    stood = attack({ACTION: "ref: hostile.send\n" + SOUND.replace("Sends a parcel", date)})
    assert stood.found("yaml.ambiguous_scalar", ACTION) == [(3, 14)]
    assert stood.hostile.valid


@pytest.mark.parametrize("text", ["on", "no", "010", "12:30:45", "4225e04", "1_000"])
def test_y10_what_another_reader_reads_otherwise_is_told_as_written(
    attack: Attack, text: str
) -> None:
    stood = attack({ACTION: f"{SOUND}meta: {{x: {text}}}\n"})
    (told,) = [each for each in stood.hostile.reported if "ambiguous" in each.diagnostic.code]
    assert text in told.diagnostic.message
    assert f'"{text}"' in told.diagnostic.hint or "quote" in told.diagnostic.hint


def test_y10_a_version_without_quotes_is_told_as_written(attack: Attack) -> None:
    manifest = "ref: hostile\nlabel: H\ndescription: H\nversion: 1.10\n"
    stood = attack({"pack.yaml": manifest})
    (told,) = [
        each
        for each in stood.hostile.reported
        if each.diagnostic.code == "manifest.invalid_version"
    ]
    assert "1.10" in told.diagnostic.message + told.diagnostic.hint
    assert told.span[:2] == (4, 10)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "# nothing\n", "---\n", "---\n...\n", "- a\n- b\n", "text\n", "12\n", "null\n",
     "---\na: 1\n---\nb: 2\n", "--- a\n--- [\n"],
)  # fmt: skip
def test_y11_a_file_that_is_no_single_mapping(attack: Attack, text: str) -> None:
    stood = attack({ACTION: text, **OTHER})
    assert not stood.hostile.valid
    assert ACTION in {each.diagnostic.path for each in stood.hostile.reported}
    assert not attack({"pack.yaml": text}).hostile.valid


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SOUND.encode("utf-16"), "yaml.encoding"),
        (SOUND.encode("utf-16-le"), "yaml.encoding"),
        (SOUND.encode("utf-32"), "yaml.encoding"),
        (b"\xef\xbb\xbf" + SOUND.encode(), "yaml.byte_order_mark"),
        ((SOUND + "x: é\n").encode("latin-1"), "yaml.encoding"),
        ((SOUND + "x: \0\n").encode(), "yaml.encoding"),
        (SOUND.encode() + b"x: \xed\xa0\x80\n", "yaml.encoding"),
        ((SOUND + 'x: "\\ud800"\n').encode(), "metadata.invalid_yaml"),
        ((SOUND + "x: \x80\x9b\n").encode(), "metadata.invalid_yaml"),
        ((SOUND + "x: \x1b[2J\n").encode(), "metadata.invalid_yaml"),
        ((SOUND + "x: \ufffe\n").encode(), "metadata.invalid_yaml"),
    ],
)
def test_y12_bytes_that_are_no_plain_text(attack: Attack, data: bytes, code: str) -> None:
    stood = attack({ACTION: data, **OTHER})
    assert stood.found(code, ACTION)
    assert stood.found("yaml.duplicate_key", "actions/weigh.yaml")


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\u2028", "\x85"]
)
def test_y13_hidden_characters_are_told_and_shown_escaped(attack: Attack, hidden: str) -> None:
    stood = attack({ACTION: SOUND + f"tags: [a{hidden}b]\nref: hostile.se{hidden}nd\n"})
    assert stood.found("yaml.hidden_character", ACTION) == [(5, 9), (6, 16)]
    messages = "".join(each.diagnostic.message for each in stood.hostile.reported)
    assert hidden not in messages


@pytest.mark.parametrize("ref", ["hostile.sеnd", "hostile.ѕend", "ⅰnbox.send", "hostile.ｓend"])
def test_y13_look_alikes_are_no_refs(attack: Attack, ref: str) -> None:
    stood = attack({ACTION: SOUND + f"ref: {ref}\n"})
    assert not stood.hostile.valid
    assert "(U+" in "".join(each.diagnostic.message for each in stood.hostile.reported)


@pytest.mark.parametrize(
    "text",
    ["1: a\n", "true: a\n", "null: a\n", ": a\n", "? [a]\n: b\n", "? {a: b}\n: c\n", "{[a]: b}\n",
     "'" + "k" * 2_000 + "': a\n", "? " + "k" * 1_000_000 + "\n: a\n", "1.5: a\n", "~: a\n"],
)  # fmt: skip
def test_y14_keys_that_are_no_short_text(attack: Attack, text: str) -> None:
    stood = attack({ACTION: SOUND + text})
    codes = {"yaml.key_not_text", "yaml.complex_key", "yaml.key_too_long", "metadata.unknown_key",
             "metadata.invalid_yaml"}  # fmt: skip
    assert codes & set(stood.codes)
    assert max(len(each.diagnostic.message) for each in stood.hostile.reported) < 1_000


def test_y15_a_file_too_large_is_not_read(
    attack: Attack, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open(hostile / ACTION, "wb") as file:
        file.truncate(200 * 1024 * 1024)
    read, total = os.read, [0]

    def count(descriptor: int, size: int) -> bytes:
        data = read(descriptor, size)
        total[0] += len(data)
        return data

    monkeypatch.setattr(os, "read", count)
    assert attack().found("limits.file_size", ACTION)
    assert total[0] < 10_000


LARGE: dict[str, Callable[[], str]] = {
    "keys": lambda: repeated(lambda n: f"k{n}: 1\n"),
    "equal keys": lambda: repeated(lambda n: f"k{n}:\n") + "last:\n" * 50_000,
    "one line": lambda: "label: " + "x y " * 250_000,
    "one quoted line": lambda: 'label: "' + "\\x41" * 250_000 + '"',
    "lists": lambda: "x: [" + "[]," * 100_000 + "]",
    "maps": lambda: "x: [" + "{}," * 100_000 + "]",
    "documents": lambda: "---\n" * 250_000,
    "newlines": lambda: "\n" * 1_000_000,
    "anchors": lambda: repeated(lambda n: f"k{n}: &a{n} 1\n"),
    "tag directives": lambda: repeated(lambda n: f"%TAG !t{n}! x\n", 1_000_000) + "---\na: 1\n",
    "tags": lambda: repeated(lambda n: f"k{n}: !t 1\n"),
    "hidden": lambda: "label: '" + "\u200b" * 300_000 + "'",
    "open quote": lambda: repeated(lambda n: f"k{n}: 1\n") + "x: 'open\n",
    "ignores": lambda: repeated(lambda n: f"k{n}: 1 # packkit: ignore[x{n}]\n", 500_000),
    "parameters": lambda: "parameters:\n" + repeated(lambda n: f"  k{n}: {{typ: 1}}\n"),
    "required": lambda: (
        "parameters:\n  type: object\n  properties:\n"
        + repeated(lambda n: f"    k{n}: {{}}\n", 300_000)
        + "  required: ["
        + repeated(lambda n: f"k{n * 2},", 200_000)
        + "]\n"
    ),
    "templates": lambda: "meta: {x: '" + "{{ a.b }} " * 100_000 + "'}",
    "open templates": lambda: "meta: {x: '" + "{{" * 500_000 + "'}",
}


@pytest.mark.parametrize("kind", LARGE)
def test_y15_a_large_file_takes_time_in_proportion(attack: Attack, kind: str) -> None:
    text = LARGE[kind]()
    assert len(text) < tree.MAX_METADATA_BYTES
    attack({ACTION: text}, seconds=LARGE_SECONDS)


def test_y15_in_a_process_with_little_memory(confined: Confined) -> None:
    assert not confined({ACTION: LARGE["keys"](), "triggers/lost.yaml": LARGE["lists"]()})["valid"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("label: a\r\nx: 1\r\nlabel: b\r\n", 3),
        ("label: a\rx: 1\rlabel: b\r", 3),
        ("label: a\nx: 1\nlabel: b", 3),
        ("label: a\n# \u2028 \u2029 \x85\nlabel: b", 3),
        ("label: a\n\tx: 1\n", 2),
        ("label: a\n\n\n\n", 1),
    ],
)
def test_y16_line_numbers_are_those_of_an_editor(attack: Attack, text: str, line: int) -> None:
    stood = attack({ACTION: text})
    lines = [
        at[0]
        for code in ("yaml.duplicate_key", "metadata.invalid_yaml")
        for at in stood.found(code)
    ]
    assert lines == [line] or (line == 1 and not lines)
    assert all(each.span.line <= 5 for each in stood.hostile.reported)


def folder(path: Path) -> None:
    (path / "inside.yaml").mkdir(parents=True)


def link_to(target: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.symlink_to(target)

    return make


SPECIAL: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "endless": link_to("/dev/zero"),
    "environment": link_to("/proc/self/environ"),
    "passwords": link_to("/etc/passwd"),
    "dangling": link_to("nowhere"),
    "itself": link_to("send.yaml"),
    "sibling": link_to("../pack.yaml"),
}


@pytest.mark.parametrize("kind", SPECIAL)
def test_y17_what_is_no_regular_file_is_never_opened(
    attack: Attack, hostile: Path, kind: str
) -> None:
    SPECIAL[kind](hostile / ACTION)
    stood = attack()
    assert stood.found("metadata.not_a_file", ACTION)
    assert not stood.hostile.valid
    (hostile / "pack.yaml").unlink()
    SPECIAL[kind](hostile / "pack.yaml")
    assert not attack().hostile.valid


def test_y17_a_folder_named_like_a_file(attack: Attack, hostile: Path) -> None:
    folder(hostile / ACTION)
    assert attack().hostile.files_checked == 1
    (hostile / "pack.yaml").unlink()
    folder(hostile / "pack.yaml")
    assert not attack().hostile.valid


def test_y17_a_device(attack: Attack, hostile: Path) -> None:
    try:
        os.mknod(hostile / ACTION, 0o600 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(hostile / ACTION)
    assert attack().found("metadata.not_a_file", ACTION)


def test_y17_a_folder_that_is_a_link(attack: Attack, hostile: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yaml").write_text("label: a\nlabel: b\n")
    shutil.rmtree(hostile / "actions")
    (hostile / "actions").symlink_to(tmp_path / "elsewhere")
    stood = attack()
    assert "yaml.duplicate_key" not in stood.codes
    assert stood.hostile.files_checked == 1


Change = Callable[[Path], object]


def replaced(make: Change) -> Change:
    """Put something else where a file was."""

    def change(path: Path) -> None:
        path.unlink()
        make(path)

    return change


CHANGES: dict[str, Change] = {
    "deleted": lambda path: path.unlink(),
    "grown": lambda path: path.write_text("# " + "x" * tree.MAX_METADATA_BYTES),
    "emptied": lambda path: path.write_text(""),
    "link": replaced(link_to("/dev/zero")),
    "pipe": replaced(os.mkfifo),
    "folder": replaced(os.mkdir),
    "other text": lambda path: path.write_text("- shorter\n"),
}


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("path", [ACTION, "pack.yaml"])
def test_y18_a_file_that_changes_after_it_was_listed(
    attack: Attack,
    hostile: Path,
    watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    path: str,
) -> None:
    walk = tree.walk

    def walk_then_change(root: str) -> tree.Tree:
        listing = walk(root)
        if root == str(hostile):
            with watch.looking_away():
                CHANGES[kind](hostile / path)
        return listing

    monkeypatch.setattr(tree, "walk", walk_then_change)
    (hostile / ACTION).write_text(SOUND + "label: again\n")
    stood = attack()
    assert not stood.hostile.valid
    assert path in {each.diagnostic.path for each in stood.hostile.reported}


@pytest.mark.parametrize("kind", CHANGES)
def test_y18_a_file_that_changes_before_it_is_reported(
    attack: Attack, hostile: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def change_then_locate(root: str, *args: Any) -> Any:
        if root == str(hostile) and (hostile / ACTION).is_file():
            with watch.looking_away():
                CHANGES[kind](hostile / ACTION)
        return locate_all(root, *args)

    monkeypatch.setattr("attune_packkit.reporting.locate_all", change_then_locate)
    stood = attack({ACTION: SOUND + "x: {a: 1}\nunheard_of: 1\nlabel: again\n"})
    assert stood.found("yaml.duplicate_key", ACTION)
    assert stood.found("metadata.unknown_key", ACTION)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"name": "a", "name": "b"}', "package_json.duplicate_key"),
        ('{"version": NaN}', "package_json.invalid"),
        ('{"version": 1e999, "x": Infinity}', "package_json.invalid"),
        ('{"a": ' + "9" * 5_000 + "}", "package_json.invalid"),
        ("[" * 1_000, "package_json.invalid"),
        ('{"a": ' + "[" * 1_000 + "]" * 1_000 + "}", "package_json.invalid"),
        ('{"a": ' * 100_000 + "1" + "}" * 100_000, "package_json.invalid"),
        ("{'a': 1}", "package_json.invalid"),
    ],
)
def test_y19_json_is_no_safer(attack: Attack, text: str, code: str) -> None:
    assert attack({"package.json": text}).found(code, "package.json")


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbf{"name": "a"}',
        b'{"name": "\\ud800"}',
        '{"a": 1}'.encode("utf-16"),
        b"\xff",
        b"",
    ],
)
def test_y19_json_in_odd_bytes(attack: Attack, data: bytes) -> None:
    attack({"package.json": data})


TOML: dict[str, tuple[str | bytes, int]] = {
    "unknown key": ('target = "auto"\nseverty = "info"\n', 2),
    "wrong type": ("target = 3\n", 1),
    "wrong value": ('\n\ntarget = "both"\n', 3),
    "syntax": ("target = \n", 1),
    "not text": (b"target = '\xff'\n", 1),
    "deep": ("x = " + "[" * 100_000, 1),
    "many digits": ("jobs = " + "9" * 5_000, 1),
    "huge": ("# " + "x" * 20_000_000 + "\ntarget = 3\n", 0),
}


@pytest.mark.parametrize("kind", TOML)
def test_y20_a_hostile_configuration_is_a_usage_error_with_its_line(
    hostile: Path, tmp_path: Path, kind: str
) -> None:
    text, line = TOML[kind]
    config = tmp_path / "packkit.toml"
    config.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = packkit("validate", str(hostile), cwd=tmp_path)
    assert done.returncode == 4, done.stderr
    assert f"packkit.toml:{line}" in done.stderr or (not line and "packkit.toml" in done.stderr)
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 2_000


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("k{}: on\n", "yaml.ambiguous_scalar"),
        ("k{}: !x 1\n", "yaml.unknown_tag"),
        ("label: {}\n", "yaml.duplicate_key"),
    ],
)
def test_y21_a_hundred_thousand_findings_are_capped_and_said_to_be(
    attack: Attack, unit: str, code: str
) -> None:
    stood = attack({ACTION: repeated(unit.format)}, seconds=LARGE_SECONDS)
    assert 900 < stood.codes[code] <= 1_000
    assert stood.found("limits.diagnostics", ACTION)
    assert len(stood.hostile.reported) < 5_000


def test_y21_many_files_with_many_findings_are_capped_together(attack: Attack) -> None:
    crowd = "label: Lost\nx: [" + "{a: 1, a: 2}, " * 900 + "]\n"
    stood = attack({f"triggers/t{n}.yaml": crowd for n in range(15)}, seconds=LARGE_SECONDS)
    assert stood.hostile.count(Severity.ERROR) == 10_000
    assert len(stood.found("limits.diagnostics", "pack.yaml")) == 1


def test_y21_a_crowd_of_quibbles_hides_no_error(attack: Attack) -> None:
    quibbles = repeated(lambda n: f"k{n}: 2024-01-01\n", 100_000)
    stood = attack({ACTION: SOUND + quibbles + "timeout_seconds: [never]\n"}, seconds=LARGE_SECONDS)
    assert stood.hostile.count(Severity.ERROR) >= 1
    assert not stood.hostile.valid


def test_y21_a_crowd_in_one_pack_hides_nothing_in_another() -> None:
    def flow(pack: str, count: int) -> str:
        tasks = (f"- {{name: t{n}, action: {pack}.lost{n}}}\n" for n in range(count))
        return "version: 1.0.0\nlabel: Flow\ntasks:\n" + "".join(tasks)

    result = validate_files(
        {
            "workflows/flow.yaml": flow("parcels", 1_500),
            "@other/pack.yaml": manifest("other"),
            "@other/workflows/flow.yaml": flow("other", 1),
        },
        Settings(autoload=False, cache=False),
    )
    found = [(each.pack, each.line) for each in observed(result) if "undefined" in each.code]
    assert len(found) == 1_000
    assert ("other", 4) in found
