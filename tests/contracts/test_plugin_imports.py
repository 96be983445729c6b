"""The plugins in this repository import what every plugin may import, and no more of packkit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from installing import PLUGINS

ALLOWED = {"attune_packkit.api", "attune_packkit.testing"}
FILES = sorted(path for folder in PLUGINS.iterdir() for path in folder.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PLUGINS).as_posix())
def test_a_plugin_imports_only_what_plugins_may(path: Path) -> None:
    named = set(imported(ast.parse(path.read_text("utf-8"))))
    assert {name for name in named if name.partition(".")[0] == "attune_packkit"} <= ALLOWED


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
