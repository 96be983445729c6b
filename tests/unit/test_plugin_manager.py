"""Plugins: where they come from, what clashes, and that a broken one is named and survived."""

from __future__ import annotations

import locale
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent, indent

import pytest

from attune_packkit.checking import containment
from attune_packkit.checking.result import RunResult
from attune_packkit.config import Settings
from attune_packkit.errors import ExitCode, PluginCrashError, PluginError
from attune_packkit.plugin_manager import AUTOLOAD_SWITCH, BUILT_IN, ESSENTIAL, Plugins
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK, validate_files, write_pack

Install = Callable[..., Path]

BUILT_IN_FIRST = list(BUILT_IN)

HEADER = (
    "import os, sys, time\n"
    "from attune_packkit.api import Place, check, finding, hookimpl, provides\n"
)


def a_check(body: str = "yield finding(manifest.place, 'seen')", id: str = "acme.seen") -> str:
    """Return the source of a plugin with one check."""
    return (
        HEADER
        + f"@check({id!r}, severity='warning', layer='references', since='1')\n"
        + f"def seen(manifest):\n    'Seen.'\n{indent(dedent(body), '    ')}\n"
        + "@hookimpl\ndef packkit_checks():\n    return [seen]\n"
    )


@pytest.fixture(autouse=True)
def forgotten_modules(tmp_path: Path) -> Iterator[None]:
    """Forget the modules that a test made up."""
    yield
    for name, module in list(sys.modules.items()):
        if str(tmp_path) in (getattr(module, "__file__", None) or ""):
            del sys.modules[name]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return a function that puts a distribution with a plugin on the import path."""

    def put(name: str, source: str, *, distribution: str = "") -> Path:
        distribution = distribution or name
        site = tmp_path / "site" / distribution
        folder = distribution.replace("-", "_")
        info = site / f"{folder}-1.0.dist-info"
        info.mkdir(parents=True)
        (site / f"{folder}_{name}.py").write_text(source, "utf-8")
        (info / "METADATA").write_text(f"Name: {distribution}\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text(
            f"[attune_packkit]\n{name} = {folder}_{name}\n", "utf-8"
        )
        monkeypatch.syspath_prepend(site)
        return site

    return put


def run(*, jobs: int = 1, packs: int = 1) -> RunResult:
    """Validate sound packs with whatever plugins are installed."""
    files = {
        f"@p{number}/{path}": text.replace("ref: parcels", f"ref: p{number}")
        for number in range(packs)
        for path, text in BASE_PACK.items()
    }
    return validate_files(files, Settings(jobs=jobs, cache=False), base=False)


def codes(result: RunResult) -> list[str]:
    return [each.diagnostic.code for _, each in result.every_reported()]


def messages(result: RunResult, code: str) -> list[str]:
    return [
        each.diagnostic.message
        for _, each in result.every_reported()
        if each.diagnostic.code == code
    ]


def failure(**arguments: object) -> PluginError:
    """Return the error that setting up plugins and checks ends in."""
    with pytest.raises(PluginError) as caught:
        assert Session(Settings(cache=False, **arguments)).checks  # type: ignore[arg-type]
    crashed = isinstance(caught.value, PluginCrashError)
    assert caught.value.exit_code is (ExitCode.INTERNAL if crashed else ExitCode.USAGE)
    return caught.value


# Where plugins come from


def test_installed_plugin_is_found_and_remembers_its_distribution(install: Install) -> None:
    install("acme", a_check(), distribution="acme-checks")
    plugins = Plugins()
    assert plugins.names() == [*BUILT_IN_FIRST, "acme"]
    assert plugins.owner("acme") == "acme-checks"
    assert Session(Settings(cache=False)).checks["acme.seen"].source == "acme-checks"


def test_built_ins_come_first() -> None:
    assert set(BUILT_IN) >= ESSENTIAL


def test_installed_check_runs(install: Install) -> None:
    install("acme", a_check())
    assert codes(run()) == ["acme.seen"]


def test_plugin_can_be_disabled(install: Install) -> None:
    install("acme", "raise AssertionError('imported')")
    assert "acme" not in Plugins(blocked=["acme"]).names()


def test_disabling_wins_over_naming(install: Install) -> None:
    install("acme", "raise AssertionError('imported')")
    assert "acme" not in Plugins(wanted=["acme"], blocked=["acme"]).names()


@pytest.mark.parametrize("name", sorted(ESSENTIAL))
def test_essential_plugin_cannot_be_disabled(name: str) -> None:
    error = failure(disabled_plugins=(name,))
    assert f"'{name}' cannot be disabled" in error.message
    assert all(each in error.hint for each in ESSENTIAL)


def test_disabled_plugin_that_is_not_installed_is_no_error() -> None:
    assert Plugins(blocked=["elsewhere"]).names()


def test_autoload_can_be_switched_off(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("acme", a_check())
    assert "acme" not in Plugins(autoload=False).names()
    monkeypatch.setenv(AUTOLOAD_SWITCH, "1")
    assert "acme" not in Plugins().names()
    assert "acme" in Plugins(wanted=["acme"]).names()


def test_named_module_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own_checks.py").write_text(a_check(), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    plugins = Plugins(wanted=["own_checks"])
    assert plugins.owner("own_checks") == "own_checks"
    assert "own_checks" in plugins.names()


def test_module_of_an_installed_plugin_is_not_loaded_twice(install: Install) -> None:
    install("acme", a_check())
    plugins = Plugins(wanted=["acme", "acme_acme"])
    assert plugins.names().count("acme") == 1
    assert "acme_acme" not in plugins.names()


def test_unknown_name_is_an_error_with_the_nearest_one(install: Install) -> None:
    install("acme", a_check())
    error = failure(plugins=("acmee",))
    assert error.message == "no plugin or module is called 'acmee'"
    assert error.hint == "did you mean 'acme'?"


def test_a_misspelt_built_in_gets_the_right_name() -> None:
    assert failure(plugins=("reportrs",)).hint == "did you mean 'reporters'?"


@pytest.mark.parametrize("name", ["json", "attune_packkit", "attune_packkit.api"])
def test_a_module_without_hooks_is_no_plugin(name: str) -> None:
    error = failure(plugins=(name,))
    assert error.message == f"module '{name}' is no plugin: it implements no hook of packkit"
    assert error.hint == "'packkit plugins' lists those that there are"


@pytest.mark.parametrize("name", ["checks", "attune_packkit.checks.plugin"])
def test_a_built_in_may_be_named(name: str) -> None:
    assert len(Plugins(wanted=[name]).names()) == len(BUILT_IN)


@pytest.mark.parametrize("name", ["", ".", "./checks.py", "a..b", "../up", "no_such.thing", "1x"])
def test_name_that_no_module_can_have_is_an_error(name: str) -> None:
    assert failure(plugins=(name,)).message == f"no plugin or module is called '{name}'"


def test_misspelt_submodule_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert "No module named 'own.cheks'" in failure(plugins=("own.cheks",)).message


# Nothing is ever loaded from a pack


def test_distribution_in_the_current_folder_is_not_loaded(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = install("acme", "raise AssertionError('imported')")
    monkeypatch.chdir(site)
    monkeypatch.syspath_prepend("")
    assert "acme" not in Plugins().names()


def test_distribution_in_a_pack_is_not_loaded(install: Install) -> None:
    site = install("acme", "raise AssertionError('imported')")
    (site / "pack.yaml").touch()
    assert "acme" not in Plugins().names()


def test_module_in_a_pack_cannot_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pack.yaml").touch()
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "own_checks.py").write_text("raise AssertionError('imported')", "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "lib")
    assert "'own_checks' lies in a pack" in failure(plugins=("own_checks",)).message


def test_environment_inside_a_pack_counts_as_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pack.yaml").touch()
    site = tmp_path / ".venv" / "lib" / "site-packages"
    site.mkdir(parents=True)
    (site / "own_checks.py").write_text(a_check(), "utf-8")
    monkeypatch.syspath_prepend(site)
    assert "own_checks" in Plugins(wanted=["own_checks"]).names()


def test_pack_cannot_bring_code_along(tmp_path: Path) -> None:
    """P02: whatever Python would pick up by name stays untouched when a pack is checked."""
    trap = "from pathlib import Path\nPath(__file__).with_name('sprung').touch()\n"
    for name in ("conftest.py", "setup.py", "sitecustomize.py", "attune_packkit_evil.py"):
        (tmp_path / name).write_text(trap, "utf-8")
    (tmp_path / "evil.pth").write_text("import attune_packkit_evil\n", "utf-8")
    (tmp_path / "pack.yaml").write_text('ref: p\nlabel: P\nversion: "1.0.0"\n', "utf-8")
    info = tmp_path / "evil-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: evil\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text(
        "[attune_packkit]\nevil = attune_packkit_evil\n", "utf-8"
    )
    script = (
        "from attune_packkit.session import Session; from attune_packkit.config import Settings;"
        "print(Session(Settings(cache=False)).validate(['.']).packs[0].ref)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "p\n"
    assert not (tmp_path / "sprung").exists()


# Clashes


def test_two_distributions_with_one_plugin_name(install: Install) -> None:
    install("acme", a_check(), distribution="acme-one")
    install("acme", a_check(), distribution="acme-two")
    error = failure()
    assert "plugin 'acme' is provided by" in error.message
    assert "acme-one" in error.message
    assert "acme-two" in error.message
    assert "-p no:acme" in error.hint
    assert Plugins(blocked=["acme"]).names() == BUILT_IN_FIRST


def test_two_distributions_with_one_plugin_name_when_named(install: Install) -> None:
    install("acme", a_check(), distribution="acme-one")
    install("acme", a_check(), distribution="acme-two")
    assert "acme-two" in failure(autoload=False, plugins=("acme",)).message


def test_plugin_cannot_take_the_name_of_a_built_in(install: Install) -> None:
    install("checks", a_check(), distribution="evil")
    assert "plugin 'checks' is provided by packkit and by evil" in failure().message


def test_two_plugins_with_one_check_id(install: Install) -> None:
    install("one", a_check())
    install("two", a_check())
    message = failure().message
    assert "check 'acme.seen'" in message
    assert "one" in message
    assert "two" in message


def test_plugin_cannot_shadow_a_built_in_check(install: Install) -> None:
    install("evil", a_check(id="yaml.duplicate_key"))
    message = failure().message
    assert "'yaml.duplicate_key' is defined by packkit and by evil" in message


def test_plugin_cannot_shadow_a_built_in_input(install: Install) -> None:
    source = """
        @provides("task", each=True)
        def task(pack): return []
        @hookimpl
        def packkit_inputs(): return [task]
    """
    install("evil", HEADER + dedent(source))
    message = failure().message
    assert "input 'task'" in message
    assert "evil" in message


def test_plugin_cannot_shadow_a_built_in_reporter(install: Install) -> None:
    source = """
        class Text:
            name = "text"
            def render(self, result, options): return ""
        @hookimpl
        def packkit_reporters(): return [Text()]
    """
    install("evil", HEADER + dedent(source))
    with pytest.raises(PluginError, match=r"reporter 'text' .* packkit and by evil"):
        Session(Settings(cache=False)).reporters()


# Hooks


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("@hookimpl\ndef packkit_chekcs(): return []", "unknown hook 'packkit_chekcs'"),
        ("def packkit_checks(): return []", "'packkit_checks' without @hookimpl"),
        ("@hookimpl\ndef packkit_checks(session): return []", "session"),
        ("@hookimpl(wrapper=True)\ndef packkit_checks(): return (yield)", "wraps the hook"),
        ("@hookimpl\ndef packkit_checks(): return None", "failed in packkit_checks: TypeError"),
        ("@hookimpl\ndef packkit_checks(): return [len]", "packkit_checks returned <built-in"),
        ("@hookimpl\ndef packkit_checks(): sys.exit(0)", "failed in packkit_checks: SystemExit"),
        ("@hookimpl\ndef packkit_checks(): return 1 / 0", "ZeroDivisionError: division by zero"),
        ("@hookimpl\ndef packkit_checks():\n  yield 1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_hook_at_fault_is_told_with_its_plugin(install: Install, source: str, told: str) -> None:
    install("acme", HEADER + source, distribution="acme-checks")
    error = failure()
    assert "plugin 'acme' of acme-checks" in error.message
    assert told in error.message
    assert isinstance(error, PluginCrashError) is ("failed" in told or "Division" in told)


def test_executor_at_fault_is_named(install: Install, tmp_path: Path) -> None:
    source = """
