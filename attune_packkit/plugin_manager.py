"""One plugin manager per run: built-ins, installed plugins, and the ones the user names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pluggy

from attune_packkit import hookspec
from attune_packkit.errors import PluginError
from attune_packkit.suggest import did_you_mean

BUILT_IN: dict[str, str] = {
    "checks": "attune_packkit.checks.plugin",
    "reporters": "attune_packkit.reporters.plugin",
}
ESSENTIAL = frozenset({"checks", "reporters"})
AUTOLOAD_SWITCH = "PACKKIT_DISABLE_PLUGIN_AUTOLOAD"


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
        self._distributions: dict[str, str] = dict.fromkeys(BUILT_IN, "packkit")
        for name in blocked:
            if name in ESSENTIAL:
                raise PluginError(
                    f"plugin '{name}' cannot be disabled: packkit does not work without"
                )
            self.manager.set_blocked(name)
        for name, module in BUILT_IN.items():
            self._register_module(name, module)
        if autoload and not os.environ.get(AUTOLOAD_SWITCH):
            self._load_installed()
        for name in wanted:
            self._load_named(name)
        self._verify()

    def owner(self, name: str) -> str:
        """Return the distribution that a plugin comes from."""
        return self._distributions.get(name, name)

    def names(self) -> list[str]:
        """Return the names of all active plugins, built-ins first."""
        return [name for name, plugin in self.manager.list_name_plugin() if plugin is not None]

    def objects(self, hook: str) -> Iterator[tuple[str, Any]]:
        """Yield (distribution, object) for everything that a returning hook contributes.

        Raises `PluginError` naming the plugin whose hook fails.
        """
        implementations = getattr(self.manager.hook, hook).get_hookimpls()
        for implementation in implementations:
            try:
                contributed = list(implementation.function())
            except Exception as error:
                raise PluginError(
                    f"plugin '{implementation.plugin_name}' failed in {hook}:"
                    f" {type(error).__name__}: {error}"
                ) from error
            for each in contributed:
                yield self.owner(implementation.plugin_name), each

    def _register_module(self, name: str, module: str) -> None:
        if self.manager.is_blocked(name):
            return
        __import__(module)
        self.manager.register(sys.modules[module], name)

    def _load_installed(self) -> None:
        if not _entry_points_exist():
            return
        from importlib.metadata import distributions

        for distribution in distributions():
            for entry in distribution.entry_points:
                if entry.group == hookspec.PROJECT:
                    self._load_entry(entry, distribution.metadata["Name"])

    def _load_entry(self, entry: Any, distribution: str) -> None:
        name = entry.name
        if self.manager.is_blocked(name):
            return
        if self.manager.has_plugin(name):
            if self.owner(name) != distribution:
                raise PluginError(
                    f"plugin '{name}' is provided by {self.owner(name)} and by {distribution}"
                )
            return
        self._distributions[name] = distribution
        try:
            self._register(entry.load(), name)
        except PluginError:
            raise
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            raise PluginError(
                f"plugin '{name}' of {distribution} cannot be imported:"
                f" {type(error).__name__}: {error}",
                hint=f"run without it: -p no:{name}",
            ) from error

    def _load_named(self, name: str) -> None:
        """Load a plugin by its entry-point name or as a module of the user's own."""
        if self.manager.has_plugin(name):
            return
        from importlib.metadata import entry_points

        for entry in entry_points(group=hookspec.PROJECT, name=name):
            found = entry.dist.metadata["Name"] if entry.dist else name
            self._load_entry(entry, found)
            return
        try:
            __import__(name)
        except ModuleNotFoundError as error:
            if error.name not in (name, name.partition(".")[0]):
                raise PluginError(f"plugin '{name}' cannot be imported: {error}") from error
            known = [entry.name for entry in entry_points(group=hookspec.PROJECT)]
            raise PluginError(
                f"no plugin or module is called '{name}'", hint=did_you_mean(name, known)
            ) from None
        except Exception as error:
            raise PluginError(
                f"plugin '{name}' cannot be imported: {type(error).__name__}: {error}"
            ) from error
        self._register(sys.modules[name], name)

    def _register(self, plugin: Any, name: str) -> None:
        try:
            self.manager.register(plugin, name)
        except (pluggy.PluginValidationError, ValueError) as error:
            raise PluginError(f"plugin '{name}' of {self.owner(name)}: {error}") from None

    def _verify(self) -> None:
        """Refuse hooks that do not exist: a misspelt one would never be called."""
        known = [name for name in dir(hookspec) if name.startswith("packkit_")]
        for name, plugin in self.manager.list_name_plugin():
            if plugin is None:
                continue
            for attribute in dir(plugin):
                if attribute.startswith("packkit_") and attribute not in known:
                    raise PluginError(
                        f"plugin '{name}' of {self.owner(name)} implements an unknown hook"
                        f" '{attribute}'",
                        hint=did_you_mean(attribute, known),
                    )


def _entry_points_exist() -> bool:
    """Tell cheaply whether any installed distribution names our group.

    importlib.metadata takes three times as long to import as this takes to run, and nearly every
    start finds no plugin at all.
    """
    marker = f"[{hookspec.PROJECT}]".encode()
    for directory in dict.fromkeys(sys.path):
        try:
            with os.scandir(directory or ".") as listing:
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
