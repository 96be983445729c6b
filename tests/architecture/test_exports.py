"""What plugins may import is a promise: it changes only together with these lists.

`pytest --update-golden` rewrites them; the difference is then there to be reviewed.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from attune_packkit import api, testing

from .source import MODULES, PACKAGE
from .test_layers import room

HERE = Path(__file__).parent


def public(module: ModuleType) -> list[str]:
    """Return `__all__`, or the public names that a module defines or exports again on purpose."""
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return sorted(listed)
    text = MODULES[module.__name__].text
    return sorted(
        name for name, value in vars(module).items()
        if not name.startswith("_")
        and not isinstance(value, ModuleType)
        and (getattr(value, "__module__", module.__name__) == module.__name__
             or f"import {name} as {name}" in text)
        and name != "annotations"
    )  # fmt: skip


@pytest.mark.parametrize("module", [api, testing], ids=["api", "testing"])
def test_exports_are_as_listed(module: ModuleType, update_golden: bool) -> None:
    path = HERE / f"{module.__name__.rpartition('.')[2]}.txt"
    names = public(module)
    if update_golden:
        path.write_text("\n".join(names) + "\n", "utf-8")
    assert names == path.read_text("utf-8").split()


def test_the_api_has_what_it_lists() -> None:
    assert all(hasattr(api, name) for name in api.__all__)
    assert len(set(api.__all__)) == len(api.__all__)


def test_the_stub_of_the_api_lists_what_it_imports() -> None:
    tree = MODULES[f"{PACKAGE}.api"].tree()
    listed = next(each.value for each in tree.body if isinstance(each, ast.Assign))
    assert set(ast.literal_eval(listed)) == set(api.__all__)


def test_the_api_imports_a_name_when_it_is_asked_for() -> None:
    code = "import sys, attune_packkit.api as api; api.ExitCode; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith(PACKAGE)}
    assert loaded == {PACKAGE, f"{PACKAGE}.api", f"{PACKAGE}.errors"}


def test_the_api_composes_nothing() -> None:
    module = MODULES[f"{PACKAGE}.api"]
    assert all(room(name) <= 7 for name in module.own_imports() - {PACKAGE})
    assert not list(module.functions())