class Broken:
    name = "broken"
    def run(self, work, items, jobs): raise OSError("no workers")

@hookimpl
def packkit_executors(): return [Broken()]
"""
    install("acme", HEADER + source, distribution="acme-checks")
    for name in ("one", "two"):
        write_pack(tmp_path / "packs" / name, {**BASE_PACK})
    session = Session(Settings(cache=False, jobs=2, executor="broken"))
    with pytest.raises(PluginCrashError, match="executor 'broken' of acme-checks failed: OSError"):
        session.validate([str(tmp_path / "packs")])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise OSError('no workers')", "executor 'broken' of acme-checks failed: OSError"),
        ("sys.exit(0)", "executor 'broken' of acme-checks failed: SystemExit: 0"),
        ("return []", "executor 'broken' of acme-checks failed: ValueError"),
        ("return [(b'x', b'y') for _ in items]", "'broken' failed to give back what it was given"),
    ],
)
def test_broken_executor_is_reported_and_the_packs_are_checked_here(
    install: Install, tmp_path: Path, body: str, told: str
) -> None:
    source = f"""
class Broken:
    name = "broken"
    def run(self, work, items, jobs): {body}

@hookimpl
def packkit_executors(): return [Broken()]
"""
    install("acme", HEADER + source, distribution="acme-checks")
    for name in ("one", "two"):
        write_pack(tmp_path / "packs" / name, {**BASE_PACK, "actions/a.yaml": "label: a\nlabel: b"})
    session = Session(Settings(cache=False, jobs=2, executor="broken"), survive=True)
    result = session.validate([str(tmp_path / "packs")])
    (message,) = messages(result, "internal.plugin_crashed")
    assert told in message
    assert len(messages(result, "yaml.duplicate_key")) == 2
    assert result.exit_code is ExitCode.INTERNAL


def test_misspelt_hook_gets_the_right_name(install: Install) -> None:
    install("acme", HEADER + "@hookimpl\ndef packkit_chekcs(): return []")
    assert failure().hint == "did you mean 'packkit_checks'?"


def test_hook_of_another_version_can_be_marked_as_optional(install: Install) -> None:
    install("acme", HEADER + "@hookimpl(optionalhook=True)\ndef packkit_later(): return []")
    assert "acme" in Plugins().names()


def test_plugin_may_have_names_of_its_own(install: Install) -> None:
    install("acme", HEADER + "packkit_version = '1'")
    assert "acme" in Plugins().names()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
        ("import sys\nsys.exit(0)", "SystemExit: 0"),
        ("def broken(:", "SyntaxError"),
        ("import a_library_that_is_missing", "No module named 'a_library_that_is_missing'"),
    ],
)
def test_plugin_that_fails_at_import(install: Install, source: str, told: str) -> None:
    install("acme", source, distribution="acme-checks")
    error = failure()
    assert error.message.startswith("plugin 'acme' of acme-checks cannot be imported: ")
    assert told in error.message
    assert error.hint == "run without it: -p no:acme"
    assert failure(autoload=False, plugins=("acme",)).message == error.message


def test_interrupt_while_a_plugin_is_imported_is_an_interrupt(install: Install) -> None:
    install("acme", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        Plugins()


def test_import_and_hooks_do_not_print_to_stdout(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    source = "print('one')\n@hookimpl\ndef packkit_checks():\n  print('two')\n  return []"
    install("acme", HEADER + source)
    assert Session(Settings(cache=False)).checks
    out, err = capsys.readouterr()
    assert (out, err) == ("", "one\ntwo\n")


def test_notify_calls_every_plugin_and_names_the_one_that_fails(install: Install) -> None:
    source = "@hookimpl\ndef packkit_session_start(session): session.append('acme')"
    install("acme", HEADER + source)
    install("best", HEADER + source.replace("session.append('acme')", "sys.exit(0)"))
    install("cask", HEADER + source.replace("acme", "cask"))
    called: list[str] = []
    with pytest.raises(PluginCrashError):
        Plugins().notify("packkit_session_start", session=called)
    failed: list[PluginCrashError] = []
    plugins, called = Plugins(), []
    plugins.crashed = failed.append
    plugins.notify("packkit_session_start", session=called)
    assert sorted(called) == ["acme", "cask"]
    (error,) = failed
    assert error.message == "plugin 'best' of best failed in packkit_session_start: SystemExit: 0"


@pytest.mark.parametrize("hook", ["packkit_session_start", "packkit_session_finish"])
def test_session_calls_its_hooks_and_names_the_plugin_that_fails(
    install: Install, tmp_path: Path, hook: str
) -> None:
    install("acme", HEADER + f"@hookimpl\ndef {hook}(session): session.plugins.called = True")
    session = Session(Settings(cache=False, jobs=1))
    session.validate([str(tmp_path)])
    assert session.plugins.called  # type: ignore[attr-defined]
    install("best", HEADER + f"@hookimpl\ndef {hook}(session): raise OSError('disk')")
    with pytest.raises(PluginError, match=f"plugin 'best' of best failed in {hook}: OSError: disk"):
        run()


@pytest.mark.parametrize("hook", ["packkit_session_start", "packkit_session_finish"])
def test_a_session_that_is_to_survive_reports_the_plugin(
    install: Install, tmp_path: Path, hook: str
) -> None:
    install("acme", HEADER + f"@hookimpl\ndef {hook}(session): sys.exit(0)")
    for name in ("one", "two"):
        write_pack(tmp_path / name, {**BASE_PACK, "actions/a.yaml": "label: a\nlabel: b"})
    settings = Settings(cache=False, jobs=1, select=("internal", "yaml"), baseline="")
    result = Session(settings, survive=True).validate([str(tmp_path)])
    assert messages(result, "internal.plugin_crashed") == [
        f"plugin 'acme' of acme failed in {hook}: SystemExit: 0"
    ]
    assert len(messages(result, "yaml.duplicate_key")) == 2
    assert result.exit_code is ExitCode.INTERNAL


def test_a_plugin_that_fails_where_no_pack_is_reported_ends_the_run(
    install: Install, tmp_path: Path
) -> None:
    install("acme", HEADER + "@hookimpl\ndef packkit_session_start(): 1 / 0")
    with pytest.raises(PluginCrashError, match="plugin 'acme' of acme failed"):
        Session(Settings(cache=False), survive=True).validate([str(tmp_path)])


@pytest.mark.parametrize("hook", ["checks", "inputs", "reporters", "executors"])
def test_a_hook_that_fails_loses_its_plugin_and_no_other(install: Install, hook: str) -> None:
    failing = f"@hookimpl\ndef packkit_{hook}(): raise OSError('torn')\n"
    install("broken", a_check(id="broken.seen") + failing)
    install("sound", a_check(id="sound.seen"))
    session = Session(Settings(cache=False, jobs=1), survive=True)
    with tempfile.TemporaryDirectory() as folder:
        write_pack(Path(folder), {**BASE_PACK})
        assert "text" in session.owned("packkit_reporters", "reporter")
        result = session.validate([folder])
    assert messages(result, "internal.plugin_crashed") == [
        f"plugin 'broken' of broken failed in packkit_{hook}: OSError: torn"
    ]
    assert "sound.seen" in codes(result)
    assert result.exit_code is ExitCode.INTERNAL


@pytest.mark.parametrize(
    "settings", [{"select": ("acme.seen",)}, {"executor": "acme"}, {"ignore": ("acme",)}]
)
def test_what_is_missing_is_blamed_on_the_plugin_that_failed(
    install: Install, tmp_path: Path, settings: dict[str, object]
) -> None:
    source = "@hookimpl\ndef packkit_checks(): 1 / 0\n@hookimpl\ndef packkit_executors(): 1 / 0\n"
    install("acme", HEADER + source)
    session = Session(Settings(cache=False, **settings), survive=True)  # type: ignore[arg-type]
    with pytest.raises(PluginCrashError, match="plugin 'acme' of acme failed in packkit_"):
        session.validate([str(tmp_path)])


# Checks that misbehave


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("yield finding(manifest.place, 'one')\nraise KeyError('x')", "KeyError: 'x'"),
        ("yield finding(manifest.place, 'one')\nsys.exit(0)", "SystemExit: 0"),
        ("yield 'no finding'", "ValidationError"),
        ("yield finding('pack.yaml', 'x')", "ValidationError: Expected `object`, got `str`"),
        ("yield finding(manifest.place, 'x', hint=5)", "got `int` - at `$.hint`"),
        ("yield finding(manifest.place, 'x', severity='error')", "`$.severity`"),
        ("yield finding(manifest.place, 'x', related=5)", "`$.related`"),
        ("yield finding(manifest.place, '{y}', y=manifest)", "`$.params"),
        ("yield finding(manifest.place.at(1.5), 'x')", "`$.place.pointer[0]`"),
        ("yield finding(Place('../x'), 'x')", "'../x' is no path in a pack"),
        ("yield finding(Place('/x'), 'x')", "'/x' is no path in a pack"),
        ("yield finding(Place('x', span=(0, 1, 1, 1)), 'x')", "count from 1"),
        ("yield finding(Place('x', span=5), 'x')", "`$.place.span`"),
        ("yield finding(manifest.place, 'unknown {name}')", "KeyError: 'name'"),
        ("return 5", "TypeError"),
        ("def down(): down()\ndown()\nyield", "RecursionError"),
        ("while True: yield from ()", "CheckTimeoutError: no answer after 0.2 s"),
        ("time.sleep(60)\nyield", "CheckTimeoutError"),
        (
            "while True:\n try:\n  time.sleep(60)\n except Exception:\n  pass\nyield",
            "CheckTimeoutError",
        ),
    ],
)
def test_broken_check_is_told_and_the_others_continue(
    install: Install, monkeypatch: pytest.MonkeyPatch, body: str, told: str
) -> None:
    monkeypatch.setattr(containment, "TIME_LIMIT", 0.2)
    install("broken", a_check(body, "broken.seen"), distribution="broken-checks")
    install("sound", a_check(id="sound.seen"))
    result = run()
    (message,) = messages(result, "internal.check_crashed")
    assert "'broken.seen' of broken-checks crashed" in message
    assert told in message
    assert "sound.seen" in codes(result)
    assert "broken.seen" not in codes(result)
    assert result.exit_code is ExitCode.INTERNAL


def test_broken_input_is_told_and_the_others_continue(install: Install) -> None:
    source = """
        @provides("crate", each=True)
        def crate(pack): yield 1 / 0
        @check("broken.crate", severity="warning", layer="references", since="1")
        def crates(crate): yield finding(crate.place, "seen")
        @hookimpl
        def packkit_inputs(): return [crate]
        @hookimpl
        def packkit_checks(): return [crates]
    """
    install("broken", HEADER + dedent(source), distribution="broken-checks")
    install("sound", a_check(id="sound.seen"))
    result = run()
    (message,) = messages(result, "internal.check_crashed")
    assert "'crate' of broken-checks crashed: ZeroDivisionError" in message
    assert "sound.seen" in codes(result)
    assert result.exit_code is ExitCode.INTERNAL


@pytest.mark.parametrize(
    "subject",
    [
        "class Crate:\n @property\n def words(self): raise ValueError('torn')",
        "class Crate:\n words = None",
        "class Crate:\n @property\n def path(self): raise ValueError('torn')",
        "class Crate:\n path = ['pack.yaml']",
    ],
)
def test_broken_subject_is_told_with_its_input(install: Install, subject: str) -> None:
    source = """
