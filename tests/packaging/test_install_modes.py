"""packkit works however it is installed: from the wheel of the sdist, editable, and not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from attune_packkit import __version__

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "site" / "packs"

Python = Callable[..., subprocess.CompletedProcess[str]]


def build(kind: str, source: Path, target: Path) -> Path:
    """Build an sdist or a wheel with the project's own backend, and nothing fetched."""
    target.mkdir()
    code = f"from hatchling.build import build_{kind} as b; import sys; print(b(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(target)],
        cwd=source, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return target / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the sdist holds: the project as a distributor gets it."""
    work = tmp_path_factory.mktemp("sdist")
    sdist = build("sdist", ROOT, work / "dist")
    with tarfile.open(sdist) as archive:
        archive.extractall(work, filter="data")
    return work / f"attune_packkit-{__version__}"


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", checkout, tmp_path_factory.mktemp("wheel") / "dist")


@pytest.fixture
def python(tmp_path: Path) -> Python:
    """Return a function that runs a fresh Python which has our dependencies, but not packkit."""
    home = tmp_path / "venv"
    venv.create(home, symlinks=os.name != "nt")
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(path or "")}
        return subprocess.run(
            [str(home / "bin" / arguments[0]), *arguments[1:]],
            cwd=elsewhere, env=environment, capture_output=True, text=True,
        )  # fmt: skip

    return run


def install(python: Python, *what: str) -> None:
    arguments = [
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--disable-pip-version-check",
        "-q",
    ]
    done = python("python", "-m", "pip", "install", "--force-reinstall", *arguments, *what)
    assert done.returncode == 0, done.stderr


def works(python: Python, where: Path, path: Path | None = None) -> None:
    """Assert that packkit runs from another folder, is the one meant, and has its data."""
    start = ["python"] if path else ["python", "-P"]
    found = python(*start, "-c", "import attune_packkit as p; print(p.__file__)", path=path)
    assert Path(found.stdout.strip()).is_relative_to(where), found.stderr
    command = [*start, "-m", "attune_packkit"]
    assert python(*command, "--version", path=path).stdout == f"packkit {__version__}\n"
    done = python(*command, "validate", str(PACKS), path=path)
    assert done.returncode == 0, done.stdout + done.stderr
    made = python(*command, "new", "pack", "lockers", path=path)
    assert made.returncode == 0, made.stderr
    assert python(*command, "validate", "lockers", path=path).returncode == 0
    assert python(*command, "schema", "action", path=path).stdout.startswith("{")
    assert python(*command, "explain", "yaml.duplicate_key", path=path).returncode == 0


def test_the_wheel_holds_what_is_needed_and_nothing_else(wheel: Path, checkout: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = f"attune_packkit-{__version__}.dist-info/"
    ours = {name for name in names if not name.startswith(info)}
    man_page = f"attune_packkit-{__version__}.data/data/share/man/man1/packkit.1"
    assert man_page in ours
    assert all(name.startswith("attune_packkit/") for name in ours - {man_page})
    assert not [name for name in ours if "__pycache__" in name or name.endswith(".pyc")]
    for folder in ("attune_packkit", "templates", "site/assets"):
        inside = "" if folder == "attune_packkit" else "attune_packkit/_data/"
        wanted = {
            f"{inside}{path.relative_to(checkout).as_posix()}"
            for path in (checkout / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert wanted <= ours
    assert {"attune_packkit/py.typed", "attune_packkit/schemas/action.schema.json"} <= ours
    assert {f"{info}licenses/LICENSE", f"{info}entry_points.txt"} <= names


def test_the_sdist_holds_the_tests_too(checkout: Path) -> None:
    for name in ("pyproject.toml", "LICENSE", "README.md", "CHANGELOG.md", "tests/conftest.py"):
        assert (checkout / name).is_file()
    assert not (checkout / "plugins").exists()
    assert not list(checkout.rglob("__pycache__"))


def test_installed_from_the_wheel_of_the_sdist(python: Python, wheel: Path, tmp_path: Path) -> None:
    install(python, str(wheel))
    works(python, tmp_path / "venv")
    script = python("packkit", "validate", str(PACKS))
    assert script.returncode == 0, script.stderr


def test_an_editable_install_works(python: Python, checkout: Path) -> None:
    install(python, "-e", str(checkout))
    works(python, checkout)


def test_an_editable_install_is_compiled(python: Python, checkout: Path) -> None:
    package = checkout / "attune_packkit"
    for compiled in package.rglob("*.pyc"):
        compiled.unlink()
    install(python, "-e", str(checkout))
    assert len(list(package.rglob("*.pyc"))) == len(list(package.rglob("*.py")))


def test_not_installed_at_all(python: Python, checkout: Path) -> None:
    works(python, checkout, path=checkout)
