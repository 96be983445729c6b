"""Configuration files: which ones count, and what they say."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from attune_packkit import homes
from attune_packkit.config.options import BY_KEY, Option, WrongValueError
from attune_packkit.config.settings import Layer, Origin
from attune_packkit.errors import ConfigError
from attune_packkit.spans import dotted
from attune_packkit.suggest import did_you_mean

FILE = "packkit.toml"
PYPROJECT = "pyproject.toml"
MAX_BYTES = 1024 * 1024

_TABLE = ("tool", "packkit")
_LIKELY = re.compile(rb"tool\s*\.\s*[\"']?packkit|^\s*\[\s*[\"']?tool[\"']?\s*\]", re.MULTILINE)
_AT_LINE = r"at line (\d+)"


def user_file() -> str:
    """Return the path of the user's own file, whether it exists or not."""
    return os.path.join(homes.config_folder(), "config.toml")


def project_file(directory: str) -> str:
    """Return the nearest project file from `directory` upwards; "" if there is none."""
    directory = os.path.abspath(directory)
    while True:
        path = os.path.join(directory, FILE)
        if is_there(path):
            return path
        path = os.path.join(directory, PYPROJECT)
        if os.path.isfile(path) and _mentions_packkit(path):
            return path
        parent = os.path.dirname(directory)
        if parent == directory:
            return ""
        directory = parent


def is_there(path: str) -> bool:
    """Tell whether a file that only packkit reads exists. Raises `ConfigError` if it is no file.

    Nothing is opened for that: opening a pipe would wait for its other end.
    """
    if not os.path.lexists(path):
        return False
    if os.path.isfile(path):
        return True
    found = "a folder" if os.path.isdir(path) else "a pipe or a device"
    if os.path.islink(path) and not os.path.exists(path):
        found = "a link to nothing"
    raise ConfigError(
        f"{_shown(path)}: expected a file of settings, found {found}",
        hint="rename or remove it, or name another file with --config; --isolated reads none",
    )


def _mentions_packkit(path: str) -> bool:
    """Tell whether a pyproject.toml has our table; the cheap search comes first."""
    try:
        with open(path, "rb") as file:
            if not _LIKELY.search(file.read(MAX_BYTES)):
                return False
    except OSError:
        return False
    return _section(_parse(path, _read(path)), _TABLE) is not None


def read_file(path: str, layer: Layer, *, trusted: bool) -> Iterator[tuple[Option, object, Origin]]:
    """Yield the settings of one file. Raises `ConfigError` naming file and line.

    A file that is not trusted may lie in a pack from anywhere, so it may not name code to load or
    places to write to.
    """
    from attune_packkit.config.positions import key_lines, line_of

    text = _read(path)
    prefix = _TABLE if os.path.basename(path) == PYPROJECT else ()
    table = _section(_parse(path, text), prefix)
    if not table:
        return
    lines = key_lines(text)
    for key, value in table.items():
        origin = Origin(layer, _shown(path), line_of((*prefix, key), lines))
        option = _option(key, origin)
        if option.guarded and not trusted:
            raise ConfigError(
                f"{origin}: '{key}' cannot be set by a file inside a pack",
                hint=f"give it on the command line, as {option.variable}, or in {user_file()}",
            )
        try:
            found = option.read(value)
        except WrongValueError as error:
            line = line_of((*prefix, key, *map(str, error.path)), lines)
            raise wrong_value(f"{_shown(path)}:{line}: ", key, error) from None
        placed = option.based(found, os.path.dirname(path))
        if option.rebase and not trusted:
            _refuse_special(str(placed), f"{origin}: '{key}'")
        yield option, placed, origin


def _refuse_special(path: str, what: str) -> None:
    """Refuse a path at which a pack from anywhere has put what one could wait for without end."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise ConfigError(f"{what} names what is no file", hint="name a file, or remove the line")


def wrong_value(where: str, name: str, error: WrongValueError) -> ConfigError:
    """Say what a setting was given and what it takes."""
    return ConfigError(
        f"{where}'{dotted((name, *error.path))}' is {_found(error.found)},"
        f" expected {error.expected}",
        hint=error.hint,
    )


def inside_pack(path: str) -> bool:
    """Tell whether a file lies in a pack's folder, at any depth."""
    directory = os.path.dirname(os.path.abspath(path))
    while not os.path.lexists(os.path.join(directory, "pack.yaml")):
        parent = os.path.dirname(directory)
        if parent == directory:
            return False
        directory = parent
    return True


def _option(key: str, origin: Origin) -> Option:
    option = BY_KEY.get(key)
    if option is None:
        raise ConfigError(
            f"{origin}: unknown setting '{key}'",
            hint=did_you_mean(key, BY_KEY) or f"settings: {', '.join(BY_KEY)}",
        )
    return option


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{_shown(path)}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{_shown(path)}:1: larger than {MAX_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{_shown(path)}:{line}: not UTF-8") from None


def _parse(path: str, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ConfigError(f"{_shown(path)}:1: nested too deeply") from None
    except ValueError as error:
        at = re.search(_AT_LINE, str(error))
        line = at[1] if at else text.count("\n") + 1
        raise ConfigError(f"{_shown(path)}:{line}: no valid TOML: {error}") from None


def _section(document: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any] | None:
    section: Any = document
    for step in path:
        section = section.get(step) if isinstance(section, dict) else None
    return section if isinstance(section, dict) else None


def _shown(path: str) -> str:
    """Return a path as short as it can be: relative where it lies at or below this folder."""
    try:
        below = os.path.relpath(path)
    except ValueError:
        return path
    return path if below.startswith("..") else below


def _found(value: object) -> str:
    if isinstance(value, str):
        return f"'{value[:60]}'" if value else "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"the number {str(value)[:40]}"
    if isinstance(value, dict):
        return "a table" if value else "an empty table"
    return "a list" if isinstance(value, list) else f"'{value}'"
