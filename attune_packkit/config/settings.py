"""The settings of one run, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from msgspec import Struct


class Settings(Struct, frozen=True):
    """What one run is to do.

    `severity` is the least severity shown, `fail_on` the least that fails the run. `overrides` are
    (code prefix, severity) pairs, `per_pack_ignore` (pack ref, code prefixes) pairs, `outputs`
    (format, path) pairs. `executor` names what does the work of several jobs; `jobs` 0 means as
    many as pay. An empty path means none.

    `indices` are URLs and paths of registry indices, the first one first. `mirrors` are (URL
    prefix, URL or path) pairs, `credentials` (origin, environment variable) pairs. `proxy` is a URL
    or `environment`. `registrar` "" means the database if `database_url` names one, else files.
    """

    target: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: str = "warning"
    fail_on: str = "error"
    jobs: int = 0
    executor: str = "processes"
    autoload: bool = True
    plugins: tuple[str, ...] = ()
    disabled_plugins: tuple[str, ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    per_pack_ignore: tuple[tuple[str, tuple[str, ...]], ...] = ()
    baseline: str = ""
    platform_catalog: str = ""
    cache: bool = True
    cache_dir: str = ""
    packs_base_dir: str = "/opt/attune/packs"
    format: str = "text"
    outputs: tuple[tuple[str, str], ...] = ()
    color: str = "auto"
    indices: tuple[str, ...] = ()
    mirrors: tuple[tuple[str, str], ...] = ()
    offline: bool = False
    allow_http: bool = False
    allow_private_hosts: tuple[str, ...] = ()
    ca_bundle: str = ""
    proxy: str = ""
    credentials: tuple[tuple[str, str], ...] = ()
    registrar: str = ""
    database_url: str = ""


class Layer(IntEnum):
    """Where a value can come from; a later layer wins over an earlier one."""

    DEFAULT = 1
    USER_FILE = 2
    PROJECT_FILE = 3
    ENVIRONMENT = 4
    COMMAND_LINE = 5


class Origin(Struct, frozen=True):
    """Where one value comes from: the layer, and the file, variable or option by name."""

    layer: Layer
    name: str = ""
    line: int = 0

    def __str__(self) -> str:
        if not self.name:
            return self.layer.name.lower().replace("_", " ")
        return f"{self.name}:{self.line}" if self.line else self.name


DEFAULT = Origin(Layer.DEFAULT)


class Loaded(Struct, frozen=True):
    """Settings, and the origin of each by field name."""

    settings: Settings
    origins: Mapping[str, Origin]
