"""The plugin that the manual shows works as it is written there, and so do its tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "site" / "content" / "plugins.md"
BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_plugin_of_the_manual(tmp_path: Path) -> None:
    check, command, tests = (match["code"] for match in BLOCK.finditer(PAGE.read_text("utf-8")))
    package = tmp_path / "acme_packkit"
    package.mkdir()
    (package / "__init__.py").write_text(f"{check}\n\n{command}", "utf-8")
    (tmp_path / "test_acme.py").write_text(tests, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "5 passed" in run("pytest", "-q", "-p", "no:cacheprovider")
    assert "A pack does not say which team owns it." in run(
        "attune_packkit", "-p", "acme_packkit", "explain", "acme.no_owner"
    )
    (tmp_path / "parcels").mkdir()
    (tmp_path / "parcels" / "pack.yaml").write_text("ref: parcels\nmeta: {owner: x}\n")
    owners = run("attune_packkit", "-p", "acme_packkit", "owners", "parcels")
    assert owners == "parcels: {'owner': 'x'}\n"
