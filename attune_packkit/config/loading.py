"""Put the layers of settings together: defaults, files, environment, command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from msgspec.structs import asdict

from attune_packkit.config import files
from attune_packkit.config.options import OPTIONS, Option, WrongValueError
from attune_packkit.config.settings import DEFAULT, Layer, Loaded, Origin, Settings
from attune_packkit.errors import ConfigError
from attune_packkit.suggest import near

Given: TypeAlias = Iterator[tuple[Option, object, Origin]]

PREFIX = "PACKKIT_"
AUTOLOAD_SWITCH = "PACKKIT_DISABLE_PLUGIN_AUTOLOAD"
OTHER_VARIABLES = frozenset({AUTOLOAD_SWITCH, "PACKKIT_TRACEBACK"})
ATTUNE_PACKS_BASE_DIR = "ATTUNE__PACKS_BASE_DIR"


def load(
    cli: Mapping[str, object],
    *,
    cwd: str,
    environ: Mapping[str, str],
    isolated: bool = False,
    config_file: str | None = None,
) -> Loaded:
    """Return the settings of a run, each from the last layer that gives it.

    `cli` holds the values given on the command line by field name. `isolated` leaves out the
    environment and every file but `config_file`, which else takes the place of the project file.
    Raises `ConfigError`.
    """
    values: dict[str, Any] = asdict(Settings())
    origins = dict.fromkeys(values, DEFAULT)
    for layer in _layers(cli, cwd, environ, isolated, config_file):
        for option, value, origin in layer:
            if option.adds:
                value = tuple(dict.fromkeys((*values[option.name], *_items(value))))
            values[option.name] = value
            origins[option.name] = origin
    return Loaded(Settings(**values), origins)


def _layers(
    cli: Mapping[str, object],
    cwd: str,
    environ: Mapping[str, str],
    isolated: bool,
    config_file: str | None,
) -> Iterator[Given]:
    if not isolated:
        yield _user_layer()
    if config_file is not None:
        yield files.read_file(config_file, Layer.PROJECT_FILE, trusted=True)
    elif not isolated:
        yield _project_layer(cwd)
    if not isolated:
        yield _environment_layer(environ)
    yield _command_line_layer(cli)


def _user_layer() -> Given:
    path = files.user_file()
    if files.is_there(path):
        yield from files.read_file(path, Layer.USER_FILE, trusted=True)


def _project_layer(cwd: str) -> Given:
    path = files.project_file(cwd)
    if path:
        trusted = not files.inside_pack(path)
        yield from files.read_file(path, Layer.PROJECT_FILE, trusted=trusted)


def _environment_layer(environ: Mapping[str, str]) -> Given:
    if environ.get(ATTUNE_PACKS_BASE_DIR):
        origin = Origin(Layer.ENVIRONMENT, ATTUNE_PACKS_BASE_DIR)
        yield OPTIONS["packs_base_dir"], environ[ATTUNE_PACKS_BASE_DIR], origin
    if environ.get(AUTOLOAD_SWITCH):
        yield OPTIONS["autoload"], False, Origin(Layer.ENVIRONMENT, AUTOLOAD_SWITCH)
    for option in OPTIONS.values():
        text = environ.get(option.variable)
        if text:
            yield option, _from_text(option, text), Origin(Layer.ENVIRONMENT, option.variable)
    _refuse_misspelt(environ)


def _from_text(option: Option, text: str) -> object:
    try:
        value = option.read(option.from_text(text))
    except WrongValueError as error:
        raise files.wrong_value("", option.variable, error) from None
    return option.based(value, "")


def _refuse_misspelt(environ: Mapping[str, str]) -> None:
    """Refuse a variable that is nearly one of ours; others may belong to a plugin."""
    known = {option.variable for option in OPTIONS.values()} | OTHER_VARIABLES
    tails = [name.removeprefix(PREFIX) for name in known]
    for name in environ:
        if name.startswith(PREFIX) and name not in known:
            match = near(name.removeprefix(PREFIX), tails)
            if match:
                raise ConfigError(
                    f"unknown environment variable '{name}'",
                    hint=f"did you mean '{PREFIX}{match}'?",
                )


def _command_line_layer(cli: Mapping[str, object]) -> Given:
    for name, value in cli.items():
        option = OPTIONS[name]
        yield option, value, Origin(Layer.COMMAND_LINE, f"--{option.key}")


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else ()
