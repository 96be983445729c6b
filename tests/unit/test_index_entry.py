"""The entry of a pack: equal to the official one of a published pack, and each fallback."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from attune_packkit.errors import UsageError
from attune_packkit.registry.entry import Draft
from attune_packkit.registry.faults import IndexingError
from attune_packkit.registry.form import entry_faults
from attune_packkit.registry.index import InstallSource, install_sources
from attune_packkit.registry.licences import recognise
from attune_packkit.registry.sourcing import Sourcing

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "site" / "packs").glob("*/pack.yaml"))
CORPUS = ROOT.parent / "shared" / "corpus"
OFFICIAL = CORPUS / "index" / "index.json"
PUBLISHED = CORPUS / "attune-packs"
GIT = InstallSource("git", "https://code.example/acme/mail.git", "", "0" * 40)
UNKNOWN = ("stars", "default_branch")
"""Of an official entry's meta, what only the host knew."""


def make(folder: Path, manifest: str, files: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the entry of a pack given as text."""
    for name, text in {"pack.yaml": manifest, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Draft(str(folder)).indexed([GIT]).entry


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def least(more: str = "") -> str:
    return f'ref: mail\nversion: "1.2.3"\n{more}'


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the published packs are not here")
@pytest.mark.parametrize("ref", sorted(os.listdir(PUBLISHED)) if OFFICIAL.exists() else [])
def test_the_entry_of_a_published_pack_is_the_official_one(ref: str) -> None:
    index = json.loads(OFFICIAL.read_text("utf-8"))
    official = next(entry for entry in index["packs"] if entry["ref"] == ref)
    sources = install_sources(official["install_sources"])
    made = Draft(str(CORPUS / "attune-packs" / ref)).indexed(sources).entry
    for name in UNKNOWN:
        del official["meta"][name]
    assert made == official
    assert list(made) == list(official)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_each_example_pack_has_a_sound_entry(folder: Path) -> None:
    made = Draft(str(folder)).indexed([GIT])
    assert [fault for fault in entry_faults(made.entry) if fault.severity == "error"] == []
    assert made.entry["install_sources"][0]["checksum"] == made.checksum


def test_a_manifest_that_says_little_gets_the_fallbacks(tmp_path: Path) -> None:
    assert make(tmp_path / "mail", least()) == {
        "ref": "mail",
        "label": "mail",
        "description": "",
        "version": "1.2.3",
        "author": "acme",
        "license": "NOASSERTION",
        "keywords": [],
        "runtime_deps": [],
        "install_sources": [
            {
                "type": "git",
                "url": "https://code.example/acme/mail.git",
                "ref": "0" * 40,
                "checksum": Draft(str(tmp_path / "mail")).inspected.value,
            }
        ],
        "contents": {kind: [] for kind in ("actions", "sensors", "triggers", "rules", "workflows")},
        "meta": {"category": "uncategorized", "commit": "0" * 40},
        "repository": "https://code.example/acme/mail",
    }


@pytest.mark.parametrize(
    ("manifest", "field", "value"),
    [
        ("name: Mail\n", "label", "Mail"),
        ("name: Mail\nlabel: Post\n", "label", "Post"),
        ('label: ""\nname: Mail\n', "label", "Mail"),
        ("keywords: [b, a, a]\ntags: [c]\nmeta: {keywords: [d]}\n", "keywords", ["a", "b"]),
        ("tags: [c]\nmeta: {keywords: [d]}\n", "keywords", ["d"]),
        ("tags: [c, 3, 1.5]\n", "keywords", ["1.5", "3", "c"]),
        ("keywords: []\ntags: [c]\n", "keywords", ["c"]),
        ("keywords: mail\ntags: [c]\n", "keywords", []),
        ("runtime_deps: [python, python, nodejs]\n", "runtime_deps", ["nodejs", "python"]),
        ("runtime_deps: [{name: python}, shell]\n", "runtime_deps", ["shell"]),
        ("meta: {license: MIT}\n", "license", "MIT"),
        ("license: MIT\nmeta: {license: X}\n", "license", "MIT"),
        ("author: Ada\n", "author", "Ada"),
        ("email: ada@example.org\n", "email", "ada@example.org"),
        ("homepage: https://a.example\n", "homepage", "https://a.example"),
        ("meta: {documentation_url: https://b.example}\n", "homepage", "https://b.example"),
        ("meta: {use_case: Send}\n", "use_case", "Send"),
        ("use_case: Sort\nmeta: {use_case: Send}\n", "use_case", "Sort"),
        ("dependencies: [notify, core@^1]\n", "dependencies", {"packs": ["core@^1", "notify"]}),
        ("dependencies: {}\n", "dependencies", {"packs": []}),
        (
            "dependencies: {python_version: 3.11, packs: [core]}\n",
            "dependencies",
            {"python_version": "3.11", "packs": ["core"]},
        ),
        ("repository: https://other.example/x\n", "repository", "https://code.example/acme/mail"),
    ],
)
def test_a_field_that_is_not_written_is_filled_in(
    tmp_path: Path, manifest: str, field: str, value: object
) -> None:
    assert make(tmp_path / "mail", least(manifest))[field] == value


@pytest.mark.parametrize("manifest", ["dependencies: notify\n", "dependencies: null\n"])
def test_dependencies_of_another_form_are_left_out(tmp_path: Path, manifest: str) -> None:
    assert "dependencies" not in make(tmp_path / "mail", least(manifest))


def test_the_category_is_the_manifests(tmp_path: Path) -> None:
    made = make(tmp_path / "mail", least("meta: {category: post, other: 1}\n"))
    assert made["meta"]["category"] == "post"


def test_components_are_named_by_ref_then_name_then_file(tmp_path: Path) -> None:
    made = make(
        tmp_path / "mail",
        least(),
        {
            "actions/z.yaml": "ref: mail.alpha\nlabel: Alpha\n",
            "actions/y.yaml": "name: beta\ndescription: Second\nlabel: B\n",
            "actions/gamma.yaml": "runner_type: shell\n",
            "actions/w.yaml": "ref: mail.run\nworkflow_file: workflows/run.workflow.yaml\n",
            "actions/workflows/run.workflow.yaml": "tasks: []\n",
            "actions/below/deep.yaml": "ref: mail.deep\n",
            "workflows/sort.yml": "label: Sort\n",
            "rules/r.yaml": "ref: other.rule\n",
        },
    )
    assert made["contents"]["actions"] == [
        {"name": "alpha", "description": "Alpha"},
        {"name": "beta", "description": "Second"},
        {"name": "gamma", "description": ""},
    ]
    assert made["contents"]["workflows"] == [
        {"name": "run", "description": ""},
        {"name": "sort", "description": "Sort"},
    ]
    assert made["contents"]["rules"] == [{"name": "other.rule", "description": ""}]


def test_without_git_the_manifest_names_the_repository(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    make(folder, least("repository: https://other.example/x/mail\n"))
    archive = InstallSource("archive", "https://a.example/mail.tar.gz", "sha256:" + "a" * 64)
    made = Draft(str(folder)).indexed([archive]).entry
    assert made["repository"] == "https://other.example/x/mail"
    assert made["author"] == "Unknown"
    assert "commit" not in made["meta"]


def test_a_licence_is_recognised_only_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert recognise(text) == "Apache-2.0"
    assert recognise(text.replace("perpetual", "brief")) == ""
    assert recognise("") == ""


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("ref: mail\n", "must declare ref and version"),
        ('ref: Mail\nversion: "1.0.0"\n', "ref"),
        ('ref: mail\nversion: "1.0"\n', "version"),
        ("[]\n", "holds no mapping"),
        ("", "it is empty"),
        ("a: [\n", "line"),
        ('ref: mail\nversion: "1.0.0"\nhomepage: not a page\n', "homepage"),
    ],
)
def test_a_pack_that_no_index_takes_is_refused(tmp_path: Path, manifest: str, words: str) -> None:
    with pytest.raises(IndexingError, match=words):
        make(tmp_path / "mail", manifest)


def test_a_broken_component_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match=r"actions/send.yaml of .*mail"):
        make(tmp_path / "mail", least(), {"actions/send.yaml": "ref: [\n"})


@pytest.mark.parametrize(
    "source",
    [
        InstallSource("git", "http://code.example/mail.git", "", "main"),
        InstallSource("git", "https://me:pw@code.example/mail.git", "", "main"),
        InstallSource("git", "https://code.example/mail.git?x=1", "", "main"),
        InstallSource("git", "https://code.example/mail.git", "", "-main"),
        InstallSource("git", "https://code.example/mail.git", "", "a b"),
        InstallSource("archive", "https://code.example/mail.tgz", "md5:" + "a" * 32),
    ],
)
def test_sources_that_no_index_may_name_are_refused(tmp_path: Path, source: InstallSource) -> None:
    make(tmp_path / "mail", least())
    with pytest.raises(UsageError):
        Draft(str(tmp_path / "mail")).indexed([source])


def test_dependencies_that_an_index_cannot_hold_are_told_of(tmp_path: Path) -> None:
    entry = make(tmp_path / "mail", least("dependencies: [{ref: core}, notify]\n"))
    assert entry["dependencies"] == {"packs": ["notify"]}
    assert "written as text" in Draft(str(tmp_path / "mail")).indexed([GIT]).notes[0]


def test_what_tools_leave_is_told_of(tmp_path: Path) -> None:
    make(tmp_path / "mail", least(), {"__pycache__/x.pyc": "x"})
    made = Draft(str(tmp_path / "mail")).indexed([GIT])
    assert made.notes == ("'__pycache__' lies in the folder of mail and counts in its checksum",)


@pytest.mark.parametrize("version", ["2", "4"])
def test_of_a_checkout_only_what_git_knows_counts(tmp_path: Path, version: str) -> None:
    root = tmp_path / "mail"
    made = make(root, least(), {"actions/a/b.md": "x", "actions/c.md": "x"})
    known = made["install_sources"][0]["checksum"]
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "update-index", "--index-version", version)
    (root / "venv").mkdir()
    (root / "venv" / "python").symlink_to("/usr/bin/python3")
    (root / "build.log").write_text("x")
    draft = Draft(str(root)).indexed([GIT])
    assert (draft.entry["install_sources"][0]["checksum"], draft.notes) == (known, ())


def test_of_a_pack_below_the_top_of_a_checkout_only_what_git_knows_counts(tmp_path: Path) -> None:
    root = tmp_path / "all" / "packs" / "mail"
    make(tmp_path / "all" / "packs" / "mail-x", least(), {"actions/other.yaml": "ref: mail.other"})
    made = make(root, least(), {"actions/send.yaml": "ref: mail.send"})
    git(tmp_path / "all", "init", "-q")
    git(tmp_path / "all", "add", ".")
    (root / ".env").write_text("TOKEN=x")
    (root / "LICENSE").write_bytes((ROOT / "LICENSE").read_bytes())
    (root / "actions" / "draft.yaml").write_text("ref: mail.draft")
    draft = Draft(str(root)).indexed([GIT])
    assert (draft.entry, draft.notes) == (made, ())
    (root / "actions" / "send.yaml").write_text("ref: mail.send2")
    assert "'actions/send.yaml'" in Draft(str(root)).indexed([GIT]).notes[0]


def test_a_pack_that_a_checkout_ignores_counts_whole(tmp_path: Path) -> None:
    root = tmp_path / "all" / "build" / "mail"
    made = make(root, least(), {"actions/send.yaml": "ref: mail.send"})
    (tmp_path / "all" / "README.md").write_text("x")
    git(tmp_path / "all", "init", "-q")
    git(tmp_path / "all", "add", "README.md")
    assert Draft(str(root)).indexed([GIT]).entry == made


def test_what_an_archive_holds_need_not_be_as_in_the_commit(tmp_path: Path) -> None:
    root = tmp_path / "mail"
    make(root, least(), {"README.md": "x"})
    git(root, "init", "-q")
    git(root, "add", ".")
    (root / "README.md").write_text("y")
    archive = InstallSource("archive", "https://a.example/mail.tar.gz", "sha256:" + "a" * 64)
    assert Draft(str(root)).indexed([archive]).notes == ()


def test_changes_in_a_checkout_are_told_of(tmp_path: Path) -> None:
    root = tmp_path / "mail"
    make(root, least(), {"README.md": "x", "LICENSE": "x"})
    git(root, "init", "-q")
    git(root, "add", ".")
    (root / "README.md").write_text("y")
    (root / "LICENSE").unlink()
    (note,) = Draft(str(root)).indexed([GIT]).notes
    assert note == (
        "files of mail are not as in its commit, so neither is the checksum: 'LICENSE', 'README.md'"
    )


@pytest.mark.parametrize("index", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\1", b"\0" * 500])
def test_a_checkout_that_tells_nothing_counts_whole(tmp_path: Path, index: bytes) -> None:
    root = tmp_path / "mail"
    known = make(root, least())["install_sources"][0]["checksum"]
    (root / ".git").mkdir()
    (root / ".git" / "index").write_bytes(index)
    draft = Draft(str(root)).indexed([GIT])
    assert (draft.entry["install_sources"][0]["checksum"], draft.notes) == (known, ())


def test_an_index_whose_names_grow_without_end_tells_nothing(tmp_path: Path) -> None:
    root = tmp_path / "mail"
    made = make(root, least())
    count = 60_000
    growing = (bytes(60) + b"\0\0" + b"\0" + b"x" * 100 + b"\0") * count
    (root / ".git").mkdir()
    head = b"DIRC" + (4).to_bytes(4, "big") + count.to_bytes(4, "big")
    (root / ".git" / "index").write_bytes(head + growing)
    tracemalloc.start()
    try:
        assert Draft(str(root)).indexed([GIT]).entry == made
        assert tracemalloc.get_traced_memory()[1] < 300_000_000
    finally:
        tracemalloc.stop()


def test_the_archive_of_a_checkout_holds_what_git_knows(tmp_path: Path) -> None:
    root = tmp_path / "mail"
    make(root, least(), {"actions/a.md": "x"})
    git(root, "init", "-q")
    git(root, "add", ".")
    (root / ".env").write_text("TOKEN=x")
    (root / "link").symlink_to("/etc/passwd")
    sourcing = Sourcing(base_url="https://packs.example", archives=str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    sourcing.sources(Draft(str(root)), None)
    with tarfile.open(tmp_path / "out" / "mail-1.2.3.tar.gz") as archive:
        assert archive.getnames() == ["mail/actions/a.md", "mail/pack.yaml"]
