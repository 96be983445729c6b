"""One plugin manager per run: built-ins, installed plugins, and the ones the user names."""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn, TypeAlias

import pluggy

from attune_packkit import hookspec
from attune_packkit.errors import PackkitError, PluginCrashError, PluginError
from attune_packkit.suggest import did_you_mean

BUILT_IN: dict[str, str] = {
    "checks": "attune_packkit.checks.plugin",
    "reporters": "attune_packkit.reporters.plugin",
    "resolvers": "attune_packkit.resolvers.plugin",
    "environments": "attune_packkit.environments.plugin",
    "packtests": "attune_packkit.packtests.plugin",
    "executors": "attune_packkit.executors.plugin",
    "registrars": "attune_packkit.registrars.plugin",
}
PACKKIT = "packkit"
"""The owner of what comes with packkit."""

ESSENTIAL = frozenset({"checks", "executors", "reporters"})
AUTOLOAD_SWITCH = "PACKKIT_DISABLE_PLUGIN_AUTOLOAD"

_PROVIDER: dict[str, str] = {
    "packkit_checks": "checks",
    "packkit_inputs": "checks",
    "packkit_reporters": "reporters",
    "packkit_executors": "executors",
    "packkit_environment_builders": "environments",
    "packkit_test_runners": "packtests",
    "packkit_registrars": "registrars",
    "packkit_resolvers": "resolvers",
}
"""The built-in plugin of each hook that returns objects: it is imported when the hook is asked."""

_EXPECTED: dict[str, tuple[str, ...]] = {
    "packkit_executors": ("name", "run"),
    "packkit_checks": ("id", "layer", "body"),
    "packkit_inputs": ("name", "inputs", "function"),
    "packkit_reporters": ("name", "render"),
    "packkit_resolvers": ("name", "accepts", "fetch"),
    "packkit_registrars": ("name", "open"),
    "packkit_environment_builders": ("name", "folder", "detect", "build"),
    "packkit_test_runners": ("name", "command", "read"),
    "packkit_site_pages": ("title", "path", "render", "panel"),
    "packkit_commands": ("name", "invoke"),
}
"""What the objects of each returning hook must have."""

_MANIFEST = "pack.yaml"
_LIBRARIES = ("site-packages", "dist-packages")


Crashed: TypeAlias = Callable[[PluginCrashError], object]
"""Called with the error of a plugin where the run could go on; raises it to end the run."""


def not_survived(error: PluginCrashError) -> NoReturn:
    """End the run with the error of a plugin."""
    raise error


