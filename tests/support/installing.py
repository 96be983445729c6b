"""Install plugins of this repository as a stranger's would be, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PLUGINS = Path(__file__).parents[2] / "plugins"


def install(plugin: Path, folder: Path) -> None:
    """Install a plugin into a folder that can be put on the import path."""
    command = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    subprocess.run(
        [*command, "--no-build-isolation", "--target", folder, plugin],
        check=True,
        env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
