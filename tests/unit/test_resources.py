"""Shipped data is found in an installed package and in a checkout, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune_packkit import resources


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder of its own."""
    folder = tmp_path / "attune_packkit"
    folder.mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", folder)
    return folder


def test_this_checkout_or_installation() -> None:
    assert (resources.data("templates") / "new" / "pack" / "pack.yaml.j2").is_file()
    assert resources.data("site/assets").is_dir()


def test_marked_folder_of_a_checkout(package: Path) -> None:
    folder = package.parent / "templates"
    folder.mkdir()
    with pytest.raises(FileNotFoundError, match="without its data 'templates'"):
        resources.data("templates")
    (folder / resources.MARKER).touch()
    assert resources.data("templates") == folder


def test_packaged_copy_comes_first(package: Path) -> None:
    beside = package.parent / "templates"
    packaged = package / "_data" / "templates"
    for folder in (beside, packaged):
        folder.mkdir(parents=True)
        (folder / resources.MARKER).touch()
    assert resources.data("templates") == packaged
