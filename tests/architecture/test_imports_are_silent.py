"""Each module can be imported alone, without warnings, output, or any effect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .source import MODULES

CODE = """
import importlib, os, sys, threading
for name in sys.stdin.read().split():
    before = dict(os.environ), os.getcwd(), threading.active_count(), list(sys.path)
    for each in [each for each in sys.modules if each.split(".")[0] == "attune_packkit"]:
        del sys.modules[each]
    importlib.import_module(name)
    after = dict(os.environ), os.getcwd(), threading.active_count(), list(sys.path)
    assert before == after, name
"""


def test_each_module_imports_alone_and_silently(tmp_path: Path) -> None:
    names = [name for name in MODULES if not name.endswith("__main__")]
    alone = [name for name in names if ".checks." not in name or name.endswith("plugin")]
    done = subprocess.run(
        [sys.executable, "-P", "-W", "error", "-c", CODE],
        input="\n".join(alone), cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())
