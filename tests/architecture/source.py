"""The modules of packkit as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import attune_packkit

PACKAGE = attune_packkit.__name__
ROOT = Path(attune_packkit.__file__).parent


@dataclass(frozen=True)
class Module:
    """One module: its dotted name, its file, its syntax tree."""

    name: str
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    def tree(self) -> ast.Module:
        """Return the syntax tree; of a module that only carries out a stub, the stub's."""
        stub = self.path.with_suffix(".pyi")
        return _parse(stub if stub.exists() else self.path)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree()):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node

    def imports(self, *, typing: bool = True) -> set[str]:
        """Return the modules that this one imports, anywhere in it, the package's own in full.

        Without `typing`, those under `if TYPE_CHECKING` are left out.
        """
        skipped = set() if typing else _only_for_types(self.tree())
        found: set[str] = set()
        for node in ast.walk(self.tree()):
            if node in skipped:
                continue
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports relatively"
                found |= {_target(node.module or "", alias.name) for alias in node.names}
        return found

    def own_imports(self, *, typing: bool = True) -> set[str]:
        """Return the modules of packkit that this one imports."""
        imports = self.imports(typing=typing)
        return {name for name in imports if name.split(".")[0] == PACKAGE} - {self.name}


@cache
def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _only_for_types(tree: ast.Module) -> set[ast.AST]:
    blocks = [
        node for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
    ]  # fmt: skip
    return {inner for block in blocks for inner in ast.walk(block)}


def _target(module: str, name: str) -> str:
    """Return the module meant by `from module import name`."""
    return f"{module}.{name}" if f"{module}.{name}" in MODULES else module


def _name(path: Path) -> str:
    steps = [PACKAGE, *path.relative_to(ROOT).with_suffix("").parts]
    return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)


MODULES: dict[str, Module] = {
    _name(path): Module(_name(path), path)
    for path in sorted(ROOT.rglob("*.py"))
    if "_data" not in path.parts
}
