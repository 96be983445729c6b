"""packkit checksum and packkit archive."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
from pathlib import Path

import pytest

from .conftest import MakePack, Packkit

EQUAL = "sha256:8153272e56998985ceb5f12cd334155d18e8780e0d21e4963e8c6d5c316658ca"
BY_STRING = "sha256:4750fc1d6b5d278e56bf76e648ad201e1b76170fe84202878e83878d581abb25"
BY_COMPONENT = "sha256:591ec480c43078842937c10678b67b574ba2a6209c959e8eacb64872a997e2b4"
OF_FILE = "sha256:" + hashlib.sha256(b"abc").hexdigest()


@pytest.fixture
def demo(work: Path) -> Path:
    (work / "demo/actions").mkdir(parents=True)
    (work / "demo/pack.yaml").write_bytes(b"ref: demo\nversion: 1.0.0\n")
    (work / "demo/actions/run.sh").write_bytes(b"#!/bin/sh\n")
    (work / "a.tgz").write_bytes(b"abc")
    return work / "demo"


@pytest.fixture
def sensitive(demo: Path) -> Path:
    (demo / "actions.md").write_bytes(b"x\n")
    return demo


@pytest.mark.usefixtures("demo")
def test_checksums_of_folders_and_files(packkit: Packkit) -> None:
    done = packkit("checksum", "demo", "a.tgz")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{EQUAL}  demo\n{OF_FILE}  a.tgz\n"


@pytest.mark.usefixtures("demo")
def test_json_is_an_object_for_one_path_and_a_list_for_several(packkit: Packkit) -> None:
    folder = {
        "path": "demo",
        "checksum": EQUAL,
        "string_order_checksum": EQUAL,
        "order_sensitive": [],
    }
    file = {"path": "a.tgz", "checksum": OF_FILE}
    assert packkit("checksum", "demo", "--format", "json").json == folder
    assert packkit("checksum", "a.tgz", "--format", "json").json == file
    assert packkit("checksum", "demo", "a.tgz", "--format", "json").json == [folder, file]


@pytest.mark.usefixtures("sensitive")
def test_files_that_sort_differently_are_named(packkit: Packkit) -> None:
    done = packkit("checksum", "demo")
    assert (done.code, done.out) == (0, f"{BY_COMPONENT}  demo\n")
    assert done.err.startswith("warning: checksum.order_sensitive: 'demo' has another checksum")
    assert "because of 'actions.md'" in done.err
    found = packkit("checksum", "demo", "--format", "json").json
    assert found["string_order_checksum"] == BY_STRING
    assert found["order_sensitive"] == ["actions.md"]


@pytest.mark.usefixtures("demo")
def test_verify_what_is_right(packkit: Packkit) -> None:
    for given in (EQUAL, EQUAL.removeprefix("sha256:")):
        done = packkit("checksum", "demo", "--verify", given)
        assert (done.code, done.out, done.err) == (0, f"{EQUAL}  demo\n", "")


@pytest.mark.usefixtures("sensitive")
def test_verify_what_is_wrong(packkit: Packkit) -> None:
    done = packkit("checksum", "a.tgz", "--verify", EQUAL)
    assert (done.code, done.out) == (7, "")
    assert f"'a.tgz' has checksum {OF_FILE}, expected {EQUAL}" in done.err
    done = packkit("checksum", "demo", "--verify", BY_STRING)
    assert done.code == 7
    assert "sorted as whole strings" in done.err.splitlines()[-1]
    for bad in ("md5:abc", EQUAL.upper(), "sha256:abc", ""):
        done = packkit("checksum", "demo", "--verify", bad)
        assert (done.code, done.out) == (7, "")
        assert "no checksum" in done.err or "is not a checksum" in done.err
    assert packkit("checksum", "demo", "a.tgz", "--verify", EQUAL).code == 4


@pytest.mark.usefixtures("demo")
def test_install_sources_to_complete(packkit: Packkit) -> None:
    assert packkit("checksum", "demo", "--install-source").json == {
        "type": "git",
        "url": "https://HOST/OWNER/REPOSITORY.git",
        "ref": "COMMIT",
        "checksum": EQUAL,
    }
    assert packkit("checksum", "a.tgz", "--install-source").json == {
        "type": "archive",
        "url": "https://HOST/a.tgz",
        "checksum": OF_FILE,
    }


def test_what_cannot_be_read(packkit: Packkit, demo: Path) -> None:
    (demo / "link").symlink_to("/etc/passwd")
    for path in ("nowhere", "demo"):
        done = packkit("checksum", path)
        assert (done.code, done.out) == (6, "")
        assert done.err.startswith("error: ")
    assert packkit("checksum").code == 4


def test_archive_is_reproducible_and_not_overwritten(packkit: Packkit, demo: Path) -> None:
    (demo / ".git").mkdir()
    (demo / ".git/config").write_text("x")
    first = packkit("archive", "demo", "--output", "1.tar.gz")
    assert (first.code, first.err) == (0, "")
    second = packkit("archive", str(demo), "--output", "2.tar.gz", "--format", "json").json
    assert first.out == f"{second['checksum']}  1.tar.gz\n"
    assert second["path"] == "2.tar.gz"
    assert Path("1.tar.gz").read_bytes() == Path("2.tar.gz").read_bytes()
    again = packkit("archive", "demo", "--output", "1.tar.gz")
    assert again.code == 4
    assert "'1.tar.gz' is there already\nhint: --force replaces it" in again.err
    assert packkit("archive", "demo", "--output", "1.tar.gz", "--force").code == 0
    assert packkit("checksum", "1.tar.gz", "--verify", second["checksum"]).code == 0


def test_archive_of_what_is_no_pack(packkit: Packkit, demo: Path) -> None:
    (demo / "pack.yaml").unlink()
    for path in ("demo", "nowhere"):
        done = packkit("archive", path, "--output", "1.tar.gz")
        assert done.code == 6
        assert "cannot be packed: pack.yaml not found" in done.err
    assert not Path("1.tar.gz").exists()


@pytest.mark.parametrize("ref", ["..", "a/b", ".", "CON", "x\\y"])
def test_n01_a_ref_that_is_no_name_of_a_folder(packkit: Packkit, demo: Path, ref: str) -> None:
    (demo / "pack.yaml").write_text(f"ref: '{ref}'\nversion: 1.0.0\n")
    done = packkit("archive", "demo", "--output", "1.tar.gz")
    assert done.code in (4, 6)
    assert done.err.startswith("error: ")
    assert not Path("1.tar.gz").exists()


@pytest.mark.parametrize("ref", ["-rf", "Demo", "..", "a/b"])
def test_no_archive_is_made_of_a_pack_that_nobody_could_install(
    packkit: Packkit, make_pack: MakePack, work: Path, ref: str
) -> None:
    make_pack({"pack.yaml": f"ref: '{ref}'\nversion: 1.0.0\n"}, name="odd")
    done = packkit("archive", "odd", "--output", "odd.tar.gz")
    assert (done.code, "no usable ref" in done.err) == (6, True)
    assert not (work / "odd.tar.gz").exists()


def test_of_a_checkout_only_what_git_knows_is_packed(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    pack = make_pack({"actions/send.md": "x"})
    assert packkit("archive", "parcels", "--output", "folder.tar.gz").err == ""
    for arguments in (("init", "-q"), ("add", ".")):
        subprocess.run(["git", *arguments], cwd=pack, check=True, capture_output=True)
    for name in (".env", "build/log", "actions/new.md", "node_modules/x", "__pycache__/x"):
        (pack / name).parent.mkdir(exist_ok=True)
        (pack / name).write_text("x")
    done = packkit("archive", "parcels", "--output", "checkout.tar.gz")
    told = "note: left out, since git does not know them: '.env', 'actions/new.md', 'build/'\n"
    assert (done.code, done.err) == (0, told)
    assert (work / "checkout.tar.gz").read_bytes() == (work / "folder.tar.gz").read_bytes()
    with tarfile.open(work / "checkout.tar.gz") as archive:
        assert "parcels/.env" not in archive.getnames()


def test_names_that_look_alike_are_told_apart(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack({"caf\u00e9": "x", "cafe\u0301": "x"})
    done = packkit("archive", "parcels", "--output", "x.tar.gz")
    assert done.code == 6
    assert r"'parcels/caf\xe9' and 'parcels/cafe\u0301' are one name" in done.err
    assert packkit("checksum", "parcels").code == 0
