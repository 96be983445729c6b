"""What environment builders and runners of pack tests must hold to."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from attune_packkit import processes, tree
from attune_packkit.contracts.hostile import HOSTILE
from attune_packkit.dependencies.environment import (
    MARKER,
    EnvironmentOptions,
    EnvironmentRequest,
)
from attune_packkit.hookspec import EnvironmentBuilder, SuiteRunner
from attune_packkit.model.pack import load
from attune_packkit.model.pack_tests import SuiteRequest, pack_tests
from attune_packkit.processes import Finished

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_PLAIN = "ref: plain\nlabel: Plain\ndescription: Needs nothing.\nversion: '1.0.0'\n"


def _listing(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.lstat().st_mtime_ns) for path in folder.rglob("*"))


class EnvironmentBuilderContract:
    """What every environment builder must hold to: subclass it, set `builder` and `files`.

    `files` are those of a pack that needs an environment which can be built without a network.
    """

    builder: EnvironmentBuilder
    files: dict[str, str]

    def request(self, folder: Path, files: dict[str, str]) -> EnvironmentRequest:
        """Write a pack and ask for its environment."""
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        pack = load(tree.walk(str(folder)))
        options = EnvironmentOptions(offline=True, timeout=120.0)
        return EnvironmentRequest(pack, str(folder), options, dict(os.environ), widely=True)

    def test_names_can_be_typed(self) -> None:
        """One is a key of the answers, the other a folder in the pack."""
        assert _NAME.fullmatch(self.builder.name)
        assert self.builder.folder == os.path.basename(self.builder.folder) != ""

    def test_a_pack_without_a_need_gets_nothing(self, tmp_path: Path) -> None:
        """No need, no answer."""
        request = self.request(tmp_path / "plain", {"pack.yaml": _PLAIN})
        assert self.builder.detect(request) is None

    def test_looking_changes_nothing(self, tmp_path: Path) -> None:
        """However often one looks, the answer is the same."""
        request = self.request(tmp_path / "pack", self.files)
        before = _listing(tmp_path)
        first = self.builder.detect(request)
        assert first is not None
        assert first.state == "absent"
        assert first.key
        assert self.builder.detect(request) == first
        assert _listing(tmp_path) == before

    def test_what_is_built_is_found_once_it_is_in_place(self, tmp_path: Path) -> None:
        """It is made aside, works after it was renamed, and is never built again in vain."""
        request = self.request(tmp_path / "pack", self.files)
        found = self.builder.detect(request)
        assert found is not None
        before = sorted(os.listdir(request.folder))
        aside = tmp_path / "pack" / ".aside" / self.builder.folder
        aside.parent.mkdir()
        self.builder.build(request, str(aside))
        assert sorted(os.listdir(request.folder)) == [".aside", *before]
        (aside / MARKER).write_text(found.key, "ascii")
        aside.rename(tmp_path / "pack" / self.builder.folder)
        after = self.builder.detect(request)
        assert after is not None
        assert (after.state, after.key) == ("present", found.key)


class SuiteRunnerContract:
    """What every runner of pack tests must hold to: subclass it, set `runner`, `file` and texts.

    `file` is the path of a test in a pack, `passing` and `failing` what stands in it.
    """

    runner: SuiteRunner
    file: str
    passing: str
    failing: str

    def finished(self, folder: Path, text: str) -> tuple[SuiteRequest, Finished]:
        """Write a pack with a test and run it."""
        root, scratch = folder / "pack", folder / "scratch"
        scratch.mkdir()
        path = root / self.file
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        suite = f"{{type: {self.runner.name}, entry_point: {self.file}}}"
        (root / "pack.yaml").write_text(f"{_PLAIN}testing: {{runners: {{unit: {suite}}}}}\n")
        [runner] = pack_tests(load(tree.walk(str(root))).manifest).runners
        request = SuiteRequest(runner, str(root), sys.executable, str(scratch))
        variables = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONDONTWRITEBYTECODE": "1"}
        command = list(self.runner.command(request))
        before = _listing(root)
        done = processes.run(command, cwd=str(root), environment=variables, timeout=60)
        assert _listing(root) == before
        return request, done

    def test_name_can_be_typed(self) -> None:
        """The name serves as the `type` in manifests."""
        assert _NAME.fullmatch(self.runner.name)

    def test_what_passes_is_told_as_passed(self, tmp_path: Path) -> None:
        """The exit code and what was read of the output agree; the pack is as it was."""
        request, done = self.finished(tmp_path, self.passing)
        suite = self.runner.read(request, done)
        assert done.ok
        assert suite is None or (suite.passed > 0 and suite.failed == 0)

    def test_what_fails_is_told_as_failed(self, tmp_path: Path) -> None:
        """The exit code and what was read of the output agree; the pack is as it was."""
        request, done = self.finished(tmp_path, self.failing)
        suite = self.runner.read(request, done)
        assert not done.ok
        assert suite is None or suite.failed > 0

    def test_output_without_sense_is_no_trouble(self, tmp_path: Path) -> None:
        """What a test prints is up to the pack."""
        request, _ = self.finished(tmp_path, self.passing)
        for left in Path(request.scratch).iterdir():
            left.unlink()
        for noise in (b"", b"\xff\xfe\x00", HOSTILE.encode("utf-8", "replace") * 1000):
            suite = self.runner.read(request, Finished(0, noise, noise))
            assert suite is None or suite.total >= 0
