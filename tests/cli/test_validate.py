"""packkit validate: what it checks, what it writes where, and its exit codes."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from .conftest import TWICE, MakePack, Packkit


@pytest.mark.parametrize("name", ["validate", "check", "lint"])
def test_sound_pack_below_the_working_directory(
    packkit: Packkit, make_pack: MakePack, name: str
) -> None:
    make_pack()
    done = packkit(name)
    assert (done.code, done.err) == (0, "")
    assert "1 pack valid" in done.out


def test_error_fails_the_run(packkit: Packkit, broken: Path) -> None:
    done = packkit("validate")
    assert (done.code, done.err) == (1, "")
    assert "parcels/pack.yaml:6:1" in done.out
    assert "yaml.duplicate_key" in done.out


@pytest.mark.parametrize("command", [(), ("--severity", "info"), ("--format", "json"), ("-q",)])
@pytest.mark.parametrize(("level", "code"), [("error", 1), ("info", 1), ("never", 0)])
def test_exit_code_never_depends_on_how_it_is_shown(
    packkit: Packkit, broken: Path, command: tuple[str, ...], level: str, code: int
) -> None:
    assert packkit("validate", "--fail-on", level, *command).code == code


def test_a_run_without_any_pack_fails(packkit: Packkit, work: Path) -> None:
    done = packkit("validate")
    assert done.code == 5
    assert done.err == "error: no pack found in .\nhint: a pack is a folder with a pack.yaml\n"
    assert packkit("validate", "--format", "json").json["packs"] == []


def test_path_that_does_not_exist(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    done = packkit("validate", "parcels", "tariffs")
    assert (done.code, done.out) == (6, "")
    assert done.err == "error: path 'tariffs' does not exist\n"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("parcel", "did you mean 'parcels'?"),
        ("./parcells/", "did you mean 'parcels'?"),
        ("parcels/pack.yml", "did you mean 'parcels/pack.yaml'?"),
    ],
)
def test_a_misspelt_path_gets_the_right_one(
    packkit: Packkit, make_pack: MakePack, path: str, hint: str
) -> None:
    make_pack()
    done = packkit("validate", "--", path)
    assert (done.code, done.out) == (6, "")
    assert done.err == f"error: path '{path}' does not exist\nhint: {hint}\n"


def test_a_lone_dash_is_no_list_of_paths(packkit: Packkit) -> None:
    done = packkit("validate", "-")
    assert (done.code, done.out) == (4, "")
    assert done.err == "error: '-' is no path\nhint: @- is a list of paths on standard input\n"


def test_paths_in_a_list_may_end_with_nul(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack(name="one\ntwo")
    (work / "list").write_bytes(b"one\ntwo\0one\ntwo/pack.yaml\0")
    done = packkit("validate", "@list")
    assert (done.code, done.err) == (0, "")
    assert "1 pack valid" in done.out


def test_several_reports_of_one_run(packkit: Packkit, broken: Path, work: Path) -> None:
    done = packkit(
        "validate",
        "--output",
        "sarif=out.sarif",
        "--output=junit=out.xml",
        "--output=json=out.json",
    )
    assert done.code == 1
    assert "1 error" in done.out
    assert json.loads((work / "out.sarif").read_text())["version"] == "2.1.0"
    assert (work / "out.xml").read_text().startswith("<?xml")
    assert json.loads((work / "out.json").read_text())["summary"]["errors"] == 1
    assert sorted(os.listdir(work)) == ["out.json", "out.sarif", "out.xml", "parcels"]


def test_a_folder_without_packs_among_others_is_no_success(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack()
    (work / "empty").mkdir()
    (work / "list").write_text("parcels\nempty\n")
    for places in (("parcels", "empty"), ("empty", "parcels"), ("@list",)):
        done = packkit("validate", *places)
        assert (done.code, done.out) == (5, "")
        assert done.err.startswith("error: no pack found in empty\nhint: a pack is a folder with")


def test_a_link_to_a_pack_elsewhere_is_told(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack(name="packs/parcels")
    make_pack({"pack.yaml": TWICE.replace("ref: parcels", "ref: other")}, name="elsewhere/other")
    (work / "packs/other").symlink_to("../elsewhere/other")
    (work / "packs/again").symlink_to("parcels")
    done = packkit("validate", "packs")
    assert done.code == 0
    assert done.out.splitlines()[-1] == (
        "'packs/other' is a link to a pack and was not followed: name it to check it"
    )
    assert packkit("validate", "packs", "packs/other").code == 1


def test_dash_is_standard_output(packkit: Packkit, broken: Path) -> None:
    done = packkit("validate", "--output", "json=-")
    assert done.json["summary"]["errors"] == 1
    assert done.out == packkit("validate", "--format", "json").out


def test_report_file_is_replaced_in_one_step(packkit: Packkit, broken: Path, work: Path) -> None:
    target = work / "kept.json"
    target.write_text("x" * 100_000, "utf-8")
    target.chmod(0o604)
    (work / "link.json").symlink_to(target)
    packkit("validate", "--output", "json=link.json")
    assert json.loads(target.read_text())["summary"]["errors"] == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o604
    assert (work / "link.json").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="no such device")
def test_report_to_a_device(packkit: Packkit, broken: Path) -> None:
    assert packkit("validate", "--output", "json=/dev/null").code == 1
    assert not os.path.isfile("/dev/null")


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("--format", "jsn"), "there is no report format 'jsn'", "did you mean 'json'?"),
        (("--output", "sarf=x"), "there is no report format 'sarf'", "did you mean 'sarif'?"),
        (("--format", "pdf"), "there is no report format 'pdf'", "formats: text, json, junit,"),
        (
            ("--format", "text", "--output", "json=-"),
            "only one report can go to standard output",
            "",
        ),
        (("--output", "json=x", "--output", "sarif=x"), "only one report can go to 'x'", ""),
        (("--output", "json=no/x"), "the folder of 'no/x' does not exist", ""),
        (("--output", "json=x", "--output", "sarif=./x"), "only one report can go to 'x'", ""),
        (("--output", "json=parcels"), "'parcels' is a folder", "name a file in it"),
        (
            ("--select", "yaml.dup_key"),
            "--select: no check is called 'yaml.dup_key'",
            "did you mean 'yaml.duplicate_key'?",
        ),
        (
            ("--ignore", "yaml,redme"),
            "--ignore: no check is called 'redme'",
            "did you mean 'readme'?",
        ),
        (
            ("--select", "yaml", "--ignore", "yaml"),
            "'yaml' is both selected and ignored",
            "leave one of them out",
        ),
        (
            ("--update-baseline",),
            "--update-baseline needs --baseline FILE",
            "or the setting baseline",
        ),
        (("--baseline", "none.json"), "baseline 'none.json' does not exist", "--update-baseline"),
        (("-k", "(a"), "-k '(a': did not expect the end", ""),
        (("@none",), "list of paths 'none' cannot be read: No such file or directory", ""),
        (("-p", "nonsuch"), "no plugin or module is called 'nonsuch'", ""),
        (("-p", "no:checks"), "plugin 'checks' cannot be disabled", ""),
        (("--config", "none.toml"), "none.toml: cannot be read: No such file or directory", ""),
    ],
)
def test_wrong_arguments_are_refused_with_what_helps(
    packkit: Packkit, broken: Path, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    done = packkit("validate", *arguments)
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(f"error: {message}")
    assert f"hint: {hint}" in done.err or not hint


@pytest.mark.parametrize(
    "arguments",
    [
        ("--nonsuch",),
        ("--severity", "loud"),
        ("--fail-on", "warn"),
        ("--target", "new"),
        ("--jobs", "many"),
        ("--jobs", "-1"),
        ("--jobs", "99999"),
        ("--durations", "-1"),
        ("--output", "sarif"),
        ("--output", "=x"),
        ("--output", "sarif="),
        ("--color", "sometimes"),
    ],
)
def test_usage_errors_of_click_end_with_four_too(
    packkit: Packkit, arguments: tuple[str, ...]
) -> None:
    done = packkit("validate", *arguments)
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("Usage: packkit validate")


def test_option_without_its_value(packkit: Packkit) -> None:
    done = packkit("validate", "--format")
    assert (done.code, done.out) == (4, "")
    assert "'--format' requires an argument" in done.err


def test_revision_that_cannot_be_found(packkit: Packkit, broken: Path) -> None:
    done = packkit("validate", "--changed-since", "main")
    assert done.code != 0
    assert done.out == ""
    assert done.err.startswith("error: ")


def test_codes_in_lists_and_repeated(packkit: Packkit, broken: Path) -> None:
    assert packkit("validate", "--select", "readme, yaml").code == 1
    assert packkit("validate", "--select", "readme", "--select", "yaml").code == 1
    assert packkit("validate", "--select", "readme").code == 0
    assert packkit("validate", "--ignore", "readme,yaml").code == 0


def test_an_empty_list_replaces_that_of_the_file(packkit: Packkit, broken: Path) -> None:
    Path("packkit.toml").write_text('ignore = ["yaml"]\n', "utf-8")
    assert packkit("validate").code == 0
    assert packkit("validate", "--ignore", "").code == 1


def test_unknown_code_in_a_file_is_told_with_its_line(packkit: Packkit, broken: Path) -> None:
    Path("packkit.toml").write_text('\nignore = ["yamls"]\n', "utf-8")
    done = packkit("validate")
    assert done.code == 4
    assert done.err == (
        "error: packkit.toml:2: no check is called 'yamls'\nhint: did you mean 'yaml'?\n"
    )


def test_settings_of_the_project_count(packkit: Packkit, broken: Path) -> None:
    Path("packkit.toml").write_text('fail-on = "never"\n[output]\njson = "r.json"\n', "utf-8")
    assert packkit("validate").code == 0
    assert os.path.isfile("r.json")
    assert packkit("--isolated", "validate").code == 1
    assert packkit("validate", "--isolated").code == 1


def test_the_settings_of_a_checked_pack_do_not(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack({"pack.yaml": TWICE, "packkit.toml": 'plugins = ["evil"]\nfail-on = "never"\n'})
    assert packkit("validate").code == 1
    assert packkit("validate", "parcels").code == 1


def test_inside_a_pack_its_file_may_not_name_plugins(
    packkit: Packkit, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack({"packkit.toml": 'plugins = ["antigravity"]\n'})
    monkeypatch.chdir(pack)
    done = packkit("validate")
    assert done.code == 4
    assert "packkit.toml:1: 'plugins' cannot be set by a file inside a pack" in done.err
    assert "antigravity" not in sys.modules
    assert packkit("--isolated", "validate").code == 0


def test_a_baseline_hides_what_is_known_and_tells_what_is_fixed(
    packkit: Packkit, broken: Path
) -> None:
    written = packkit("validate", "--baseline", "known.json", "--update-baseline")
    assert written.code == 0
    first = Path("known.json").read_bytes()
    assert packkit("validate", "--baseline", "known.json").code == 0
    assert packkit("validate").code == 1
    (broken / "pack.yaml").write_text(TWICE.replace("label: Parcels\n", ""), "utf-8")
    fixed = packkit("validate", "--baseline", "known.json", "--fail-on", "warning")
    assert fixed.code == 1
    assert "baseline.fixed" in fixed.out
    assert Path("known.json").read_bytes() == first
    packkit("validate", "--baseline", "known.json", "--update-baseline")
    assert packkit("validate", "--baseline", "known.json", "--fail-on", "warning").code == 0


def test_an_ignore_comment_suppresses_and_is_told_when_unused(
    packkit: Packkit, make_pack: MakePack
) -> None:
    ignored = TWICE.rstrip("\n") + "  # packkit: ignore[yaml.duplicate_key] both are needed\n"
    make_pack({"pack.yaml": ignored})
    done = packkit("validate", "--format", "json", "--severity", "info")
    assert done.code == 0
    assert done.json["summary"]["suppressed"] == 1
    assert done.json["packs"][0]["diagnostics"] == []
    make_pack({"pack.yaml": ignored.replace("label: Parcel Service", "tags: [post]")})
    unused = packkit("validate")
    assert unused.code == 0
    assert "ignore.unused" in unused.out


def test_a_part_of_a_run_judges_comments_and_baseline_by_the_whole(
    packkit: Packkit, make_pack: MakePack
) -> None:
    twice = "ref: parcels.{0}\nlabel: {0}\nlabel: {0}{1}\nentry_point: run.sh\n"
    make_pack(
        {
            "actions/run.sh": "#!/bin/sh\n",
            "actions/send.yaml": twice.format("send", ""),
            "actions/weigh.yaml": twice.format("weigh", "  # packkit: ignore[yaml] needed"),
        }
    )
    known = ("validate", "--baseline", "known.json", "--fail-on", "warning")
    assert packkit(*known, "--update-baseline").code == 0
    for keyword in ("send", "weigh"):
        done = packkit(*known, "-k", keyword, "--format", "json")
        assert done.code == 0
        assert done.json["packs"][0]["diagnostics"] == []
        assert done.json["summary"]["suppressed"] == 1
    assert packkit("validate", "-k", "send").code == 1
    assert packkit("validate", "-k", "weigh").code == 0


def test_list_of_paths(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    make_pack({"pack.yaml": TWICE.replace("parcels", "tariffs")}, name="tariffs")
    Path("list").write_text("parcels\n\n", "utf-8")
    assert packkit("validate", "@list").code == 0
    assert packkit("validate", "@list", "tariffs").code == 1
    Path("list").write_bytes(b"\xff")
    assert packkit("validate", "@list").code == 4


def test_a_name_that_begins_with_an_option_sign(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(name="--select")
    assert packkit("validate", "--", "--select").code == 0


def test_quiet_verbose_and_durations(packkit: Packkit, broken: Path) -> None:
    quiet = packkit("validate", "-q").out
    assert quiet.startswith("parcels/pack.yaml:6:1: error: ")
    assert len(packkit("validate", "-vv").out) >= len(packkit("validate").out) > len(quiet)
    assert "yaml.duplicate_key" in packkit("validate", "--durations", "0").out


@pytest.mark.parametrize(
    ("arguments", "environ", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        ((), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"PACKKIT_COLOR": "always"}, True),
    ],
)
def test_color_follows_option_and_environment(
    packkit: Packkit,
    broken: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    environ: dict[str, str],
    colored: bool,
) -> None:
    monkeypatch.delenv("NO_COLOR")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    out = packkit("validate", *arguments, "--output", "text=report.txt").out
    assert ("\x1b[" in out) is colored
    assert "\x1b[" not in Path("report.txt").read_text("utf-8")
    assert "\x1b[" not in packkit("validate", *arguments, "--format", "json").out


def test_cache_is_used_only_if_wanted(packkit: Packkit, broken: Path, home: Path) -> None:
    packkit("validate", "--no-cache")
    assert not (home / "cache").exists()
    packkit("validate")
    assert (home / "cache" / "packkit").is_dir()


def test_nothing_is_written_to_the_working_directory(
    packkit: Packkit, broken: Path, work: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in work.rglob("*")}
    packkit("validate")
    packkit("validate", "--lf", "-x", "-k", "parcels", "-j", "2")
    assert {path: path.stat().st_mtime_ns for path in work.rglob("*")} == before


def test_an_empty_revision_is_a_variable_that_is_not_set(packkit: Packkit, broken: Path) -> None:
    done = packkit("validate", "--changed-since", "")
    assert (done.code, done.out) == (4, "")
    assert "the revision is empty" in done.err


@pytest.mark.parametrize("option", ["--baseline", "--platform-catalog"])
def test_an_empty_path_is_a_variable_that_is_not_set(
    packkit: Packkit, broken: Path, option: str
) -> None:
    done = packkit("validate", option, "")
    assert (done.code, done.out) == (4, "")
    assert "the path is empty" in done.err


def test_a_keyword_that_nothing_matches(packkit: Packkit, broken: Path) -> None:
    done = packkit("validate", "-k", "nosuch")
    assert done.code == 5
    assert done.err == "error: no component has a ref that matches -k 'nosuch'\n"
    assert "no packs selected · 1 pack deselected" in done.out


def test_a_platform_catalog_says_what_the_platform_has(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    rule = "ref: parcels.watch\nlabel: Watch\ntrigger_ref: core.alert\naction_ref: core.locl\n"
    make_pack({"rules/watch.yaml": rule})
    assert packkit("validate").code == 0
    catalog = work / "catalog.yaml"
    catalog.write_text("replace: true\nactions: [core.local]\ntriggers: [core.alert]\n")
    done = packkit("validate", "--platform-catalog", "catalog.yaml")
    assert done.code == 1
    assert "did you mean 'core.local'?" in done.out
    (work / "packkit.toml").write_text('platform-catalog = "catalog.yaml"\n')
    assert packkit("validate").code == 1
    catalog.write_text("actons: []\n")
    assert packkit("validate").err.startswith("error: ")
