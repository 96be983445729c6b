"""The database plugin is a stranger too: it is found by its entry point and keeps to the api."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from installing import PLUGINS, install

ROOT = Path(__file__).parents[2]


def test_it_is_found_when_installed(tmp_path: Path) -> None:
    install(PLUGINS / "database", tmp_path / "site")
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
