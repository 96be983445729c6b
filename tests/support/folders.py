"""Folders of a test, written and read as mappings from path to bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write(root: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a folder; scripts can be run."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        if path.endswith(".sh"):
            (root / path).chmod(0o755)
    return root


def files(root: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