class Plugins:
    """The plugins of one run, and the objects they contribute, each with its owner."""

    def __init__(
        self,
        *,
        autoload: bool = True,
        wanted: Iterable[str] = (),
        blocked: Iterable[str] = (),
    ) -> None:
        self.manager = pluggy.PluginManager(hookspec.PROJECT)
        self.manager.add_hookspecs(hookspec)
        self.crashed: Crashed = not_survived
        self._distributions: dict[str, str] = dict.fromkeys(BUILT_IN, PACKKIT)
        for name in blocked:
            if name in ESSENTIAL:
                raise PluginError(
                    f"plugin '{name}' cannot be disabled: packkit does not work without",
                    hint=f"these can never be: {', '.join(sorted(ESSENTIAL))}",
                )
            self.manager.set_blocked(name)
        if autoload and not os.environ.get(AUTOLOAD_SWITCH):
            self._load_installed()
        for name in wanted:
            self._load_named(name)

    def owner(self, name: str) -> str:
        """Return the distribution that a plugin comes from."""
        return self._distributions.get(name, name)

    def names(self) -> list[str]:
        """Return the names of all active plugins, built-ins first."""
        for name in BUILT_IN:
            self._load_built_in(name)
        active = [name for name, plugin in self.manager.list_name_plugin() if plugin is not None]
        return [
            *(name for name in BUILT_IN if name in active),
            *(name for name in active if name not in BUILT_IN),
        ]

    def objects(self, hook: str) -> Iterator[tuple[str, Any]]:
        """Yield (distribution, object) for everything that a returning hook contributes.

        A plugin whose hook fails loses all of its hooks if `crashed` lets the run go on. Raises
        `PluginError` naming the plugin if it does not, or if the hook returns something else.
        """
        if hook in _PROVIDER:
            self._load_built_in(_PROVIDER[hook])
        implementations = getattr(self.manager.hook, hook).get_hookimpls()
        for implementation in sorted(
            implementations, key=lambda each: each.plugin_name not in BUILT_IN
        ):
            name = implementation.plugin_name
            try:
                with self._blamed(name, f"failed in {hook}", PluginCrashError):
                    contributed = list(implementation.function())
            except PluginCrashError as error:
                if name in BUILT_IN:
                    raise
                self.crashed(error)
                self.manager.unregister(name=name)
                continue
            for each in contributed:
                missing = [part for part in _EXPECTED[hook] if not hasattr(each, part)]
                if missing or isinstance(each, type):
                    raise PluginError(
                        f"plugin '{name}' of {self.owner(name)}: {hook} returned {each!r:.80},"
                        f" which is no object with {', '.join(_EXPECTED[hook])}"
                    )
                yield self.owner(name), each

    def notify(self, hook: str, **arguments: Any) -> None:
        """Call a hook that returns nothing, plugin by plugin.

        Raises `PluginCrashError` naming the plugin that fails, if it is not to be survived.
        """
        for implementation in getattr(self.manager.hook, hook).get_hookimpls():
            named = {name: arguments[name] for name in implementation.argnames}
            name = implementation.plugin_name
            try:
                with self._blamed(name, f"failed in {hook}", PluginCrashError):
                    implementation.function(**named)
            except PluginCrashError as error:
                self.crashed(error)

    def _load_installed(self) -> None:
        places = _places()
        if not _entry_points_exist(places):
            return
        from importlib.metadata import distributions

        for distribution in distributions(path=places):
            for entry in distribution.entry_points:
                if entry.group == hookspec.PROJECT:
                    self._load_entry(entry, distribution.metadata["Name"])

    def _load_entry(self, entry: Any, distribution: str) -> None:
        name = entry.name
        if self.manager.is_blocked(name):
            return
        if name in BUILT_IN or self.manager.has_plugin(name):
            if self.owner(name) != distribution:
                raise PluginError(
                    f"plugin '{name}' is provided by {self.owner(name)} and by {distribution}",
                    hint="" if name in BUILT_IN else f"run without both: -p no:{name}",
                )
            return
        self._distributions[name] = distribution
        with self._blamed(name, "cannot be imported"):
            plugin = entry.load()
        self._register(plugin, name)

    def _load_named(self, name: str) -> None:
        """Load a plugin by its entry-point name or as a module of the user's own."""
        if name in BUILT_IN or self.manager.has_plugin(name) or self.manager.is_blocked(name):
            return
        from importlib.metadata import entry_points

        for entry in entry_points(group=hookspec.PROJECT, name=name):
            self._load_entry(entry, entry.dist.metadata["Name"] if entry.dist else name)
        if self.manager.has_plugin(name):
            return
        source = _find_module(name)
        if source is None:
            raise PluginError(f"no plugin or module is called '{name}'", hint=_other_names(name))
        if _is_in_pack(source):
            raise PluginError(
                f"plugin '{name}' lies in a pack: {source}",
                hint="packkit runs no code of packs; install the plugin or keep it elsewhere",
            )
        self._load_module(name, name)
        if not self.manager.get_hookcallers(sys.modules[name]):
            raise PluginError(
                f"module '{name}' is no plugin: it implements no hook of packkit",
                hint=_other_names(name),
            )

    def _load_built_in(self, name: str) -> None:
        if not (self.manager.has_plugin(name) or self.manager.is_blocked(name)):
            self._load_module(name, BUILT_IN[name])

    def _load_module(self, name: str, module: str) -> None:
        with self._blamed(name, "cannot be imported"):
            __import__(module)
        self._register(sys.modules[module], name)

    def _register(self, plugin: Any, name: str) -> None:
        """Add a plugin, unless it is registered already: by its entry point or as a module."""
        if self.manager.is_registered(plugin):
            return
        try:
            _verify(plugin)
            self.manager.register(plugin, name)
        except (pluggy.PluginValidationError, ValueError) as error:
            raise PluginError(f"plugin '{name}' of {self.owner(name)}: {error}") from None
        except PluginError as error:
            message = f"plugin '{name}' of {self.owner(name)} {error.message}"
            raise PluginError(message, hint=error.hint) from None

    @contextlib.contextmanager
    def _blamed(
        self, name: str, failure: str, kind: type[PluginError] = PluginError
    ) -> Iterator[None]:
        """Turn whatever a plugin's code raises into an error that names it; keep stdout clean."""
        try:
            with contextlib.redirect_stdout(sys.stderr):
                yield
        except (KeyboardInterrupt, PluginError):
            raise
        except BaseException as error:
            raise kind(
                f"plugin '{name}' of {self.owner(name)} {failure}: {type(error).__name__}: {error}",
                hint="" if name in BUILT_IN else f"run without it: -p no:{name}",
            ) from error


