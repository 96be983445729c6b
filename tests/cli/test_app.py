"""The top command: help, version, plugins, and how every kind of failure ends."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import click
import pytest

from attune_packkit import __version__
from attune_packkit.api import hookimpl
from attune_packkit.cli import console
from attune_packkit.cli.commands import COMMANDS, GROUPS, module_of
from attune_packkit.errors import (
    ExitCode,
    PackkitError,
    PluginError,
    SourceError,
    VerificationError,
)

from .conftest import MakePack, Packkit

HELP = Path(__file__).parent / "help"

LINES = [
    (),
    *((name,) for name in COMMANDS),
    ("config", "show"),
    ("cache", "dir"),
    ("cache", "info"),
    ("cache", "clean"),
    ("workflows", "list"),
    ("workflows", "show"),
    ("workflows", "graph"),
    ("workflows", "validate"),
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: "-".join(line) or "packkit")
def test_help_fits_eighty_columns(
    packkit: Packkit, line: tuple[str, ...], update_golden: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = packkit(*line, "--help")
    assert (done.code, done.err) == (0, "")
    assert packkit(*line, "-h") == done
    assert max(map(len, done.out.splitlines())) <= 80
    golden = HELP / f"{'-'.join(line) or 'packkit'}.txt"
    if update_golden:
        golden.write_text(done.out, "utf-8")
    assert done.out == golden.read_text("utf-8")


def test_no_help_is_left_over() -> None:
    assert {path.stem for path in HELP.iterdir()} == {"-".join(line) or "packkit" for line in LINES}


@pytest.mark.parametrize("line", [(), ("config",), ("cache",)])
def test_without_a_command_it_prints_help(packkit: Packkit, line: tuple[str, ...]) -> None:
    assert packkit(*line) == packkit(*line, "--help")


def test_the_version_is_printed_with_or_without_other_options(packkit: Packkit) -> None:
    done = packkit("--version")
    assert (done.code, done.out, done.err) == (0, f"packkit {__version__}\n", "")
    assert packkit("--isolated", "--version") == done


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("valdate", "did you mean 'validate'?"),
        ("zzz", "packkit --help lists the commands"),
        ("", "packkit --help lists the commands"),
    ],
)
def test_an_unknown_command_is_refused_with_the_likeliest(
    packkit: Packkit, name: str, hint: str
) -> None:
    done = packkit(name)
    assert (done.code, done.out) == (4, "")
    assert done.err == f"error: there is no command '{name}'\nhint: {hint}\n"


def test_an_unknown_command_of_a_group_is_refused(packkit: Packkit) -> None:
    done = packkit("config", "shw")
    assert done.code == 4
    assert done.err == "error: there is no command 'shw'\nhint: did you mean 'show'?\n"


def test_a_path_in_the_place_of_a_command(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(name="pack")
    done = packkit("pack")
    assert (done.code, done.out) == (4, "")
    told = "error: there is no command 'pack'\nhint: to check it: packkit validate pack\n"
    assert done.err == told
    assert "did you mean" in packkit("config", "shw").err


def test_an_unknown_option_is_refused_with_the_likeliest(packkit: Packkit) -> None:
    done = packkit("--isolatd")
    assert (done.code, done.out) == (4, "")
    assert "--isolated" in done.err


class Provided(ModuleType):
    """A plugin module whose commands a test sets."""

    commands: list[click.Command]


@pytest.fixture
def provided(monkeypatch: pytest.MonkeyPatch) -> Provided:
    module = Provided("acme_commands")

    @hookimpl
    def packkit_commands() -> list[click.Command]:
        return module.commands

    vars(module)["packkit_commands"] = packkit_commands
    module.__spec__ = ModuleSpec("acme_commands", None, origin="acme_commands.py")
    monkeypatch.setitem(sys.modules, "acme_commands", module)
    return module


def command(name: str, error: BaseException | None = None, code: int = 0) -> click.Command:
    def callback() -> int:
        if error is not None:
            raise error
        click.echo(f"this is {name}")
        return code

    return click.Command(name, callback=callback, help=f"Does {name}.")


def test_commands_of_plugins(packkit: Packkit, provided: Provided) -> None:
    provided.commands = [command("attest", code=7)]
    done = packkit("-p", "acme_commands", "attest")
    assert (done.code, done.out) == (7, "this is attest\n")
    assert "Does attest." in packkit("-p", "acme_commands", "--help").out
    assert packkit("-p", "acme_commands", "attest", "-h").code == 0
    assert packkit("attest").code == 4
    misspelt = packkit("-p", "acme_commands", "atest")
    assert misspelt.err.endswith("hint: did you mean 'attest'?\n")


@pytest.mark.parametrize("name", ["validate", "check", "lint"])
def test_a_plugin_cannot_take_a_command_of_ours(
    packkit: Packkit, provided: Provided, name: str
) -> None:
    provided.commands = [command(name)]
    message = f"error: command '{name}' is provided by packkit and by acme_commands\n"
    shown = packkit("-p", "acme_commands", "--help")
    assert shown.code == 0
    assert shown.err.startswith(message)
    failed = packkit("-p", "acme_commands", "attest")
    assert failed.code == 4
    assert failed.err.startswith(message)


def test_two_plugins_cannot_share_a_command(packkit: Packkit, provided: Provided) -> None:
    provided.commands = [command("attest"), command("attest")]
    done = packkit("-p", "acme_commands", "attest")
    assert done.code == 4
    assert "command 'attest' is provided by acme_commands and by acme_commands" in done.err


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (SourceError("gone", hint="look"), 6, "error: gone\nhint: look\n"),
        (VerificationError("forged"), 7, "error: forged\n"),
        (PluginError("broken"), 4, "error: broken\n"),
        (PackkitError("odd\x1b[2J"), 3, "error: odd\\x1b[2J\n"),
        (click.BadParameter("wrong"), 4, "Usage: packkit attest [OPTIONS]\n"),
        (click.FileError("x", "no"), 4, "Error: "),
        (
            OSError(28, "No space left on device", "/tmp/x\x1b"),
            6,
            "error: /tmp/x\\x1b: No space left on device\n",
        ),
        (TimeoutError("too slow"), 6, "error: too slow\n"),
        (KeyboardInterrupt(), 2, ""),
        (click.Abort(), 2, "interrupted\n"),
    ],
)
def test_every_failure_has_its_exit_code(
    packkit: Packkit, provided: Provided, error: BaseException, code: int, text: str
) -> None:
    provided.commands = [command("attest", error)]
    done = packkit("-p", "acme_commands", "attest")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(text)
    assert "Traceback" not in done.err


def test_unexpected_exception_says_how_to_report_it(
    packkit: Packkit, provided: Provided, monkeypatch: pytest.MonkeyPatch
) -> None:
    provided.commands = [command("attest", ZeroDivisionError("by \x1b zero"))]
    done = packkit("-p", "acme_commands", "attest")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("internal error: ZeroDivisionError: by \\x1b zero\n")
    assert "report it" in done.err
    assert "--traceback" in done.err
    assert "Traceback" not in done.err
    for shown in (
        packkit("-p", "acme_commands", "--traceback", "attest"),
        packkit("--traceback", "-p", "acme_commands", "attest"),
    ):
        assert shown.code == 3
        assert shown.err.startswith("Traceback")
    monkeypatch.setenv("PACKKIT_TRACEBACK", "1")
    assert packkit("-p", "acme_commands", "attest").err.startswith("Traceback")


def test_help_works_with_broken_settings(packkit: Packkit) -> None:
    Path("packkit.toml").write_text("nonsense = 1\n", "utf-8")
    done = packkit("--help")
    assert done.code == 0
    assert "validate" in done.out
    assert "packkit.toml:1: unknown setting 'nonsense'" in done.err
    assert packkit("validate", "--help").code == 0
    assert packkit("validate").code == 4


def test_options_of_every_command_stand_before_or_after_it(
    packkit: Packkit, make_pack: MakePack
) -> None:
    make_pack()
    Path("packkit.toml").write_text("nonsense = 1\n", "utf-8")
    for line in (("--isolated", "validate"), ("validate", "--isolated")):
        assert packkit(*line).code == 0
    for other in (("-p", "nonsuch", "config", "show"), ("config", "show", "-p", "nonsuch")):
        assert "nonsuch" in packkit("--isolated", *other).out


def test_exit_codes_are_pytests_and_then_ours() -> None:
    shared = {
        "OK": "OK",
        "DIAGNOSTICS": "TESTS_FAILED",
        "INTERRUPTED": "INTERRUPTED",
        "INTERNAL": "INTERNAL_ERROR",
        "USAGE": "USAGE_ERROR",
        "NOTHING_COLLECTED": "NO_TESTS_COLLECTED",
    }
    for ours, theirs in shared.items():
        assert ExitCode[ours].value == pytest.ExitCode[theirs].value


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "colored"),
    [({}, True), ({"TERM": "dumb"}, False), ({"CLICOLOR": "0"}, False), ({"NO_COLOR": "1"}, False)],
)
def test_color_on_a_terminal(environ: dict[str, str], colored: bool) -> None:
    assert console.wants_color("auto", Terminal(), environ) is colored  # type: ignore[arg-type]


def test_help_summarizes_each_command_as_it_does_itself() -> None:
    for group in GROUPS.values():
        for name, summary in group.items():
            command: click.Command = import_module(module_of(name)).command
            assert command.name == name
            assert command.get_short_help_str(200) == summary
