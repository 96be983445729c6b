"""Find the data that packkit ships: templates and the assets of the site."""

from __future__ import annotations

from pathlib import Path

MARKER = ".packkit-data"
"""Marks a folder of a checkout as ours: beside an installed package lies somebody else's."""

_PACKAGE = Path(__file__).resolve().parent


def data(name: str) -> Path:
    """Return the folder of shipped data called `name`, such as `templates` or `site/assets`.

    An installed package carries a copy. A checkout, or an editable install of one, has the folder
    itself. Raises `FileNotFoundError` if there is neither.
    """
    packaged = _PACKAGE / "_data" / name
    if packaged.is_dir():
        return packaged
    folder = _PACKAGE.parent / name
    if (folder / MARKER).is_file():
        return folder
    raise FileNotFoundError(f"packkit is installed without its data '{name}'")
