"""Checksums of folders and files: Attune's framing, its order, and what it refuses."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from folders import write
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_packkit.errors import SourceError, VerificationError
from attune_packkit.sources import folders
from attune_packkit.sources.checksums import (
    DirectoryChecksum,
    directory_checksum,
    file_checksum,
    inspect_directory,
    parse_checksum,
)

DEMO = {"pack.yaml": b"ref: demo\nversion: 1.0.0\n", "actions/run.sh": b"#!/bin/sh\n"}
EQUAL = "sha256:8153272e56998985ceb5f12cd334155d18e8780e0d21e4963e8c6d5c316658ca"
BY_STRING = "sha256:4750fc1d6b5d278e56bf76e648ad201e1b76170fe84202878e83878d581abb25"
BY_COMPONENT = "sha256:591ec480c43078842937c10678b67b574ba2a6209c959e8eacb64872a997e2b4"

NAME = st.text("ab.-~é0", min_size=1, max_size=4).filter(lambda name: set(name) != {"."})
PATH = st.lists(NAME, min_size=1, max_size=3).map("/".join)


def framed(files: dict[str, bytes], paths: list[str]) -> str:
    """Compute the checksum as its definition says, of files in memory."""
    digest = hashlib.sha256()
    for path in paths:
        name, content = path.encode(), files[path]
        digest.update(b"attune-pack-file-v1")
        digest.update(len(name).to_bytes(8, "big") + name)
        digest.update(len(content).to_bytes(8, "big") + content)
    return "sha256:" + digest.hexdigest()


def test_the_vector_in_which_both_orders_agree(tmp_path: Path) -> None:
    write(tmp_path, DEMO)
    assert directory_checksum(str(tmp_path)) == EQUAL
    assert inspect_directory(str(tmp_path)) == DirectoryChecksum(EQUAL, EQUAL, ())


def test_the_vector_in_which_the_order_of_components_counts(tmp_path: Path) -> None:
    write(tmp_path, {**DEMO, "actions.md": b"x\n"})
    assert directory_checksum(str(tmp_path)) == BY_COMPONENT
    assert inspect_directory(str(tmp_path)) == DirectoryChecksum(
        BY_COMPONENT, BY_STRING, ("actions.md",)
    )


def test_a_folder_beside_a_folder_is_named_too(tmp_path: Path) -> None:
    write(tmp_path, {"lib/a/x": b"", "lib/a-b/y": b"", "lib/ab/z": b"", "lib/a0": b""})
    assert inspect_directory(str(tmp_path)).sensitive == ("lib/a-b",)


@pytest.mark.parametrize("extra", [".git/config", "lib/.git/HEAD", "lib/.git"])
def test_what_git_keeps_does_not_count(tmp_path: Path, extra: str) -> None:
    write(tmp_path, DEMO)
    write(tmp_path, {extra: b"[core]"})
    assert directory_checksum(str(tmp_path)) == EQUAL


def test_modes_times_and_empty_folders_do_not_count(tmp_path: Path) -> None:
    write(tmp_path, DEMO)
    (tmp_path / "empty/er").mkdir(parents=True)
    (tmp_path / "pack.yaml").chmod(0o755)
    os.utime(tmp_path / "pack.yaml", (0, 0))
    assert directory_checksum(str(tmp_path)) == EQUAL


def test_a_file_larger_than_what_is_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "CHUNK", 7)
    write(tmp_path, DEMO)
    assert directory_checksum(str(tmp_path)) == EQUAL


def test_a_name_that_is_no_text_counts_by_its_bytes(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"\xff"), "wb") as file:
        file.write(b"x")
    frame = b"attune-pack-file-v1" + b"\0" * 7 + b"\x01\xff" + b"\0" * 7 + b"\x01x"
    assert directory_checksum(str(tmp_path)) == "sha256:" + hashlib.sha256(frame).hexdigest()


def test_links_and_special_files_are_refused(tmp_path: Path) -> None:
    for target in ("pack.yaml", "/etc", "nowhere", None):
        root = write(tmp_path / str(target).strip("/"), DEMO)
        if target is None:
            os.mkfifo(root / "odd")
        else:
            (root / "odd").symlink_to(target)
        with pytest.raises(SourceError, match=r"'odd' is (a link|neither)"):
            directory_checksum(str(root))


def test_a_link_that_is_called_like_gits_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, DEMO)
    (tmp_path / ".git").symlink_to("/etc")
    with pytest.raises(SourceError, match="is a link"):
        directory_checksum(str(tmp_path))


def test_a_root_that_the_user_names_through_a_link_is_taken(tmp_path: Path) -> None:
    write(tmp_path / "real", DEMO)
    (tmp_path / "link").symlink_to("real")
    assert directory_checksum(str(tmp_path / "link")) == EQUAL


def test_folders_beyond_the_limits_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = str(write(tmp_path, {"a/b/c": b"12345"}))
    for limit, value, message in (
        ("MAX_ENTRIES", 2, "more than 2 entries"),
        ("MAX_TOTAL_BYTES", 4, "more than 4 bytes"),
        ("MAX_DEPTH", 2, "more than 2 folders deep"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(folders, limit, value)
            with pytest.raises(SourceError, match=message):
                directory_checksum(root)


def test_what_is_no_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("file", "nowhere"):
        with pytest.raises(SourceError, match="cannot be read"):
            directory_checksum(str(tmp_path / name))


def test_a_file_that_grows_or_shrinks_meanwhile_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"12345"})
    for content in (b"123", b"1234567"):
        with folders.opened(str(tmp_path)) as folder:
            (listed,) = folder.files()
            (tmp_path / "a").write_bytes(content)
            with pytest.raises(SourceError, match="changed while it was being read"):
                list(folder.chunks(listed))
        (tmp_path / "a").write_bytes(b"12345")


def test_a_folder_that_becomes_a_link_meanwhile_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "pack", {"lib/a": b"12345"})
    write(tmp_path / "elsewhere", {"a": b"54321"})
    with folders.opened(str(tmp_path / "pack")) as folder:
        (listed,) = folder.files()
        (tmp_path / "pack/lib").rename(tmp_path / "pack/old")
        (tmp_path / "pack/lib").symlink_to("../elsewhere")
        with pytest.raises(SourceError, match="cannot be read"):
            list(folder.chunks(listed))


@settings(max_examples=60)
@given(st.dictionaries(PATH, st.binary(max_size=6), max_size=8))
def test_every_tree_is_framed_as_defined(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    kept: dict[str, bytes] = {}
    for path, content in files.items():
        if not any(f"{path}/".startswith(f"{k}/") or k.startswith(f"{path}/") for k in kept):
            kept[path] = content
    found = inspect_directory(str(write(tmp_path_factory.mktemp("tree"), kept)))
    assert found.value == framed(kept, sorted(kept, key=lambda path: path.split("/")))
    assert found.string_order_value == framed(kept, sorted(kept))
    by_component = sorted(kept, key=lambda path: path.split("/"))
    assert bool(found.sensitive) == (by_component != sorted(kept))


def test_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.tgz").write_bytes(b"abc")
    expected = "sha256:" + hashlib.sha256(b"abc").hexdigest()
    assert file_checksum(str(tmp_path / "a.tgz")) == expected
    os.mkfifo(tmp_path / "pipe")
    for name, message in (("pipe", "not a regular file"), ("nowhere", "cannot be read")):
        with pytest.raises(SourceError, match=message):
            file_checksum(str(tmp_path / name))


def test_n11_only_sha256_in_lower_case_is_a_checksum() -> None:
    digits = "0123456789abcdef" * 4
    assert parse_checksum(f"sha256:{digits}") == f"sha256:{digits}"
    assert parse_checksum(digits, bare=True) == f"sha256:{digits}"
    for text in (
        "",
        digits,
        f"md5:{digits[:32]}",
        f"sha1:{digits[:40]}",
        f"sha512:{digits * 2}",
        f"SHA256:{digits}",
        f"sha256:{digits.upper()}",
        f"sha256:{digits[:-1]}",
        f"sha256:{digits}0",
        f"sha256:{digits}\n",
        f" sha256:{digits}",
        f"sha256:{'٠' * 64}",
    ):
        with pytest.raises(VerificationError):
            parse_checksum(text)