@contextlib.contextmanager
def blaming(what: str, doing: str = "") -> Iterator[None]:
    """Turn unexpected exceptions of a plugin's object, and its exits, into an error naming it."""
    try:
        yield
    except (PackkitError, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:
        words = f"{what} failed{doing and ' '}{doing}: {type(error).__name__}: {error}"
        raise PluginCrashError(words) from error


def installed_names() -> list[str]:
    """Return what plugins there are by name, active or not: built-ins first. Imports none."""
    from importlib.metadata import entry_points

    return list(dict.fromkeys([*BUILT_IN, *entry_points(group=hookspec.PROJECT).names]))


def _other_names(name: str) -> str:
    """Return a hint for a name that is no plugin's."""
    return did_you_mean(name, installed_names()) or "'packkit plugins' lists those that there are"


def _verify(plugin: Any) -> None:
    """Refuse hooks that would never be called, or would be called otherwise than meant."""
    known = [name for name in dir(hookspec) if name.startswith("packkit_")]
    for name in dir(plugin):
        function = getattr(plugin, name) if name.startswith("packkit_") else None
        if not inspect.isroutine(function):
            continue
        options = getattr(function, f"{hookspec.PROJECT}_impl", None)
        if options is None:
            raise PluginError(f"has a function '{name}' without @hookimpl")
        if options["wrapper"] or options["hookwrapper"]:
            raise PluginError(f"wraps the hook '{name}'; packkit's hooks take no wrappers")
        if name not in known and not options["optionalhook"]:
            raise PluginError(
                f"implements an unknown hook '{name}'", hint=did_you_mean(name, known)
            )


def _places() -> list[str]:
    """Return the import path without the folder packkit runs in and without packs.

    `python -m` puts the current folder on the path, and that may be the very pack to be checked.
    """
    here = os.path.realpath(os.curdir)
    return [
        place
        for place in dict.fromkeys(sys.path)
        if os.path.realpath(place) != here and not _is_in_pack(os.path.join(place, "module"))
    ]


def _is_in_pack(path: str) -> bool:
    """Tell whether a file lies in a pack; an environment made inside of one does not count."""
    while (parent := os.path.dirname(path)) != path:
        path = parent
        if os.path.basename(path) in _LIBRARIES:
            return False
        if os.path.lexists(os.path.join(path, _MANIFEST)):
            return True
    return False


def _find_module(name: str) -> str | None:
    """Return where the top-level package of a module lies; None if there is none. Imports nothing.

    The rest of a dotted name is left to the import, whose error says more.
    """
    top = name.partition(".")[0]
    if not all(part.isidentifier() for part in name.split(".")):
        return None
    from importlib.util import find_spec

    try:
        found = find_spec(top)
    except (ImportError, ValueError):
        return None
    if found is None:
        return None
    folders = list(found.submodule_search_locations or ())
    return found.origin if found.has_location and found.origin else (folders or [top])[0]


def _entry_points_exist(places: Iterable[str]) -> bool:
    """Tell cheaply whether any installed distribution names our group.

    importlib.metadata takes three times as long to import as this takes to run, and nearly every
    start finds no plugin at all.
    """
    marker = f"[{hookspec.PROJECT}]".encode()
    for place in places:
        try:
            with os.scandir(place) as listing:
                names = [entry.path for entry in listing if entry.name.endswith("-info")]
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(name, "entry_points.txt"), "rb") as file:
                    if marker in file.read():
                        return True
            except OSError:
                continue
    return False
