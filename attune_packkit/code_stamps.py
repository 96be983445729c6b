"""Notice that the code of a plugin changed: by the state of its files, without reading them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator

Stamp = tuple[tuple[str, int, int], ...]


def of_plugins(plugins: Iterable[object]) -> list[Stamp]:
    """Return the stamps of the packages that plugins come from."""
    folders = {_package_folder(plugin) for plugin in plugins}
    return [_stamp(folder) for folder in sorted(filter(None, folders))]


def _package_folder(plugin: object) -> str:
    """Return the folder or file that holds a plugin's code; "" if it has none."""
    name = getattr(plugin, "__name__", type(plugin).__module__)
    package = sys.modules.get(str(name).partition(".")[0])
    file = getattr(package, "__file__", None) or ""
    return os.path.dirname(file) if os.path.basename(file) == "__init__.py" else file


def _stamp(path: str) -> Stamp:
    """Return name, size and time of the source files at a path."""
    if os.path.isfile(path):
        status = os.stat(path)
        return ((path, status.st_size, status.st_mtime_ns),)
    found = []
    for item in _sources(path):
        try:
            status = item.stat()
        except OSError:
            continue
        found.append((item.path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def _sources(path: str) -> Iterator[os.DirEntry[str]]:
    """Yield the source files in a folder and those within it."""
    pending = [path]
    while pending:
        with contextlib.suppress(OSError), os.scandir(pending.pop()) as listing:
            for item in listing:
                if item.name.endswith((".py", ".json")):
                    yield item
                elif item.name != "__pycache__" and item.is_dir(follow_symlinks=False):
                    pending.append(item.path)
