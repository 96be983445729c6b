"""The database plugin is a stranger too: it is found by its entry point and keeps to the api."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "plugins" / "database"


def test_it_is_found_when_installed(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    subprocess.run(
        [*command, "--no-build-isolation", "--target", tmp_path / "site", PLUGIN],
        check=True,
        env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    base = tmp_path / "base"
    arguments = ("register", ROOT / "site" / "packs" / "notify", "--skip-tests")
    done = subprocess.run(
        [sys.executable, "-m", "attune_packkit", *arguments, "--packs-base-dir", base,
         "--registrar", "database"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path / "site"), str(ROOT)))},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (base / ".packkit" / "registry.db").is_file()


def test_it_imports_only_what_plugins_may() -> None:
    allowed = {"attune_packkit.api", "attune_packkit.testing"}
    for path in PLUGIN.rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            word, _, rest = line.partition(" ")
            module = rest.partition(" ")[0]
            if word in ("import", "from") and module.partition(".")[0] == "attune_packkit":
                assert module in allowed, f"{path.name}: {line}"
