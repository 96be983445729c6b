"""What the manual tells of the settings."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.config import OPTIONS, Option, Settings

_ABOUT = {
    "target": "which Attune the packs are for",
    "select": "codes or prefixes: report only these",
    "ignore": "codes or prefixes: do not report these",
    "severity": "least severity shown",
    "fail-on": "least severity that fails a run",
    "jobs": "processes to use",
    "executor": "what does the work of several jobs",
    "autoload": "whether installed plugins are loaded without being named",
    "plugins": "plugins and modules to load",
    "disabled-plugins": "plugins to leave out",
    "severity-overrides": "severity by code or prefix",
    "per-pack-ignore": "codes or prefixes to ignore, by pack",
    "baseline": "file of diagnostics that are known and not reported",
    "platform-catalog": "file that lists what Attune has without any pack",
    "cache": "whether results and downloads are kept",
    "cache-dir": "where they are kept; empty is the user's cache folder",
    "packs-base-dir": "folder of installed packs; `ATTUNE__PACKS_BASE_DIR` counts too",
    "format": "report on standard output",
    "output": "file of each further report, by format",
    "color": "whether output is coloured",
    "indices": "registry indices by URL or path, the first one first",
    "mirrors": "URL or path to take the place of a URL prefix",
    "offline": "use no network, only mirrors and the cache",
    "allow-http": "accept plain HTTP",
    "allow-private-hosts": "hosts that may have addresses that are not public",
    "ca-bundle": "file of certificates to trust",
    "proxy": "URL of a proxy, or `environment` for that of the environment",
    "credentials": "environment variable that holds the token for an origin",
    "registrar": "where installed packs are registered",
    "database-url": "database of the registrar",
}


def settings() -> Iterator[dict[str, str]]:
    """Yield every setting as the table of the manual has it."""
    defaults = Settings()
    for name, option in OPTIONS.items():
        yield {
            "key": option.key,
            "about": _ABOUT[option.key],
            "default": _default(option, getattr(defaults, name)),
            "takes": ", ".join(f"`{word}`" for word in option.words) or _kind(option, name),
            "variable": option.variable,
        }


def _default(option: Option, value: object) -> str:
    if option.name == "jobs":
        return "auto"
    if isinstance(value, tuple):
        return "{}" if option.table else "[]"
    return str(value).lower() if isinstance(value, bool) else str(value) or '""'


def _kind(option: Option, name: str) -> str:
    value = getattr(Settings(), name)
    if isinstance(value, tuple):
        return "table" if option.table else "list"
    if isinstance(value, bool):
        return "`true`, `false`"
    return "number, `auto`" if isinstance(value, int) else "text"
