"""The command line in this process, and packs to run it on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from attune_packkit.cli.app import run
from attune_packkit.testing import BASE_PACK, write_pack

TWICE = BASE_PACK["pack.yaml"] + "label: Parcel Service\n"
"""A manifest with one error, on its last line."""


@dataclass(frozen=True)
class Done:
    """How one command line ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Packkit: TypeAlias = Callable[..., Done]
MakePack: TypeAlias = Callable[..., Path]


@pytest.fixture
def packkit(capsys: pytest.CaptureFixture[str]) -> Packkit:
    """Run a command line; return its exit code and what it wrote where."""

    def start(*arguments: str) -> Done:
        capsys.readouterr()
        code = run(list(arguments))
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return start


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def make_pack(work: Path) -> MakePack:
    """Write a sound pack with some files changed into a folder of the working directory."""

    def make(files: Mapping[str, str] | None = None, *, name: str = "parcels") -> Path:
        write_pack(work, {f"@{name}/{path}": text for path, text in BASE_PACK.items()})
        write_pack(work, {f"@{name}/{path}": text for path, text in (files or {}).items()})
        return work / name

    return make


@pytest.fixture
def broken(make_pack: MakePack) -> Path:
    """A pack with one error."""
    return make_pack({"pack.yaml": TWICE})
