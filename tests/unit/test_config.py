"""Settings: each layer wins over the earlier ones, and every mistake is told with its place."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.config import OPTIONS, Layer, Loaded, Origin, Settings, load
from attune_packkit.config.positions import key_lines, line_of
from attune_packkit.errors import ConfigError, ExitCode
from attune_packkit.model.targets import Target


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with an empty folder for the user's own configuration."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def loaded(
    cli: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    isolated: bool = False,
    config_file: str | None = None,
) -> Loaded:
    return load(
        cli or {},
        cwd=os.getcwd(),
        environ=environ or {},
        isolated=isolated,
        config_file=config_file,
    )


def failure(text: str, name: str = "packkit.toml") -> tuple[str, str]:
    Path(name).write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        loaded()
    assert caught.value.exit_code is ExitCode.USAGE
    return caught.value.message, caught.value.hint


def user_file(text: str) -> Path:
    path = Path(os.environ["XDG_CONFIG_HOME"], "packkit", "config.toml")
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


def test_without_any_source_all_settings_are_defaults() -> None:
    result = loaded()
    assert result.settings == Settings()
    assert {str(origin) for origin in result.origins.values()} == {"default"}


def test_every_setting_has_an_option_and_only_those() -> None:
    assert set(OPTIONS) == set(Settings.__struct_fields__)
    assert len({option.key for option in OPTIONS.values()}) == len(OPTIONS)


def test_targets_are_those_of_the_model() -> None:
    for target in Target:
        assert loaded({}, {"PACKKIT_TARGET": target.value}).settings.target == target.value
    with pytest.raises(ConfigError, match=", ".join(Target)):
        loaded({}, {"PACKKIT_TARGET": "other"})


def test_a_file_gives_every_kind_of_value(folder: Path) -> None:
    Path("packkit.toml").write_text(
        'target = "classic"\n'
        'select = ["workflow", "yaml.duplicate_key", "workflow"]\n'
        'fail-on = "never"\n'
        "jobs = 3\n"
        "autoload = false\n"
        'baseline = "known/baseline.json"\n'
        "[severity-overrides]\n"
        '"manifest" = "error"\n'
        "[per-pack-ignore]\n"
        'parcels = ["readme"]\n'
        "[output]\n"
        'sarif = "out.sarif"\n'
        'json = "-"\n',
        "utf-8",
    )
    settings = loaded().settings
    assert settings.target == "classic"
    assert settings.select == ("workflow", "yaml.duplicate_key")
    assert settings.fail_on == "never"
    assert settings.jobs == 3
    assert settings.autoload is False
    assert settings.baseline == str(folder / "known" / "baseline.json")
    assert settings.overrides == (("manifest", "error"),)
    assert settings.per_pack_ignore == (("parcels", ("readme",)),)
    assert settings.outputs == (("sarif", str(folder / "out.sarif")), ("json", "-"))


def test_origin_names_file_and_line() -> None:
    Path("packkit.toml").write_text('# first\n\ntarget = "current"\n', "utf-8")
    assert loaded().origins["target"] == Origin(Layer.PROJECT_FILE, "packkit.toml", 3)
    assert str(loaded().origins["target"]) == "packkit.toml:3"


def test_pyproject_counts_only_with_our_table(folder: Path) -> None:
    Path("packkit.toml").write_text('target = "classic"\n', "utf-8")
    below = folder / "below"
    below.mkdir()
    project = below / "pyproject.toml"
    project.write_text('[project]\nname = "packkit"\n', "utf-8")
    assert load({}, cwd=str(below), environ={}).settings.target == "classic"
    project.write_text('[tool.packkit]\ntarget = "current"\n', "utf-8")
    result = load({}, cwd=str(below), environ={})
    assert result.settings.target == "current"
    assert str(result.origins["target"]) == os.path.join("below", "pyproject.toml") + ":2"


def test_packkit_toml_wins_over_pyproject_beside_it() -> None:
    Path("packkit.toml").write_text('target = "classic"\n', "utf-8")
    Path("pyproject.toml").write_text('[tool.packkit]\ntarget = "current"\n', "utf-8")
    assert loaded().settings.target == "classic"


def test_layers_in_order(folder: Path) -> None:
    user = user_file('target = "classic"\nseverity = "info"\nfail-on = "warning"\njobs = 2\n')
    Path("packkit.toml").write_text('severity = "error"\nfail-on = "info"\njobs = 3\n', "utf-8")
    result = loaded({"jobs": 5}, {"PACKKIT_FAIL_ON": "never", "PACKKIT_JOBS": "4"})
    assert result.settings.target == "classic"
    assert result.settings.severity == "error"
    assert result.settings.fail_on == "never"
    assert result.settings.jobs == 5
    assert result.origins["target"] == Origin(Layer.USER_FILE, str(user), 1)
    assert result.origins["severity"] == Origin(Layer.PROJECT_FILE, "packkit.toml", 1)
    assert result.origins["fail_on"] == Origin(Layer.ENVIRONMENT, "PACKKIT_FAIL_ON")
    assert result.origins["jobs"] == Origin(Layer.COMMAND_LINE, "--jobs")


_WORDS = st.sampled_from(["error", "warning", "info"])
_LAYER = st.fixed_dictionaries({}, optional={"severity": _WORDS, "fail_on": _WORDS})


@given(project=_LAYER, environment=_LAYER, cli=_LAYER)
def test_the_last_layer_that_gives_a_value_wins(
    project: dict[str, str], environment: dict[str, str], cli: dict[str, str]
) -> None:
    text = "".join(f'{OPTIONS[name].key} = "{value}"\n' for name, value in project.items())
    Path("packkit.toml").write_text(text, "utf-8")
    variables = {OPTIONS[name].variable: value for name, value in environment.items()}
    result = loaded(cli, variables)
    for name in ("severity", "fail_on"):
        layers = [
            (Layer.DEFAULT, {name: getattr(Settings(), name)}),
            (Layer.PROJECT_FILE, project),
            (Layer.ENVIRONMENT, environment),
            (Layer.COMMAND_LINE, cli),
        ]
        layer, given_there = [each for each in layers if name in each[1]][-1]
        assert getattr(result.settings, name) == given_there[name]
        assert result.origins[name].layer is layer


def test_environment_reads_lists_tables_and_truth() -> None:
    result = loaded(
        {},
        {
            "PACKKIT_IGNORE": "readme, manifest.license_missing,",
            "PACKKIT_SEVERITY_OVERRIDES": "manifest=error,readme=info",
            "PACKKIT_PER_PACK_IGNORE": "parcels=readme,parcels=license,notify=readme",
            "PACKKIT_OUTPUT": "sarif=a.sarif",
            "PACKKIT_CACHE": "off",
            "PACKKIT_JOBS": "auto",
            "PACKKIT_TARGET": "",
        },
    ).settings
    assert result.ignore == ("readme", "manifest.license_missing")
    assert result.overrides == (("manifest", "error"), ("readme", "info"))
    assert result.per_pack_ignore == (("parcels", ("readme", "license")), ("notify", ("readme",)))
    assert result.outputs == (("sarif", "a.sarif"),)
    assert result.cache is False
    assert result.jobs == 0
    assert result.target == "auto"


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PACKKIT_FAIL_ON", "eror", "'PACKKIT_FAIL_ON' is 'eror', expected one of error"),
        ("PACKKIT_CACHE", "maybe", "'PACKKIT_CACHE' is 'maybe', expected true or false"),
        ("PACKKIT_JOBS", "-1", "'PACKKIT_JOBS' is '-1', expected a whole number"),
        ("PACKKIT_JOBS", "9" * 5000, "expected a whole number"),
        ("PACKKIT_OUTPUT", "sarif", "'PACKKIT_OUTPUT' is 'sarif', expected NAME=VALUE"),
        (
            "PACKKIT_SEVERITY_OVERRIDES",
            "yaml=bad",
            "'PACKKIT_SEVERITY_OVERRIDES.yaml' is 'bad', expected one of error",
        ),
    ],
)
def test_a_variable_with_a_wrong_value_is_refused(variable: str, value: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded({}, {variable: value})
    assert message in caught.value.message


def test_misspelt_variable_is_refused_and_a_strange_one_is_not() -> None:
    with pytest.raises(ConfigError) as caught:
        loaded({}, {"PACKKIT_FAILON": "never"})
    assert caught.value.hint == "did you mean 'PACKKIT_FAIL_ON'?"
    assert loaded({}, {"PACKKIT_SERVER_WORKERS": "4"}).settings == Settings()
    assert loaded({}, {"PACKKIT_TRACEBACK": "1"}).settings == Settings()


def test_attunes_own_variable_names_the_packs_folder() -> None:
    environ = {"ATTUNE__PACKS_BASE_DIR": "/srv/packs"}
    assert loaded({}, environ).settings.packs_base_dir == "/srv/packs"
    environ["PACKKIT_PACKS_BASE_DIR"] = "/srv/own"
    assert loaded({}, environ).settings.packs_base_dir == "/srv/own"


def test_the_environment_turns_off_the_loading_of_plugins() -> None:
    result = loaded({}, {"PACKKIT_DISABLE_PLUGIN_AUTOLOAD": "1"})
    assert result.settings.autoload is False
    assert str(result.origins["autoload"]) == "PACKKIT_DISABLE_PLUGIN_AUTOLOAD"


def test_plugins_add_up() -> None:
    Path("packkit.toml").write_text('plugins = ["acme_checks"]\n', "utf-8")
    settings = loaded({"plugins": ("more",)}, {"PACKKIT_PLUGINS": "acme_checks,extra"}).settings
    assert settings.plugins == ("acme_checks", "extra", "more")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            'target = "auto"\nfail_onn = "error"\n',
            "packkit.toml:2: unknown setting 'fail_onn'",
            "did you mean 'fail-on'?",
        ),
        (
            'fail_on = "error"\n',
            "packkit.toml:1: unknown setting 'fail_on'",
            "did you mean 'fail-on'?",
        ),
        (
            "\n\n[rules]\nx = 1\n",
            "packkit.toml:3: unknown setting 'rules'",
            "settings: target, select",
        ),
        (
            'severity = "warn"\n',
            "packkit.toml:1: 'severity' is 'warn', expected one of error, warning, info",
            "did you mean 'warning'?",
        ),
        ("jobs = true\n", "packkit.toml:1: 'jobs' is true, expected a whole number", ""),
        (
            "jobs = 100000\n",
            "packkit.toml:1: 'jobs' is the number 100000, expected a whole number from 0 to 1024",
            "",
        ),
        (
            'select = "workflow"\n',
            "packkit.toml:1: 'select' is 'workflow', expected a list of texts",
            "",
        ),
        (
            'select = [\n "workflow",\n 3,\n]\n',
            "packkit.toml:1: 'select[1]' is the number 3, expected some text",
            "",
        ),
        (
            '[severity-overrides]\nyaml = "error"\nmanifest = "of"\n',
            "packkit.toml:3: 'severity-overrides.manifest' is 'of', expected one of error",
            "",
        ),
        ("cache = 1979-05-27\n", "packkit.toml:1: 'cache' is '1979-05-27', expected true", ""),
        ('baseline = ""\n', "packkit.toml:1: 'baseline' is empty, expected some text", ""),
        ("a = 1\nb = \n", "packkit.toml:2: no valid TOML", ""),
        ('a = """\n', "packkit.toml:2: no valid TOML", ""),
        ("a = " + "[" * 100_000, "packkit.toml:1: nested too deeply", ""),
        ("a = " + "9" * 10_000, "packkit.toml:1: no valid TOML", ""),
        ("# " + "x" * 1024 * 1024, "packkit.toml:1: larger than 1048576 bytes", ""),
    ],
)
def test_a_wrong_file_is_refused_with_what_helps(text: str, message: str, hint: str) -> None:
    found, advice = failure(text)
    assert found.startswith(message)
    assert advice.startswith(hint)


