"""Packs as pytest items, and fixtures for the tests of packs. Inert unless asked for.

`pytest --packkit` (or `packkit = true` in pytest's configuration) makes a test of every component
of every folder with a `pack.yaml`. It reads packs and never imports or runs anything of them. But
pytest itself does: it imports `conftest.py` and test modules of the folders it is given. For packs
of strangers use `packkit validate`.
"""

from __future__ import annotations

import pytest

SEVERITIES = "error, warning, info"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare `--packkit` and the `packkit…` configuration keys."""
    parser.getgroup("packkit", "Attune packs").addoption(
        "--packkit",
        action="store_true",
        help="make a test of every component of the packs found",
    )
    parser.addini("packkit", "as --packkit, for every run", type="bool", default=False)
    parser.addini("packkit_target", "auto, classic or current", type="string", default="")
    parser.addini("packkit_select", "ids of the checks to run", type="args", default=[])
    parser.addini("packkit_ignore", "ids of checks not to run", type="args", default=[])
    parser.addini("packkit_severity", f"least shown: {SEVERITIES}", type="string", default="")
    parser.addini("packkit_fail_on", f"least that fails: {SEVERITIES}", type="string", default="")
    parser.addini(
        "packkit_packs",
        "packs, or folders of packs, that are known in every run",
        type="paths",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start collecting packs if the user asks for it."""
    if not (config.getoption("packkit") or config.getini("packkit")):
        return
    from attune_packkit.pytest_plugin import collecting, fixtures

    config.addinivalue_line("markers", "packkit: the tests that packkit makes of packs")
    config.addinivalue_line(
        "markers", "packkit_pack(pack): the ref, or the folder, of the pack that a test is about"
    )
    config.addinivalue_line(
        "markers", "packkit_workflow(ref): the workflow that a test is about, as 'pack.name'"
    )
    config.pluginmanager.register(collecting.Collecting(config), "packkit-collecting")
    config.pluginmanager.register(fixtures, "packkit-fixtures")
