"""Where this user keeps configuration and caches."""

from __future__ import annotations

import os
import sys


def config_folder() -> str:
    """Return the folder for what the user has configured, whether it exists or not."""
    plain = _plain("XDG_CONFIG_HOME", ".config")
    if plain:
        return plain
    from platformdirs import user_config_dir

    return user_config_dir("packkit", appauthor=False)


def cache_folder() -> str:
    """Return the folder for caches, whether it exists or not."""
    plain = _plain("XDG_CACHE_HOME", ".cache")
    if plain:
        return plain
    from platformdirs import user_cache_dir

    return user_cache_dir("packkit")


def _plain(variable: str, below_home: str) -> str:
    """Return the folder by the usual variables of Linux, "" on any other system.

    The library that knows every system takes as long to import as a small pack to check.
    """
    if sys.platform == "linux":
        given, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
        if given.startswith("/"):
            return os.path.join(given, "packkit")
        if home.startswith("/"):
            return os.path.join(home, below_home, "packkit")
    return ""
