"""No built-in check reaches beyond its pack: an audit hook watches while they all run."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from attune_packkit import tree
from attune_packkit.checking.engine import check_across, check_pack
from attune_packkit.checking.purity import watched
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Diagnostic
from attune_packkit.model import pack as packs
from attune_packkit.model.summarizing import summarize
from attune_packkit.model.targets import Target
from attune_packkit.session import Session
from attune_packkit.sources.local import find_packs
from attune_packkit.testing import BASE_PACK, parse_cases, write_pack

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "site" / "packs"
CORPUS = ROOT.parent / "shared" / "corpus" / "attune-packs"
CASES = sorted((ROOT / "tests" / "checks").glob("*.md"))
PLAN = Session(Settings(autoload=False, cache=False)).plan


def run(folder: Path, target: Target) -> list[Diagnostic]:
    """Run all checks over the packs of a folder twice; the second time they are watched."""
    loaded = [packs.load(tree.walk(found.root)) for found in find_packs([str(folder)])]
    summaries = [summarize(pack) for pack in loaded]
    found: list[Diagnostic] = []
    for pack in loaded:
        first = check_pack(PLAN, pack, target)
        again = packs.load(tree.walk(pack.tree.root))
        with watched(pack.tree.root) as seen:
            second = check_pack(PLAN, again, target)
        assert seen == []
        assert second == first
        found += first
    across = list(check_across(PLAN, summaries, target))
    with watched() as seen:
        assert list(check_across(PLAN, summaries, target)) == across
    assert seen == []
    return found + [diagnostic for _, diagnostic in across]


@pytest.mark.parametrize("target", list(Target))
def test_on_the_example_packs(target: Target) -> None:
    run(EXAMPLES, target)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the published packs are not here")
def test_on_published_packs() -> None:
    assert run(CORPUS, Target.AUTO)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_on_a_case_of_each_check(path: Path, tmp_path: Path) -> None:
    case = parse_cases(path.read_text("utf-8"))[0]
    run(write_pack(tmp_path, {**BASE_PACK, **case.files}), Target(case.target))


def import_a_module(folder: Path) -> None:
    with contextlib.suppress(ImportError):
        __import__("no_such_module")


FORBIDDEN: dict[str, Callable[[Path], object]] = {
    "open": lambda folder: (folder / "file").read_bytes(),
    "open a link": lambda folder: (folder / "pack" / "link").read_bytes(),
    "open to write": lambda folder: (folder / "pack" / "new").write_bytes(b""),
    "os.listdir": lambda folder: os.listdir(folder / "pack"),
    "os.remove": lambda folder: os.remove(folder / "file"),
    "os.putenv": lambda folder: os.putenv("PACKKIT", "1"),
    "os.system": lambda folder: os.system("true"),
    "socket.__new__": lambda folder: socket.socket().close(),
    "subprocess.Popen": lambda folder: subprocess.run([sys.executable, "-c", ""], check=True),
    "compile": lambda folder: eval("1"),
    "import": import_a_module,
}


@pytest.mark.parametrize("event", list(FORBIDDEN))
def test_the_watch_sees_what_a_check_must_not_do(event: str, tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "pack" / "link").symlink_to(tmp_path / "file")
    with watched(str(tmp_path / "pack")) as seen:
        FORBIDDEN[event](tmp_path)
    assert any(each.startswith(event.partition(" ")[0]) for each in seen)


def test_the_watch_lets_the_pack_be_read(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").touch()
    with watched(str(tmp_path)) as seen:
        assert tree.read_regular(str(tmp_path / "pack.yaml"), 10) == b""
        assert (tmp_path / "pack.yaml").read_bytes() == b""
    assert seen == []


def test_the_watch_ends_with_its_block(tmp_path: Path) -> None:
    with watched() as seen:
        pass
    (tmp_path / "file").write_bytes(b"")
    assert seen == []
