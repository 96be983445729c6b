"""packkit index: build, entry, update, merge and check."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from folders import files

from attune_packkit.sources.checksums import directory_checksum, file_checksum

from .conftest import MakePack, Packkit

EXAMPLES = Path(__file__).parents[2] / "site" / "packs"
REFS = ["harbour.berths", "notify", "parcels", "tariffs", "weather", "workshop"]
GIT = ("--git-url", "https://code.example/acme/parcels.git", "--git-ref", "a" * 40)


def load(path: str | Path) -> Any:
    return json.loads(Path(path).read_text("utf-8"))


def test_the_examples_become_a_sound_index(packkit: Packkit, work: Path) -> None:
    done = packkit("index", "build", str(EXAMPLES), "--output", "index.json")
    assert done.code == 0, done.err
    assert done.out == "wrote 6 packs to index.json: 6 added, 0 updated, 0 removed\n"
    index = load("index.json")
    assert [entry["ref"] for entry in index["packs"]] == REFS
    assert index["last_updated"] == "2023-11-14T22:13:20Z"
    assert packkit("index", "check", "index.json").code == 0
    assert os.listdir(work) == ["index.json"]


def test_the_same_packs_give_the_same_bytes(packkit: Packkit, work: Path) -> None:
    for name, jobs in (("one.json", "1"), ("two.json", "2")):
        done = packkit("index", "build", str(EXAMPLES), "-o", name, "--jobs", jobs)
        assert done.code == 0, done.err
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    text = Path("one.json").read_text("ascii")
    assert text == json.dumps(json.loads(text), indent=2) + "\n"


def test_an_index_keeps_its_date_while_its_content_stays(
    packkit: Packkit, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack()
    build = ("index", "build", "parcels", "--output", "index.json")
    packkit(*build)
    before = Path("index.json").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert packkit(*build).out == "index.json is up to date: 1 packs\n"
    assert Path("index.json").read_bytes() == before
    (pack / "README.md").write_text("# Parcels\n\nOther words.\n")
    done = packkit(*build, "--format", "json")
    assert (done.json["changed"], done.json["updated"]) == (True, ["parcels"])
    assert load("index.json")["last_updated"] == "2027-01-15T08:00:00Z"


def test_without_an_output_the_index_is_printed(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack()
    done = packkit("index", "build", "--timestamp", "2026-08-22T03:00:00+02:00")
    assert done.json["last_updated"] == "2026-08-22T01:00:00Z"
    assert os.listdir(work) == ["parcels"]


def test_the_registry_is_named_by_options(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    names = ("--registry-name", "Acme", "--registry-url", "https://packs.example")
    found = packkit("index", "build", *names).json
    assert (found["registry_name"], found["registry_url"]) == ("Acme", "https://packs.example")
    done = packkit("index", "build", "--registry-url", "http://packs.example")
    assert (done.code, "registry_url must use HTTPS" in done.err) == (4, True)


@pytest.mark.parametrize("manifest", ["ref: [\n", "ref: mail\n"])
def test_one_broken_pack_stops_the_build(
    packkit: Packkit, make_pack: MakePack, work: Path, manifest: str
) -> None:
    make_pack()
    make_pack({"pack.yaml": manifest}, name="mail")
    archives = ("--base-url", "https://packs.example", "--archives", "out")
    done = packkit("index", "build", "-o", "index.json", *archives)
    assert done.code == 1
    assert "mail" in done.err
    assert sorted(os.listdir(work)) == ["mail", "out", "parcels"]
    assert os.listdir("out") == []
    done = packkit("index", "build", "-o", "index.json", "--skip-broken", "--format", "json")
    assert (done.code, done.json["added"]) == (0, ["parcels"])
    assert [each["path"] for each in done.json["skipped"]] == ["mail"]


def test_one_ref_in_two_folders_stops_the_build(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    make_pack(name="copy")
    done = packkit("index", "build", "-o", "index.json")
    assert (done.code, "Duplicate pack ref 'parcels'" in done.err) == (1, True)
    assert not Path("index.json").exists()


def test_archives_are_written_and_named(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    archives = ("--base-url", "https://packs.example/files/", "--archives", "out")
    done = packkit("index", "build", "-o", "index.json", *archives)
    assert done.code == 0, done.err
    assert os.listdir("out") == ["parcels-1.0.0.tar.gz"]
    assert load("index.json")["packs"][0]["install_sources"] == [
        {
            "type": "archive",
            "url": "https://packs.example/files/parcels-1.0.0.tar.gz",
            "checksum": file_checksum("out/parcels-1.0.0.tar.gz"),
        }
    ]
    before = files(Path("out"))
    packkit("index", "build", "-o", "index.json", *archives)
    assert files(Path("out")) == before


def test_templates_name_git_sources(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    url, ref = "https://code.example/{folder}/{ref}.git", "v{version}"
    done = packkit("index", "build", "--git-url-template", url, "--git-ref-template", ref)
    assert done.json["packs"][0]["install_sources"][0] == {
        "type": "git",
        "url": "https://code.example/parcels/parcels.git",
        "ref": "v1.0.0",
        "checksum": directory_checksum("parcels"),
    }
    done = packkit("index", "build", "--git-url-template", url)
    assert done.code == 4
    done = packkit("index", "build", "--base-url", "https://packs.example/{name}")
    assert (done.code, "{ref}" in done.err) == (4, True)


def test_a_list_names_sources(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    source = {"type": "git", "url": "https://code.example/p.git", "ref": "main"}
    Path("list.json").write_text(json.dumps({"parcels": [source]}))
    done = packkit("index", "build", "--sources", "list.json")
    assert done.json["packs"][0]["install_sources"] == [
        {**source, "checksum": directory_checksum("parcels")}
    ]
    Path("list.json").write_text(json.dumps({"parcels": [{"type": "git"}]}))
    done = packkit("index", "build", "--sources", "list.json")
    assert (done.code, "'url' is missing" in done.err) == (4, True)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "origin", ["https://code.example/acme/parcels.git", "git@code.example:acme/parcels.git"]
)
def test_a_checkout_tells_where_it_comes_from(
    packkit: Packkit, make_pack: MakePack, origin: str, packed: bool
) -> None:
    git = make_pack() / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/trunk\n")
    (git / "config").write_text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {origin}\n')
    if packed:
        (git / "packed-refs").write_text(f"# pack-refs\n{'b' * 40} refs/heads/trunk\n")
    else:
        (git / "refs" / "heads" / "trunk").write_text("b" * 40 + "\n")
    done = packkit("index", "build")
    entry = done.json["packs"][0]
    assert done.err == ""
    assert entry["install_sources"][0]["url"] == "https://code.example/acme/parcels.git"
    assert entry["install_sources"][0]["ref"] == "b" * 40
    assert entry["meta"]["default_branch"] == "trunk"
    assert entry["author"] == "acme"


def test_the_old_sources_of_an_unchanged_pack_are_kept(
    packkit: Packkit, make_pack: MakePack
) -> None:
    pack = make_pack()
    source = {"type": "git", "url": "https://code.example/p.git", "ref": "main"}
    Path("list.json").write_text(json.dumps({"parcels": [source]}))
    packkit("index", "build", "-o", "index.json", "--sources", "list.json")
    done = packkit("index", "build", "-o", "index.json")
    assert (done.out, done.err) == ("index.json is up to date: 1 packs\n", "")
    (pack / "README.md").write_text("# Parcels\n")
    done = packkit("index", "build", "-o", "index.json")
    assert "https://registry.invalid/parcels-1.0.0.tar.gz is a placeholder" in done.err
    done = packkit("index", "check", "index.json")
    assert (done.code, "index.placeholder_url" in done.err) == (0, True)


def test_a_large_shrink_needs_a_word(packkit: Packkit, make_pack: MakePack) -> None:
    packkit("index", "build", str(EXAMPLES), "-o", "index.json")
    before = Path("index.json").read_bytes()
    make_pack()
    done = packkit("index", "build", "parcels", "-o", "index.json")
    assert (done.code, "5 of 6 packs would vanish" in done.err) == (1, True)
    assert Path("index.json").read_bytes() == before
    done = packkit("index", "build", "parcels", "-o", "index.json", "--allow-shrink")
    assert done.code == 0
    assert [entry["ref"] for entry in load("index.json")["packs"]] == ["parcels"]


def test_what_is_no_index_is_not_overwritten(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    Path("index.json").write_text('{"mine": 1}')
    done = packkit("index", "build", "-o", "index.json")
    assert (done.code, Path("index.json").read_text()) == (6, '{"mine": 1}')


def test_no_pack_is_nothing_collected(packkit: Packkit, work: Path) -> None:
    done = packkit("index", "build", "-o", "index.json")
    assert (done.code, "no pack found" in done.err, os.listdir(work)) == (5, True, [])


def test_history_keeps_older_versions(packkit: Packkit, make_pack: MakePack) -> None:
    pack = make_pack()
    build = ("index", "build", "-o", "all.json", "--history")
    packkit(*build)
    manifest = (pack / "pack.yaml").read_text()
    (pack / "pack.yaml").write_text(manifest.replace("1.0.0", "1.1.0"))
    packkit(*build)
    versions = [entry["version"] for entry in load("all.json")["packs"]]
    assert versions == ["1.1.0", "1.0.0"]
    assert packkit("index", "check", "all.json").code == 0
    (pack / "README.md").write_text("changed\n")
    done = packkit(*build)
    assert (done.code, "with other content" in done.err) == (1, True)
    assert packkit(*build, "--update").code == 0
    assert packkit("index", "merge", "-o", "index.json", "all.json").code == 0
    assert [entry["version"] for entry in load("index.json")["packs"]] == ["1.1.0"]
    done = packkit("index", "update", "-i", "all.json", "parcels", *GIT, "--update")
    assert (done.code, len(load("all.json")["packs"])) == (0, 2)


def test_a_version_is_withdrawn_and_taken_back(packkit: Packkit, make_pack: MakePack) -> None:
    pack = make_pack()
    build = ("index", "build", "-o", "all.json", "--history")
    packkit(*build)
    (pack / "pack.yaml").write_text((pack / "pack.yaml").read_text().replace("1.0.0", "1.1.0"))
    packkit(*build)
    mark = ("index", "mark", "-i", "all.json", "parcels@1.1.0")
    assert packkit(*mark, "--yanked", "loses parcels").code == 0
    assert packkit(*build).out == "all.json is up to date: 1 packs\n"
    assert packkit("index", "merge", "-o", "index.json", "all.json").code == 0
    assert [entry["version"] for entry in load("index.json")["packs"]] == ["1.0.0"]
    assert packkit(*mark, "--deprecated", "use 2").code == 0
    assert load("all.json")["packs"][0]["deprecated"] == "use 2"
    assert packkit(*mark, "--clear").code == 0
    assert packkit("index", "merge", "-f", "-o", "index.json", "all.json").code == 0
    assert [entry["version"] for entry in load("index.json")["packs"]] == ["1.1.0"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("all.json", "parcels", "--clear"), "REF@VERSION"),
        (("all.json", "parcels@1.0.0"), "REF@VERSION"),
        (("all.json", "parcels@1.0.0", "--yanked", " "), "REF@VERSION"),
        (("all.json", "parcels@9.0.0", "--clear"), "has no version '9.0.0' of 'parcels'"),
        (("index.json", "parcels@1.0.0", "--clear"), "keeps no history"),
    ],
)
def test_what_cannot_be_marked(
    packkit: Packkit, make_pack: MakePack, arguments: tuple[str, ...], words: str
) -> None:
    make_pack()
    packkit("index", "build", "-o", "all.json", "--history")
    packkit("index", "build", "-o", "index.json")
    done = packkit("index", "mark", "-i", *arguments)
    assert (done.code, words in done.err) == (4, True)


def test_an_entry_is_printed(packkit: Packkit, make_pack: MakePack, work: Path) -> None:
    make_pack()
    done = packkit("index", "entry", "parcels", *GIT, "--format", "json")
    assert done.code == 0, done.err
    assert done.json["ref"] == "parcels"
    assert done.json["install_sources"][0]["checksum"] == directory_checksum("parcels")
    archive = ("-a", "https://packs.example/p.tgz", "--archive-checksum", "b" * 64)
    done = packkit("index", "entry", "parcels", *GIT, *archive)
    assert [each["type"] for each in done.json["install_sources"]] == ["git", "archive"]
    assert os.listdir(work) == ["parcels"]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ((), 4, "at least one install source is required"),
        (GIT[:2], 4, "--git-ref is required with --git-url"),
        (GIT[2:], 4, "--git-ref needs --git-url"),
        (("-a", "https://x.example/a.tgz"), 4, "--archive-checksum is required with --archive-url"),
        (("--archive-checksum", "a" * 64), 4, "--archive-checksum requires --archive-url"),
        (("-a", "https://x.example/a.tgz", "--archive-checksum", "md5:1"), 7, "checksum"),
        (("-g", "http://x.example/a.git", "-r", "main"), 4, "https"),
        (("-g", "https://x.example/a.git", "-r", "--help"), 4, "git ref"),
    ],
)
def test_an_entry_needs_sources_that_can_be_trusted(
    packkit: Packkit, make_pack: MakePack, options: tuple[str, ...], code: int, words: str
) -> None:
    make_pack()
    done = packkit("index", "entry", "parcels", *options)
    assert (done.code, words in done.err, done.out) == (code, True, "")


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_an_entry_needs_a_pack(packkit: Packkit, work: Path, path: str) -> None:
    (work / "empty").mkdir()
    assert packkit("index", "entry", path, *GIT).code == 6


def test_an_update_adds_then_replaces(packkit: Packkit, make_pack: MakePack) -> None:
    pack = make_pack()
    packkit("index", "build", str(EXAMPLES / "weather"), "-o", "index.json")
    update = ("index", "update", "--index", "index.json", "parcels", *GIT)
    done = packkit(*update, "--format", "json")
    assert done.json == {
        "success": True,
        "index_file": "index.json",
        "pack_ref": "parcels",
        "version": "1.0.0",
        "directory_checksum": directory_checksum("parcels"),
        "action": "added",
    }
    assert [entry["ref"] for entry in load("index.json")["packs"]] == ["parcels", "weather"]
    before = Path("index.json").read_bytes()
    done = packkit(*update)
    assert done.code == 1
    assert "Pack 'parcels' already exists in index. Use --update to replace it." in done.err
    assert packkit(*update, "--update").code == 0
    assert Path("index.json").read_bytes() == before
    (pack / "pack.yaml").write_text((pack / "pack.yaml").read_text().replace("1.0.0", "1.0.1"))
    done = packkit(*update, "-u", "--format", "json")
    assert (done.json["action"], done.json["version"]) == ("updated", "1.0.1")


def test_an_update_needs_a_sound_index(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    done = packkit("index", "update", "-i", "index.json", "parcels", *GIT)
    assert (done.code, "Index file not found: index.json" in done.err) == (6, True)
    packkit("index", "build", str(EXAMPLES / "weather"), "-o", "index.json")
    index = load("index.json")
    index["packs"][0]["contents"]["actions"] = 3
    Path("index.json").write_text(json.dumps(index))
    done = packkit("index", "update", "-i", "index.json", "parcels", *GIT)
    assert (done.code, "older attune command wrote counts" in done.err) == (1, True)


def test_indexes_are_merged(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    packkit("index", "build", str(EXAMPLES), "-o", "one.json", "--registry-name", "One")
    packkit("index", "build", "parcels", "-o", "two.json", "--registry-name", "Two")
    done = packkit("index", "merge", "-o", "all.json", "two.json", "one.json", "--format", "json")
    assert done.json == {
        "success": True,
        "output_file": "all.json",
        "sources_count": 2,
        "total_loaded": 7,
        "unique_packs": 6,
        "duplicates_resolved": 1,
    }
    merged = load("all.json")
    assert merged["registry_name"] == "Two"
    assert merged["packs"] == load("one.json")["packs"]
    assert "warning: 'parcels' is another pack in 'one.json'" in done.err
    done = packkit("index", "merge", "-o", "all.json", "one.json")
    assert done.code == 1
    assert "Output file already exists: all.json. Use --force to overwrite." in done.err
    assert packkit("index", "merge", "--file", "all.json", "one.json", "-f").code == 0
    assert load("all.json") == load("one.json")


def test_nothing_is_merged_with_an_index_that_is_not_sound(packkit: Packkit) -> None:
    packkit("index", "build", str(EXAMPLES), "-o", "one.json")
    index = load("one.json")
    index["packs"][1]["version"] = "one"
    Path("two.json").write_text(json.dumps(index))
    done = packkit("index", "merge", "-o", "all.json", "one.json", "two.json")
    assert (done.code, "Invalid index in two.json: packs.1.version" in done.err) == (1, True)
    assert not Path("all.json").exists()


def test_a_check_tells_places_and_fails(packkit: Packkit) -> None:
    packkit("index", "build", str(EXAMPLES / "parcels"), "-o", "index.json")
    done = packkit("index", "check", "index.json")
    assert (done.code, done.out) == (0, "Validated 1 pack entries\n")
    index = load("index.json")
    index["packs"][0]["install_sources"][0]["checksum"] = "md5:1"
    del index["packs"][0]["label"]
    Path("index.json").write_text(json.dumps(index, indent=2) + "\n")
    done = packkit("index", "check", "index.json", "--format", "json")
    assert (done.code, done.json["valid"], done.json["errors"]) == (1, False, 2)
    found = {each["path"]: each for each in done.json["diagnostics"]}
    assert found["packs.0"]["message"] == "'label' is missing"
    checksum = found["packs.0.install_sources.0.checksum"]
    lines = Path("index.json").read_text().splitlines()
    assert '"checksum": "md5:1"' in lines[checksum["line"] - 1]
    assert checksum["pointer"] == "/packs/0/install_sources/0/checksum"
    done = packkit("index", "check", "index.json")
    assert "error: packs.0: 'label' is missing [index.missing_field]" in done.err


def test_a_check_of_what_is_no_json_fails(packkit: Packkit) -> None:
    Path("index.json").write_text("{")
    done = packkit("index", "check", "index.json")
    assert (done.code, "error: <root>: " in done.err) == (1, True)
    assert packkit("index", "check", "nowhere.json").code == 6


def test_a_check_finds_drift(packkit: Packkit, make_pack: MakePack) -> None:
    pack = make_pack()
    Path("index.json").write_text("")
    os.unlink("index.json")
    template = ("--git-url-template", "https://code.example/{ref}.git", "--git-ref-template", "v1")
    packkit("index", "build", "parcels", "-o", "index.json", *template)
    check = ("index", "check", "index.json", "--packs", "parcels")
    assert packkit(*check).code == 0
    (pack / "pack.yaml").write_text((pack / "pack.yaml").read_text().replace("Weighs", "Loses"))
    done = packkit(*check, "--format", "json")
    assert done.code == 1
    assert [each["path"] for each in done.json["diagnostics"]] == [
        "packs.0.description",
        "packs.0.install_sources.0.checksum",
    ]


def test_two_who_write_one_index_wait_for_each_other(packkit: Packkit, make_pack: MakePack) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from attune_packkit.pipeline import index_files
    from attune_packkit.registry.index import InstallSource

    packkit("index", "build", str(EXAMPLES), "-o", "index.json")
    refs = [f"pack{number}" for number in range(8)]
    for ref in refs:
        make_pack({"pack.yaml": f'ref: {ref}\nversion: "1.0.0"\n'}, name=ref)
    source = InstallSource("git", "https://code.example/x.git", "", "main")
    with ThreadPoolExecutor(4) as pool:
        work = [
            pool.submit(index_files.update, "index.json", ref, [source], replace=False)
            for ref in refs
        ]
        for each in work:
            each.result()
    assert {entry["ref"] for entry in load("index.json")["packs"]} == {*REFS, *refs}


@pytest.mark.parametrize("ref", ["../../evil", "a/b", "..", "{version}", "c\u043ere", "-rf"])
@pytest.mark.parametrize("field", ["ref", "version"])
def test_a_name_leads_nowhere_when_archives_are_written(
    packkit: Packkit, make_pack: MakePack, work: Path, field: str, ref: str
) -> None:
    values = {"ref": "mail", "version": "1.0.0", field: ref}
    make_pack({"pack.yaml": "".join(f'{name}: "{each}"\n' for name, each in values.items())})
    before = files(work.parent)
    archives = ("--base-url", "https://packs.example/{ref}", "--archives", "out/in")
    done = packkit("index", "build", "-o", "index.json", *archives)
    assert (done.code, field in done.err) == (1, True)
    assert files(work.parent) == before


def test_a_site_inside_a_checkout_changes_no_checksum(
    packkit: Packkit, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack()
    expected = directory_checksum(str(pack))
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for arguments in (("init", "-q"), ("add", "."), (*identity, "commit", "-q", "-m", "x")):
        subprocess.run(["git", *arguments], cwd=pack, check=True, capture_output=True)
    origin = ("remote", "add", "origin", "https://code.example/acme/parcels.git")
    subprocess.run(["git", *origin], cwd=pack, check=True, capture_output=True)
    monkeypatch.chdir(pack)
    for _ in range(2):
        assert packkit("publish", ".", "-o", "public").code == 0
        assert packkit("index", "build", ".", "-o", "i.json").code == 0
        for index in ("public/index.json", "i.json"):
            (source,) = load(index)["packs"][0]["install_sources"]
            assert source["checksum"] == expected


def test_archives_that_cannot_be_written_are_told_of(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack()
    (work / "file").write_text("x")
    options = ("--base-url", "https://x.example", "--archives", "file")
    done = packkit("index", "build", "-o", "index.json", *options)
    assert (done.code, "it is a file, expected a folder" in done.err) == (6, True)


@pytest.mark.parametrize("epoch", ["99999999999999", "9" * 40])
def test_a_time_beyond_the_calendar_is_none(
    packkit: Packkit, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    make_pack()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert packkit("index", "build", "-o", "index.json").code == 0
