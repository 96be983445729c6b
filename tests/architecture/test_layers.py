"""A room imports only from rooms with smaller numbers (or from its own)."""

from __future__ import annotations

from graphlib import TopologicalSorter

from .source import MODULES, PACKAGE

ROOMS: dict[int, str] = {
    0: "errors escaping phrases spans diagnostics digest clock garbage suggest files homes knots"
    " keeper processes",
    1: "resources schemas hookspec plugin_manager config",
    2: "store",
    3: "tree model.kinds",
    4: "sources documents",
    5: "model",
    6: "expressions workflows dependencies simulation registry differences registration",
    7: "checking",
    8: "api",
    9: "checks executors reporters resolvers registrars environments packtests sitegen",
    10: "session code_stamps crashes outcomes reporting restricting pipeline",
    11: "testing contracts manual pytest_plugin cli __main__",
}
NUMBERS = {f"{PACKAGE}.{name}": number for number, names in ROOMS.items() for name in names.split()}
PLUGINS_ROOM = 9


def room(module: str) -> int:
    """Return the number of the room a module lies in: that of its longest known prefix."""
    prefix = module
    while prefix not in NUMBERS:
        prefix = prefix.rpartition(".")[0]
        assert prefix, f"{module} is in no room: add it to ROOMS"
    return NUMBERS[prefix]


def house(module: str) -> str:
    """Return the top-level part a module belongs to."""
    return ".".join(module.split(".")[:2])


OURS = [name for name in MODULES if name != PACKAGE]


def test_a_room_imports_from_smaller_numbers() -> None:
    for name in OURS:
        typing = name != f"{PACKAGE}.hookspec"
        for imported in MODULES[name].own_imports(typing=typing) - {PACKAGE}:
            assert room(imported) <= room(name), f"{name} imports {imported}"


def test_plugins_import_the_api_and_themselves() -> None:
    for name in OURS:
        if room(name) == PLUGINS_ROOM:
            for imported in MODULES[name].own_imports():
                allowed = imported == f"{PACKAGE}.api" or house(imported) == house(name)
                assert allowed, f"{name} imports {imported}"


def test_modules_form_no_ring() -> None:
    graph = {name: module.own_imports(typing=False) for name, module in MODULES.items()}
    tuple(TopologicalSorter(graph).static_order())


def test_only_the_hook_specification_looks_ahead() -> None:
    for name in OURS:
        ahead = MODULES[name].own_imports() - MODULES[name].own_imports(typing=False)
        assert not ahead or name == f"{PACKAGE}.hookspec", f"{name} imports {ahead} for types only"


def test_the_plugin_manager_names_built_ins_as_text() -> None:
    module = MODULES[f"{PACKAGE}.plugin_manager"]
    assert module.own_imports() <= {
        f"{PACKAGE}.{name}" for name in ("errors", "hookspec", "suggest")
    }
    assert f'"{PACKAGE}.checks.plugin"' in module.text


def test_every_room_is_there() -> None:
    assert {house(name) for name in NUMBERS} <= {house(name) for name in OURS}
