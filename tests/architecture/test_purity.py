"""What only certain modules may do: look at the clock, print, exit, start programs, run text."""

from __future__ import annotations

import ast
from collections.abc import Callable

from .source import MODULES, PACKAGE, Module

RUNS_TEXT = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
UNSAFE_MODULES = {"pickle", "shelve", "urllib.request", "http.client", "xml.etree.ElementTree"}
PROCESS_MODULES = {"subprocess", "multiprocessing", "pty", "concurrent.futures"}


def short(module: Module) -> str:
    return module.name.removeprefix(f"{PACKAGE}.")


def calls(module: Module) -> set[str]:
    """Return what a module calls, as written: `print`, `sys.exit`."""
    return {
        ast.unparse(node.func) for node in ast.walk(module.tree()) if isinstance(node, ast.Call)
    }


def offenders(offends: Callable[[Module], object]) -> list[str]:
    return [short(module) for module in MODULES.values() if offends(module)]


def test_one_module_looks_at_the_clock() -> None:
    assert offenders(lambda module: module.imports() & {"time", "datetime"}) == ["clock"]


def test_only_the_command_line_prints_and_exits() -> None:
    speaking = {"print", "sys.exit", "exit", "quit", "sys.stdout.write"}
    found = offenders(lambda module: calls(module) & speaking)
    assert {name.split(".")[0] for name in found} <= {"cli", "__main__"}


def test_who_makes_copies_of_this_process_and_who_ends_it_at_once() -> None:
    assert offenders(lambda module: calls(module) & {"os.fork"}) == ["executors.processes"]
    ending = offenders(lambda module: calls(module) & {"os._exit"})
    assert ending == ["__main__", "executors.processes"]


def test_who_starts_processes() -> None:
    found = offenders(lambda module: module.imports() & PROCESS_MODULES)
    assert found == [
        "cli.site.options",
        "contracts.registrars",
        "pipeline.downloading",
        "processes",
        "sources.working_copy",
    ]
    assert not offenders(
        lambda module: [
            c for c in calls(module) if c.startswith(("os.system", "os.exec", "os.spawn"))
        ]
    )


def test_text_is_not_run_as_code() -> None:
    assert offenders(lambda module: calls(module) & RUNS_TEXT) == ["plugin_manager"]
    unsafe = offenders(lambda module: module.imports() & UNSAFE_MODULES)
    assert unsafe == ["packtests.junit", "sitegen.vector"]
    for name in unsafe:  # they write XML; the second reads with expat, without document types
        assert not calls(MODULES[f"{PACKAGE}.{name}"]) & {"fromstring", "parse", "XML"}


def test_yaml_is_read_by_our_reader_only() -> None:
    readers = {"yaml", "ryaml"}
    found = offenders(lambda module: readers & {name.split(".")[0] for name in module.imports()})
    assert all(name.startswith("documents.") for name in found)


def test_nothing_is_left_over() -> None:
    words = ("TODO", "FIXME", "XXX", "HACK")
    found = offenders(lambda module: [word for word in words if word in module.text])
    assert found == ["checks.metadata.placeholder"], "the check that looks for them in packs"
