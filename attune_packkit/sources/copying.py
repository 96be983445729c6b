"""Copy a pack's folder."""

from __future__ import annotations

import os
import re
from collections.abc import Collection

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown_path
from attune_packkit.sources.folders import opened
from attune_packkit.sources.writing import new_folder

_REPOSITORY = re.compile(r"\.git[. ]*|git~[0-9]+", re.ASCII | re.IGNORECASE)


def is_repository(name: str) -> bool:
    """Tell whether some file system takes a name for git's own folder."""
    return _REPOSITORY.fullmatch(name) is not None


def copy_tree(root: str, into: str, *, without: Collection[str] = ()) -> None:
    """Copy the regular files of a folder to a new one, with modes 0644 or 0755; leave out `.git`.

    Names in `without` are left out too, at any depth. Raises `SourceError` for a link, a special
    file or a copy inside of the folder itself, and leaves nothing then.
    """
    real, parent = os.path.realpath(root), os.path.realpath(os.path.dirname(os.path.abspath(into)))
    if os.path.commonpath([real, parent]) == real:
        raise SourceError(
            f"{shown_path(root)} holds the folder that it would be copied to",
            hint="choose a folder outside of it",
        )
    with opened(root) as source, new_folder(into) as copy:
        for file in source.files(lambda name: name in without or is_repository(name)):
            copy.write(file.path, source.chunks(file), executable=file.executable)