@provides("crate", each=True)
def crate(pack): yield Crate()
@check("broken.crate", severity="warning", layer="references", since="1", only_with=("a",))
def crates(crate): yield from ()
@hookimpl
def packkit_inputs(): return [crate]
@hookimpl
def packkit_checks(): return [crates]
"""
    install("broken", HEADER + subject + source, distribution="broken-checks")
    install("sound", a_check(id="sound.seen"))
    result = run(packs=2)
    told = messages(result, "internal.check_crashed")
    assert len(told) == 2
    assert all("input 'crate' of broken-checks crashed" in message for message in told)
    assert len(messages(result, "sound.seen")) == 2
    assert result.exit_code is ExitCode.INTERNAL


def test_broken_derived_input_is_told_once_and_its_checks_are_not_blamed(install: Install) -> None:
    source = """
        @provides("weight")
        def weight(pack): return 1 / 0
        @provides("price")
        def price(weight): return weight
        @check("other.one", severity="warning", layer="references", since="1")
        def one(pack, weight): yield from ()
        @check("other.two", severity="warning", layer="references", since="1")
        def two(pack, price): yield from ()
        @hookimpl
        def packkit_inputs(): return [weight, price]
        @hookimpl
        def packkit_checks(): return [one, two]
    """
    install("broken", HEADER + dedent(source), distribution="broken-checks")
    assert messages(run(), "internal.check_crashed") == [
        "input 'weight' of broken-checks crashed: ZeroDivisionError: division by zero"
    ]


@pytest.mark.parametrize("inputs", ["catalog", "packs", "catalog, target"])
def test_check_of_the_whole_set_must_name_a_pack(install: Install, inputs: str) -> None:
    source = a_check("yield from ()").replace("def seen(manifest)", f"def seen({inputs})")
    install("acme", source, distribution="acme-checks")
    error = failure()
    assert error.message.startswith("check 'acme.seen' of acme-checks takes nothing that belongs")
    assert "'summary'" in error.hint


def test_broken_check_is_survived_in_worker_processes(install: Install) -> None:
    install("broken", a_check("sys.exit(0)\nyield", "broken.seen"))
    result = run(jobs=2, packs=3)
    assert len(messages(result, "internal.check_crashed")) == 3
    assert result.exit_code is ExitCode.INTERNAL


def test_interrupt_in_a_check_is_an_interrupt(install: Install) -> None:
    install("acme", a_check("raise KeyboardInterrupt\nyield"))
    with pytest.raises(KeyboardInterrupt):
        run()


@pytest.mark.parametrize(
    "body",
    [
        "os.chdir('/')",
        "os.environ['PATH'] = ''\nos.environ['NEW'] = '1'\ndel os.environ['HOME']",
        "import locale\nlocale.setlocale(locale.LC_ALL, 'C')",
    ],
    ids=["directory", "environment", "locale"],
)
def test_check_cannot_change_the_process(install: Install, body: str) -> None:
    before = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    try:
        state = os.getcwd(), dict(os.environ), locale.setlocale(locale.LC_ALL)
        install("acme", a_check(f"{body}\nyield finding(manifest.place, 'seen')"))
        assert codes(run()) == ["acme.seen"]
        assert (os.getcwd(), dict(os.environ), locale.setlocale(locale.LC_ALL)) == state
    finally:
        locale.setlocale(locale.LC_ALL, before)


def test_check_does_not_print_to_stdout(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    install("acme", a_check("print('here')\nyield finding(manifest.place, 'seen')"))
    assert codes(run()) == ["acme.seen"]
    assert capsys.readouterr() == ("", "here\n")


def test_time_limit_leaves_a_running_timer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    signal = pytest.importorskip("signal")
    if not hasattr(signal, "setitimer"):
        pytest.skip("no timer signals here")
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    signal.setitimer(signal.ITIMER_REAL, 30)
    try:
        with containment.contained():
            pass
        remaining, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 20 < remaining <= 30
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
