"""The small commands: plugins, config, schema, cache, completion."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema_rs
import pytest

from attune_packkit import schemas
from attune_packkit.cli.common import complete_codes

from .conftest import MakePack, Packkit


def test_plugins_are_listed_with_their_hooks(packkit: Packkit) -> None:
    done = packkit("plugins", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert {
        "name": "checks",
        "distribution": "packkit",
        "hooks": ["packkit_checks", "packkit_inputs"],
    } in done.json
    lines = packkit("plugins").out.splitlines()
    assert lines[0].split() == ["plugin", "distribution", "hooks"]
    assert lines[1].split() == ["checks", "packkit", "packkit_checks", "packkit_inputs"]


@pytest.mark.parametrize(
    ("name", "meant"), [("misspelt", ""), ("", ""), ("resolver", "; did you mean 'no:resolvers'?")]
)
def test_leaving_out_what_is_not_there_is_told_once(
    packkit: Packkit, make_pack: MakePack, name: str, meant: str
) -> None:
    make_pack()
    done = packkit("validate", "-p", f"no:{name}", "-p", "no:packtests")
    assert done.code == 0
    assert done.err == f"note: no plugin is called '{name}', so none is left out{meant}\n"


def test_a_list_of_what_to_leave_out_may_be_meant_for_other_machines(
    packkit: Packkit, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (work / "packkit.toml").write_text('disabled-plugins = ["elsewhere", "resolver"]\n', "utf-8")
    assert packkit("plugins").err == (
        "note: no plugin is called 'resolver', so none is left out; did you mean 'no:resolvers'?\n"
    )


def test_the_name_of_a_report_is_no_plugin(packkit: Packkit) -> None:
    done = packkit("-p", "json", "plugins")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("error: module 'json' is no plugin")


def test_config_show_tells_where_each_setting_comes_from(
    packkit: Packkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("packkit.toml").write_text(
        'ignore = ["readme"]\n[severity-overrides]\nyaml = "info"\n', "utf-8"
    )
    monkeypatch.setenv("PACKKIT_TARGET", "classic")
    done = packkit("config", "show")
    assert (done.code, done.err) == (0, "")
    lines = {line.split(" = ")[0]: line for line in done.out.splitlines()}
    assert lines["ignore"].split("  # ")[1] == "packkit.toml:1"
    assert lines["severity-overrides"].startswith('severity-overrides = { "yaml" = "info" }')
    assert lines["target"].split() == ["target", "=", '"classic"', "#", "PACKKIT_TARGET"]
    assert lines["fail-on"].split() == ["fail-on", "=", '"error"', "#", "default"]
    shown = packkit("config", "show", "--format", "json").json
    assert shown["severity-overrides"] == {"value": {"yaml": "info"}, "origin": "packkit.toml:2"}
    assert shown["ignore"] == {"value": ["readme"], "origin": "packkit.toml:1"}
    assert shown["output"] == {"value": {}, "origin": "default"}


def test_what_config_shows_can_be_written_to_a_file(packkit: Packkit) -> None:
    Path("packkit.toml").write_text('per-pack-ignore = { "a b" = ["readme"] }\n', "utf-8")
    before = packkit("config", "show").out
    kept = [line for line in before.splitlines() if ' = ""' not in line]
    Path("packkit.toml").write_text("\n".join(kept), "utf-8")
    after = packkit("config", "show").out
    assert [line.split("  #")[0].rstrip() for line in after.splitlines()] == [
        line.split("  #")[0].rstrip() for line in before.splitlines()
    ]


@pytest.mark.parametrize("kind", schemas.KINDS)
def test_every_schema_that_is_printed_is_a_sound_one(packkit: Packkit, kind: str) -> None:
    done = packkit("schema", kind)
    assert (done.code, done.err) == (0, "")
    jsonschema_rs.meta.validate(done.json)


def test_kinds_of_schema(packkit: Packkit) -> None:
    assert packkit("schema").out.split() == list(schemas.KINDS)
    done = packkit("schema", "acton")
    assert (done.code, done.out) == (4, "")
    assert done.err == "error: there is no schema of 'acton'\nhint: did you mean 'action'?\n"


def test_the_cache_is_shown_and_emptied(packkit: Packkit, make_pack: MakePack, home: Path) -> None:
    make_pack()
    assert packkit("cache", "dir").out == f"{home / 'cache' / 'packkit'}\n"
    assert packkit("cache", "info", "--format", "json").json["entries"] == 0
    packkit("validate")
    info = packkit("cache", "info", "--format", "json").json
    assert info["entries"] > 0
    assert f"{info['entries']} entries" in packkit("cache", "info").out
    done = packkit("cache", "clean")
    assert (done.code, done.out, done.err) == (0, "", f"{info['entries']} entries removed\n")
    assert packkit("cache", "info", "--format", "json").json["entries"] == 0


def test_the_cache_lies_where_the_environment_says(
    packkit: Packkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKKIT_CACHE_DIR", "elsewhere")
    assert packkit("cache", "dir").out == "elsewhere\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_completion_script_is_one_that_its_shell_can_read(packkit: Packkit, shell: str) -> None:
    done = packkit("completion", shell)
    assert (done.code, done.err) == (0, "")
    assert f"{shell}_complete" in done.out
    program = shutil.which(shell)
    if program:
        subprocess.run([program, "-n"], input=done.out.encode(), check=True)


def test_completion_starts_nothing(packkit: Packkit, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("no child process")

    monkeypatch.setattr(subprocess, "run", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert packkit("completion", "bash").code == 0


def test_completion_for_an_unknown_shell_or_none_is_refused(packkit: Packkit) -> None:
    assert packkit("completion", "tcsh").code == 4
    assert packkit("completion").code == 4


@pytest.mark.parametrize(
    ("line", "number", "expected"),
    [
        ("packkit vali", 1, "plain,validate"),
        ("packkit explain yaml.dup", 2, "plain,yaml.duplicate_key"),
        ("packkit config s", 2, "plain,show"),
        ("packkit schema tri", 2, "plain,trigger"),
        ("packkit validate --fail-on n", 3, "plain,never"),
        ("packkit validate --select yaml.dup", 3, "plain,yaml.duplicate_key"),
        ("packkit validate --ignore secret,yaml.dup", 3, "plain,secret,yaml.duplicate_key"),
        ("packkit validate --format sa", 3, "plain,sarif"),
    ],
)
def test_what_bash_is_told(
    packkit: Packkit,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
    number: int,
    expected: str,
) -> None:
    monkeypatch.setenv("_PACKKIT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(number))
    with pytest.raises(SystemExit):
        packkit()
    assert expected in capsys.readouterr().out.splitlines()


def test_codes_complete_from_all_checks() -> None:
    found = complete_codes(None, None, "ignore.un")  # type: ignore[arg-type]
    assert found == ["ignore.unknown_code", "ignore.unused"]


def test_json_is_ascii(packkit: Packkit) -> None:
    Path("packkit.toml").write_text('baseline = "ü.json"\n', "utf-8")
    out = packkit("config", "show", "--format", "json").out
    assert out.isascii()
    assert json.loads(out)["baseline"]["value"].endswith("ü.json")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("deps",), 0), (("build-envs",), 0), (("test",), 5), (("validate",), 5),
        (("workflows", "list"), 5), (("publish", "-o", "site"), 5),
        (("site", "build", "-o", "site"), 5),
    ],
)  # fmt: skip
def test_an_empty_list_of_paths_is_not_the_working_directory(
    packkit: Packkit, make_pack: MakePack, work: Path, arguments: tuple[str, ...], code: int
) -> None:
    make_pack()
    (work / "paths.txt").touch()
    done = packkit(*arguments, "@paths.txt")
    assert done.code == code
    assert "parcels" not in done.out + done.err
    assert ("no pack found in an empty list" in done.err) == (code == 5)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("build-envs", ".", "--timeout", "x"), "'x' is not a valid number."),
        (("packs", "list", "--page", "x"), "'x' is not a valid whole number."),
        (
            ("install", "--locked", "no.lock", "--packs-base-dir", "packs"),
            "'no.lock' cannot be read: it does not exist",
        ),
    ],
)
def test_wrong_input_is_told_in_plain_words(
    packkit: Packkit, arguments: tuple[str, ...], told: str
) -> None:
    done = packkit(*arguments)
    assert (done.code in (4, 6), told in done.err) == (True, True)
