"""How each setting is spelt in files and in the environment, and what values it takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec import Struct

from attune_packkit.diagnostics import Severity
from attune_packkit.spans import Pointer
from attune_packkit.suggest import did_you_mean

Read: TypeAlias = Callable[[object], object]
FromText: TypeAlias = Callable[[str], object]

MAX_JOBS = 1024

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off")


class WrongValueError(Exception):
    """A value, or what stands at `path` in it, is not what the setting takes."""

    def __init__(self, found: object, expected: str, *, hint: str = "", path: Pointer = ()) -> None:
        super().__init__(expected)
        self.found = found
        self.expected = expected
        self.hint = hint
        self.path = path


class Option(Struct, frozen=True):
    """One setting: its field of `Settings`, its key in files, and its readers.

    `read` takes what TOML gives, `from_text` turns an environment variable into the same. `words`
    are the values it takes if they are few. `rebase` makes the paths in a value relative to the
    folder of the file that names them. `table` tells that the value is pairs, `adds` that a later
    layer adds to it instead of replacing it, `guarded` that a file inside a pack may not set it.
    """

    name: str
    key: str
    read: Read
    from_text: FromText
    words: tuple[str, ...] = ()
    rebase: Callable[[object, str], object] | None = None
    table: bool = False
    adds: bool = False
    guarded: bool = False

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "PACKKIT_" + self.key.upper().replace("-", "_")

    def based(self, value: object, folder: str) -> object:
        """Return a value with its paths, if it has any, relative to `folder`."""
        return self.rebase(value, folder) if self.rebase else value


def _word(*words: str) -> Read:
    def read(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        hint = did_you_mean(value, words) if isinstance(value, str) else ""
        raise WrongValueError(value, f"one of {', '.join(words)}", hint=hint)

    return read


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise WrongValueError(value, "some text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise WrongValueError(value, "a list of texts")
    return tuple(dict.fromkeys(str(_inside(_text, at, item)) for at, item in enumerate(value)))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongValueError(value, "true or false")
    return value


def _jobs(value: object) -> int:
    if value == "auto":
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_JOBS:
        raise WrongValueError(value, f"a whole number from 0 to {MAX_JOBS}, or auto")
    return value


def _table(read_item: Read) -> Read:
    def read(value: object) -> tuple[tuple[str, object], ...]:
        if not isinstance(value, dict):
            raise WrongValueError(value, "a table")
        return tuple((name, _inside(read_item, name, item)) for name, item in value.items())

    return read


def _inside(read: Read, step: str | int, item: object) -> object:
    """Read one item of a list or table; an error names its place."""
    try:
        return read(item)
    except WrongValueError as error:
        error.path = (step, *error.path)
        raise


def _same(text: str) -> str:
    return text


def _split(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _grouped(text: str) -> dict[str, list[str]]:
    """Read `name=value,name=value`; a name may come several times."""
    found: dict[str, list[str]] = {}
    for item in _split(text):
        name, sign, value = item.partition("=")
        if not name or not sign:
            raise WrongValueError(item, "NAME=VALUE pairs with commas between them")
        found.setdefault(name.strip(), []).append(value.strip())
    return found


def _pairs(text: str) -> dict[str, str]:
    """Read `name=value,name=value`; the last value of a name counts."""
    return {name: values[-1] for name, values in _grouped(text).items()}


def _truth(text: str) -> object:
    word = text.lower()
    if word in _TRUE:
        return True
    return False if word in _FALSE else text


def _number(text: str) -> object:
    return int(text) if text.isdecimal() and len(text) < 10 else text


def _rebase(value: object, folder: str) -> object:
    path = os.path.expanduser(str(value))
    return path if path == "-" else os.path.join(folder, path)


def _rebase_pairs(value: object, folder: str) -> object:
    assert isinstance(value, tuple)
    return tuple((name, _rebase(path, folder)) for name, path in value)


def _rebase_place(value: object, folder: str) -> object:
    """Make a path relative to a folder; leave a URL."""
    return value if "://" in str(value) else _rebase(value, folder)


def _rebase_places(value: object, folder: str) -> object:
    assert isinstance(value, tuple)
    return tuple(_rebase_place(place, folder) for place in value)


def _rebase_mirrors(value: object, folder: str) -> object:
    assert isinstance(value, tuple)
    return tuple((prefix, _rebase_place(place, folder)) for prefix, place in value)


def _choice(name: str, key: str, *words: str) -> Option:
    return Option(name, key, _word(*words), _same, words)


_SEVERITIES = tuple(severity.label for severity in reversed(Severity))

_ALL: Iterable[Option] = (
    _choice("target", "target", "auto", "classic", "current"),
    Option("select", "select", _texts, _split),
    Option("ignore", "ignore", _texts, _split),
    _choice("severity", "severity", *_SEVERITIES),
    _choice("fail_on", "fail-on", *_SEVERITIES, "never"),
    Option("jobs", "jobs", _jobs, _number),
    Option("executor", "executor", _text, _same),
    Option("autoload", "autoload", _flag, _truth),
    Option("plugins", "plugins", _texts, _split, adds=True, guarded=True),
    Option("disabled_plugins", "disabled-plugins", _texts, _split, adds=True),
    Option("overrides", "severity-overrides", _table(_word(*_SEVERITIES)), _pairs, table=True),
    Option("per_pack_ignore", "per-pack-ignore", _table(_texts), _grouped, table=True),
    Option("baseline", "baseline", _text, _same, rebase=_rebase),
    Option("platform_catalog", "platform-catalog", _text, _same, rebase=_rebase),
    Option("cache", "cache", _flag, _truth),
    Option("cache_dir", "cache-dir", _text, _same, rebase=_rebase, guarded=True),
    Option("packs_base_dir", "packs-base-dir", _text, _same, rebase=_rebase, guarded=True),
    Option("format", "format", _text, _same),
    Option(
        "outputs", "output", _table(_text), _pairs, rebase=_rebase_pairs, table=True, guarded=True
    ),
    _choice("color", "color", "auto", "always", "never"),
    Option("indices", "indices", _texts, _split, rebase=_rebase_places, guarded=True),
    Option(
        "mirrors",
        "mirrors",
        _table(_text),
        _pairs,
        rebase=_rebase_mirrors,
        table=True,
        guarded=True,
    ),
    Option("offline", "offline", _flag, _truth),
    Option("allow_http", "allow-http", _flag, _truth, guarded=True),
    Option("allow_private_hosts", "allow-private-hosts", _texts, _split, guarded=True),
    Option("ca_bundle", "ca-bundle", _text, _same, rebase=_rebase, guarded=True),
    Option("proxy", "proxy", _text, _same, guarded=True),
    Option("credentials", "credentials", _table(_text), _pairs, table=True, guarded=True),
    Option("registrar", "registrar", _text, _same, guarded=True),
    Option("database_url", "database-url", _text, _same, guarded=True),
)

OPTIONS: dict[str, Option] = {option.name: option for option in _ALL}
"""Every setting by its field of `Settings`."""

BY_KEY: dict[str, Option] = {option.key: option for option in _ALL}
"""Every setting by its key in files."""