def test_file_that_is_not_utf8() -> None:
    Path("packkit.toml").write_bytes(b'a = "x"\nb = "\xff"\n')
    with pytest.raises(ConfigError, match=r"packkit\.toml:2: not UTF-8"):
        loaded()


def test_wrong_pyproject_names_the_line_in_it() -> None:
    text = '[project]\nname = "x"\n[tool.packkit]\n# about\nselct = []\n'
    message, hint = failure(text, "pyproject.toml")
    assert message == "pyproject.toml:5: unknown setting 'selct'"
    assert hint == "did you mean 'select'?"


def test_explicit_file_replaces_the_project_file_and_must_exist(tmp_path: Path) -> None:
    Path("packkit.toml").write_text('target = "classic"\n', "utf-8")
    other = tmp_path / "other.toml"
    other.write_text('fail-on = "never"\n', "utf-8")
    settings = loaded(config_file=str(other)).settings
    assert (settings.target, settings.fail_on) == ("auto", "never")
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        loaded(config_file="missing.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        loaded(config_file=str(tmp_path))


def test_isolated_ignores_files_and_environment(tmp_path: Path) -> None:
    user_file("nonsense = 1\n")
    Path("packkit.toml").write_text("nonsense = 1\n", "utf-8")
    environ = {"PACKKIT_PLUGINS": "evil", "PACKKIT_NONSENSE": "1"}
    result = loaded({"target": "current"}, environ, isolated=True)
    assert result.settings == Settings(target="current")
    explicit = tmp_path / "explicit.toml"
    explicit.write_text("jobs = 2\n", "utf-8")
    settings = loaded(isolated=True, config_file=str(explicit)).settings
    assert settings.jobs == 2


@pytest.mark.parametrize(
    "line", ['plugins = ["evil"]', 'cache-dir = "/"', '[output]\njson = "/x"', 'packs-base-dir="/"']
)
def test_a_file_in_a_pack_cannot_name_code_or_places(folder: Path, line: str) -> None:
    (folder / "pack.yaml").write_text("ref: parcels\n", "utf-8")
    below = folder / "deep" / "er"
    below.mkdir(parents=True)
    for place in (folder, below):
        config = place / "packkit.toml"
        config.write_text(f"jobs = 1\n{line}\n", "utf-8")
        with pytest.raises(ConfigError, match=r":2: '.*' cannot be set by a file inside a pack"):
            load({}, cwd=str(place), environ={})
        assert loaded(config_file=str(config)).settings.jobs == 1
    (folder / "packkit.toml").write_text('ignore = ["readme"]\n', "utf-8")
    assert loaded().settings.ignore == ("readme",)


@pytest.mark.parametrize("key", ["baseline", "platform-catalog"])
def test_a_file_in_a_pack_cannot_make_packkit_wait_at_a_pipe(folder: Path, key: str) -> None:
    (folder / "pack.yaml").write_text("ref: parcels\n", "utf-8")
    os.mkfifo(folder / "pipe")
    (folder / "packkit.toml").write_text(f'jobs = 1\n{key} = "pipe"\n', "utf-8")
    with pytest.raises(ConfigError, match=f":2: '{key}' names what is no file"):
        load({}, cwd=str(folder), environ={})


def test_the_file_of_a_pack_below_is_never_read(folder: Path) -> None:
    pack = folder / "fetched"
    pack.mkdir()
    (pack / "pack.yaml").write_text("ref: fetched\n", "utf-8")
    (pack / "packkit.toml").write_text('plugins = ["evil"]\nnonsense = 1\n', "utf-8")
    assert loaded().settings == Settings()


def test_paths_in_files_start_at_the_file_or_at_home(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    Path("packkit.toml").write_text('baseline = "~/b.json"\ncache-dir = "c"\n', "utf-8")
    below = folder / "below"
    below.mkdir()
    settings = load({}, cwd=str(below), environ={}).settings
    assert settings.cache_dir == str(folder / "c")
    if sys.platform != "win32":
        assert settings.baseline == "/home/ada/b.json"


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
@pytest.mark.parametrize(
    ("make", "found"),
    [
        (os.mkdir, "a folder"),
        (lambda path: os.mkfifo(path), "a pipe or a device"),
        (lambda path: os.symlink(os.devnull, path), "a pipe or a device"),
        (lambda path: os.symlink("nowhere", path), "a link to nothing"),
    ],
)
@pytest.mark.parametrize("of_user", [False, True])
def test_settings_that_are_no_file_are_refused_unopened(
    make: Callable[[str], None], found: str, of_user: bool
) -> None:
    if of_user:
        path = user_file("")
        path.unlink()
    else:
        path = Path("packkit.toml")
    make(str(path))
    with pytest.raises(ConfigError) as caught:
        loaded()
    assert caught.value.message == f"{path}: expected a file of settings, found {found}"
    assert "--isolated" in caught.value.hint
    assert loaded(isolated=True).settings == Settings()


def test_a_pyproject_that_is_no_file_is_left_to_others() -> None:
    Path("pyproject.toml").mkdir()
    assert loaded().settings == Settings()


def test_toml_is_not_imported_without_a_file() -> None:
    code = (
        "import sys; from attune_packkit.config import load;"
        "load({}, cwd='/', environ={}); print('tomllib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


TRICKY = '''\
a = """
b = 1
""\\" c = 2 """"
"b.c" = 1
d . 'e f' = [ # [ not a bracket
  "]", """
]""",
  { x = 1, y = [2] },
]
g = 'C:\\' # x
[ t . "u" ]
h = \'\'\'
[not.a.table]
\'\'\'
[[list]]
i = 1
[[list]]
j = 2
'''


def test_lines_of_tricky_toml() -> None:
    import tomllib

    tomllib.loads(TRICKY)
    lines = key_lines(TRICKY)
    assert lines == {
        ("a",): 1,
        ("b.c",): 4,
        ("d", "e f"): 5,
        ("g",): 10,
        ("t", "u"): 11,
        ("t", "u", "h"): 12,
        ("list",): 15,
        ("list", "i"): 16,
        ("list", "j"): 18,
    }
    assert line_of(("t", "u", "h", "deeper"), lines) == 12
    assert line_of(("d",), lines) == 5
    assert line_of(("nowhere",), lines) == 1


@given(st.text(max_size=200))
def test_lines_never_fail(text: str) -> None:
    key_lines(text)
