"""Put a finished copy of a pack among the installed ones, and take that back if need be."""

from __future__ import annotations

import contextlib
import os
import shutil

from msgspec import Struct

from attune_packkit.dependencies.environment import MARKER, VIRTUALENV
from attune_packkit.errors import PackkitError, SourceError
from attune_packkit.escaping import shown_path
from attune_packkit.pipeline.installation import METADATA, Installation
from attune_packkit.sources.copying import copy_tree
from attune_packkit.sources.placing import place, remove

_ENVIRONMENTS = {
    VIRTUALENV: (MARKER, "pyvenv.cfg"),
    "node_modules": (MARKER, ".package-lock.json"),
}
"""Names of environments in a pack's folder, and files that tell that one was made there."""


def copy_pack(root: str, into: str) -> None:
    """Copy a pack without the environments that were made in its folder. Raises `SourceError`."""
    made = [
        name
        for name, marks in _ENVIRONMENTS.items()
        if any(os.path.lexists(os.path.join(root, name, mark)) for mark in marks)
    ]
    copy_tree(root, into, without=made)


class Placement(Struct):
    """One pack on its way: `copy` is to be the pack's folder, with `metadata` in it.

    A pack that lies in its place already (`in_place`) only gets new metadata. `scratch` is a folder
    beside the copy for what is needed to take it all back.
    """

    installation: Installation
    ref: str
    copy: str
    scratch: str
    metadata: str
    in_place: bool
    replace: bool
    _taken: bool = False

    @property
    def _place(self) -> str:
        return self.installation.place_of(self.ref)

    @property
    def _file(self) -> str:
        """The metadata in the pack's folder."""
        return os.path.join(self._place, METADATA)

    @property
    def _old(self) -> str:
        """Where the old pack is kept, or of one in its place the old metadata."""
        return os.path.join(self.scratch, "old")

    def take(self) -> None:
        """Take the place, all or nothing, and leave a mark that the registry is to follow."""
        self._keep_old()
        self.installation.mark(self.ref)
        folder = self._place if self.in_place else self.copy
        self.installation.write(self.ref, os.path.join(folder, METADATA), self.metadata)
        if not self.in_place:
            place(self.copy, self._place, replace=self.replace)
        self._taken = True

    def undo(self) -> None:
        """Put back what was there before, since the registry does not follow."""
        if not self._taken:
            return
        kept = os.path.lexists(self._old)
        if self.in_place and kept:
            os.replace(self._old, self._file)
        elif self.in_place:
            os.unlink(self._file)
        elif kept:
            place(self._old, self._place, replace=True)
        else:
            remove(self._place)

    def _keep_old(self) -> None:
        """Keep what will be needed; a pack that cannot be copied will not be put back."""
        if self.in_place:
            self._keep_metadata()
        elif self.replace and os.path.isdir(self._place):
            with contextlib.suppress(PackkitError):
                copy_pack(self._place, self._old)

    def _keep_metadata(self) -> None:
        try:
            shutil.copy2(self._file, self._old, follow_symlinks=False)
        except FileNotFoundError:
            pass
        except OSError as error:
            problem = f"{shown_path(self._file)} cannot be copied: {error.strerror}"
            raise SourceError(problem) from None
