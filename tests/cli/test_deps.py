"""packkit deps: what packs need, what of it is missing, and what would be chosen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from .conftest import MakePack, Packkit

EXAMPLES = Path(__file__).parents[2] / "site" / "packs"
MANIFEST = "ref: {ref}\nlabel: X\ndescription: X\nversion: '{version}'\nlicense: Apache-2.0\n"

Make: TypeAlias = Callable[..., str]


@pytest.fixture
def make(work: Path) -> Make:
    """Write a pack that needs others; return its path."""

    def write(title: str, *needs: str, folder: str = "packs", more: str = "") -> str:
        ref, _, version = title.partition(" ")
        path = work / folder / ref
        path.mkdir(parents=True)
        listed = f"dependencies: {json.dumps(needs)}\n" if needs else ""
        manifest = MANIFEST.format(ref=ref, version=version or "1.0.0") + listed + more
        (path / "pack.yaml").write_text(manifest)
        return str(path)

    return write


@pytest.fixture
def index(work: Path) -> Callable[..., str]:
    """Write an index of packs such as `notify 1.4.0`, each maybe with what it needs."""

    def write(name: str, **packs: list[str]) -> str:
        path = work / name
        entries = [_entry(title.replace("_", "."), needs) for title, needs in packs.items()]
        head = {"registry_name": "Test", "registry_url": "https://example.org/index.json",
                "version": "1.0", "last_updated": "2026-01-01T00:00:00Z"}  # fmt: skip
        path.write_text(json.dumps({**head, "packs": sorted(entries, key=lambda e: e["ref"])}))
        return str(path)

    return write


def _entry(ref: str, given: list[str]) -> dict[str, Any]:
    version, *needs = given
    source = {"type": "git", "url": f"https://example.org/{ref}.git", "ref": "v" + version,
              "checksum": "sha256:" + "0" * 64}  # fmt: skip
    contents: dict[str, list[str]] = {
        kind: [] for kind in ("actions", "sensors", "triggers", "rules", "workflows")
    }
    return {"ref": ref, "label": ref, "description": "x", "version": version, "author": "x",
            "license": "Apache-2.0", "keywords": [], "runtime_deps": [], "contents": contents,
            "install_sources": [source], "dependencies": {"packs": needs}}  # fmt: skip


def test_the_answer_has_the_fields_of_the_documents(packkit: Packkit, make: Make) -> None:
    (Path(make("base 1.2.0", folder="installed")) / "README.md").write_text("x")
    path = make("top", "base@^1", "gone@~2.0", "core@>=1", more='python: ">=3.11"\nnodejs: "20"\n')
    Path(path, "requirements.txt").write_text("x\n")
    done = packkit("deps", path, "--packs-base-dir", "installed", "--format", "json")
    assert done.code == 1
    base = {"pack_ref": "base", "version_spec": "^1", "required_by": "top"}
    gone = {"pack_ref": "gone", "version_spec": "~2.0", "required_by": "top"}
    core = {"pack_ref": "core", "version_spec": ">=1", "required_by": "top"}
    python = {"version": ">=3.11", "requirements_file": f"{path}/requirements.txt"}
    nodejs = {"version": "20", "package_file": None}
    assert done.json == {
        "dependencies": [
            base | {"already_installed": True},
            gone | {"already_installed": False},
            core | {"already_installed": True},
        ],
        "runtime_requirements": {"top": {"pack_ref": "top", "python": python, "nodejs": nodejs}},
        "missing_dependencies": [gone],
        "analyzed_packs": [
            {"pack_ref": "top", "pack_path": path, "has_dependencies": True, "dependency_count": 3}
        ],
        "errors": [],
    }


def test_an_object_of_dependencies_counts_as_well(packkit: Packkit, make: Make) -> None:
    more = 'dependencies: {packs: [base, "other@^2"], python_version: ">=3.10"}\n'
    path = make("top", more=more)
    data = packkit("deps", path, "--format", "json").json
    found = [(each["pack_ref"], each["version_spec"]) for each in data["dependencies"]]
    assert found == [("base", "*"), ("other", "^2")]
    assert data["runtime_requirements"]["top"]["python"]["version"] == ">=3.10"


def test_a_dependency_among_the_packs_given_is_not_missing(packkit: Packkit, make: Make) -> None:
    make("top", "base@^1")
    make("base 1.5.0")
    data = packkit("deps", "packs", "--format", "json").json
    assert data["missing_dependencies"] == []
    assert data["dependencies"][0]["already_installed"] is False


def test_another_version_than_the_one_wanted_is_missing(packkit: Packkit, make: Make) -> None:
    make("base 1.5.0", folder="installed")
    path = make("top", "base@^2")
    done = packkit("deps", path, "--packs-base-dir", "installed")
    assert done.code == 1
    assert done.out == "top 1.0.0\n└── base ^2 (missing, there is 1.5.0)\n"


def test_the_example_packs_need_only_each_other(packkit: Packkit) -> None:
    done = packkit("deps", str(EXAMPLES), "--format", "json")
    assert done.code == 0
    assert len(done.json["analyzed_packs"]) == 6
    assert done.json["missing_dependencies"] == done.json["errors"] == []


def test_what_is_no_pack_is_an_error_of_its_path(
    packkit: Packkit, make: Make, work: Path, make_pack: MakePack
) -> None:
    good = make("top")
    broken = make_pack({"pack.yaml": "ref: [\n"}, name="broken")
    listed = make_pack({"pack.yaml": "- a\n"}, name="listed")
    (work / "empty").mkdir()
    places = [good, "nowhere", "empty", str(broken), str(listed)]
    done = packkit("deps", *places, "--format", "json")
    assert done.code == 1
    errors = {each["pack_path"]: each["error"] for each in done.json["errors"]}
    assert errors["nowhere"] == errors["empty"] == "pack.yaml not found"
    assert errors[str(broken)].startswith("Failed to parse pack.yaml: ")
    assert errors[str(listed)] == "Failed to parse pack.yaml: expected a mapping"
    assert [each["pack_ref"] for each in done.json["analyzed_packs"]] == ["top"]


def test_what_is_no_dependency_is_an_error_unless_it_is_not_to_be_checked(
    packkit: Packkit, make: Make
) -> None:
    path = make("top", "Base", "core@!!")
    done = packkit("deps", path, "--format", "json")
    assert [each["error"].partition(":")[0] for each in done.json["errors"]] == [
        "Invalid dependency 'Base@*'", "Invalid dependency 'core@!!'"
    ]  # fmt: skip
    skipped = packkit("deps", path, "--format", "json", "--skip-validation")
    assert skipped.json["errors"] == []


def test_a_tree_shows_each_pack_once_and_marks_cycles(packkit: Packkit, make: Make) -> None:
    make("a", "b", "c")
    make("b", "c@^1")
    make("c", "a")
    done = packkit("deps", "packs")
    assert done.code == 0
    assert done.out.splitlines()[:4] == [
        "a 1.0.0",
        "├── b * (given)",
        "│   └── c ^1 (given)",
        "│       └── a * (given, cycle)",
    ]
    assert done.out.splitlines()[4:] == [
        "└── c * (given)",
        *("b 1.0.0", "└── c ^1 (given)"),
        *("c 1.0.0", "└── a * (given)"),
    ]


def test_a_graph_for_graphviz(packkit: Packkit, make: Make) -> None:
    done = packkit("deps", make("top", "gone@^1"), "--format", "dot")
    assert done.out.splitlines() == [
        "digraph packs {",
        "  rankdir=LR;",
        "  node [shape=box];",
        '  "gone" [label="gone", style=dashed];',
        '  "top" [label="top 1.0.0"];',
        '  "top" -> "gone" [label="^1"];',
        "}",
    ]


def test_resolving_takes_the_newest_that_fits_from_the_first_index_that_has_the_pack(
    packkit: Packkit, make: Make, index: Callable[..., str]
) -> None:
    path = make("top", "notify@^1", "tags")
    first = index("first.json", notify=["1.4.0", "tags@^2"])
    second = index("second.json", notify=["1.9.0"], tags=["2.3.0"])
    done = packkit("deps", path, "--resolve", "--index", first, "--index", second,
                   "--format", "json")  # fmt: skip
    assert done.code == 0
    assert done.json["missing_dependencies"]
    assert done.json["resolution"] == {
        "packs": [
            {"pack_ref": "notify", "version": "1.4.0", "origin": f"index {first}", "place": first},
            {"pack_ref": "tags", "version": "2.3.0", "origin": f"index {second}", "place": second},
            {"pack_ref": "top", "version": "1.0.0", "origin": "given", "place": path},
        ],
        "install_order": ["tags", "notify", "top"],
        "cycles": [],
        "conflict": None,
    }


def test_resolving_prefers_what_is_installed(
    packkit: Packkit, make: Make, index: Callable[..., str]
) -> None:
    make("notify 1.3.0", folder="installed")
    given = [make("top", "notify@^1"), "--resolve", "--packs-base-dir", "installed"]
    done = packkit("deps", *given, "--index", index("i.json", notify=["1.4.0"]))
    assert "notify 1.3.0 (installed)" in done.out
    other = packkit("deps", make("new", "notify@^1.4"), *given[1:], "--index", "i.json")
    assert "notify 1.4.0 (index i.json)" in other.out


def test_resolving_looks_in_the_indices_of_the_settings(
    packkit: Packkit, make: Make, index: Callable[..., str], work: Path
) -> None:
    index("i.json", notify=["1.4.0"])
    (work / "packkit.toml").write_text('indices = ["i.json"]\n')
    done = packkit("deps", make("top", "notify"), "--resolve")
    assert done.code == 0
    assert "notify 1.4.0" in done.out


def test_a_conflict_is_told_in_words(packkit: Packkit, make: Make) -> None:
    make("a", "c@^1")
    make("b", "c@^2")
    make("c 1.0.0")
    done = packkit("deps", "packs", "--resolve", "--format", "json")
    assert done.code == 1
    told = "no version of 'c' suits: b 1.0.0 wants '^2'; there is 1.0.0 (given)"
    assert done.json["resolution"]["conflict"] == told
    assert told in done.err


def test_the_platform_pack_needs_no_index(packkit: Packkit, make: Make) -> None:
    done = packkit("deps", make("top", "core@^9"), "--resolve")
    assert done.code == 0
    assert "core (installed)" in done.out


def test_an_index_that_cannot_be_read_is_never_passed_over(
    packkit: Packkit, make: Make, work: Path
) -> None:
    (work / "bad.json").write_text("{")
    path = make("top")
    assert packkit("deps", path, "--resolve", "--index", "bad.json").code == 6
    assert packkit("deps", path, "--resolve", "--index", "nowhere.json").code == 6
    url = packkit("deps", path, "--resolve", "--index", "https://example.org/index.json")
    assert url.code == 4
    assert "hint" in url.err
    assert packkit("deps", path, "--index", "bad.json").code == 4


def test_hostile_names_reach_the_terminal_escaped(packkit: Packkit, make: Make) -> None:
    path = make("top", "\x1b[2J@\x1b]0;x\x07")
    for form in ("text", "dot", "json"):
        done = packkit("deps", path, "--format", form, "--resolve")
        assert "\x1b" not in done.out + done.err
        assert "\x07" not in done.out + done.err


def test_a_wide_web_of_packs_stays_a_short_tree(packkit: Packkit, make: Make) -> None:
    for number in range(40):
        make(f"p{number}", *(f"p{other}" for other in range(number + 1, 40)))
    done = packkit("deps", "packs")
    assert len(done.out.splitlines()) < 40 * 40 * 2


@pytest.mark.parametrize(
    ("manifest", "fault"),
    [
        (b"label: \xff\n", "Failed to parse pack.yaml: line 1: it is not UTF-8 text"),
        (
            b"a: " + b"[" * 500 + b"]" * 500,
            "Failed to parse pack.yaml: line 1: it is nested too deeply",
        ),
        (
            b"a: &a [" + b"x," * 999 + b"]\nb: [" + b"*a," * 9999 + b"]\n",
            "Failed to parse pack.yaml: line 2: its aliases stand for too much",
        ),
        (b"a: &a [*a]\n", "Failed to parse pack.yaml: line 1: an alias in it stands for itself"),
        (b"x" * 2_000_000, "Failed to read pack.yaml: it is too large"),
        (None, "Failed to read pack.yaml: it is not a regular file"),
    ],
)
def test_errors_say_in_words_what_is_wrong_with_a_manifest(
    packkit: Packkit, work: Path, manifest: bytes | None, fault: str
) -> None:
    path = work / "odd" / "pack.yaml"
    path.parent.mkdir()
    if manifest is None:
        path.mkdir()
    else:
        path.write_bytes(manifest)
    done = packkit("deps", "odd", "--format", "json")
    assert (done.code, done.json["errors"]) == (1, [{"pack_path": "odd", "error": fault}])


def test_of_several_versions_given_the_newest_is_chosen(
    packkit: Packkit, make_pack: MakePack
) -> None:
    for name, version in (("a", "1.0.0"), ("b", "1.10.0"), ("c", "1.9.0")):
        make_pack({"pack.yaml": f"ref: parcels\nlabel: P\nversion: {version}\n"}, name=name)
    assert "1. parcels 1.10.0 (given)" in packkit("deps", "a", "b", "c", "--resolve").out


def test_an_empty_path_is_no_working_directory(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    for arguments in (("deps", ""), ("deps", "parcels", "--packs-base-dir", "")):
        assert packkit(*arguments).code == 4
