"""packkit diff: folders, refs and git revisions, and the verdict that can fail a build."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from attune_packkit.testing import BASE_PACK

from .conftest import MakePack, Packkit

ACTION = "ref: parcels.send\nlabel: Send\nrunner_type: shell\nentry_point: send.sh\n"
MANIFEST = BASE_PACK["pack.yaml"]


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "gc.auto=0")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def copy(make_pack: MakePack, work: Path) -> Path:
    """A working copy, below the top of its repository, with an action removed since `v1`."""
    pack = make_pack({"actions/send.yaml": ACTION})
    git(work, "init", "-q")
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "one")
    git(work, "tag", "v1")
    (pack / "actions" / "send.yaml").unlink()
    return pack


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_folders_are_compared(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(name="old")
    make_pack({"actions/send.yaml": ACTION}, name="new")
    done = packkit("diff", "old", "new")
    assert done.code == 0
    assert done.out.splitlines() == [
        "impact  change           what",
        "MINOR   component.added  action parcels.send is new",
        "parcels: changes of MINOR impact ask for a MINOR version;"
        " from 1.0.0 to 1.0.0 is not enough",
    ]


def test_the_json_holds_verdict_and_differences(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack({"actions/send.yaml": ACTION}, name="old")
    make_pack({"pack.yaml": MANIFEST.replace("1.0.0", "2.0.0")}, name="new")
    done = packkit("diff", "old", "new", "--format", "json", "--require-bump")
    assert done.code == 0
    assert done.json == {
        "packs": [
            {
                "pack_ref": "parcels",
                "old_version": "1.0.0",
                "new_version": "2.0.0",
                "impact": "major",
                "needed": "major",
                "rise": "major",
                "satisfied": True,
                "differences": [
                    {
                        "kind": "component.removed",
                        "component": "action parcels.send",
                        "path": "actions/send.yaml",
                        "pointer": "",
                        "impact": "major",
                        "message": "action parcels.send is gone",
                        "old": "parcels.send",
                        "new": None,
                    }
                ],
            }
        ],
        "added": [],
        "removed": [],
    }


def test_markdown_is_fit_for_a_change_log(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(name="old")
    make_pack({"actions/send.yaml": ACTION.replace("send\n", "send_<b>\n", 1)}, name="new")
    out = packkit("diff", "old", "new", "--format", "markdown").out
    assert out.startswith("## parcels 1.0.0\n\n")
    assert "### Minor\n\n- action parcels.send\\_\\<b\\> is new\n" in out


@pytest.mark.parametrize(("version", "code"), [("1.0.1", 1), ("1.1.0", 0), ("2.0.0", 0)])
def test_a_version_that_rose_too_little_fails_on_request(
    packkit: Packkit, make_pack: MakePack, version: str, code: int
) -> None:
    make_pack(name="old")
    new = {"pack.yaml": MANIFEST.replace("1.0.0", version), "actions/send.yaml": ACTION}
    make_pack(new, name="new")
    assert packkit("diff", "old", "new").code == 0
    done = packkit("diff", "old", "new", "--require-bump")
    assert (done.code, "is not enough" in done.err) == (code, bool(code))


@pytest.mark.parametrize("arguments", [("parcels@v1", "parcels"), ("--git", "v1", "parcels")])
def test_a_git_revision_is_compared(
    packkit: Packkit, copy: Path, work: Path, arguments: tuple[str, ...]
) -> None:
    before = snapshot(work)
    done = packkit("diff", *arguments, "--format", "json", "--require-bump")
    assert done.code == 1
    assert [each["kind"] for each in done.json["packs"][0]["differences"]] == ["component.removed"]
    assert snapshot(work) == before


def test_two_revisions_are_compared(packkit: Packkit, copy: Path, work: Path) -> None:
    git(work, "commit", "-q", "-a", "-m", "two")
    done = packkit("diff", "parcels@HEAD~1", "parcels@HEAD", "--format", "json")
    assert done.json["packs"][0]["impact"] == "major"
    assert packkit("diff", "parcels@HEAD", "parcels", "--format", "json").json["packs"][0][
        "impact"
    ] == "none"  # fmt: skip


@pytest.mark.parametrize("revision", ["nope", "-h", "--output=x", "v1:parcels", "a b", ""])
def test_an_unknown_revision_is_a_wrong_use(
    packkit: Packkit, copy: Path, work: Path, revision: str
) -> None:
    done = packkit("diff", f"--git={revision}", "parcels")
    assert done.code in (4, 6)
    assert done.out == ""
    assert sorted(os.listdir(work)) == [".git", "parcels"]


def test_a_folder_in_no_repository_has_no_revisions(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    assert packkit("diff", "parcels@v1", "parcels").code == 6


def test_a_pack_that_was_not_there_then_is_said_so(
    packkit: Packkit, copy: Path, make_pack: MakePack
) -> None:
    make_pack(name="later")
    assert packkit("diff", "--git", "v1", "later").code == 6


def test_nothing_of_the_repository_runs(packkit: Packkit, copy: Path, work: Path) -> None:
    hook = work / "ran"
    program = work / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {hook}\ncat\n")
    program.chmod(0o755)
    for name in ("filter.evil.smudge", "filter.evil.process", "core.fsmonitor", "diff.external"):
        git(work, "config", name, str(program))
    (work / ".gitattributes").write_text("* filter=evil export-ignore\n")
    git(work, "add", ".gitattributes")
    (work / ".git" / "hooks").mkdir(exist_ok=True)
    shutil.copy(program, work / ".git" / "hooks" / "post-checkout")
    hook.unlink(missing_ok=True)
    assert packkit("diff", "--git", "v1", "parcels").code == 0
    assert not hook.exists()


def test_links_of_a_revision_are_left_out(packkit: Packkit, copy: Path, work: Path) -> None:
    (copy / "secret").symlink_to("/etc/passwd")
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "link")
    done = packkit("diff", "parcels@v1", "parcels@HEAD", "--format", "json")
    assert [each["kind"] for each in done.json["packs"][0]["differences"]] == ["component.removed"]


def test_refs_are_looked_for_in_a_folder(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(name="packs/parcels")
    make_pack({"actions/send.yaml": ACTION}, name="new")
    done = packkit("diff", "parcels@1.0.0", "new", "--packs", "packs", "--format", "json")
    assert done.json["packs"][0]["impact"] == "minor"
    done = packkit("diff", "parcel", "new", "--packs", "packs")
    assert (done.code, "did you mean 'parcels'?" in done.err) == (4, True)


def test_folders_of_packs_are_paired_by_ref(packkit: Packkit, make_pack: MakePack) -> None:
    for folder, refs in (("old", ("a", "b", "c")), ("new", ("b", "c", "d"))):
        for ref in refs:
            manifest = MANIFEST.replace("ref: parcels", f"ref: {ref}")
            make_pack({"pack.yaml": manifest}, name=f"{folder}/{ref}")
    done = packkit("diff", "old", "new", "--format", "json").json
    assert [each["pack_ref"] for each in done["packs"]] == ["b", "c"]
    assert (done["added"], done["removed"]) == (["d"], ["a"])
    text = packkit("diff", "old", "new").out
    assert "d: added\na: removed\n" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("parcels",), 4),
        (("parcels", "parcels", "--git", "v1"), 4),
        (("nowhere", "parcels"), 6),
        (("parcels", "empty"), 6),
    ],
)
def test_what_cannot_be_compared(
    packkit: Packkit, make_pack: MakePack, work: Path, arguments: tuple[str, ...], code: int
) -> None:
    make_pack()
    (work / "empty").mkdir()
    assert packkit("diff", *arguments).code == code


def test_a_misspelt_folder_gets_the_right_one(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    assert packkit("diff", "parcels", "parcel").err == (
        "error: path 'parcel' does not exist\nhint: did you mean 'parcels'?\n"
    )


def test_content_that_the_repository_lacks_is_said_so(
    packkit: Packkit, copy: Path, work: Path
) -> None:
    found = subprocess.run(
        ["git", "rev-parse", "v1:parcels/actions/send.yaml"],
        cwd=work, check=True, capture_output=True, text=True,
    )  # fmt: skip
    name = found.stdout.strip()
    blob = work / ".git" / "objects" / name[:2] / name[2:]
    blob.chmod(0o600)
    blob.unlink()
    done = packkit("diff", "--git", "v1", "parcels")
    assert (done.code, done.out) == (6, "")


def test_what_cannot_be_read_does_not_seem_to_be_gone(
    packkit: Packkit, make_pack: MakePack
) -> None:
    make_pack({"actions/send.yaml": ACTION}, name="old")
    make_pack({"actions/send.yaml": "ref: [\n"}, name="action")
    make_pack({"actions/send.yaml": ACTION, "pack.yaml": "ref: [\n"}, name="manifest")
    for new, path in (("action", "actions/send.yaml"), ("manifest", "pack.yaml")):
        done = packkit("diff", "old", new, "--require-bump")
        assert (done.code, done.out) == (6, "")
        assert f"'{path}' of pack '{new}' cannot be used: line 1: " in done.err
    assert packkit("diff", "action", "old").code == 0  # what is published cannot be mended


def test_names_and_versions_in_the_verdict_obey_nobody(
    packkit: Packkit, make_pack: MakePack
) -> None:
    make_pack(name="old")
    manifest = 'ref: "parcels\\n\\e[31m"\nlabel: P\nversion: "1.0.0\\e[2J"\n'
    make_pack({"pack.yaml": manifest}, name="new")
    done = packkit("diff", "old", "new", "--require-bump")
    assert "\x1b" not in done.out + done.err
    assert done.out.splitlines()[-1].startswith("parcels\\n\\x1b[31m: ")


def test_a_pack_that_is_not_whole_is_not_compared(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(name="old")
    new = make_pack(name="new")
    (new / "actions").symlink_to(new)
    os.mkfifo(new / "pipe")
    assert packkit("diff", "old", "new").code == 0
    deep = new / Path(*"d" * 200)
    deep.mkdir(parents=True)
    (deep / "x.yaml").write_text("x: 1\n")
    done = packkit("diff", "old", "new")
    assert (done.code, done.out) == (6, "")
    assert "pack 'new' has too many files or unreadable folders" in done.err
