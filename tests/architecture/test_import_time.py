"""Starting is fast because little is imported: pre-commit starts packkit at every commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from attune_packkit.testing import BASE_PACK, write_pack

HEAVY = {"jsonschema", "jinja2", "markdown", "rich", "httpx", "requests", "urllib.request", "ssl",
         "asyncio", "tomllib", "importlib.metadata", "multiprocessing", "concurrent.futures",
         "pytest", "hypothesis", "setuptools", "pkg_resources", "xml", "sqlite3",
         "unittest"}  # fmt: skip
FOR_PACKS = {"yaml", "jsonschema_rs", "pluggy", "click", "platformdirs", "semver", "packaging",
             "license_expression", "attune_packkit.cli", "attune_packkit.session"}  # fmt: skip
RUN = """
import sys
from attune_packkit.__main__ import main
sys.argv[1:] = {arguments!r}
code = main()
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def imported(cwd: Path, *arguments: str, code: int = 0) -> set[str]:
    """Return the modules that a command line imports."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", RUN.format(arguments=list(arguments))],
        cwd=cwd, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return set(done.stderr.split())


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_pack(tmp_path, BASE_PACK)
    return tmp_path


def test_the_version_needs_nothing(work: Path) -> None:
    assert not imported(work, "--version") & (HEAVY | FOR_PACKS)


@pytest.mark.parametrize(
    "arguments", [("validate", "case"), ("validate", "--no-cache", "--format", "json", "case")]
)
def test_validating_needs_no_more_than_that(work: Path, arguments: tuple[str, ...]) -> None:
    assert not imported(work, *arguments) & HEAVY


def test_a_sound_pack_is_read_without_libyaml(work: Path) -> None:
    assert not imported(work, "validate", "--no-cache", "case") & {"yaml", "yaml._yaml"}


@pytest.mark.parametrize("arguments", [("--help",), ("validate", "--help"), ("schema", "action")])
def test_help_needs_no_more_either(work: Path, arguments: tuple[str, ...]) -> None:
    assert not imported(work, *arguments) & HEAVY
