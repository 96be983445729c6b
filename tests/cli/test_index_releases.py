"""packkit index build --format releases: every published version, each with its archive."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from attune_packkit import schemas

from .conftest import Done, MakePack, Packkit

EXAMPLES = Path(__file__).parents[2] / "site" / "packs"
BASE = ("--base-url", "https://packs.example/files")
BUILD = ("index", "build", "--format", "releases", *BASE)


def manifest(version: str, more: str = "", ref: str = "parcels") -> dict[str, str]:
    return {"pack.yaml": f"ref: {ref}\nlabel: Parcels {version}\nversion: '{version}'\n{more}"}


@pytest.fixture
def versions(make_pack: MakePack) -> None:
    """Three versions of one pack, in folders of any name."""
    for name, version in (("a", "1.10.0"), ("b", "1.9.0"), ("c", "2.0.0-rc.1")):
        make_pack(manifest(version), name=name)


def load(path: str = "releases.json") -> Any:
    index = json.loads(Path(path).read_text("ascii"))
    jsonschema_rs.validate(schemas.load("release_index"), index)
    return index


def build(packkit: Packkit, *arguments: str) -> Done:
    return packkit(*BUILD, "-o", "releases.json", *arguments)


@pytest.mark.usefixtures("versions")
def test_all_versions_stand_with_their_archives(packkit: Packkit) -> None:
    done = build(packkit, "--archives", "files")
    assert (done.code, done.err) == (0, "")
    assert done.out == "wrote 1 packs to releases.json: 1 added, 0 updated, 0 removed\n"
    [pack] = load()["packs"]
    assert pack["label"] == "Parcels 2.0.0-rc.1"
    assert pack["channels"] == {"stable": "1.10.0", "preview": "2.0.0-rc.1"}
    assert [each["version"] for each in pack["releases"]] == ["2.0.0-rc.1", "1.10.0", "1.9.0"]
    for release in pack["releases"]:
        name = f"parcels-{release['version']}.tar.gz"
        data = Path("files", name).read_bytes()
        assert release["archive"] == {
            "media_type": "application/gzip",
            "url": f"https://packs.example/files/{name}",
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
        }
        assert release["published_at"] == "2023-11-14T22:13:20Z"
    assert packkit("index", "check", "releases.json").out == "Validated 1 pack entries\n"


def test_what_a_release_needs_is_told(packkit: Packkit, make_pack: MakePack) -> None:
    more = "dependencies:\n  attune_version: '>=1.2'\n  packs: [core, notify@^1.2]\n"
    make_pack(manifest("1.0.0", more))
    build(packkit)
    [release] = load()["packs"][0]["releases"]
    assert release["requires_attune"] == ">=1.2"
    assert release["dependencies"] == {"core": "*", "notify": "^1.2"}
    assert release["evidence"] == []


def test_only_pre_releases_are_never_stable(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(manifest("1.0.0-rc.1+b-1"))
    make_pack(manifest("1.0.0+b-1", ref="plain"), name="plain")
    build(packkit)
    channels = [pack["channels"] for pack in load()["packs"]]
    assert channels == [{"preview": "1.0.0-rc.1+b-1"}, {"stable": "1.0.0+b-1"}]


def test_the_same_packs_give_the_same_bytes(packkit: Packkit, work: Path) -> None:
    for name, jobs in (("one.json", "1"), ("two.json", "2")):
        done = packkit(*BUILD, str(EXAMPLES), "-o", name, "--jobs", jobs)
        assert done.code == 0, done.err
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    assert packkit(*BUILD, str(EXAMPLES)).out == Path("one.json").read_text()
    assert sorted(os.listdir(work)) == ["one.json", "two.json"]
    assert [pack["ref"] for pack in load("one.json")["packs"]] == [
        "harbour.berths", "notify", "parcels", "tariffs", "weather", "workshop",
    ]  # fmt: skip


def test_older_versions_stay_with_their_dates(
    packkit: Packkit, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pack(manifest("1.0.0"))
    build(packkit)
    before = load()["packs"][0]["releases"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert build(packkit).out == "releases.json is up to date: 1 packs\n"
    make_pack(manifest("1.1.0"))
    assert build(packkit).code == 0
    [pack] = load()["packs"]
    assert [pack["label"], pack["channels"]] == ["Parcels 1.1.0", {"stable": "1.1.0"}]
    assert pack["releases"][1:] == before
    assert pack["releases"][0]["published_at"] == "2027-01-15T08:00:00Z"
    make_pack(manifest("0.9.0"))
    build(packkit)
    assert load()["packs"][0]["label"] == "Parcels 1.1.0"


def test_a_published_version_does_not_change(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(manifest("1.0.0"))
    build(packkit, "--archives", "files")
    kept = Path("releases.json").read_bytes(), Path("files/parcels-1.0.0.tar.gz").read_bytes()
    make_pack({"README.md": "# Other words\n"} | manifest("1.0.0"))
    done = build(packkit, "--archives", "files")
    assert (done.code, "1.0.0 of 'parcels' was published with other content" in done.err) == (
        1,
        True,
    )
    now = Path("releases.json").read_bytes(), Path("files/parcels-1.0.0.tar.gz").read_bytes()
    assert now == kept
    assert build(packkit, "--update").code == 0
    assert Path("releases.json").read_bytes() != kept[0]


def test_evidence_holds_for_the_same_archive_only(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(manifest("1.0.0"))
    build(packkit)
    index = load()
    index["packs"][0]["releases"][0]["evidence"] = [{"kind": "signature"}]
    Path("releases.json").write_text(json.dumps(index))
    packkit(*BUILD[:-1], "https://elsewhere.example", "-o", "releases.json")
    [release] = load()["packs"][0]["releases"]
    assert release["archive"]["url"] == "https://elsewhere.example/parcels-1.0.0.tar.gz"
    assert release["evidence"] == [{"kind": "signature"}]
    make_pack({"README.md": "# Other words\n"} | manifest("1.0.0"))
    build(packkit, "--update")
    assert load()["packs"][0]["releases"][0]["evidence"] == []


def test_one_version_in_two_folders_stops_the_build(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    make_pack(name="copy")
    done = build(packkit)
    assert (done.code, "of 'parcels' is in 'copy' and in 'parcels'" in done.err) == (1, True)
    assert not Path("releases.json").exists()


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("wanted", "version"),
    [
        ("parcels", "1.10.0"),
        ("parcels@stable", "1.10.0"),
        ("parcels@preview", "2.0.0-rc.1"),
        ("parcels@1.9.0", "1.9.0"),
        ("parcels@<1.10", "1.9.0"),
    ],
)
def test_packs_are_downloaded_from_it(
    packkit: Packkit, work: Path, wanted: str, version: str
) -> None:
    build(packkit, "--archives", "files")
    mirrors = f'[mirrors]\n"https://packs.example/files" = "{work}/files"\n'
    (work / "packkit.toml").write_text(mirrors)
    to = ("--destination-dir", "packs", "--format", "json")
    done = packkit("download", wanted, "--registry-url", "releases.json", *to)
    assert done.code == 0, done.err
    assert done.json["downloaded_packs"][0]["pack_version"] == version


@pytest.mark.usefixtures("versions")
def test_a_channel_that_is_not_there(packkit: Packkit) -> None:
    build(packkit)
    asked = ("parcels@nightly", "--registry-url", "releases.json", "--destination-dir", "packs")
    done = packkit("download", *asked)
    assert done.code == 4
    assert "'nightly' is no version of 'parcels'" in done.err
    assert "or one of its channels: 'stable', 'preview'" in done.err


def test_it_is_merged_with_no_index_of_packs(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    build(packkit)
    done = packkit("index", "merge", "--output", "merged.json", "releases.json")
    assert (done.code, "only indexes of packs can be merged" in done.err) == (1, True)


def test_what_such_an_index_cannot_say_is_refused(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    done = packkit("index", "build", "--format", "releases")
    assert (done.code, "needs --base-url" in done.err) == (4, True)
    done = packkit(*BUILD, "--registry-name", "Acme")
    assert (done.code, "no place for --registry-name" in done.err) == (4, True)


def test_the_two_formats_are_told_apart(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    assert packkit("index", "build", "-o", "index.json").code == 0
    done = packkit(*BUILD, "-o", "index.json")
    assert (done.code, "'index.json' is no index of releases" in done.err) == (6, True)
    build(packkit)
    done = packkit("index", "build", "-o", "releases.json")
    assert (done.code, "it is an index of releases" in done.err) == (6, True)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"packs": 1}, "packs: is the number 1, expected a list"),
        ({"extra": 1}, "unknown key 'extra'"),
        ({"format_version": "2.0"}, "format_version: "),
        ({"version": "1.0"}, "as well as 'version'"),
    ],
)
def test_check_tells_what_is_wrong(
    packkit: Packkit, make_pack: MakePack, change: dict[str, Any], fault: str
) -> None:
    make_pack()
    build(packkit)
    Path("releases.json").write_text(json.dumps(load() | change))
    done = packkit("index", "check", "releases.json")
    assert (done.code, fault in done.err) == (1, True), done.err


def test_check_follows_channels(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    build(packkit)
    index = load()
    index["packs"][0]["channels"]["stable"] = "9.0.0"
    index["packs"][0]["releases"] *= 2
    Path("releases.json").write_text(json.dumps(index))
    done = packkit("index", "check", "releases.json", "--format", "json")
    assert done.code == 1
    assert [each["code"] for each in done.json["diagnostics"]] == [
        "index.duplicate_release",
        "index.unknown_release",
    ]
