"""Each module can be imported, in any order, without warnings, output, or any effect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .source import MODULES

CODE = """
import importlib, os, sys, threading
for name in sys.stdin.read().split():
    before = dict(os.environ), os.getcwd(), threading.active_count(), list(sys.path)
    importlib.import_module(name)
    after = dict(os.environ), os.getcwd(), threading.active_count(), list(sys.path)
    assert before == after, name
"""


@pytest.mark.parametrize("order", [1, -1])
def test_modules_import_silently(tmp_path: Path, order: int) -> None:
    names = [name for name in MODULES if not name.endswith("__main__")][::order]
    done = subprocess.run(
        [sys.executable, "-P", "-W", "error", "-c", CODE],
        input="\n".join(names), cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())
