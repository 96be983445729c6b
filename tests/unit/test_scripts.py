"""Paths of scripts: which can be none, and what the listing says lies there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit import tree
from attune_packkit.model.scripts import file_fault, kind_at, path_fault

SOUND = ["weigh.sh", "./weigh.sh", "scales/weigh.sh", "weigh-2_b.py", "Wägen.py", "a b.sh", "a$b"]


@pytest.mark.parametrize("path", SOUND)
def test_paths_that_may_be_files(path: str) -> None:
    assert path_fault(path) == ""


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/bin/sh", "absolute"),
        ("~/weigh.sh", "absolute"),
        ("C:/weigh.exe", "absolute"),
        ("../weigh.sh", "'..'"),
        ("a/../../b", "'..'"),
        ("..\\weigh.sh", "'..'"),
        ("-c", "hyphen"),
        ("--help", "hyphen"),
        ("a;b", "shell"),
        ("a|b", "shell"),
        ("$(a)", "shell"),
        ("`a`", "shell"),
        ("a\nb", "shell"),
        ("a\0b", "shell"),
        ("a\\b", "backslash"),
        ("a/" * 3_000, "longer"),
    ],
)
def test_paths_that_can_be_none(path: str, words: str) -> None:
    assert words in path_fault(path)


@given(st.text(max_size=60))
def test_a_sound_path_stays_in_the_pack(path: str) -> None:
    if not path_fault(path):
        assert not os.path.isabs(path)
        assert not os.path.normpath(f"pack/{path}").startswith("..")


def test_what_lies_there(tmp_path: Path) -> None:
    (tmp_path / "actions" / "scales").mkdir(parents=True)
    (tmp_path / "actions" / "weigh.sh").write_text("")
    (tmp_path / "actions" / "sh").symlink_to("/bin/sh")
    (tmp_path / "actions" / "bin").symlink_to("/bin")
    os.mkfifo(tmp_path / "actions" / "pipe")
    listing = tree.walk(str(tmp_path))
    assert file_fault(listing, "actions/weigh.sh") == ""
    assert "folder" in file_fault(listing, "actions/scales")
    assert "link" in file_fault(listing, "actions/sh")
    assert "link" in file_fault(listing, "actions/bin/sh")
    assert "no regular file" in file_fault(listing, "actions/pipe")
    assert kind_at(listing, "actions/none.sh") == "nothing"
    assert kind_at(listing, "actions/node_modules/a.js") == "unlisted"
