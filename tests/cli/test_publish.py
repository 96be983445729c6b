"""packkit publish and packkit site build, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import TWICE, MakePack, Packkit


def test_publish_writes_a_site(packkit: Packkit, make_pack: MakePack, work: Path) -> None:
    make_pack()
    done = packkit("publish", "parcels", "--output", "build/site", "--title", "Ours")
    assert done.code == 0
    assert done.out.startswith("1 pack, ")
    assert "<title>Ours</title>" in (work / "build/site/index.html").read_text()
    assert (work / "build/site/index.json").is_file()


def test_publish_again_writes_nothing(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    packkit("publish", "parcels", "--output", "site")
    data = packkit("publish", "parcels", "--output", "site", "--format", "json").json
    assert (data["success"], data["written"], data["removed"]) == (True, 0, 0)
    assert data["pages"] > 10


def test_publish_keeps_the_manual_in_the_site(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack()
    assert packkit("publish", "parcels", "--output", "site", "--manual").code == 0
    pages = sorted((work / "site/manual").rglob("*.html"))
    assert len(pages) > 10


def test_a_pack_with_errors_stops_everything(packkit: Packkit, broken: Path, work: Path) -> None:
    done = packkit("publish", str(broken), "--output", "site")
    assert done.code == 1
    assert "yaml.duplicate_key" in done.out
    assert "nothing was written" in done.err
    assert not (work / "site").exists()


def test_a_failure_as_json_is_one_object(packkit: Packkit, broken: Path) -> None:
    done = packkit("publish", str(broken), "--output", "site", "--format", "json")
    assert done.code == 1
    assert (done.json["success"], done.json["errors"]) == (False, 1)


def test_marked_packs_are_published(packkit: Packkit, make_pack: MakePack, broken: Path) -> None:
    done = packkit("publish", str(broken), "--output", "site", "--policy", "mark")
    assert done.code == 0
    assert "published with errors: parcels" in done.out


def test_the_last_good_version_is_kept(packkit: Packkit, make_pack: MakePack, work: Path) -> None:
    make_pack()
    packkit("publish", "parcels", "--output", "site", "--policy", "keep")
    make_pack({"pack.yaml": TWICE})
    done = packkit("publish", "parcels", "--output", "site", "--policy", "keep")
    assert done.code == 0
    assert "last good version kept: parcels" in done.out


def test_no_pack_is_exit_code_5(packkit: Packkit) -> None:
    assert packkit("publish", ".", "--output", "site").code == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["publish", "parcels"],
        ["publish", "parcels", "--output", "."],
        ["publish", "parcels", "--output", "parcels"],
        ["publish", "parcels", "--output", "site", "--base-url", "javascript:alert(1)"],
        ["publish", "parcels", "--output", "site", "--base-url", "https://a.example/?q"],
        ["publish", "parcels", "--output", "site", "--theme", "nowhere"],
        ["publish", "parcels", "--output", "site", "--policy", "hope"],
        ["publish", "parcels", "--output", "site", "--git-url-template", "https://a.example/x"],
    ],
)
def test_wrong_usage_is_exit_code_4(
    packkit: Packkit, make_pack: MakePack, work: Path, arguments: list[str]
) -> None:
    make_pack()
    assert packkit(*arguments).code == 4
    assert not (work / "site").exists()


def test_site_build_says_that_nobody_checked(
    packkit: Packkit, make_pack: MakePack, broken: Path, work: Path
) -> None:
    done = packkit("site", "build", str(broken), "--output", "site")
    assert done.code == 0
    assert "not checked" in (work / "site/packs/parcels/index.html").read_text()
    assert "packkit site build" not in done.err


def test_a_base_url_makes_canonical_links(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack()
    packkit("publish", "parcels", "--output", "site", "--base-url", "https://packs.example.org/x")
    page = (work / "site/packs/parcels/index.html").read_text()
    assert 'rel="canonical" href="https://packs.example.org/x/packs/parcels/index.html"' in page


def test_the_pack_itself_is_left_alone(packkit: Packkit, make_pack: MakePack) -> None:
    folder = make_pack()
    before = sorted(path.as_posix() for path in folder.rglob("*"))
    packkit("publish", "parcels", "--output", "site")
    assert sorted(path.as_posix() for path in folder.rglob("*")) == before


def test_names_of_packs_with_errors_obey_nobody(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack({"pack.yaml": 'ref: "parcels\\e[31m"\nversion: 1.0.0\n'})
    done = packkit("publish", "parcels", "--output", "site", "--policy", "mark")
    assert (done.code, "\x1b" in done.out + done.err) == (0, False)
    assert "published with errors: parcels\\x1b[31m" in done.out
